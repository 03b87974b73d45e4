"""The facts of a payload of a catalogue of geodata, by walking its elements.

Written from https://schemas.isotc211.org/19139/, the GeoDCAT-AP mapping and the Dublin Core record of CSW,
with Python's own XML parser and without the code under test.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as Tree

from rdflib import Graph

from tests.payload_facts.facts import GEOMETRY, Facts, distinct

_GMD = "{http://www.isotc211.org/2005/gmd}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DCT = "{http://purl.org/dc/terms/}"
_CSW = "{http://www.opengis.net/cat/csw/2.0.2}"
_ABOUT = "identificationInfo/MD_DataIdentification"
_CITATION = f"{_ABOUT}/citation/CI_Citation"
_PARTIES = (
    f"{_ABOUT}/pointOfContact/CI_ResponsibleParty",
    f"{_CITATION}/citedResponsibleParty/CI_ResponsibleParty",
    "distributionInfo/MD_Distribution/distributor/MD_Distributor/distributorContact/CI_ResponsibleParty",
)
_EXTENT = f"{_ABOUT}/extent/EX_Extent"
_ONLINE = (
    "distributionInfo/MD_Distribution/transferOptions/MD_DigitalTransferOptions/onLine/CI_OnlineResource"
)
_CONSTRAINTS = ("useLimitation", "otherConstraints")
_LICENCES = ("Licence", "CC ", "https://creativecommons.org/")
_ISO_639 = {"fre": "fr", "ita": "it"}


def iso_facts(content: bytes) -> list[Facts]:
    """The records of a page in ISO 19139, or a single one."""
    return [_iso(record) for record in _parsed(content).iter(f"{_GMD}MD_Metadata")]


def rndt_facts(content: bytes) -> list[Facts]:
    """The records of ISO 19139 inside the JSON of Esri Geoportal Server."""
    answer = json.loads(content)
    entries = answer.get("results", [answer])
    return [facts for entry in entries for facts in iso_facts(entry["_source"]["sys_xml_clob"].encode())]


def summary_facts(content: bytes) -> list[Facts]:
    """The records of a page in Dublin Core."""
    return [
        Facts(
            id=record.findtext(f"{_DC}identifier", ""),
            titles=[("", record.findtext(f"{_DC}title", ""))],
            descriptions=[("", record.findtext(f"{_DCT}abstract", ""))],
            modified=distinct(one.text or "" for one in record.findall(f"{_DCT}modified")),
        )
        for record in _parsed(content).iter(f"{_CSW}SummaryRecord")
    ]


def rdf_inside(content: bytes) -> list[Graph]:
    """The records of a page in RDF; what one says of a publisher says nothing of another's."""
    return [
        Graph().parse(data=Tree.tostring(document), format="xml") for document in _parsed(content).iter(_RDF)
    ]


def _parsed(content: bytes) -> Tree.Element:
    return Tree.fromstring(content)  # noqa: S314 - files that were saved beside this repository


def _iso(record: Tree.Element) -> Facts:
    declared = "".join(_codes(record, "language"))
    language = _ISO_639[declared]
    parties = [party for path in _PARTIES for party in _all(record, path)]
    by_role = {role: [one for one in parties if _codes(one, "role") == [role]] for role in _roles(parties)}
    publishers = by_role.get("publisher") or by_role.get("distributor", [])
    contacts = by_role.get("pointOfContact") or _all(record, "contact/CI_ResponsibleParty")
    dates = {kind: _dates(record, kind) for kind in ("publication", "revision")}
    return Facts(
        id="".join(_texts(record, "fileIdentifier")),
        titles=[(language, text) for text in _texts(record, f"{_CITATION}/title")],
        descriptions=[(language, text) for text in _texts(record, f"{_ABOUT}/abstract")],
        publishers=distinct(name for one in publishers for name in _texts(one, "organisationName")),
        licences=[text for text in _constraints(record) if text.startswith(_LICENCES)],
        issued=dates["publication"],
        modified=dates["revision"],
        places=[
            *distinct(_texts(record, f"{_EXTENT}/description")),
            *([GEOMETRY] if _all(record, f"{_EXTENT}/geographicElement/EX_GeographicBoundingBox") else []),
        ],
        languages=distinct(_codes(record, f"{_ABOUT}/language") or [declared]),
        contacts=distinct(word for one in contacts for word in _contact(one)),
        files=[distinct(_texts(one, "linkage")) for one in _all(record, _ONLINE)],
    )


def _all(element: Tree.Element, path: str) -> list[Tree.Element]:
    return element.findall("/".join(f"{_GMD}{step}" for step in path.split("/")))


def _texts(element: Tree.Element, path: str) -> list[str]:
    """The texts below the ends of a path, gaps left out."""
    found = ("".join(one.itertext()).strip() for one in _all(element, path))
    return [text for text in found if text]


def _codes(element: Tree.Element, path: str) -> list[str]:
    return [child.get("codeListValue", "") for one in _all(element, path) for child in one]


def _roles(parties: Iterable[Tree.Element]) -> set[str]:
    return {role for one in parties for role in _codes(one, "role")}


def _dates(record: Tree.Element, kind: str) -> list[str]:
    found = [one for one in _all(record, f"{_CITATION}/date/CI_Date") if _codes(one, "dateType") == [kind]]
    return distinct(text for one in found for text in _texts(one, "date"))


def _constraints(record: Tree.Element) -> Iterator[str]:
    for block in (block for one in _all(record, f"{_ABOUT}/resourceConstraints") for block in one):
        for name in _CONSTRAINTS:
            yield from _texts(block, name)


def _contact(party: Tree.Element) -> list[str]:
    address = "contactInfo/CI_Contact/address/CI_Address/electronicMailAddress"
    return [*_texts(party, "organisationName"), *_texts(party, address)]
