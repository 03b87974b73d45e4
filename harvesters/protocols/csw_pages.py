"""Pages of a catalogue of geodata: what an answer to GetRecords holds, in whichever of its forms.

https://www.ogc.org/standard/cat/ (CSW 2.0.2 and 3.0) describes the envelope.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import Response, shown
from ckanext.resilient.harvesters.protocols.base import Page, RawRecord
from ckanext.resilient.harvesters.protocols.csw_xml import Node, Parsed, parse_xml
from ckanext.resilient.harvesters.protocols.dcat_find import find_datasets, identities
from ckanext.resilient.harvesters.protocols.dcat_read import DcatPayload
from ckanext.resilient.harvesters.protocols.iso_values import first
from ckanext.resilient.harvesters.protocols.listing import guid_of
from ckanext.resilient.harvesters.protocols.rdf_parse import parse_rdf
from ckanext.resilient.svrc.issues import Issue

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_ENVELOPES = frozenset({"GetRecordsResponse", "GetRecordByIdResponse"})
_DUBLIN_CORE = frozenset({"Record", "SummaryRecord", "BriefRecord"})
ISO = frozenset({"MD_Metadata", "MI_Metadata"})
"""The elements of a record in ISO 19139 and its extension for images."""
_RECORDS = _DUBLIN_CORE | ISO | {"RDF"}
_IDENTIFIERS = (
    "fileIdentifier",
    "metadataIdentifier/*/code",
    "identificationInfo/*/citation/*/identifier/*/code",
)


@dataclass(frozen=True, slots=True)
class CswPage:
    """The records of one page, with what the source says of the whole.

    Args:
        url: the address that answered.
        records: in the source's order.
        count: how many entries the page has, those that hold no dataset included.
        matched: how many entries there are in all, if the source says so.
        following: position of the next entry, 0 at the end, None when the source does not say.
        issues: what was odd.
    """

    url: str
    records: tuple[RawRecord, ...]
    count: int
    matched: int | None = None
    following: int | None = None
    issues: tuple[Issue, ...] = ()


def read_page(answer: Response, taken: set[str]) -> CswPage:
    """The page that an answer holds.

    Args:
        answer: what the source sent.
        taken: identities of the records of earlier pages.

    Raises:
        FetchError: it holds an error report, or no records in a form that we know.
    """
    parsed = parse_xml(answer)
    entries, totals = _entries(parsed.root, answer.url)
    issues = list(parsed.issues)
    records = [xml_record(entry) for entry in entries if entry.space != RDF]
    for document in parsed.documents(RDF, "RDF"):
        found = _rdf_records(replace(answer, content=document), taken | {one.guid for one in records})
        records += found.records
        issues += [issue for issue in found.issues if issue not in issues]
    return CswPage(
        url=answer.url,
        records=tuple(records),
        count=len(entries),
        matched=_number(totals.get("numberOfRecordsMatched", "")),
        following=_number(totals.get("nextRecord", "")),
        issues=tuple(issues),
    )


def xml_record(entry: Node) -> RawRecord:
    """A record in XML under its own identifier, else that of what it describes, else its content."""
    if entry.name in _DUBLIN_CORE:
        name = first(entry.find("identifier"))
    else:
        name = next(filter(None, (first(entry.find(path)) for path in _IDENTIFIERS)), "")
    return RawRecord(name or guid_of({"node": repr(entry)}), entry)


def error_report(answer: Response) -> str:
    """The words of the error report (ows:ExceptionReport) in an answer; empty when it holds none."""
    try:
        return _reported(parse_xml(answer))
    except FetchError:
        # What is no XML is no report either: the caller tells what was wrong with the answer.
        return ""


def _entries(root: Node, url: str) -> tuple[tuple[Node, ...], dict[str, str]]:
    """The records of a document, and what its envelope says of the whole."""
    reason = _reported(Parsed(root))
    if reason:
        raise FetchError(Issue("csw-refused", params={"url": shown(url), "reason": reason}))
    if root.name in _RECORDS:
        return (root,), {}
    if root.name not in _ENVELOPES:
        raise FetchError(Issue("not-csw", params={"url": shown(url)}))
    results = next((node for node in root.children if node.name == "SearchResults"), root)
    entries = tuple(node for node in results.children if node.name in _RECORDS)
    return entries, dict(results.attributes)


def _reported(parsed: Parsed) -> str:
    if parsed.root.name != "ExceptionReport":
        return ""
    told: list[str] = []
    for exception in parsed.root.find("Exception"):
        words = [" ".join(node.text.split()) for node in exception.find("ExceptionText")]
        marks = [exception.attributes.get(name, "") for name in ("exceptionCode", "locator")]
        told.append(": ".join(filter(None, (" ".join(filter(None, marks)), " ".join(words)))))
    return "; ".join(filter(None, told))[:500] or "ExceptionReport"


def _rdf_records(document: Response, taken: set[str]) -> Page:
    """The datasets of one record in RDF, in the form that the reader of DCAT takes.

    Each is read on its own: several say different things about the same publisher or contact.
    """
    try:
        page = parse_rdf(document, "xml")
    except FetchError as error:
        return Page((RawRecord(guid_of({"rdf": document.text}), error.issue),))
    found = find_datasets(page.graph)
    guids, shared = identities(page.graph, found.described, taken)
    records = (RawRecord(guids[node], DcatPayload(page.graph, node, page.url)) for node in found.described)
    told = (Issue("identifier-shared", params={"value": name}) for name in shared)
    return Page(tuple(records), (*page.issues, *told))


def _number(text: str) -> int | None:
    return int(text) if text.strip().isdecimal() else None
