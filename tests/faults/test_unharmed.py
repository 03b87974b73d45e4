"""Faults between two harvests of a real CKAN: the catalogue is not harmed, and is right again afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from ckan import model

from ckanext.resilient.harvest import run
from ckanext.resilient.harvest.http import HttpSettings
from tests.faults.catalogue import FAULTS
from tests.faults.conversations import CONVERSATIONS
from tests.faults.entries import WELL
from tests.faults.harmless import harm_in
from tests.faults.model import Expect, Fault, Scene, well
from tests.faults.play import QUICK, stage
from tests.harvest.portal import act

pytestmark = pytest.mark.usefixtures("clean")


class Source:
    """A registered source of a protocol, on the server that plays the faults."""

    def __init__(self, protocol: str, owner_org: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self._paged = well(CONVERSATIONS[protocol])
        self._monkeypatch = monkeypatch
        config = {"protocol": protocol, "languages": ["it"], "options": dict(self._paged.options)}
        self.id: str = act(
            "harvest_source_create",
            name=f"source-{protocol.replace('_', '-')}",
            title="Portale",
            url=stage().server.url + self._paged.path,
            source_type="resilient",
            owner_org=owner_org,
            config=json.dumps(config),
        )["id"]

    def harvest(self, scene: Scene | None = None) -> dict[str, Any]:
        """Harvest a scene, or the source as it is when it is well."""
        scene = scene or Scene(self._paged.respond)
        assert scene.respond is not None
        stage().respond = scene.respond
        settings = HttpSettings(frozenset({stage().server.pair}), **{**QUICK, **scene.settings})
        self._monkeypatch.setattr(run, "http_settings", lambda: settings)
        return act("resilient_harvest_run", id=self.id, full=True)


def shown() -> dict[str, str]:
    """Every dataset of the catalogue as people get it, by guid."""
    model.Session.expire_all()
    found = act("package_search", rows=200, fq="dataset_type:dataset")["results"]
    return {
        one["source_guid"]: json.dumps(act("package_show", id=one["id"]), sort_keys=True) for one in found
    }


def without_time(shown: str) -> dict[str, Any]:
    """A dataset but for the moments at which it and its files were written, and by which run."""
    dataset = json.loads(shown)
    for part in (dataset, *dataset["resources"]):
        part.pop("metadata_modified")
    dataset.pop("extras", None)
    return dataset


def playable(protocol: str) -> Iterator[tuple[Fault, Scene]]:
    """The faults that the server of the source itself can play."""
    conversation = CONVERSATIONS[protocol]
    for fault in FAULTS:
        if not fault.empty_cell(conversation):
            scene = fault.play(conversation)
            if scene.respond and scene.allowed and not scene.url and not scene.held:
                yield fault, scene


def ended(result: dict[str, Any]) -> Expect:
    names = ("unchanged", "changed", "new", "rejected", "vanished")
    ending = "stopped" if result["stopped_by"] else "complete" if result["complete"] else "incomplete"
    counts = {} if result["stopped_by"] else {name: result["counts"][name] for name in names}
    return Expect(ending, **counts)


@pytest.mark.parametrize("protocol", CONVERSATIONS)
def test_no_fault_harms_what_is_held_and_the_next_harvest_is_right(
    protocol: str, organisation: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = Source(protocol, organisation["id"], monkeypatch)
    assert source.harvest()["written"] == len(WELL)
    first = shown()
    for fault, scene in playable(protocol):
        expect = fault.expected(protocol)
        result = source.harvest(scene)
        after = shown()
        same = [guid for guid in first if after.get(guid) == first[guid]]
        assert ended(result).ending == expect.ending, (fault.name, result)
        assert result["failed"] == 0, (fault.name, result["causes"])
        assert first.keys() <= after.keys(), fault.name
        assert len(same) == len(first) - expect.changed, fault.name
        assert [harm for one in after.values() for harm in harm_in(json.loads(one))] == [], fault.name
        if expect.changed or expect.new or expect.vanished:
            source.harvest()
            healed = shown()
            for guid, before in first.items():
                assert without_time(healed[guid]) == without_time(before), fault.name
            first = {guid: healed[guid] for guid in first}
    assert source.harvest()["counts"]["unchanged"] == len(WELL)
