"""Taking back a run, and agreeing that much goes: what an administrator is told before, and what then happens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ckan.cli.cli import ckan
from ckan.tests.helpers import CKANTestApp
from lxml import html

from tests.harvest.portal import act, record
from tests.harvesters.pages.conftest import Harvested, Open, People, text

Press = Callable[..., html.HtmlElement]

WHO = [("visitor", 403), ("editor", 403), ("other-admin", 403), ("admin", 200)]


@pytest.fixture
def press(app: CKANTestApp, people: People) -> Press:
    """Press the button of a page whose address ends so."""

    def run(page: html.HtmlElement, end: str, who: str = "admin") -> html.HtmlElement:
        (form,) = [one for one in page.xpath("//main//form[@method='post']") if one.action.endswith(end)]
        answer = app.post(form.action, data=dict(form.fields), headers=people.headers(who))
        assert answer.status_code == 200, answer.body[-2000:]
        return html.fromstring(answer.body)

    return run


@pytest.fixture
def changed(source: Harvested) -> str:
    """A run that changed one record and brought in another; the second of the source."""
    source.run()
    source.portal.records[0] = record("1", title="Asili nido di Bari")
    source.portal.records.append(record("3"))
    return source.run()["job"]


def titles() -> set[str]:
    return {one["title"] for one in act("package_search")["results"]}


def test_the_last_run_is_taken_back_after_it_was_said_what_will_happen(
    source: Harvested, changed: str, see: Open, press: Press
) -> None:
    address = f"/sources/{source.name}/runs/{changed}"
    assert f"{address}/undo" in see(address, "admin").xpath("//main//a/@href")
    asked = see(f"{address}/undo", "admin")
    words = text(asked.xpath("//main")[0])
    assert "1 dataset goes back to what it was before this run." in words
    assert "1 dataset that this run brought in is deleted." in words
    assert "edited" not in words
    assert titles() == {"Asili nido di Bari", "Asili nido 3"}
    done = text(press(asked, "/undo"))
    assert "2 records are as they were before." in done
    assert "It was taken back" in done
    assert titles() == {"Asili nido 1"}


def test_what_somebody_edited_since_is_said_to_stay(source: Harvested, changed: str, see: Open) -> None:
    (edited,) = [one for one in act("package_search")["results"] if "Bari" in one["title"]]
    act("package_patch", id=edited["id"], private=True)
    words = text(see(f"/sources/{source.name}/runs/{changed}/undo", "admin").xpath("//main")[0])
    assert "1 dataset was edited by somebody since and stays as it is." in words
    assert "goes back" not in words


def test_only_the_last_run_that_changed_something_can_be_taken_back(
    source: Harvested, see: Open, app: CKANTestApp, people: People
) -> None:
    first = source.run()["job"]
    source.portal.records[0] = record("1", title="Asili nido di Bari")
    second = source.run()["job"]
    address = f"/sources/{source.name}/runs/{first}"
    assert f"{address}/undo" not in see(address, "admin").xpath("//main//a/@href")
    answer = app.get(f"{address}/undo", headers=people.headers("admin"))
    assert "can no longer be taken back" in answer.body
    app.post(f"{address}/undo", headers=people.headers("admin"))
    assert titles() == {"Asili nido di Bari"}
    assert act("resilient_harvest_undo_show", id=source.id)["job"] == second


@pytest.mark.parametrize(("who", "status"), WHO)
def test_only_whoever_looks_after_a_source_takes_back_its_runs(
    source: Harvested, changed: str, app: CKANTestApp, people: People, who: str, status: int
) -> None:
    address = f"/sources/{source.name}/runs/{changed}/undo"
    assert app.get(address, headers=people.headers(who)).status_code == status
    assert app.post(address, headers=people.headers(who)).status_code == status
    assert ("Asili nido 1" in titles()) is (status == 200)


def test_what_an_undo_would_do_costs_as_many_queries_for_many_records_as_for_one(
    source_with: Callable[..., Harvested], counted: Callable[[Callable[[], Any]], int]
) -> None:
    one = source_with([record("1")], "one")
    many = source_with([record(str(number), title=f"Altro {number}") for number in range(2, 9)], "many")
    one.run()
    many.run()
    cost = counted(lambda: act("resilient_harvest_undo_show", id=one.id))
    assert counted(lambda: act("resilient_harvest_undo_show", id=many.id)) == cost


def test_the_command_says_what_would_happen_and_changes_nothing(
    source: Harvested, changed: str, cli: Any
) -> None:
    done = cli.invoke(ckan, ["resilient", "harvest", "undo", source.name, "--show"])
    assert '"back": 1' in done.stdout
    assert "Asili nido di Bari" in titles()


@pytest.fixture
def shrunken(source: Harvested) -> Harvested:
    """A source of which so much is missing that its last run stopped."""
    source.portal.records[:] = [record(str(number)) for number in range(1, 31)]
    source.run()
    del source.portal.records[5:]
    assert source.run()["stopped_by"] == "too-much-vanished"
    return source


def test_whoever_looks_after_a_source_agrees_to_what_is_missing(
    shrunken: Harvested, see: Open, press: Press
) -> None:
    page = see(f"/sources/{shrunken.name}", "admin")
    words = text(page.xpath("//section[@aria-labelledby='missing']")[0])
    assert "no longer lists 25 datasets" in words
    assert "Delete it. It is no longer shown." in words
    assert "Asili nido 30" in words
    after = press(page, "/agree")
    assert "has agreed. The next run does it." in text(after)
    assert after.xpath("//form[contains(@action, '/agree')]") == []
    assert act("package_search")["count"] == 30
    shrunken.run()
    assert act("package_search")["count"] == 5
    assert see(f"/sources/{shrunken.name}", "admin").xpath("//section[@aria-labelledby='missing']") == []


@pytest.mark.parametrize(("who", "status"), WHO)
def test_nobody_else_agrees(
    shrunken: Harvested, app: CKANTestApp, people: People, who: str, status: int
) -> None:
    answer = app.post(f"/sources/{shrunken.name}/agree", headers=people.headers(who))
    assert answer.status_code == status
    asked = act("resilient_harvest_approval_show", id=shrunken.id)
    assert bool(asked["approved"]) is (status == 200)
