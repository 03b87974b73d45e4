"""Adding a source: what an administrator types, is told, and gets."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.cli.cli import ckan
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_auth
from lxml import html

from ckanext.resilient.harvest import stock
from ckanext.resilient.harvest.probe import TRIED, known_portal
from ckanext.resilient.harvesters import samples
from ckanext.resilient.harvesters.portals import all_portals
from tests.harvest.portal import act, record, running
from tests.harvest.servers import Answer, serving
from tests.harvesters.pages.conftest import Harvested, Open, People, text

Press = Callable[..., html.HtmlElement]


@pytest.fixture
def other(source: Harvested) -> Iterator[str]:
    """The address of a portal that is no source yet."""
    with running([record("7"), record("8", tags=[{"name": "infanzia"}])]) as (_, server):
        tk.config["ckanext.resilient.http.allowed_private_hosts"].append(server.pair)
        yield server.url


@pytest.fixture
def press(app: CKANTestApp, people: People) -> Press:
    """Fill in the form of a page and press one of its buttons."""

    def run(page: html.HtmlElement, button: str, who: str = "admin", **values: str) -> html.HtmlElement:
        (form,) = page.xpath("//form[@id='add']")
        fields = {name: value for name, value in form.fields.items() if value is not None} | values
        answer = app.post("/sources/new", data=fields | {"do": button}, headers=people.headers(who))
        assert answer.status_code == 200, answer.body[-2000:]
        return html.fromstring(answer.body)

    return run


@pytest.mark.parametrize("sample", [key for key, one in samples.SAMPLES.items() if one.protocol in TRIED])
def test_an_address_is_recognised_with_its_number_of_records_and_languages(
    clean: None, sample: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = samples.SAMPLES[sample]
    monkeypatch.setitem(tk.config, "ckanext.resilient.http.delay_ms", 0)
    with samples.serve(sample) as address:
        monkeypatch.setitem(
            tk.config, "ckanext.resilient.http.allowed_private_hosts", [address.removeprefix("http://")]
        )
        found = act("resilient_harvest_probe", url=address + expected.path)
    assert found["protocol"] == expected.protocol
    assert found["languages"]
    assert all(one["title"] for one in found["samples"])


def test_an_address_in_a_private_network_is_refused_and_asked_for_nothing(
    source: Harvested, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tk.config, "ckanext.resilient.http.allowed_private_hosts", [])
    with pytest.raises(tk.ValidationError, match="private"):
        act("resilient_harvest_probe", url=source.url)
    assert source.portal.pages_asked == 0


def test_an_address_that_nothing_reads_says_what_helps(clean: None, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Answer(200, b"<html><body>Hi</body></html>", {"Content-Type": "text/html"})
    monkeypatch.setitem(tk.config, "ckanext.resilient.http.delay_ms", 0)
    with serving(lambda asked: page) as server:
        monkeypatch.setitem(tk.config, "ckanext.resilient.http.allowed_private_hosts", [server.pair])
        with pytest.raises(tk.ValidationError) as refused:
            act("resilient_harvest_probe", url=server.url)
    assert "nothing that this site can read" in refused.value.error_dict["url"][0]


def test_of_an_address_that_is_none_the_message_names_what_was_typed(clean: None) -> None:
    with pytest.raises(tk.ValidationError) as refused:
        act("resilient_harvest_probe", url="nowhere")
    assert "“nowhere”" in refused.value.error_dict["url"][0]


def test_the_address_of_a_known_portal_is_read_with_its_definition() -> None:
    portal = all_portals()["hr-data-gov"]
    for url in (portal.url, portal.url.rstrip("/") + "/", portal.url.upper()):
        assert known_portal(url, all_portals()) == portal
    assert known_portal("https://example.org/", all_portals()) is None


def test_a_known_portal_fills_in_the_form(see: Open) -> None:
    page = see("/hr/sources/new?portal=hr-data-gov", "admin")
    (form,) = page.xpath("//form[@id='add']")
    portal = all_portals()["hr-data-gov"]
    assert (form.fields["url"], form.fields["title"]) == (portal.url, portal.title)


def test_known_portals_are_found_by_the_name_of_their_country_in_the_readers_language(see: Open) -> None:
    page = see("/hr/sources/new?q=Hrvatska", "admin")
    keys = {link.partition("portal=")[2] for link in page.xpath("//main//details//a/@href")}
    assert keys
    assert {key[:2] for key in keys} == {"hr"}


def test_how_an_address_is_read_can_be_chosen_and_another_choice_is_tested_first(
    see: Open, press: Press, other: str
) -> None:
    page = press(see("/hr/sources/new", "admin"), "test", url=other, chosen="csw")
    assert page.xpath("//*[@role='alert']")
    assert page.xpath("//details[@open]//select[@id='field-chosen']/option[@selected]/@value") == ["csw"]
    page = press(page, "test", chosen="ckan")
    assert page.xpath("//input[@name='protocol']/@value") == ["ckan"]
    page = press(page, "rehearse", chosen="csw")
    assert not page.xpath("//article")
    assert page.xpath("//*[@role='alert']")


def test_a_source_is_added_in_steps_and_waits_for_approval(
    see: Open, press: Press, other: str, people: People
) -> None:
    page = press(see("/sources/new", "admin"), "test", url=other)
    assert "The source can be read." in text(page)
    assert "2 records" in text(page)
    assert "Asili nido 7" in text(page)
    page = press(page, "rehearse")
    assert "Of the first 2 records, 2 would come in." in text(page)
    assert len(page.xpath("//article")) == 2
    page = press(page, "save", title="Altro portale", frequency="DAILY")
    assert "waits for the approval" in text(page)
    held = act("harvest_source_list")
    (made,) = [one for one in held if one["title"] == "Altro portale"]
    assert (made["url"], made["frequency"], made["type"]) == (other, "DAILY", "resilient")
    listed = tk.get_action("resilient_harvest_status")
    for who, sees in (("visitor", False), ("other-admin", False), ("admin", True), ("sysadmin", True)):
        context = {"user": people.names[who], "auth_user_obj": model.User.get(people.names[who])}
        assert (made["id"] in {row["id"] for row in listed(context, {})}) is sees
    with pytest.raises(tk.ValidationError, match="approval"):
        act("resilient_harvest_start", id=made["id"])
    assert act("resilient_harvest_run", id=made["id"])["stopped_by"] == "source-waiting"
    assert "Altro portale" not in text(see("/sources"))
    assert "Altro portale" in text(see("/sources", "admin"))
    assert "Altro portale" not in text(see("/sources", "other-admin"))


def test_what_comes_in_is_chosen_before_the_source_is_there(see: Open, press: Press, other: str) -> None:
    page = press(see("/sources/new", "admin"), "test", url=other)
    chosen = {
        "only_words": "nido, infanzia",
        "without_words": "bosco",
        "only_themes-SOCI": "true",
        "only_publishers": "Comune di",
        "option-groups": "nidi, anziani",
        "option-page_size": "50",
    }
    page = press(page, "rehearse", **{**chosen, "only_themes-SOCI": "", "only_publishers": ""})
    assert "Of the first 2 records, 2 would come in." in text(page)
    page = press(page, "rehearse", **{**chosen, "without_words": "infanzia"})
    assert "Of the first 2 records, 0 would come in." in text(page)
    wrong = press(page, "save", title="Scelta", **{**chosen, "option-page_size": "viele"})
    assert "Write a whole number." in text(wrong.xpath("//*[@id='error-option-page_size']")[0])
    press(wrong, "save", title="Scelta", **chosen)
    (made,) = [one for one in act("harvest_source_list") if one["title"] == "Scelta"]
    held = act("resilient_harvest_source_show", id=made["id"])
    assert held["options"] == {"groups": ["nidi", "anziani"], "page_size": 50}
    assert (held["only_words"], held["without_words"]) == (["nido", "infanzia"], ["bosco"])
    assert (held["only_themes"], held["only_publishers"]) == (["SOCI"], ["Comune di"])


def test_only_a_system_administrator_approves_a_source(
    see: Open, press: Press, other: str, app: CKANTestApp, people: People
) -> None:
    page = press(see("/sources/new", "admin"), "test", url=other)
    press(page, "save", title="Altro portale")
    (card,) = [one for one in see("/sources", "sysadmin").xpath("//article") if "Altro" in text(one)]
    address = card.xpath(".//h3/a/@href")[0]
    approve = f"{address}/approve"
    assert app.post(approve, headers=people.headers("admin")).status_code == 403
    assert see(address, "admin").xpath("//form[contains(@action, '/approve')]") == []
    (form,) = see(address, "sysadmin").xpath("//form[contains(@action, '/approve')]")
    app.post(form.get("action"), headers=people.headers("sysadmin"))
    assert "Altro portale" in text(see("/sources"))
    run = act("resilient_harvest_run", id=address.rsplit("/", 1)[1])
    assert (run["stopped_by"], run["written"]) == ("", 2)


def test_a_source_of_a_system_administrator_need_not_wait(see: Open, press: Press, other: str) -> None:
    organisation = factories.Organization()
    page = press(see("/sources/new", "sysadmin"), "test", "sysadmin", url=other)
    page = press(page, "save", "sysadmin", title="Altro", owner_org=organisation["id"])
    assert "It can be collected now." in text(page)


def test_a_source_that_is_made_without_our_pages_waits_all_the_same(
    source: Harvested, people: People
) -> None:
    context = {"user": people.names["admin"], "model": model, "session": model.Session}
    made = tk.get_action("harvest_source_create")(
        context,
        {
            "name": "hintenherum",
            "url": "https://example.org/",
            "source_type": "resilient",
            "owner_org": source.organisation,
            "config": '{"protocol": "ckan"}',
        },
    )
    with pytest.raises(tk.ValidationError, match="approval"):
        act("resilient_harvest_start", id=made["id"])


def test_what_was_typed_stays_beside_what_is_wrong_with_it(
    see: Open, press: Press, source: Harvested
) -> None:
    page = press(see("/sources/new", "admin"), "test", url="ftp://example.org/", title="Mein Portal")
    (form,) = page.xpath("//form[@id='add']")
    assert (form.fields["url"], form.fields["title"]) == ("ftp://example.org/", "Mein Portal")
    field = form.inputs["url"]
    assert field.get("aria-invalid") == "true"
    assert text(page.xpath(f"//*[@id='{field.get('aria-describedby').split()[-1]}']")[0])


@pytest.mark.parametrize(
    "action", ["resilient_harvest_source_create", "harvest_source_create", "package_create"]
)
@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "/etc/passwd"])
def test_only_an_address_of_the_web_becomes_a_source(
    source: Harvested, people: People, action: str, url: str
) -> None:
    context = {"user": people.names["admin"], "model": model, "session": model.Session}
    given = {"name": "script", "title": "Script", "url": url, "owner_org": source.organisation}
    own = {"source_type": "resilient", "config": '{"protocol": "ckan"}', "type": "harvest"}
    if action == "resilient_harvest_source_create":
        own = {"protocol": "ckan"}
    with pytest.raises(tk.ValidationError) as refused:
        tk.get_action(action)(context, {**given, **own})
    assert "http:// or https://" in str(refused.value.error_dict["url"])
    model.Session.commit()
    assert [one["title"] for one in act("harvest_source_list")] == ["Portale"]


@pytest.mark.parametrize("action", ["resilient_harvest_source_update", "harvest_source_patch"])
def test_a_source_cannot_be_moved_to_another_kind_of_address(
    source: Harvested, people: People, action: str
) -> None:
    with pytest.raises(tk.ValidationError, match="http:// or https://"):
        act(action, id=source.id, url="javascript:alert(1)")
    model.Session.commit()
    assert act("resilient_harvest_source_show", id=source.id)["url"] == source.url


def test_an_address_that_is_none_of_the_web_is_no_link(source: Harvested, see: Open) -> None:
    held = stock.find_source(source.id)
    assert held is not None
    held.url = "javascript:alert(1)"  # as an earlier version has taken it
    model.Session.commit()
    for path in ("/sources", f"/sources/{source.name}"):
        assert see(path, "sysadmin").xpath("//a[starts-with(@href, 'javascript:')]") == []


def test_an_address_that_is_a_source_already_is_named(see: Open, press: Press, source: Harvested) -> None:
    page = press(see("/sources/new", "admin"), "test", url=source.url)
    page = press(page, "save", title="Noch einmal")
    assert "This address is a source already: “Portale”." in text(page)


@pytest.mark.parametrize("limit", ["0", "-3", "viele"])
def test_a_number_of_records_that_is_none_is_refused_at_its_field(
    see: Open, press: Press, other: str, limit: str
) -> None:
    page = press(see("/sources/new", "admin"), "test", url=other)
    page = press(page, "rehearse", limit=limit)
    assert "whole number above zero" in text(page.xpath("//*[@id='error-limit']")[0])
    assert page.xpath("//form[@id='add']")[0].fields["limit"] == limit


def test_an_address_that_was_changed_is_tested_before_it_is_saved(
    see: Open, press: Press, other: str
) -> None:
    page = press(see("/sources/new", "admin"), "test", url=other)
    page = press(page, "save", url="https://127.0.0.1:9/", title="Anders")
    assert page.xpath("//*[@id='error-url']")
    assert [one for one in act("harvest_source_list") if one["title"] == "Anders"] == []


@pytest.mark.parametrize(
    ("who", "status"),
    [("visitor", 403), ("editor", 403), ("admin", 200), ("other-admin", 200), ("sysadmin", 200)],
)
def test_only_administrators_add_sources(see: Open, who: str, status: int) -> None:
    see("/sources/new", who, status)


def test_a_source_is_added_only_to_an_organisation_that_one_administers(
    source: Harvested, people: People
) -> None:
    data = {"url": "https://example.org/", "title": "x", "owner_org": source.organisation}
    for who, may in (("admin", True), ("other-admin", False), ("editor", False), ("sysadmin", True)):
        context = {"user": people.names[who], "model": model}
        if may:
            assert call_auth("resilient_harvest_source_create", context, **data) is True
        else:
            with pytest.raises(tk.NotAuthorized):
                call_auth("resilient_harvest_source_create", context, **data)


def test_the_commands_look_at_an_address_and_make_a_source_of_it(
    source: Harvested, other: str, cli: Any
) -> None:
    def say(*words: str) -> str:
        done = cli.invoke(ckan, ["resilient", "harvest", *words])
        assert done.exit_code == 0, done.output
        return done.stdout.strip()

    assert say("probe", other).splitlines()[0] == "ckan 2 it"
    assert json.loads(say("probe", other, "--json"))["records"] == 2
    name = say(
        "add", other, "--title", "Altro", "--organisation", source.organisation, "--protocol", "ckan",
        "--language", "it", "--limit", "1", "--option", "group_themes=false",
        "--meaning", "theme:Salute: e altro=HEAL", "--meaning", "theme:Varie=", "--meaning", "frequency:a caso=IRREG",
    )  # fmt: skip
    settings = json.loads(say("settings", name, "--json"))
    assert settings["options"] == {"group_themes": "false"}
    assert settings["meanings"] == {
        "theme": {"Salute: e altro": "HEAL", "Varie": ""},
        "frequency": {"a caso": "IRREG"},
    }
    assert act("resilient_harvest_run", id=name)["counts"]["listed"] == 1
    assert say("admit", name) == ""


def test_the_command_says_why_an_address_cannot_be_read(clean: None, cli: Any) -> None:
    done = cli.invoke(ckan, ["resilient", "harvest", "probe", "https://127.0.0.1:9/"])
    assert (done.exit_code, "private" in done.stderr) == (2, True)
