"""While somebody chooses what comes in, she sees how many of the records that were looked at that would be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import ckan.plugins.toolkit as tk
import pytest
from ckan.tests.helpers import CKANTestApp
from lxml import html

from tests.harvest.portal import act, record, running
from tests.harvesters.pages.conftest import Harvested, Open, People, text


@pytest.fixture
def spanish(source: Harvested) -> Iterator[str]:
    """The address of a portal of which one record in three concerns the social economy."""
    titles = ("Arbolado", "Cooperativas de Aragón", "Carreteras")
    with running([record(str(n), title=title) for n, title in enumerate(titles)]) as (_, server):
        tk.config["ckanext.resilient.http.allowed_private_hosts"].append(server.pair)
        yield server.url


def test_the_test_of_a_connection_says_of_each_record_whether_it_concerns_the_social_economy(
    spanish: str,
) -> None:
    found = act("resilient_harvest_probe", url=spanish, portal="es-aragon")
    assert (found["looked_at"], found["social"]) == (3, [False, True, False])


def test_where_no_portal_tells_nothing_is_said_of_it(source: Harvested) -> None:
    found = act("resilient_harvest_probe", url=source.url)
    assert (found["looked_at"], found["social"]) == (1, [])


def test_more_records_are_looked_at_than_are_named(source_with: Callable[..., Harvested]) -> None:
    made = source_with([record(str(n)) for n in range(30)])
    found = act("resilient_harvest_probe", url=made.url)
    assert (found["looked_at"], len(found["samples"]), found["records"]) == (20, 3, 30)


def counted(page: html.HtmlElement, see: Open, **values: str) -> html.HtmlElement:
    """The part that counts, as it answers when these fields of a form were changed."""
    (form,) = page.xpath("//form[@id='add' or @id='edit']")
    (part,) = page.xpath("//*[@id='would-come-in']")
    fields = {name: value for name, value in form.fields.items() if value and name != "_csrf_token"} | values
    return see(f"{part.get('hx-get')}?{urlencode(fields)}", "admin")


def said(part: html.HtmlElement) -> str:
    return text(part.xpath("//*[@role='status']")[-1])


@pytest.fixture
def tested(see: Open, app: CKANTestApp, people: People) -> Callable[[str, str], html.HtmlElement]:
    """The form on which a source is added, after the test of an address."""

    def test(url: str) -> html.HtmlElement:
        (form,) = see("/sources/new", "admin").xpath("//form[@id='add']")
        data = {name: value for name, value in form.fields.items() if value is not None}
        data |= {"do": "test", "url": url, "chosen": "ckan"}
        return html.fromstring(app.post("/sources/new", data=data, headers=people.headers("admin")).body)

    return test


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "30 of 30 records would come in."),
        ({"limit": "9"}, "9 of 30 records would come in."),
        ({"limit": "viele"}, "30 of 30 records would come in."),
        (
            {"only_words": "cooperativ*, nidi"},
            "Of the first 20 records, 10 would come in. The source has 30 such records.",
        ),
        (
            {"without_words": "Carreteras", "limit": "4"},
            "Of the first 4 records, 2 would come in. The source has 30 such records.",
        ),
        ({"option-q": "aragón"}, "12 of 30 records would come in."),
        ({"option-q": "nada"}, "0 of 30 records would come in."),
        ({"option-page_size": "viele"}, "Write a whole number."),
        ({"only_words": "*"}, "“*” cannot be looked for."),
    ],
)
def test_the_count_follows_every_choice_and_says_of_how_many(
    source_with: Callable[..., Harvested],
    source: Harvested,
    tested: Callable[..., html.HtmlElement],
    see: Open,
    values: dict[str, str],
    sentence: str,
) -> None:
    titles = ("Cooperativas de Aragón", "Carreteras")
    other = source_with([record(str(n), title=titles[n % 2]) for n in range(30)], name="altro")
    other.portal.found = {"aragón": 12, "nada": 0}
    page = tested(other.url)
    assert said(page) == "30 of 30 records would come in."
    assert sentence in said(counted(page, see, **values))


def test_what_was_looked_at_is_not_asked_for_again(
    source_with: Callable[..., Harvested],
    source: Harvested,
    tested: Callable[..., html.HtmlElement],
    see: Open,
) -> None:
    other = source_with([record(str(n)) for n in range(3)], name="altro")
    page = tested(other.url)
    asked = other.portal.pages_asked
    assert said(counted(page, see, limit="2")) == "2 of 3 records would come in."
    assert other.portal.pages_asked == asked
    assert said(counted(page, see, only_words="bosco")) == "0 of 3 records would come in."
    assert other.portal.pages_asked > asked


def test_what_concerns_the_social_economy_is_counted_where_the_portal_tells(
    spanish: str, tested: Callable[..., html.HtmlElement], see: Open
) -> None:
    page = tested(spanish)
    choice = {"portal": "es-aragon", "only_social": "true", "sample_of": ""}
    assert said(counted(page, see, **choice)) == "1 of 3 records would come in."
    assert said(counted(page, see, **choice, limit="1")) == "0 of 3 records would come in."


def test_it_is_for_administrators_only(source: Harvested, see: Open) -> None:
    for who in ("visitor", "editor"):
        see("/sources/new/count?sample=1", who, 403)
        see(f"/sources/{source.name}/count", who, 403)
    see(f"/sources/{source.name}/count", "other-admin", 403)


def test_the_page_for_adding_counts_the_records_of_the_test_and_keeps_them_through_the_steps(
    source_with: Callable[..., Harvested], source: Harvested, see: Open, app: CKANTestApp, people: People
) -> None:
    other = source_with([record("7"), record("8")], name="altro")
    page = see("/sources/new", "admin")
    for do in ("test", "rehearse"):
        (form,) = page.xpath("//form[@id='add']")
        data = {name: value for name, value in form.fields.items() if value is not None}
        answer = app.post(
            "/sources/new", data=data | {"do": do, "url": other.url}, headers=people.headers("admin")
        )
        page = html.fromstring(answer.body)
        (part,) = page.xpath("//*[@id='would-come-in']")
        assert text(part) == "2 of 2 records would come in."
        assert part.xpath(".//input[@name='sample']/@value") == ["33"]
        assert part.get("hx-get") == "/sources/new/count"


def test_the_page_of_settings_looks_at_records_when_a_choice_changes(source: Harvested, see: Open) -> None:
    page = see(f"/sources/{source.name}/edit", "admin")
    (part,) = page.xpath("//*[@id='would-come-in']")
    assert (text(part), source.portal.pages_asked) == ("", 0)
    first = counted(page, see, limit="5")
    assert said(first) == "1 of 2 records would come in."
    asked = source.portal.pages_asked
    kept = {field.get("name"): field.get("value") for field in first.xpath("//input")}
    counted(page, see, **kept)
    assert source.portal.pages_asked == asked


def test_the_count_of_a_source_that_is_there_keeps_to_the_options_of_its_protocol(
    source: Harvested, see: Open
) -> None:
    act("resilient_harvest_source_update", id=source.name, options={"organization": ["comune"]})
    source.portal.found = {'organization:("comune")': 0}
    page = see(f"/sources/{source.name}/edit", "admin")
    assert said(counted(page, see)) == "0 of 2 records would come in."
    assert said(see(f"/sources/{source.name}/count", "admin")) == "0 of 2 records would come in."


def test_a_source_that_cannot_be_read_says_so_in_place_of_a_number(
    source: Harvested, see: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tk.config, "ckanext.resilient.http.allowed_private_hosts", [])
    part = see(f"/sources/{source.name}/count", "admin")
    assert "private" in text(part)
