"""What changed in a record, before a run writes it and after one has, in the reader's words."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from ckan.cli.cli import ckan
from ckan.tests.helpers import CKANTestApp
from lxml import html

from tests.harvest.portal import act, record
from tests.harvesters.pages.conftest import Harvested, Open, People, text

CSV = {"id": "f", "url": "https://example.org/posti.csv", "name": "Posti", "format": "CSV"}


@pytest.fixture
def changed(source: Harvested) -> Harvested:
    """A source that was read, and whose first record says something else since: title, licence, a file."""
    source.portal.records[0] = record("1", license_id="cc-by", resources=[CSV])
    source.run()
    source.portal.records[0] = record(
        "1",
        title="Asili nido di Bari",
        license_id="cc-zero",
        resources=[{**CSV, "name": "Posti per comune"}],
        metadata_modified="2024-06-01T10:00:00",
    )
    return source


def fields(page: html.HtmlElement) -> dict[str, str]:
    """By the heading of each field, what stands below it."""
    return {
        text(heading): text(heading.getnext())
        for heading in page.xpath("//main//article//*[contains(@class, 'rs-field')]")
    }


def test_a_run_shows_what_it_changed_field_by_field(changed: Harvested, see: Open) -> None:
    job = changed.run()["job"]
    address = f"/sources/{changed.name}/runs/{job}"
    (link,) = [one for one in see(address, "admin").xpath("//main//a/@href") if one.endswith("/changes")]
    page = see(link, "admin")
    assert "1 dataset was brought up to date." in text(page)
    found = fields(page)
    assert found["Name"] == "Before Italian: Asili nido 1 Now Italian: Asili nido di Bari"
    assert found["Licence"] == "Before CC BY Now CC0 1.0"
    (file,) = [name for name in found if CSV["url"] in name]
    assert "Posti per comune" in found[file]
    assert not [name for name in found if "{" in name + found[name]]


def test_what_changed_is_in_the_readers_language(changed: Harvested, see: Open) -> None:
    job = changed.run()["job"]
    words = text(see(f"/hr/sources/{changed.name}/runs/{job}/changes", "admin").xpath("//main")[0])
    assert "talijanski" in words.casefold()
    for english in ("Before", "Now", "Italian", "brought up to date"):
        assert english not in words


def test_a_run_of_the_past_shows_what_it_changed_then(changed: Harvested, see: Open) -> None:
    job = changed.run()["job"]
    changed.portal.records[0] = record("1", title="Asili nido di Lecce")
    changed.run()
    found = fields(see(f"/sources/{changed.name}/runs/{job}/changes", "admin"))
    assert found["Name"] == "Before Italian: Asili nido 1 Now Italian: Asili nido di Bari"


def test_a_rehearsal_shows_the_same_before_anything_is_written(
    changed: Harvested, see: Open, app: CKANTestApp, people: People
) -> None:
    (form,) = see(f"/sources/{changed.name}/edit", "admin").xpath("//form[@id='edit']")
    data = {name: value for name, value in form.fields.items() if value is not None} | {"do": "rehearse"}
    answer = app.post(form.action, data=data, headers=people.headers("admin"))
    found = fields(html.fromstring(answer.body))
    assert found["Name"] == "Before Italian: Asili nido 1 Now Italian: Asili nido di Bari"
    assert act("package_search")["results"][0]["title"] == "Asili nido 1"


def test_many_changes_stand_on_several_pages_and_cost_no_more_queries(
    source_with: Callable[..., Harvested], counted: Callable[[Callable[[], Any]], int], see: Open
) -> None:
    def run_of(number: int, name: str) -> tuple[Harvested, str]:
        source = source_with([record(f"{name}{key}", title=f"{name} {key}") for key in range(number)], name)
        source.run()
        source.portal.records[:] = [{**one, "notes": "Altro"} for one in source.portal.records]
        return source, source.run()["job"]

    _, one = run_of(1, "eins")
    source, many = run_of(11, "viele")
    cost = counted(lambda: act("resilient_harvest_change_list", id=one))
    assert counted(lambda: act("resilient_harvest_change_list", id=many)) == cost
    first, second = (
        see(f"/sources/{source.name}/runs/{many}/changes?page={number}", "sysadmin") for number in (1, 2)
    )
    assert [len(page.xpath("//main//article")) for page in (first, second)] == [10, 1]
    assert "?page=2" in first.xpath("//main//a/@href")[-1]


@pytest.mark.parametrize(
    ("who", "status"), [("visitor", 403), ("editor", 403), ("other-admin", 403), ("admin", 200)]
)
def test_only_whoever_looks_after_a_source_sees_what_changed(
    changed: Harvested, see: Open, who: str, status: int
) -> None:
    see(f"/sources/{changed.name}/runs/{changed.run()['job']}/changes", who, status)


def test_the_command_says_what_changed(changed: Harvested, cli: Any) -> None:
    job = changed.run()["job"]
    done = cli.invoke(ckan, ["resilient", "harvest", "changes", job])
    assert 'title_translated after: {"it": "Asili nido di Bari"}' in done.stdout
    found = json.loads(cli.invoke(ckan, ["resilient", "harvest", "changes", job, "--json"]).stdout)
    assert found["count"] == 1
