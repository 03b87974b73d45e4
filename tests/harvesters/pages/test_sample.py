"""While somebody chooses what comes in, she sees how many of the records that were looked at that would be."""

from __future__ import annotations

from collections.abc import Callable, Iterator

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


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("sample=0110", "Of the first 4 records, 4 would come in."),
        ("sample=0110&only_social=true", "Of the first 4 records, 2 would come in."),
        ("sample=0110&only_social=true&limit=2", "Of the first 2 records, 1 would come in."),
        ("sample=0110&limit=9", "Of the first 4 records, 4 would come in."),
        ("sample=0110&limit=viele", "Of the first 4 records, 4 would come in."),
        ("", ""),
    ],
)
def test_the_count_follows_what_is_chosen(source: Harvested, see: Open, asked: str, sentence: str) -> None:
    part = see(f"/sources/new/count?{asked}", "admin")
    assert text(part.xpath("//*[@role='status']")[0]) == sentence


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
        assert text(part) == "Of the first 2 records, 2 would come in."
        assert part.xpath(".//input/@value") == ["11"]
        assert part.get("hx-get") == "/sources/new/count"


def test_the_page_of_settings_looks_at_records_when_a_choice_changes(source: Harvested, see: Open) -> None:
    page = see(f"/sources/{source.name}/edit", "admin")
    (part,) = page.xpath("//*[@id='would-come-in']")
    assert (text(part), source.portal.pages_asked) == ("", 0)
    counted = see(part.get("hx-get") + "?limit=5&sample=", "admin")
    assert text(counted) == "Of the first 1 records, 1 would come in."
    asked = source.portal.pages_asked
    (kept,) = counted.xpath("//input[@name='sample']/@value")
    see(f"{part.get('hx-get')}?sample={kept}", "admin")
    assert source.portal.pages_asked == asked


def test_the_count_of_a_source_that_is_there_keeps_to_the_options_of_its_protocol(
    source: Harvested, see: Open
) -> None:
    act("resilient_harvest_source_update", id=source.name, options={"organization": ["comune"]})
    see(f"/sources/{source.name}/count", "admin")
    assert "comune" in source.portal.asked["fq"]


def test_a_source_that_cannot_be_read_says_so_in_place_of_a_number(
    source: Harvested, see: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tk.config, "ckanext.resilient.http.allowed_private_hosts", [])
    part = see(f"/sources/{source.name}/count", "admin")
    assert "private" in text(part)
