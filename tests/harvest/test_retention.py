"""The history of harvests is pruned; what a record last said stays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model

from ckanext.resilient.harvest import retention, stock, store
from ckanext.resilient.harvest.model import HarvestIssue, HarvestRun
from ckanext.resilient.harvest.undo.model import HarvestBefore
from tests.harvest.portal import Make, Portal, act, record, register, running

pytestmark = pytest.mark.usefixtures("clean")


@pytest.fixture
def portal(
    clean: None, organisation: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Portal, str]]:
    """A portal with two good records and a bad one, and the id of its source."""
    records = [record("1"), record("2"), record("3", title="", notes="")]
    with running(records) as (portal, server):
        monkeypatch.setitem(tk.config, "ckanext.resilient.http.allowed_private_hosts", [server.pair])
        monkeypatch.setitem(tk.config, "ckanext.resilient.http.delay_ms", 0)
        yield portal, register(server, organisation["id"])["id"]


def run(source_id: str, times: int = 1) -> str:
    for _ in range(times - 1):
        act("resilient_harvest_run", id=source_id)
    return act("resilient_harvest_run", id=source_id)["job"]


def rows(table: Any) -> int:
    return model.Session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_an_unchanged_record_leaves_nothing_behind(portal: tuple[Portal, str]) -> None:
    portal[0].records.pop()
    run(portal[1])
    before = rows(stock.HarvestObject)
    run(portal[1], times=2)
    assert rows(stock.HarvestObject) == before


def test_only_the_last_runs_keep_their_history(
    portal: tuple[Portal, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tk.config, "ckanext.resilient.harvest.keep_runs", 2)
    first = run(portal[1])
    run(portal[1], times=3)
    gone = act("resilient_harvest_prune")
    assert (gone["objects"], gone["runs"]) == (2, 2)  # the bad record of the two old runs
    assert gone["issues"] > 0
    assert store.run_issues(first) == []
    assert rows(HarvestRun) == 2
    assert act("resilient_harvest_prune") == {"objects": 0, "issues": 0, "runs": 0, "jobs": 0}


def test_what_a_record_last_said_stays_however_old_it_is(
    portal: tuple[Portal, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tk.config, "ckanext.resilient.harvest.keep_runs", 1)
    first = run(portal[1])
    run(portal[1], times=2)
    act("resilient_harvest_prune")
    current = store.known_records(portal[1])
    assert len(current) == 2
    assert all(stock.current_object(portal[1], guid) for guid in current)
    assert stock.unsettled_jobs([first]) == set()  # its job stays with them
    result = act("resilient_harvest_run", id=portal[1])
    assert (result["counts"]["unchanged"], result["written"]) == (2, 0)


def test_an_old_job_goes_when_none_of_its_records_is_current(
    portal: tuple[Portal, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tk.config, "ckanext.resilient.harvest.keep_runs", 1)
    first = run(portal[1])
    for one in portal[0].records[:2]:
        one["title"] += " (2025)"
    run(portal[1], times=2)
    assert act("resilient_harvest_prune")["jobs"] == 1
    assert stock.unsettled_jobs([first]) == {first}


def test_a_job_that_is_not_finished_is_never_pruned(
    portal: tuple[Portal, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tk.config, "ckanext.resilient.harvest.keep_runs", 1)
    for _ in range(3):
        stock.start_job(portal[1])
    act("resilient_harvest_prune")
    assert rows(stock.HarvestJob) == 3


def test_a_large_history_goes_in_small_transactions(
    portal: tuple[Portal, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "CHUNK", 1)
    run(portal[1], times=4)
    assert retention.prune(1)["objects"] == 3
    assert rows(HarvestRun) == 1


def test_findings_of_a_history_that_was_cleared_elsewhere_go_too(portal: tuple[Portal, str]) -> None:
    run(portal[1])
    model.Session.execute(sa.text("TRUNCATE harvest_job CASCADE"))
    model.Session.commit()
    assert rows(HarvestIssue) > 0
    act("resilient_harvest_prune")
    assert (rows(HarvestIssue), rows(HarvestRun)) == (0, 0)


def test_a_history_cleared_by_ckanext_harvest_makes_no_doubles(portal: tuple[Portal, str]) -> None:
    # There the next harvest creates every dataset once more (ckanext-harvest 293).
    run(portal[1])
    act("harvest_source_job_history_clear", id=portal[1], keep_current=False)
    result = act("resilient_harvest_run", id=portal[1])
    assert (result["counts"]["unchanged"], result["written"]) == (2, 0)
    assert act("package_search")["count"] == 2


def test_what_counting_left_for_an_undo_goes_and_all_of_a_source_that_is_closed(portal_with: Make) -> None:
    portal = portal_with(3, removal="keep")
    first = act("resilient_harvest_run", id="portal", full=True)["job"]
    portal.records.pop()
    for _ in range(4):
        act("resilient_harvest_run", id="portal", full=True)
    assert rows(HarvestBefore) == 3 + 4
    act("resilient_harvest_prune")
    assert set(model.Session.scalars(sa.select(HarvestBefore.job_id))) == {first}
    assert act("resilient_harvest_undo_show", id="portal")["deleted"] == 3
    act("harvest_source_delete", id="portal")
    act("resilient_harvest_prune")
    assert rows(HarvestBefore) == 0


def test_only_system_administrators_prune() -> None:
    with pytest.raises(tk.NotAuthorized):
        tk.check_access("resilient_harvest_prune", {"user": ""}, {})
