"""Faults between two harvests of a real CKAN: the catalogue is not harmed, and is right again afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model

from ckanext.resilient.harvest import run
from ckanext.resilient.harvest.http import HttpSettings
from tests.faults.catalogue import FAULTS, GROUPS
from tests.faults.conversations import CONVERSATIONS
from tests.faults.entries import WELL
from tests.faults.harmless import harm_in
from tests.faults.model import Fault, Scene, well
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


def held() -> dict[str, dict[str, Any]]:
    """Every dataset of the catalogue with its files, as the database has them and the index finds them, by guid."""
    model.Session.expire_all()
    found = {one["id"] for one in act("package_search", rows=200, fq="dataset_type:dataset")["results"]}
    rows = model.Session.execute(
        sa.text(
            "select row_to_json(p), array(select row_to_json(r) from resource r where r.package_id = p.id and "
            "r.state = 'active' order by r.position) from package p where p.type = 'dataset' and p.state = 'active'"
        )
    )
    return {
        dataset["extras"]["source_guid"]: {**dataset, "files": files}
        for dataset, files in rows
        if dataset["id"] in found
    }


def without_time(dataset: dict[str, Any]) -> dict[str, Any]:
    """A dataset but for the moments at which it and its files were written."""
    parts = [dataset, *dataset["files"]]
    own, *files = [
        {name: value for name, value in part.items() if name != "metadata_modified"} for part in parts
    ]
    return {**own, "files": files}


_THOROUGH = "ckan"
_OF_CONTENT = (*GROUPS["record"], *GROUPS["attack"])
_ELSEWHERE = ("body-breaks-off", "page-500", "empty-after-full", "one-vanished", "script-in-texts")
"""One fault of each ending; behind the listing all protocols go the same way, which one of them tries in full."""


def playable(protocol: str) -> Iterator[tuple[Fault, Scene]]:
    """The faults that the server of the source itself can play."""
    conversation = CONVERSATIONS[protocol]
    for fault in FAULTS:
        is_tried = fault.name in _ELSEWHERE or (protocol == _THOROUGH and fault in _OF_CONTENT)
        if is_tried and not fault.empty_cell(conversation):
            scene = fault.play(conversation)
            if scene.respond and scene.allowed and not scene.url and not scene.held:
                yield fault, scene


def ending(result: dict[str, Any]) -> str:
    """How a run ended."""
    if result["stopped_by"]:
        return "stopped"
    return "complete" if result["complete"] else "incomplete"


@pytest.mark.parametrize("protocol", CONVERSATIONS)
def test_no_fault_harms_what_is_held_and_the_next_harvest_is_right(
    protocol: str, organisation: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = Source(protocol, organisation["id"], monkeypatch)
    assert source.harvest()["written"] == len(WELL)
    first = held()
    for fault, scene in playable(protocol):
        expect = fault.expected(protocol)
        result = source.harvest(scene)
        after = held()
        touched = {guid for guid in first if after.get(guid) != first[guid]}
        assert (ending(result), result["failed"]) == (expect.ending, 0), (fault.name, result)
        assert first.keys() <= after.keys(), fault.name
        assert len(touched) == expect.changed, fault.name
        assert [harm for one in after.values() for harm in harm_in(one)] == [], fault.name
        if touched or expect.vanished or expect.new:
            source.harvest()
            healed = held()
            for guid, before in first.items():
                assert without_time(healed[guid]) == without_time(before), fault.name
            first = {guid: healed[guid] for guid in first}
    assert source.harvest()["counts"]["unchanged"] == len(WELL)
