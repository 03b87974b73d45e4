"""Real payloads rehearsed on a running CKAN: what `rehearse --json` shows holds what the payloads hold."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.tests.helpers import call_action

from tests.harvest.servers import Server
from tests.payload_facts.arrival import Arrived, found_among, lost, missing
from tests.payload_facts.independent import found_facts, listed_facts
from tests.payloads import Payload, all_payloads

pytestmark = pytest.mark.slow

REFUSED = [payload for payload in all_payloads() if payload.get("refused")]
READABLE = [payload for payload in all_payloads() if not payload.get("refused")]

_emptied: set[str] = set()


@pytest.fixture(autouse=True)
def catalogue(request: pytest.FixtureRequest) -> None:
    """Emptied once: no rehearsal writes, so it stays empty, and emptying takes longer than rehearsing."""
    request.getfixturevalue("with_plugins" if __name__ in _emptied else "clean")
    _emptied.add(__name__)


def rehearse(payload: Payload, server: Server) -> dict[str, Any]:
    return call_action(
        "resilient_harvest_rehearse",
        {"resilient_private_hosts": [server.pair]},
        url=payload.start(server),
        protocol=payload["protocol"],
        options=payload.options,
        languages=payload.speaks,
    )


@pytest.mark.parametrize("payload", READABLE, ids=lambda payload: payload.name)
def test_a_rehearsal_shows_everything_in_words_for_people_and_writes_nothing(payload: Payload) -> None:
    with payload.served() as server:
        shown = rehearse(payload, server)
    assert shown["protocol"] == payload["protocol"]
    assert shown["counts"]["new"] == payload["datasets"]
    assert model.Session.query(model.Package).count() == 0
    _all_arrived(payload, server.url, shown)
    _all_explained(payload, server.url, shown["issues"])


def _all_arrived(payload: Payload, server: str, shown: dict[str, Any]) -> None:
    datasets = [Arrived(one["source_guid"], one, shown["issues"]) for one in shown["datasets"]]
    assert sum(len(one.several("resources")) for one in datasets) == payload["distributions"]
    listed = [listed_facts(record) for record in payload.records(server)]
    for facts in [*listed, *found_facts(payload, server)]:
        arrived = found_among(datasets, facts.id, [text for _, text in facts.titles])
        assert arrived is not None, f"{facts.id or facts.titles} is not shown"
        assert lost(missing(facts, arrived), payload, arrived) == []


def _all_explained(payload: Payload, server: str, issues: list[dict[str, str]]) -> None:
    for issue in issues:
        assert issue["severity"] in {"error", "warning", "info"}
        assert issue["message"]
        assert issue["remedy"]
    rejected = {(one["record"].replace("{server}", server), one["field"]) for one in payload.rejected}
    assert rejected <= {(issue["record"], issue["field"]) for issue in issues}


@pytest.mark.parametrize("payload", REFUSED, ids=lambda payload: payload.name)
def test_a_payload_that_cannot_be_read_stops_the_rehearsal_with_the_reason(payload: Payload) -> None:
    with payload.served() as server, pytest.raises(tk.ValidationError) as stop:
        rehearse(payload, server)
    reasons = " ".join(reason for reasons in stop.value.error_dict.values() for reason in reasons)
    assert server.url in reasons
