"""Opendatasoft: the Explore API (2.1, 2.0) and, where a portal has only that, its older search 1.0.

https://help.opendatasoft.com/apis/ods-explore-v2/ describes the first,
https://help.opendatasoft.com/apis/ods-search-v1/ the other.
"""

from __future__ import annotations

from typing import cast

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import StatusError, shown
from ckanext.resilient.harvest.http import HttpClient
from ckanext.resilient.harvesters.protocols.base import Endpoint, Listing, ListingEnd, Option, Page, Protocol
from ckanext.resilient.harvesters.protocols.listing import Tally
from ckanext.resilient.harvesters.protocols.opendatasoft_pages import Way, ways
from ckanext.resilient.harvesters.protocols.opendatasoft_read import read_record
from ckanext.resilient.svrc.issues import N_, Issue

_GONE = frozenset({404, 405, 410})
_NO_API_HERE = frozenset({"looks-like-html", "not-json", "not-opendatasoft"})


def list_records(endpoint: Endpoint, http: HttpClient) -> Listing:
    """All datasets of a portal, by the first of its interfaces that answers.

    Raises:
        FetchError: none answers; the error is that of the first.
    """
    failure: FetchError | None = None
    for way in ways(endpoint, http):
        listing = _listed(endpoint, way)
        try:
            first = next(listing)
        except StopIteration as stop:
            return cast("ListingEnd", stop.value)
        except FetchError as error:
            failure = failure or error
            if not _is_absent(error):
                break
            continue
        yield first
        return (yield from listing)
    raise failure or FetchError(Issue("not-opendatasoft", params={"url": shown(endpoint.url)}))


def _is_absent(error: FetchError) -> bool:
    """Whether the portal has no such interface, so that another one may be tried."""
    is_gone = isinstance(error, StatusError) and error.status in _GONE
    return is_gone or error.issue.code in _NO_API_HERE


def _listed(endpoint: Endpoint, way: Way) -> Listing:
    tally = Tally(endpoint)
    declared: int | None = None
    number = 1
    while True:
        try:
            found = next(way.pages, None)
        except FetchError as error:
            if number == 1:
                raise
            tally.lost(number, error)
            break
        if found is None:
            break
        declared = declared if found.total is None else found.total
        page = tally.page(found.payloads)
        if found.payloads and not page.records:
            params = {"page": str(number), "url": shown(found.answer.url)}
            tally.issues.append(Issue("page-repeats", params=params))
            break
        yield Page(page.records, (*found.answer.issues, *found.answer.text_issues, *page.issues))
        if tally.is_full:
            break
        number += 1
    end = tally.end(declared, reached_end=True)
    only_changes = bool(endpoint.since) and way.finds_changes
    return end.of_changes() if only_changes else end


PROTOCOL = Protocol(
    name="opendatasoft",
    title=N_("Opendatasoft (Explore API 2, search API 1)"),
    options=(
        Option("page_size", int, N_("Datasets to ask for at once, at most 100."), 100),
        Option(
            "where",
            str,
            N_("Only datasets for which this is true, in the query language of Opendatasoft (ODSQL)."),
            "",
            chooses=True,
        ),
        Option(
            "refine",
            str,
            N_("Only datasets with these values, with semicolons, such as theme:Social; language:fr."),
            "",
            chooses=True,
        ),
        Option("exclude", str, N_("No datasets with these values, written as for refine."), "", chooses=True),
    ),
    list_records=list_records,
    read_record=read_record,
    incremental=True,
)
