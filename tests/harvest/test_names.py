"""A source that writes its identifiers in another way now: its datasets keep id, address and edits."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.resilient.harvest import store
from ckanext.resilient.harvest.names import Names
from tests.harvest.portal import Make, act

OLD = "http://dati.example/set/1"


@pytest.mark.parametrize(
    "now",
    ["https://dati.example/set/1", f"{OLD}/", "https://dati.example/set/1/", "HTTP://dati.example/set/1"],
)
def test_scheme_and_slash_make_no_other_record(now: str) -> None:
    assert Names([OLD, "http://dati.example/set/2"]).kept(now, set()) == OLD


@pytest.mark.parametrize(
    "now", ["https://dati.example/set/10", "https://dati.example/SET/1", "set/1", "urn:x/"]
)
def test_another_record_stays_another(now: str) -> None:
    assert Names([OLD, "dati.example/set/1", "urn:x"]).kept(now, set()) == now


def test_two_that_are_known_or_listed_together_stay_two() -> None:
    now = "https://dati.example/set/1"
    assert Names([OLD, now]).kept(now, set()) == now
    assert Names([OLD, f"{OLD}/"]).kept(now, set()) == now
    assert Names([OLD]).kept(now, {OLD}) == now


@pytest.fixture
def editor(organisation: dict[str, Any]) -> str:
    user = factories.User()
    act("organization_member_create", id=organisation["id"], username=user["name"], role="editor")
    return user["name"]


def found() -> dict[str, dict[str, Any]]:
    datasets = act("package_search", fq="type:dataset")["results"]
    return {one["id"]: one for one in datasets}


def test_a_portal_that_moves_to_https_brings_no_dataset_anew(portal_with: Make, editor: str) -> None:
    portal = portal_with(3)
    for number, one in enumerate(portal.records):
        one["id"] = f"http://dati.example/set/{number}"
    act("resilient_harvest_run", id="portal", full=True)
    before = found()
    (edited, *_) = before
    notes = {"it": "Con le parole della redazione."}
    call_action("package_patch", {"user": editor, "ignore_auth": False}, id=edited, notes_translated=notes)
    for one in portal.records:
        one["id"] = one["id"].replace("http:", "https:") + "/"
        one["title"] += " (https)"
    done = act("resilient_harvest_run", id="portal", full=True)
    run = store.runs([done["job"]])[done["job"]]
    assert (run.complete, run.counts["changed"], run.counts["new"], run.counts["vanished"]) == (True, 3, 0, 0)
    after = found()
    assert {key: one["name"] for key, one in after.items()} == {
        key: one["name"] for key, one in before.items()
    }
    assert all(one["title"].endswith("(https)") for one in after.values())
    assert after[edited]["notes_translated"]["it"] == notes["it"]
    again = act("resilient_harvest_run", id="portal", full=True)
    assert store.runs([again["job"]])[again["job"]].counts["unchanged"] == 3
