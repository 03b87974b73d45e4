"""What the beginning of a file, or all of it, tells. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.resilient.harvest.decoding import decode
from ckanext.resilient.quality.files.kinds import recognise
from ckanext.resilient.quality.files.tables import Table, read_table
from ckanext.resilient.quality.files.workbook import read_workbook

_TABLES = frozenset({"CSV", "TSV"})
_WORKBOOKS = frozenset({"XLSX"})
_CONTAINERS = frozenset({"ZIP", "GZIP", ""})
_GENERAL: dict[str, frozenset[str]] = {
    "XML": frozenset(
        {"GML", "KML", "RDF_XML", "RSS", "SVG", "WMS_SRVC", "WFS_SRVC", "WMTS_SRVC", "INSPIRE_SRVC"}
    ),
    "JSON": frozenset({"GEOJSON", "JSON_LD"}),
    "TXT": frozenset({"CSV", "TSV", "RDF_TURTLE", "RDF_N_TRIPLES", "RDF_N_QUADS", "RDF_TRIG", "ICS"}),
}
"""What a look at the beginning cannot tell apart from the general kind."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What was found in a file.

    Args:
        format: EU file-type code of the content, "" when unknown.
        table: its table, if it is one; of a workbook the first sheet.
        whole: whether all of it was read.
    """

    format: str
    table: Table | None
    whole: bool


def profile_of(content: bytes, *, whole: bool) -> Profile:
    """What a file holds.

    Args:
        content: its bytes, or the first of them.
        whole: whether these are all.
    """
    code = recognise(content)
    if code in _TABLES:
        return Profile(code, read_table(decode(content).text, whole=whole), whole)
    if code in _WORKBOOKS and whole:
        sheet = read_workbook(content)
        return Profile(code, sheet.table, sheet.whole)
    return Profile(code, None, whole)


def settled(found: str, declared: str) -> str:
    """The format that counts: what the content shows, unless that only says less exactly what is declared.

    An archive tells nothing about what is packed in it.
    """
    if found in _CONTAINERS:
        return ""
    return declared if declared in _GENERAL.get(found, ()) else found
