"""DKAN: the metastore of version 2, and the action API of version 1, which is nearly CKAN's.

https://dkan.readthedocs.io/ describes the metastore; its datasets have the form of `data.json`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import chain, islice
from typing import Any, cast
from urllib.parse import urlsplit, urlunsplit

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import shown
from ckanext.resilient.harvest.documents import Document
from ckanext.resilient.harvest.http import HttpClient, StatusError
from ckanext.resilient.harvesters.protocols import ckan_list
from ckanext.resilient.harvesters.protocols.base import Endpoint, Listing, ListingEnd, Option, Page, Protocol
from ckanext.resilient.harvesters.protocols.ckan_read import portal_of
from ckanext.resilient.harvesters.protocols.dkan_read import read_record, without_references
from ckanext.resilient.harvesters.protocols.json_stream import JsonItems
from ckanext.resilient.harvesters.protocols.listing import Tally, states
from ckanext.resilient.harvesters.protocols.values import Json
from ckanext.resilient.svrc.issues import N_, Issue

_ITEMS = "/api/1/metastore/schemas/dataset/items"
_AT_ONCE = 100
# Another way is only tried where this one is not there; a server that fails is not taken for an old one.
_OTHER_ANSWERS = frozenset({"looks-like-html", "not-json", "source-empty", "not-ckan", "ckan-refused"})
_SERVER_FAILS = 500


def list_records(endpoint: Endpoint, http: HttpClient) -> Listing:
    """All datasets, by the first way that the portal understands: metastore, actions, `data.json`.

    An address below `/api/1`, below `/api/3` or of a document says itself which way it means.

    Raises:
        FetchError: no way works; the error is that of the first.
    """
    failure: FetchError | None = None
    for way in _ways(endpoint, http):
        listing = way()
        try:
            first = next(listing)
        except StopIteration as stop:
            end = cast("ListingEnd", stop.value)
            if end.complete or end.partial:
                return end
            continue  # neither datasets nor a whole list of none: the answers were something else
        except FetchError as error:
            failure = failure or error
            if not _is_absent(error):
                break
            continue
        yield first
        return (yield from listing)
    raise failure or FetchError(Issue("source-empty", record=shown(endpoint.url)))


def _ways(endpoint: Endpoint, http: HttpClient) -> list[Callable[[], Listing]]:
    path = urlsplit(endpoint.url).path

    def by_metastore() -> Listing:
        return _by_metastore(endpoint, http)

    def by_actions() -> Listing:
        if path.rstrip("/").endswith("/api/3"):
            return ckan_list.list_records(replace(endpoint, url=portal_of(endpoint)), http)
        return ckan_list.list_records(endpoint, http)

    def by_data_json() -> Listing:
        return _streamed(endpoint, f"{portal_of(endpoint)}/data.json", "dataset", http)

    if "/api/1" in path:
        return [by_metastore]
    if "/api/3" in path or "." in path.rsplit("/", 1)[-1]:
        return [by_actions]
    return [by_metastore, by_actions, by_data_json]


def _by_metastore(endpoint: Endpoint, http: HttpClient) -> Listing:
    """From the one list of the metastore, which has no pages and no count."""
    return (yield from _streamed(endpoint, _items_url(endpoint), "", http))


def _streamed(endpoint: Endpoint, address: str, name: str, http: HttpClient) -> Listing:
    """The datasets of the list in one document, which may be large; `name` is the member that holds it.

    Raises:
        FetchError: the document cannot be read, or holds something else.
    """
    known = endpoint.documents.get(address)
    with http.document(address, accept="application/json", validators=known) as document:
        if document.answer.not_modified:
            return ListingEnd(complete=False, partial=True, documents=endpoint.documents)
        items = JsonItems(document)
        found = map(without_references, items.named(name))
        first = list(islice(found, _AT_ONCE))
        if not any(map(_is_dataset, first)):
            found = iter(())
            first = _datasets(document)
        records = chain(first, found)
        tally = Tally(endpoint)
        issues = [*document.answer.issues, *document.text_issues()]
        while True:
            batch = list(islice(records, tally.wanted(_AT_ONCE)))
            page = tally.page(batch)
            yield Page(page.records, (*issues, *page.issues))
            issues.clear()
            if tally.is_full or len(batch) < _AT_ONCE:
                break
        tally.issues += items.broken_after(tally.found)
        end = tally.end(None, reached_end=not tally.is_full)
        return replace(end, documents=states([(address, document.answer)]))


def _datasets(document: Document) -> list[Any]:
    """The datasets of a document that begins with none: an empty list, or the one that the address names.

    Raises:
        FetchError: the document holds something else.
    """
    if document.broken:
        raise FetchError(document.broken)
    if not document.is_large:
        body = without_references(document.whole().json())
        if body == []:
            return []
        if _is_dataset(body):
            return [body]
    raise FetchError(Issue("source-empty", record=shown(document.url)))


def _is_dataset(item: Any) -> bool:
    return isinstance(item, dict) and {"title", "identifier"} <= cast("Json", item).keys()


def _items_url(endpoint: Endpoint) -> str:
    """The list, or what an address inside it names; never with the query that adds references."""
    parts = urlsplit(endpoint.url)
    path = parts.path.rstrip("/")
    if _ITEMS not in path:
        path = path.partition("/api/1")[0] + _ITEMS
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def _is_absent(error: FetchError) -> bool:
    if isinstance(error, StatusError):
        return error.status < _SERVER_FAILS
    return error.issue.code in _OTHER_ANSWERS


PROTOCOL = Protocol(
    name="dkan",
    title=N_("DKAN API, versions 1 and 2"),
    options=(
        Option("page_size", int, N_("Version 1: datasets to ask for at once, at most 1000."), 100),
        Option("use_package_list", bool, N_("Version 1: read one dataset at a time."), False),
    ),
    list_records=list_records,
    read_record=read_record,
)
