"""The facts of a payload from two sides: as listed by a person, and as found by an independent reader."""

from __future__ import annotations

from typing import Any

from tests.payload_facts.facts import Facts
from tests.payload_facts.from_catalogues import datosgobes_facts, opendatasoft_facts
from tests.payload_facts.from_json import ckan_facts, pod_facts, udata_facts
from tests.payload_facts.from_rdf import facts_of, parsed
from tests.payloads import Payload

_JSON = {
    "ckan": ckan_facts,
    "datosgobes": datosgobes_facts,
    "opendatasoft": opendatasoft_facts,
    "pod": pod_facts,
    "udata": udata_facts,
}


def found_facts(payload: Payload, server: str) -> list[Facts]:
    """What the independent reader finds in the pages that the server offers; datasets without title are none."""
    pages = payload.pages(server)
    if payload["form"] in _JSON:
        read = _JSON[payload["form"]]
        return [facts for _, content in pages for facts in read(content) if facts.titles]
    return facts_of(parsed(pages, payload["form"]))


def listed_facts(record: dict[str, Any]) -> Facts:
    """The facts that `payloads.yaml` lists of one dataset."""
    return Facts(
        id=record.get("id", ""),
        titles=list(record["title"].items()),
        publishers=record.get("publisher", []),
        licences=record.get("licence", []),
        issued=[record["issued"]] if record.get("issued") else [],
        modified=[record["modified"]] if record.get("modified") else [],
        places=record.get("places", []),
        languages=record.get("declared", []),
        contacts=record.get("contact", []),
        files=[[] for _ in range(record["distributions"])],
    )
