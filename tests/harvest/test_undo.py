"""The last run of a source is taken back: everything is as before it, and the next run does it again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib.search.common import make_connection
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.resilient.harvest import stock
from ckanext.resilient.harvest.model import HarvestRecord
from ckanext.resilient.harvest.writer import site_context
from tests.harvest.portal import Make, Portal, act, record
from tests.harvest.twins import Make as Twins
from tests.harvest.twins import national, regional, twins

__all__ = ["twins"]

pytestmark = pytest.mark.usefixtures("clean")

OF_THE_WRITE = {"_version_", "index_id", "indexed_ts", "timestamp"}
"""What Solr and CKAN set anew each time they index the same thing."""


def run(source: str = "portal") -> dict[str, Any]:
    return act("resilient_harvest_run", id=source, full=True)


def catalogue() -> dict[str, dict[str, Any]]:
    """Every dataset that is shown, whole."""
    ids = act("package_search", fq="type:dataset", fl="id", rows=100)["results"]
    context = site_context()
    context["use_cache"] = False
    return {one["id"]: call_action("package_show", {**context}, id=one["id"]) for one in ids}


def index() -> dict[str, dict[str, Any]]:
    docs = make_connection().search(q="+entity_type:package +dataset_type:dataset", rows=100).docs
    return {doc["id"]: {name: _read(name, doc[name]) for name in doc.keys() - OF_THE_WRITE} for doc in docs}


def _read(name: str, value: Any) -> Any:
    """A value of the index; the dicts that it holds as text have no order of their own."""
    if not name.endswith("data_dict"):
        return value
    found = json.loads(value)
    # ckanext-harvest names its object there, but not yet when a dataset is indexed for the first time.
    extras = [extra for extra in found.get("extras", []) if not extra["key"].startswith("harvest_")]
    return found | {"extras": sorted(extras, key=lambda extra: extra["key"])}


def records() -> list[tuple[Any, ...]]:
    rows = model.Session.execute(
        sa.select(HarvestRecord.__table__).order_by(HarvestRecord.source_id, HarvestRecord.guid)
    )
    return [tuple(row) for row in rows]


def state() -> tuple[Any, ...]:
    model.Session.expire_all()
    return catalogue(), index(), records()


def change_everything(portal: Portal) -> None:
    """Of records 0 to 4: 0 changed, 1 got a file, 2 lost its file, 3 gone for the second time, 4 as it was; 9 new."""
    portal.records[0] |= {"title": "Asili nido e servizi", "tags": [{"name": "nidi"}]}
    portal.records[1]["resources"] = [
        {"id": "file-1", "name": "Posti", "url": "https://example.org/posti.csv", "format": "CSV"}
    ]
    portal.records[2]["resources"] = []
    portal.records.append(record("9"))


@pytest.fixture
def harvested(portal_with: Make) -> Callable[..., Portal]:
    """A portal of five records, harvested twice; one of them is missing at the second time already."""

    def make(**settings: Any) -> Portal:
        portal = portal_with(5, **settings)
        portal.records[2]["resources"] = [
            {"id": "file-2", "name": "Costi", "url": "https://example.org/costi.csv", "format": "CSV"}
        ]
        run()
        del portal.records[3]
        run()
        return portal

    return make


@pytest.mark.parametrize("rule", ["delete", "stale"])
def test_after_an_undo_everything_is_as_before_and_the_next_run_does_it_again(
    harvested: Callable[..., Portal], rule: str
) -> None:
    portal = harvested(removal=rule)
    before = state()
    change_everything(portal)
    assert run()["written"] == 5
    changed = catalogue()
    assert changed.keys() != before[0].keys()
    done = act("resilient_harvest_undo", id="portal")
    assert (done["edited"], done["failed"]) == ([], [])
    for now, then in zip(state(), before, strict=True):
        assert now == then
    run()
    assert {one["title"] for one in catalogue().values()} == {one["title"] for one in changed.values()}
    assert catalogue().keys() == changed.keys()


def test_a_dataset_that_a_person_edited_since_is_named_and_left_alone(
    harvested: Callable[..., Portal],
) -> None:
    portal = harvested(removal="delete")
    change_everything(portal)
    run()
    by_title = {one["title"]: one["id"] for one in catalogue().values()}
    edited = by_title["Asili nido e servizi"]
    person = factories.Sysadmin()
    call_action("package_patch", {"user": person["name"]}, id=edited, version="2")
    done = act("resilient_harvest_undo", id="portal")
    assert [one["id"] for one in done["edited"]] == [edited]
    after = catalogue()
    assert (after[edited]["title"], after[edited]["version"]) == ("Asili nido e servizi", "2")
    assert by_title["Asili nido 9"] not in after
    assert run()["counts"]["changed"] == 2


def test_a_run_that_changed_nothing_leaves_the_one_before_it_to_be_taken_back(
    harvested: Callable[..., Portal],
) -> None:
    portal = harvested(removal="delete")
    before = state()
    change_everything(portal)
    run()
    run()
    act("resilient_harvest_undo", id="portal")
    assert catalogue() == before[0]


def test_what_can_be_taken_back_is_taken_back_once(harvested: Callable[..., Portal]) -> None:
    portal = harvested(removal="delete")
    change_everything(portal)
    run()
    act("resilient_harvest_undo", id="portal")
    with pytest.raises(tk.ValidationError, match="no run of this source"):
        act("resilient_harvest_undo", id="portal")


def test_a_run_cannot_be_taken_back_while_the_source_is_harvested(harvested: Callable[..., Portal]) -> None:
    portal = harvested(removal="delete")
    change_everything(portal)
    run()
    stock.start_job(stock.find_source("portal").id)
    with pytest.raises(tk.ValidationError, match="being harvested"):
        act("resilient_harvest_undo", id="portal")


def test_with_two_runs_kept_the_one_before_the_last_can_be_taken_back_too(
    harvested: Callable[..., Portal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tk.config, "ckanext.resilient.harvest.undo_runs", 2)
    portal = harvested(removal="delete")
    before = state()
    change_everything(portal)
    run()
    portal.records[0]["title"] = "Nidi"
    run()
    act("resilient_harvest_undo", id="portal")
    act("resilient_harvest_undo", id="portal")
    assert state() == before


def test_the_other_source_of_a_dataset_that_took_its_place_steps_back(twins: Twins) -> None:
    made = twins([regional("1"), regional("2")], [national("1")])
    made.region.run()
    made.nation.run()
    before = state()
    made.region.records.pop(0)
    made.region.run()
    made.region.run()
    assert made.shown() == {made.of_region("2"), made.of_nation("1")}
    act("resilient_harvest_undo", id=made.region.id)
    assert catalogue() == before[0]
    made.nation.run()
    assert made.shown() == {made.of_region("1"), made.of_region("2")}
