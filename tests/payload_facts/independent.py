"""The facts of a payload from two sides: as listed by a person, and as found by an independent reader."""

from __future__ import annotations

from typing import Any

from tests.payload_facts.facts import Facts
from tests.payload_facts.from_catalogues import datosgobes_facts, opendatasoft_facts
from tests.payload_facts.from_iso import iso_facts, rdf_inside, rndt_facts, summary_facts
from tests.payload_facts.from_json import al_facts, ckan_facts, pod_facts, udata_facts
from tests.payload_facts.from_offices import ine_facts, pxweb_facts
from tests.payload_facts.from_rdf import facts_of, parsed
from tests.payload_facts.from_socrata import socrata_facts
from tests.payloads import Payload

_BY_FORM = {
    "al": al_facts,
    "ckan": ckan_facts,
    "csw-summary": summary_facts,
    "datosgobes": datosgobes_facts,
    "iso": iso_facts,
    "opendatasoft": opendatasoft_facts,
    "pod": pod_facts,
    "rndt": rndt_facts,
    "udata": udata_facts,
}
# What these hold depends on the address that it was read from.
_BY_FORM_AND_ADDRESS = {"ine": ine_facts, "pxweb": pxweb_facts, "socrata": socrata_facts}


def found_facts(payload: Payload, server: str) -> list[Facts]:
    """What the independent reader finds in the pages that the server offers.

    What has neither title nor description is no dataset.
    """
    pages, form = payload.pages(server), payload["form"]
    if form in _BY_FORM:
        found = [facts for _, content in pages for facts in _BY_FORM[form](content)]
    elif form in _BY_FORM_AND_ADDRESS:
        found = [facts for page in pages for facts in _BY_FORM_AND_ADDRESS[form](*page)]
    elif form == "csw-rdf":
        return [facts for _, content in pages for graph in rdf_inside(content) for facts in facts_of(graph)]
    else:
        return facts_of(parsed(pages, form))
    return [facts for facts in found if facts.titles or facts.descriptions]


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
        keywords=record.get("keywords", []),
        themes=record.get("themes", []),
        frequencies=record.get("frequency", []),
        formats=[("", text) for text in record.get("formats", [])],
        pages=record.get("page", []),
        sources=record.get("source", []),
        period=record.get("period", []),
        files=[[] for _ in range(record["distributions"])],
    )
