"""Changing the settings of a source: what an administrator finds in the form, and what becomes of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan.cli.cli import ckan
from ckan.tests.helpers import CKANTestApp, call_action
from lxml import html

from ckanext.resilient.harvest import stock
from ckanext.resilient.harvesters import setup
from tests.harvest.portal import act, record
from tests.harvesters.pages.conftest import Harvested, Open, People, text

Send = Callable[..., html.HtmlElement]

WHO = [("visitor", 403), ("editor", 403), ("other-admin", 403), ("admin", 200), ("sysadmin", 200)]


@pytest.fixture
def send(app: CKANTestApp, people: People) -> Send:
    """Change fields of a form and press one of its buttons."""

    def run(page: html.HtmlElement, who: str = "admin", do: str = "save", **values: str) -> html.HtmlElement:
        (form,) = page.xpath("//form[@id='edit']")
        fields = {name: value for name, value in form.fields.items() if value is not None} | values
        answer = app.post(form.action, data=fields | {"do": do}, headers=people.headers(who))
        assert answer.status_code == 200, answer.body[-2000:]
        return html.fromstring(answer.body)

    return run


def settings(source: Harvested) -> dict[str, Any]:
    found = act("resilient_harvest_source_show", id=source.id)
    return {name: found[name] for name in found if name not in {"id", "name", "organisation"}}


@pytest.mark.parametrize(("who", "status"), WHO)
def test_only_whoever_looks_after_a_source_sees_its_settings(
    source: Harvested, see: Open, who: str, status: int
) -> None:
    see(f"/sources/{source.name}/edit", who, status)


@pytest.mark.parametrize(("who", "status"), WHO)
def test_only_whoever_looks_after_a_source_changes_it(
    source: Harvested, app: CKANTestApp, people: People, who: str, status: int
) -> None:
    before = settings(source)
    data = {"title": "Anders", "url": source.url, "frequency": "DAILY", "protocol": "ckan", "removal": "keep"}
    answer = app.post(f"/sources/{source.name}/edit", data=data, headers=people.headers(who))
    assert answer.status_code == status
    assert (settings(source) == before) is (status == 403)


def test_a_form_that_is_saved_untouched_changes_nothing(source: Harvested, see: Open, send: Send) -> None:
    before = settings(source)
    send(see(f"/sources/{source.name}/edit", "admin"))
    assert settings(source) == before


def test_plan_hours_recipients_and_removal_rule_are_changed(source: Harvested, see: Open, send: Send) -> None:
    page = send(
        see(f"/sources/{source.name}/edit", "admin"),
        title="Portale nuovo",
        frequency="MONTHLY",
        window_from="22",
        window_until="0",
        recipients="eva@example.org, ivo@example.org",
        removal="archive",
        grace_days="14",
        limit="7",
    )
    assert "It holds from the next run on." in text(page)
    assert "between 10:00" in text(page)
    held = settings(source)
    assert (held["title"], held["frequency"], held["limit"]) == ("Portale nuovo", "MONTHLY", 7)
    assert (held["window_from"], held["window_until"]) == (22, 0)
    assert held["recipients"] == ["eva@example.org", "ivo@example.org"]
    assert (held["removal"], held["grace_days"]) == ("archive", 14)
    assert held["languages"] == ["it"]
    assert not held["waiting"]


def test_days_and_a_rhythm_are_chosen_and_said_in_words(source: Harvested, see: Open, send: Send) -> None:
    path = f"/sources/{source.name}/edit"
    box = {"weekdays-MON": "true", "weekdays-THU": "true"}
    page = send(see(path, "admin"), frequency="SIX_HOURLY", window_from="22", window_until="5", **box)
    assert "Every six hours, on these days: Monday, Thursday; between 10:00" in text(page)
    held = settings(source)
    assert (held["frequency"], held["weekdays"]) == ("SIX_HOURLY", ["MON", "THU"])
    page = see(path, "admin")
    assert page.xpath("//select[@id='field-frequency']/option[@selected]/@value") == ["SIX_HOURLY"]
    assert page.xpath("//input[starts-with(@name, 'weekdays')][@checked]/@name") == list(box)
    page = send(page, frequency="DAILY", window_from="", window_until="", **dict.fromkeys(box, ""))
    assert "on these days" not in text(page)
    assert (settings(source)["frequency"], settings(source)["weekdays"]) == ("DAILY", [])


def test_what_is_emptied_is_as_if_it_had_never_been_named(source: Harvested, see: Open, send: Send) -> None:
    path = f"/sources/{source.name}/edit"
    send(see(path, "admin"), window_from="22", window_until="5", recipients="eva@example.org", limit="7")
    send(see(path, "admin"), window_from="", window_until="", recipients="", limit="", removal="stale")
    assert json.loads(stock.find_source(source.id).config) == {"protocol": "ckan", "languages": ["it"]}


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("url", "", "Missing value"),
        ("title", "", "Missing value"),
        ("recipients", "nobody", "“nobody” is not a mail address."),
        ("window_from", "22", "need two ends"),
        ("limit", "-3", "whole number above zero"),
        ("option-page_size", "viele", "Write a whole number."),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_saved(
    source: Harvested, see: Open, send: Send, field: str, value: str, reason: str
) -> None:
    before = settings(source)
    page = send(see(f"/sources/{source.name}/edit", "admin"), frequency="DAILY", **{field: value})
    at = "window_until" if field == "window_from" else field
    assert reason in text(page.xpath(f"//*[@id='error-{at}']")[0])
    (form,) = page.xpath("//form[@id='edit']")
    assert (form.fields[field], form.fields["frequency"]) == (value, "DAILY")
    assert settings(source) == before


def test_days_until_it_is_hidden_are_a_number(source: Harvested, see: Open, send: Send) -> None:
    page = send(see(f"/sources/{source.name}/edit", "admin"), removal="archive", grace_days="bald")
    assert "“bald” is not a number of days." in text(page.xpath("//*[@id='error-grace_days']")[0])


def test_options_of_the_protocol_are_typed_and_only_what_differs_is_kept(
    source: Harvested, see: Open, send: Send
) -> None:
    page = see(f"/sources/{source.name}/edit", "admin")
    (box,) = page.xpath("//input[@name='option-group_themes']")
    assert box.get("type") == "checkbox"
    send(page, **{"option-page_size": "50", "option-groups": "nidi, anziani"})
    assert settings(source)["options"] == {"page_size": 50, "groups": ["nidi", "anziani"]}
    page = see(f"/sources/{source.name}/edit", "admin")
    assert page.xpath("//form[@id='edit']")[0].fields["option-groups"] == "nidi, anziani"
    send(page, **{"option-page_size": "", "option-groups": ""})
    assert settings(source)["options"] == {}


def test_what_comes_in_is_changed_and_taken_away_again(source: Harvested, see: Open, send: Send) -> None:
    path = f"/sources/{source.name}/edit"
    chosen = {"only_words": "nido, casa", "only_places": "ITH5", "only_themes-HEAL": "true"}
    send(see(path, "admin"), **chosen)
    held = settings(source)
    assert (held["only_words"], held["only_places"], held["only_themes"]) == (
        ["nido", "casa"],
        ["ITH5"],
        ["HEAL"],
    )
    (form,) = see(path, "admin").xpath("//form[@id='edit']")
    assert {name: form.fields[name] for name in chosen} == chosen
    refused = send(see(path, "admin"), only_words="*")
    assert "“*” cannot be looked for." in text(refused.xpath("//*[@id='error-only_words']")[0])
    send(see(path, "admin"), **dict.fromkeys(chosen, ""))
    assert settings(source)["only_words"] == settings(source)["only_themes"] == []


def test_another_protocol_comes_with_its_own_options(source: Harvested, see: Open, send: Send) -> None:
    send(see(f"/sources/{source.name}/edit", "admin"), protocol="dcat", **{"option-page_size": "50"})
    held = settings(source)
    assert (held["protocol"], held["options"]) == ("dcat", {})
    fields = see(f"/sources/{source.name}/edit", "admin").xpath("//form[@id='edit']")[0].fields
    assert fields["option-max_pages"].isdecimal()
    assert "option-page_size" not in fields


def test_a_new_address_waits_for_approval_unless_a_system_administrator_gave_it(
    source: Harvested, see: Open, send: Send
) -> None:
    path = f"/sources/{source.name}/edit"
    send(see(path, "sysadmin"), "sysadmin", url="https://example.org/nuovo")
    assert not settings(source)["waiting"]
    page = send(see(path, "admin"), url="https://example.org/altro")
    assert "waits for the approval" in text(page)
    assert settings(source)["waiting"]
    assert act("resilient_harvest_run", id=source.id)["stopped_by"] == "source-waiting"


@pytest.mark.parametrize(
    "option",
    [{"catalogue": "https://altrove.example.org/api/catalog/v1"}, {"domains": "altrove.example.org"}],
)
def test_an_option_that_leads_to_another_host_waits_for_approval_as_a_new_address_does(
    source: Harvested, people: People, option: dict[str, str]
) -> None:
    as_admin = {"user": people.names["admin"], "ignore_auth": False}
    call_action("resilient_harvest_source_update", {**as_admin}, id=source.id, protocol="socrata", options={})
    call_action("resilient_harvest_source_update", {**as_admin}, id=source.id, options={"page_size": 50})
    assert not settings(source)["waiting"]
    call_action("resilient_harvest_source_update", {**as_admin}, id=source.id, options=option)
    assert settings(source)["waiting"]


def test_the_order_of_the_plugins_in_which_nothing_waits_is_complained_about(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert setup.complaint() == ""
    monkeypatch.setitem(tk.config, "ckan.plugins", ["harvest", "resilient_harvest"])
    assert "Put resilient_harvest before harvest" in setup.complaint()


def test_an_address_of_another_source_is_refused(
    source: Harvested, source_with: Callable[..., Harvested], see: Open, send: Send
) -> None:
    other = source_with([], "altro")
    page = send(see(f"/sources/{source.name}/edit", "admin"), url=other.url)
    assert "is a source already" in text(page.xpath("//*[@id='error-url']")[0])


def test_what_would_come_in_is_shown_with_the_settings_as_typed_and_nothing_is_saved(
    source: Harvested, see: Open, send: Send
) -> None:
    before = settings(source)
    page = send(see(f"/sources/{source.name}/edit", "admin"), do="rehearse", limit="1", title="Anders")
    assert "Of the first 1 records, 1 would come in." in text(page)
    assert page.xpath("//form[@id='edit']")[0].fields["title"] == "Anders"
    assert settings(source) == before


def test_what_vanished_is_shown_of_a_source_of_more_than_fifty_records_and_of_a_part_it_is_said_why_not(
    source: Harvested, see: Open, send: Send
) -> None:
    source.portal.records[:] = [record(str(number)) for number in range(3)]
    source.run(full=True)
    source.portal.records[:] = [record(str(number)) for number in range(1, 56)]
    path = f"/sources/{source.name}/edit"
    page = text(send(see(path, "admin"), do="rehearse"))
    assert "Of the first 55 records, 55 would come in." in page
    assert "Vanished: 1" in page
    assert "cannot be said which datasets" not in page
    page = text(send(see(path, "admin"), do="rehearse", limit="50"))
    assert "cannot be said which datasets the source no longer lists" in page
    assert "Vanished" not in page


def test_the_form_speaks_the_readers_language(source: Harvested, see: Open) -> None:
    words = text(see(f"/hr/sources/{source.name}/edit", "admin").xpath("//main")[0])
    for english in ("How often", "Not before", "Keep it", "Save", "no longer lists"):
        assert english not in words


def test_the_commands_show_and_change_the_settings(source: Harvested, cli: Any) -> None:
    def say(*words: str) -> Any:
        return cli.invoke(ckan, ["resilient", "harvest", *words])

    changed = say("edit", source.name, "--hours", "22-5", "--removal", "keep", "--limit", "9", "--json")
    assert changed.exit_code == 0, changed.output
    held = json.loads(changed.stdout)
    assert (held["window_from"], held["window_until"], held["removal"]) == (22, 5, "keep")
    assert "limit: 9" in say("settings", source.name).stdout
    held = json.loads(say("edit", source.name, "--frequency", "HOURLY", "--day", "SAT", "--json").stdout)
    assert (held["frequency"], held["weekdays"]) == ("HOURLY", ["SAT"])
    assert "“Tag” is no day of the week." in say("edit", source.name, "--day", "Tag").stderr
    chosen = ("--only-word", "nido", "--only-word", "casa", "--only-place", "ITH5")
    held = json.loads(say("edit", source.name, *chosen, "--json").stdout)
    assert (held["only_words"], held["only_places"]) == (["nido", "casa"], ["ITH5"])
    assert json.loads(say("edit", source.name, "--only-word", "", "--json").stdout)["only_words"] == []
    assert json.loads(say("edit", source.name, "--hours", "any", "--json").stdout)["window_from"] is None
    refused = say("edit", source.name, "--hours", "5-5")
    assert (refused.exit_code, "so that there are none" in refused.stderr) == (2, True)
    assert say("edit", source.name, "--hours", "soon").exit_code == 2
    assert say("settings", "nowhere").exit_code == 2
