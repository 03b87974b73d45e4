"""A source without end does not hold a worker for ever: what was read is used, and nothing counts as vanished."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import pytest

from ckanext.resilient.harvest import store
from tests.faults.conversations import CONVERSATIONS
from tests.faults.paging import without_end
from tests.faults.play import harvest, healthy
from tests.harvest.portal import Make, act

PAGED = [name for name, conversation in CONVERSATIONS.items() if "pages" in conversation.has]
_MOMENT = 0.3 / 3600


@pytest.mark.parametrize("protocol", PAGED)
def test_reading_ends_when_its_time_is_over(protocol: str) -> None:
    scene = without_end(hours=_MOMENT)(CONVERSATIONS[protocol])
    outcome = harvest(protocol, scene, healthy(protocol))
    assert outcome.ending == "incomplete"
    assert "reading-too-long" in outcome.codes
    assert outcome.report.listed
    assert not outcome.vanished.count


@pytest.mark.parametrize("protocol", CONVERSATIONS)
def test_a_source_of_which_nothing_was_read_in_time_says_so(protocol: str) -> None:
    outcome = harvest(protocol, without_end(hours=0)(CONVERSATIONS[protocol]), healthy(protocol))
    assert (outcome.ending, outcome.codes, outcome.asked) == ("stopped", {"reading-too-long"}, 0)


def test_what_was_read_is_written_and_the_rest_stays(
    portal_with: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal = portal_with(5, options={"page_size": 2})
    assert act("resilient_harvest_run", id="portal", full=True)["written"] == 5
    for one in portal.records:
        one["title"] += " (2)"
    monkeypatch.setitem(tk.config, "ckanext.resilient.harvest.max_records", 3)
    for _ in range(3):
        done = act("resilient_harvest_run", id="portal", full=True)
        assert (done["counts"]["listed"], done["counts"]["vanished"]) == (3, 0)
        issues = store.run_issues(done["job"])
        assert [issue.code for issue in issues if issue.severity == "error"] == ["too-many-records"]
    titles = [dataset["title"] for dataset in act("package_search", fq="type:dataset")["results"]]
    assert sorted(title.endswith("(2)") for title in titles) == [False, False, True, True, True]


def test_a_source_of_just_as_many_records_as_are_read_is_read_to_its_end(
    portal_with: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal_with(4, options={"page_size": 2})
    monkeypatch.setitem(tk.config, "ckanext.resilient.harvest.max_records", 4)
    done = act("resilient_harvest_run", id="portal", full=True)
    assert store.runs([done["job"]])[done["job"]].complete
