"""When a run stops before it writes."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from ckanext.resilient.errors import StopHarvest
from ckanext.resilient.harvest.guard import Known, Terms, Vanished, check_source, find_vanished
from ckanext.resilient.harvest.removal.rule import Removal, removal_of
from ckanext.resilient.harvesters.protocols.base import ListingEnd

COMPLETE = ListingEnd(complete=True)
NOW = datetime.datetime(2026, 5, 31, tzinfo=datetime.timezone.utc)
WEEK = datetime.timedelta(days=7)


def held(count: int, missing_runs: int = 0) -> dict[str, Known]:
    return {f"r{number}": Known(f"p{number}", "hash", missing_runs=missing_runs) for number in range(count)}


def judged(
    known: dict[str, Known],
    seen: list[str],
    end: ListingEnd = COMPLETE,
    rule: str = "delete",
    listed: tuple[str, ...] = (),
    **terms: Any,
) -> Vanished:
    return find_vanished(known, seen, end, Terms(NOW, Removal(rule), **terms), listed)


def test_a_source_that_lists_nothing_stops_the_run() -> None:
    with pytest.raises(StopHarvest) as stop:
        check_source(0, 0, COMPLETE)
    assert stop.value.issue.code == "source-empty"


def test_a_source_of_which_nothing_can_be_used_stops_the_run() -> None:
    with pytest.raises(StopHarvest) as stop:
        check_source(30, 0, COMPLETE)
    assert stop.value.issue.code == "nothing-usable"


def test_nothing_counts_as_vanished_when_the_listing_broke_off() -> None:
    assert judged(held(100), [], ListingEnd(complete=False)).count == 0


def test_a_record_missing_for_the_first_time_is_waited_for() -> None:
    vanished = judged(held(3), ["r0", "r1"])
    assert (vanished.waiting, vanished.steps) == (("r2",), {})


def test_a_record_missing_for_the_second_time_is_deleted() -> None:
    assert judged(held(3, missing_runs=1), ["r0", "r1"]).steps == {"r2": "vanished"}


@pytest.mark.parametrize(("ago", "steps"), [(WEEK, {"r0": "vanished"}), (WEEK / 2, {})])
def test_after_seven_days_a_record_is_waited_for_no_longer_however_few_the_runs(
    ago: datetime.timedelta, steps: dict[str, str]
) -> None:
    known = {"r0": Known("p0", "hash", missing_runs=1, missing_since=NOW - ago)}
    assert judged(known, [], runs=5).steps == steps


@pytest.mark.parametrize(
    ("total", "missing", "stops"), [(25, 20, False), (25, 21, True), (400, 40, False), (400, 41, True)]
)
@pytest.mark.parametrize("rule", ["stale", "archive", "delete"])
def test_more_than_twenty_records_and_a_tenth_may_not_vanish_at_once(
    total: int, missing: int, stops: bool, rule: str
) -> None:
    seen = [f"r{number}" for number in range(missing, total)]
    if not stops:
        assert judged(held(total), seen, rule=rule).count == missing
        return
    with pytest.raises(StopHarvest) as stop:
        judged(held(total), seen, rule=rule)
    assert stop.value.issue.code == "too-much-vanished"


def test_an_administrator_can_accept_that_much_vanishes() -> None:
    assert len(judged(held(100), ["r0"], accept=True).steps) == 99


def test_an_approval_holds_for_the_records_that_were_asked_about_only() -> None:
    approved = frozenset(f"r{number}" for number in range(1, 50))
    seen = ["r0", *(f"r{number}" for number in range(60, 100))]
    vanished = judged(held(100), seen, approved=approved)
    assert set(vanished.steps) == approved
    assert len(vanished.waiting) == 10
    with pytest.raises(StopHarvest):
        judged(held(100), ["r0"], approved=approved)


def test_what_is_deleted_already_does_not_vanish_again() -> None:
    assert judged({"r0": Known("p0", "hash", deleted=True)}, []).count == 0


def test_a_source_that_keeps_everything_is_never_stopped_for_what_is_missing() -> None:
    assert judged(held(100, missing_runs=5), [], rule="keep").count == 0


def test_a_source_that_says_nothing_marks_and_removes_nothing() -> None:
    assert removal_of({}).rule == "stale"


def test_what_was_marked_is_not_marked_again_and_counts_no_more_as_newly_missing() -> None:
    marked = {
        f"r{n}": Known(f"p{n}", "hash", missing_runs=9, gone="stale", gone_since=NOW) for n in range(50)
    }
    assert judged(marked, [], rule="stale").steps == {}


@pytest.mark.parametrize(("days", "steps"), [(29, {}), (30, {"r0": "archive"})])
def test_a_marked_record_is_put_away_after_the_grace_time(days: int, steps: dict[str, str]) -> None:
    since = NOW - datetime.timedelta(days=days)
    known = {"r0": Known("p0", "hash", missing_runs=9, gone="stale", gone_since=since)}
    assert judged(known, [], rule="archive").steps == steps


def test_what_is_put_away_stays_so() -> None:
    known = {"r0": Known("p0", "hash", missing_runs=9, gone="archived", gone_since=NOW - 9 * WEEK)}
    assert judged(known, [], rule="archive").steps == {}


def test_what_the_source_lists_but_does_not_offer_goes_whatever_the_rule() -> None:
    # It is marked as private there, or no longer chosen here: "no longer listed" would not be true.
    assert judged(held(2, missing_runs=1), ["r0"], rule="stale", listed=("r0", "r1")).steps == {
        "r1": "vanished"
    }
