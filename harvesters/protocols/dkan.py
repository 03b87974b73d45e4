"""DKAN: the metastore of version 2, and the action API of version 1, which is nearly CKAN's.

https://dkan.readthedocs.io/ describes the metastore; its datasets have the form of `data.json`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from typing import Any, cast
from urllib.parse import urlsplit, urlunsplit

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import shown
from ckanext.resilient.harvest.http import HttpClient, Response, StatusError
from ckanext.resilient.harvesters.protocols import ckan_list
from ckanext.resilient.harvesters.protocols.base import Endpoint, Listing, ListingEnd, Option, Page, Protocol
from ckanext.resilient.harvesters.protocols.ckan_read import portal_of
from ckanext.resilient.harvesters.protocols.dkan_read import read_record, without_references
from ckanext.resilient.harvesters.protocols.listing import Tally
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
            if end.complete:
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
        return ckan_list.list_records(replace(endpoint, url=f"{portal_of(endpoint)}/data.json"), http)

    if "/api/1" in path:
        return [by_metastore]
    if "/api/3" in path or "." in path.rsplit("/", 1)[-1]:
        return [by_actions]
    return [by_metastore, by_actions, by_data_json]


def _by_metastore(endpoint: Endpoint, http: HttpClient) -> Listing:
    """From the one list of the metastore, which has no pages and no count."""
    answer = http.get(_items_url(endpoint), accept="application/json")
    records = iter(_datasets(answer))
    tally = Tally(endpoint)
    issues = [*answer.issues, *answer.text_issues]
    while True:
        found = list(islice(records, tally.wanted(_AT_ONCE)))
        page = tally.page(found)
        yield Page(page.records, (*issues, *page.issues))
        issues.clear()
        if tally.is_full or len(found) < _AT_ONCE:
            return tally.end(None, reached_end=not tally.is_full)


def _datasets(answer: Response) -> list[Any]:
    """The datasets of the list, or the one that the address names.

    Raises:
        FetchError: the answer holds something else.
    """
    body = without_references(answer.json())
    if isinstance(body, list):
        found = [without_references(item) for item in cast("list[Any]", body)]
        if not found or any(_is_dataset(item) for item in found):
            return found
    if _is_dataset(body):
        return [body]
    raise FetchError(Issue("source-empty", record=shown(answer.url)))


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
