"""Catalogues of geodata: CSW 2.0.2 and 3.0, and the search of Esri Geoportal Server.

Records are asked for in full, so that there is one request a page and none a record. They are read in
ISO 19139 (`iso_read`), as DCAT or GeoDCAT-AP (`dcat_read`) and, where a catalogue has nothing better, in
Dublin Core (`csw_record`).
"""

from __future__ import annotations

from ckanext.resilient.errors import FetchError, RejectRecord
from ckanext.resilient.harvest.answers import shown
from ckanext.resilient.harvest.http import HttpClient
from ckanext.resilient.harvesters.protocols import csw_record, dcat_read, iso_read
from ckanext.resilient.harvesters.protocols.base import Endpoint, Listing, Option, Page, Protocol, RawRecord
from ckanext.resilient.harvesters.protocols.csw_ask import Catalogue
from ckanext.resilient.harvesters.protocols.csw_pages import ISO, CswPage
from ckanext.resilient.harvesters.protocols.csw_search import Search, is_search
from ckanext.resilient.harvesters.protocols.csw_xml import Node
from ckanext.resilient.harvesters.protocols.dcat_read import DcatPayload
from ckanext.resilient.harvesters.protocols.listing import Tally
from ckanext.resilient.svrc.issues import N_, Issue
from ckanext.resilient.svrc.record import SourceDataset

_AT_ONCE = 100
_LARGEST_PAGE = 5000


def list_records(endpoint: Endpoint, http: HttpClient) -> Listing:
    """The records of a catalogue, page by page.

    Raises:
        FetchError: the first page cannot be read.
    """
    source = Search(endpoint, http) if is_search(endpoint.url) else Catalogue(endpoint, http)
    tally = Tally(endpoint)
    seen: set[str] = set()
    size = _page_size(endpoint)
    start, number, elsewhere = 1, 1, 0
    page = source.page(start, tally.wanted(size), seen)
    while True:
        known = len(seen)
        seen.update(record.guid for record in page.records)
        batch = tally.records(page.records)
        yield Page(batch.records, (*page.issues, *batch.issues))
        elsewhere += max(0, page.count - len(page.records))
        if tally.is_full:
            break
        if page.records and len(seen) == known:
            params = {"page": str(number), "url": shown(page.url)}
            tally.issues.append(Issue("page-repeats", params=params))
            break
        following = _following(start, tally.wanted(size), page)
        if following is None:
            break
        start, number = following, number + 1
        is_beyond = page.matched is not None and start > page.matched
        try:
            page = source.page(start, tally.wanted(size), seen)
        except FetchError as error:
            # Catalogues may refuse to look beyond their end; it was only asked whether it is the end.
            if not is_beyond:
                tally.lost(number, error)
            break
    declared = None if page.matched is None else page.matched - elsewhere
    # What was not asked for has not vanished.
    return tally.end(declared, reached_end=not tally.is_full, only_changes=bool(endpoint.since))


def _following(start: int, asked: int, page: CswPage) -> int | None:
    """The position of the next record, if there may be one.

    Sources say 0 at the end, or a position that lies before this one or beyond the last. A full page at the end
    of their count is not taken for the last: counts lie, too.
    """
    if not page.count:
        return None
    after = start + page.count
    is_end = page.matched is not None and after > page.matched
    if is_end:
        return after if page.count >= asked else None
    if page.following is not None:
        is_there = page.following > start and (page.matched is None or page.following <= page.matched)
        return page.following if is_there else None
    return after if page.matched is not None or page.count >= asked else None


def read_record(raw: RawRecord, endpoint: Endpoint) -> SourceDataset:
    """What a catalogue says of one dataset, whichever form its record has.

    Raises:
        RejectRecord: it has no title, or is in a form that we do not read.
        SkipRecord: it describes a service or another thing that is no dataset.
    """
    payload: object = raw.payload
    if isinstance(payload, DcatPayload):
        return dcat_read.read_record(raw, endpoint)
    if isinstance(payload, Node):
        return iso_read.read_iso(raw.guid, payload) if payload.name in ISO else _plain(raw.guid, payload)
    if isinstance(payload, Issue):
        raise RejectRecord(Issue("record-lost", record=raw.guid, params={"reason": payload.message}))
    raise RejectRecord(Issue("record-unreadable", record=raw.guid))


def _plain(guid: str, record: Node) -> SourceDataset:
    return csw_record.read_record(guid, record)


def _page_size(endpoint: Endpoint) -> int:
    return max(1, min(int(endpoint.options.get("page_size") or _AT_ONCE), _LARGEST_PAGE))


PROTOCOL = Protocol(
    name="csw",
    title=N_("Catalogue of geodata (CSW)"),
    options=(
        Option(
            "output_schema",
            str,
            N_("Form of the records to ask for: `iso` (ISO 19139), `dcat`, `geodcat`, or its address."),
            "iso",
        ),
        Option(
            "sort_by",
            str,
            N_("Name of the field to sort by, such as `identifier`, if records repeat from page to page."),
            "",
        ),
        Option("version", str, N_("2.0.2 or 3.0.0; empty tries both."), ""),
        Option("page_size", int, N_("Records to ask for at once; 100 to 200 is good."), _AT_ONCE),
    ),
    list_records=list_records,
    read_record=read_record,
    incremental=True,
)
