"""PxWeb, in which statistical offices keep their tables: both versions of its interface, or one table alone."""

from __future__ import annotations

from typing import cast

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.http import HttpClient
from ckanext.resilient.harvesters.protocols.base import Endpoint, Listing, ListingEnd, Option, Protocol
from ckanext.resilient.harvesters.protocols.pxweb_api import Address, PxApi, address_of
from ckanext.resilient.harvesters.protocols.pxweb_document import is_document, list_document
from ckanext.resilient.harvesters.protocols.pxweb_read import read_record
from ckanext.resilient.harvesters.protocols.pxweb_v1 import list_v1
from ckanext.resilient.harvesters.protocols.pxweb_v2 import list_v2
from ckanext.resilient.svrc.issues import N_

_NO_API_HERE = frozenset({"http-status", "looks-like-html", "not-json", "source-empty"})


def list_records(endpoint: Endpoint, http: HttpClient) -> Listing:
    """All tables, or the one that the address is about.

    An address that names no version is tried with the first, then with the second.

    Raises:
        FetchError: no list of tables was found; the error is that of the first try.
    """
    address = address_of(endpoint.url)
    if is_document(address):
        return (yield from list_document(address, endpoint, http))
    if address.version:
        return (yield from _listing(address, endpoint, http))
    listing = _listing(address.with_version("v1"), endpoint, http)
    try:
        first = next(listing)
    except StopIteration as stop:
        return cast("ListingEnd", stop.value)
    except FetchError as error:
        if error.issue.code not in _NO_API_HERE:
            raise
        listing = _listing(address.with_version("v2"), endpoint, http)
        try:
            first = next(listing)
        except FetchError:
            raise error from None
    yield first
    return (yield from listing)


def _listing(address: Address, endpoint: Endpoint, http: HttpClient) -> Listing:
    api = PxApi(address.base, http)
    return list_v2(api, endpoint) if address.is_v2 else list_v1(api, address, endpoint)


PROTOCOL = Protocol(
    name="pxweb",
    title=N_("PxWeb API (statistical offices)"),
    options=(
        Option(
            "languages", list, N_("Languages to ask for, such as `sl en`; else all that are known of."), ()
        ),
        Option("details", bool, N_("Ask for each table's variables and period: one more call each."), False),
        Option("database_themes", bool, N_("Version 1: the databases are subjects."), False),
        Option("page_size", int, N_("Version 2: tables to ask for at once, at most 1000."), 100),
        Option("max_pages", int, N_("Stop after so many folders or pages."), 10_000),
    ),
    list_records=list_records,
    read_record=read_record,
    incremental=True,
)
