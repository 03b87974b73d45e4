from __future__ import annotations

import pytest

from resilient_ops import portal as steps
from resilient_ops.console import spell_duration
from resilient_ops.errors import StepError
from resilient_ops.instance import Instance
from resilient_ops.portal import choose_portals, last_json, spell_counts


def test_what_was_asked_for_decides_which_portals_are_harvested(portal: Instance) -> None:
    portal.memory.keep(portals="real")

    assert choose_portals(portal, {"RESILIENT_PORTALS": "samples"}) == "samples"
    assert choose_portals(portal, {}) == "real"


@pytest.mark.parametrize(("way_out", "expected"), [(True, "real"), (False, "samples")])
def test_without_a_way_out_the_sample_portals_stand_in(
    portal: Instance, monkeypatch: pytest.MonkeyPatch, way_out: bool, expected: str
) -> None:
    monkeypatch.setattr(steps, "answers", lambda *_address, timeout: way_out)

    assert choose_portals(portal, {}) == expected


def test_an_unknown_choice_of_portals_is_refused(portal: Instance) -> None:
    with pytest.raises(StepError, match="RESILIENT_PORTALS is `all`: set it to samples, real or none"):
        choose_portals(portal, {"RESILIENT_PORTALS": "all"})


def test_the_report_is_found_after_what_was_logged_before_it() -> None:
    assert last_json('2026-01-01 INFO [ckan] started\n[not json\n{\n "counts": {"new": 3}\n}\n') == {
        "counts": {"new": 3}
    }


def test_counts_are_told_in_words() -> None:
    assert spell_counts({"new": 18, "changed": 0, "rejected": 1, "listed": 19}) == "18 new, 1 rejected"
    assert spell_counts({"new": 0, "duplicates": 3, "listed": 3}) == "3 duplicates"
    assert spell_counts({}) == "nothing"


@pytest.mark.parametrize(("seconds", "words"), [(0.44, "0.4 s"), (12.3, "12 s"), (125, "2 min 05 s")])
def test_durations_are_short(seconds: float, words: str) -> None:
    assert spell_duration(seconds) == words
