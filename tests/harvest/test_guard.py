"""When a run stops before it writes."""

from __future__ import annotations

import pytest

from ckanext.resilient.errors import StopHarvest
from ckanext.resilient.harvest.guard import Known, check_source, find_vanished
from ckanext.resilient.harvesters.protocols.base import ListingEnd

COMPLETE = ListingEnd(complete=True)


def held(count: int, missing_runs: int = 0) -> dict[str, Known]:
    return {f"r{number}": Known(f"p{number}", "hash", missing_runs=missing_runs) for number in range(count)}


def test_a_source_that_lists_nothing_stops_the_run() -> None:
    with pytest.raises(StopHarvest) as stop:
        check_source(0, 0, COMPLETE)
    assert stop.value.issue.code == "source-empty"


def test_a_source_of_which_nothing_can_be_used_stops_the_run() -> None:
    with pytest.raises(StopHarvest) as stop:
        check_source(30, 0, COMPLETE)
    assert stop.value.issue.code == "nothing-usable"


def test_nothing_counts_as_vanished_when_the_listing_broke_off() -> None:
    assert find_vanished(held(100), [], ListingEnd(complete=False)).count == 0


def test_a_record_missing_for_the_first_time_is_waited_for() -> None:
    vanished = find_vanished(held(3), ["r0", "r1"], COMPLETE)
    assert vanished.waiting == ("r2",)
    assert vanished.delete == ()


def test_a_record_missing_for_the_second_time_is_deleted() -> None:
    assert find_vanished(held(3, missing_runs=1), ["r0", "r1"], COMPLETE).delete == ("r2",)


@pytest.mark.parametrize(
    ("total", "missing", "stops"), [(25, 20, False), (25, 21, True), (400, 40, False), (400, 41, True)]
)
def test_more_than_twenty_records_and_a_tenth_may_not_vanish_at_once(
    total: int, missing: int, stops: bool
) -> None:
    seen = [f"r{number}" for number in range(missing, total)]
    if not stops:
        assert find_vanished(held(total), seen, COMPLETE).count == missing
        return
    with pytest.raises(StopHarvest) as stop:
        find_vanished(held(total), seen, COMPLETE)
    assert stop.value.issue.code == "too-much-vanished"


def test_an_administrator_can_accept_that_much_vanishes() -> None:
    assert len(find_vanished(held(100), ["r0"], COMPLETE, accept=True).delete) == 99


def test_what_is_deleted_already_does_not_vanish_again() -> None:
    gone = {"r0": Known("p0", "hash", deleted=True)}
    assert find_vanished(gone, [], COMPLETE).count == 0
