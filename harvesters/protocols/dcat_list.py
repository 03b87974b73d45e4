"""Going through the pages of a DCAT feed, without trusting its links or its count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import quote, urlsplit, urlunsplit

from rdflib.graph import Graph

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import Validators, shown
from ckanext.resilient.harvest.http import HttpClient
from ckanext.resilient.harvesters.protocols.base import Endpoint, Listing, ListingEnd, Page, RawRecord
from ckanext.resilient.harvesters.protocols.dcat_find import (
    Found,
    declared_count,
    find_datasets,
    identities,
    next_page,
)
from ckanext.resilient.harvesters.protocols.dcat_read import DcatPayload
from ckanext.resilient.harvesters.protocols.rdf_parse import ParsedPage, parse_rdf
from ckanext.resilient.harvesters.protocols.rdf_store import LargePage
from ckanext.resilient.svrc.issues import Issue

AnyPage = ParsedPage | LargePage

DEFAULT_MAX_PAGES = 5000
_MAX_LOST = 3
"""So many unreadable pages in a row end the listing."""
_MAX_EMPTY = 2
"""So many empty pages in a row are the end, whatever they link to."""
_MOST_NAMED = 1000
"""So many datasets that are listed and not described are named one by one; the issue counts all."""
_PAGE_NUMBER = re.compile(r"([?&]_?page=)(\d+)")
_FILTERS = re.compile(r"/catalog\.(rdf|xml|ttl|n3|jsonld)$")
"""The addresses of ckanext-dcat's feeds, which know `modified_since`."""
_ACCEPT = {
    "": "application/rdf+xml, text/turtle;q=0.9, application/ld+json;q=0.8, text/n3;q=0.7, */*;q=0.1",
    "xml": "application/rdf+xml, application/xml;q=0.9, */*;q=0.1",
    "turtle": "text/turtle, text/n3;q=0.9, application/n-triples;q=0.8, */*;q=0.1",
    "jsonld": "application/ld+json, application/json;q=0.9, */*;q=0.1",
}


def list_records(endpoint: Endpoint, client: HttpClient) -> Listing:
    """The datasets of a feed, page by page; a large page in parts.

    Raises:
        FetchError: the first page cannot be read, or is no catalogue.
    """
    with closing(_Walk(endpoint, client)) as walk:
        page = walk.first()
        while page is not None:
            yield from walk.batches(page)
            page = walk.following(page)
        return walk.end()


class _Walk:
    def __init__(self, endpoint: Endpoint, client: HttpClient) -> None:
        self._endpoint = endpoint
        self._client = client
        self._format = str(endpoint.options.get("rdf_format") or "")
        self._max_pages = int(endpoint.options.get("max_pages") or DEFAULT_MAX_PAGES)
        self._pages = 0
        self._empty = 0
        self._new = 0
        self._urls: set[str] = set()
        self._guids: set[str] = set()
        self._named: set[str] = set()
        self._declared: int | None = None
        self._issues: list[Issue] = []
        self._complete = True
        self._cut = False
        self._own_host = False
        self._large: LargePage | None = None
        self._read_now: Validators | None = None
        self._unchanged = False
        self._only_changes = False

    def close(self) -> None:
        """Delete what is left of a large page."""
        if self._large is not None:
            self._large.close()
            self._large = None

    def first(self) -> AnyPage | None:
        """The first page; what is wrong with it is an error of the source. None when nothing changed."""
        url = self._endpoint.url
        page = self._changes() or self._read(url, self._endpoint.documents.get(url))
        if page is None:
            self._unchanged = True
            return None
        if isinstance(page, ParsedPage):
            found = find_datasets(page.graph)
            if not found.described and not found.is_catalogue:
                raise FetchError(Issue("not-a-catalogue", params={"url": shown(page.url)}))
        return page

    def _changes(self) -> AnyPage | None:
        """The first page of what changed, where the feed is one that can be asked for it."""
        parts = urlsplit(self._endpoint.url)
        if not self._endpoint.since or not _FILTERS.search(parts.path):
            return None
        asked = f"modified_since={quote(self._endpoint.since)}"
        query = f"{parts.query}&{asked}" if parts.query else asked
        try:
            page = self._read(urlunsplit((*parts[:3], query, "")))
        except FetchError:
            return None  # a feed that stumbles over the question is read as a whole
        self._only_changes = page is not None
        return page

    def batches(self, page: AnyPage) -> Iterator[Page]:
        """The records of a page that were not on an earlier one."""
        self._pages += 1
        count = declared_count(page.graph)
        self._declared = count if count is not None else self._declared
        is_large = isinstance(page, LargePage)
        parts = page.parts() if is_large else iter([(page.graph, find_datasets(page.graph))])
        shared = page.shared if is_large else frozenset[str]()
        if is_large and page.is_broken:
            self._complete = False
        told: tuple[Issue, ...] = page.issues
        described = self._new = 0
        for graph, found in parts:
            described += len(found.described)
            batch = self._batch(graph, found, page.url, shared)
            self._new += len(batch.records)
            yield Page(batch.records, (*told, *batch.issues))
            told = ()
            if self._cut:
                break
        self._empty = 0 if described else self._empty + 1
        if described and not self._new and not self._cut:
            yield Page((), (*told, Issue("paging-repeats", params={"url": shown(page.url)})))

    def _batch(self, graph: Graph, found: Found, url: str, shared: frozenset[str]) -> Page:
        self._named.update(found.named)
        guids, several = identities(graph, found.described, self._guids, shared)
        issues = [Issue("identifier-shared", params={"value": name}) for name in several]
        records: list[RawRecord] = []
        for node in found.described:
            guid = guids[node]
            if guid in self._guids:
                issues.append(Issue("record-repeated", record=guid, params={"guid": guid}))
            elif self._has_room():
                self._guids.add(guid)
                records.append(RawRecord(guid, DcatPayload(graph, node, url)))
            else:
                self._cut = True
        return Page(tuple(records), tuple(issues))

    def following(self, page: AnyPage) -> AnyPage | None:
        """The next page that can be read, or None at the end."""
        target = next_page(page.graph, page.url)
        if not target or self._empty >= _MAX_EMPTY:
            return None
        if not self._has_room():
            self._cut = True
        if self._cut:
            return None
        if not self._new and not self._empty:
            self._complete = self._declared is not None
            return None
        return self._next_readable(target, page.url)

    def _next_readable(self, target: str, current: str) -> AnyPage | None:
        for _ in range(_MAX_LOST):
            if target in self._urls:
                self._issues.append(Issue("paging-repeats", params={"url": shown(target)}))
                self._complete = self._complete and self._declared is not None
                return None
            if self._pages >= self._max_pages:
                self._issues.append(Issue("paging-too-long", params={"pages": str(self._pages)}))
                self._complete = False
                return None
            try:
                return _meaningful(self._read_next(target, current))
            except FetchError as error:
                self._lose(target, error)
            following = _PAGE_NUMBER.sub(lambda match: f"{match[1]}{int(match[2]) + 1}", target)
            if following == target:
                return None
            target = following
        return None

    def _lose(self, target: str, error: FetchError) -> None:
        self._pages += 1
        self._complete = False
        params = {"page": str(self._pages), "url": shown(target), "reason": error.issue.message}
        self._issues.append(Issue("page-lost", params=params))

    def _read_next(self, target: str, current: str) -> AnyPage:
        """The page at its stated address, or at the same path of the host that answered so far.

        Feeds behind a proxy often name an internal host in their links.
        """
        own = urlunsplit(urlsplit(current)[:2] + urlsplit(target)[2:])
        if own == target:
            return self._read_page(target)
        addresses = [own, target] if self._own_host else [target, own]
        try:
            page = self._read_page(addresses[0])
        except FetchError as error:
            try:
                page = self._read_page(addresses[1])
            except FetchError:
                raise error from None
            if not self._own_host:
                self._own_host = True
                params = {"url": shown(target), "own": shown(own)}
                self._issues.append(Issue("next-page-moved", params=params))
        return page

    def _read_page(self, url: str) -> AnyPage:
        page = self._read(url)
        if page is None:
            raise FetchError(Issue("answer-empty", params={"url": shown(url)}))
        return _meaningful(page)

    def _read(self, url: str, known: Validators | None = None) -> AnyPage | None:
        """The page at an address; None when the source says that it is as it was when `known` was told."""
        self._urls.add(url)
        accept = _ACCEPT.get(self._format, _ACCEPT[""])
        with self._client.document(url, accept=accept, validators=known) as document:
            self._urls.add(document.url)
            self._read_now = document.answer.validators
            if document.answer.not_modified:
                return None
            if not document.is_large:
                if document.broken:
                    raise FetchError(document.broken)
                return parse_rdf(document.whole(), self._format)
            self.close()
            self._large = LargePage(document, self._format)
            return self._large

    def _has_room(self) -> bool:
        limit = self._endpoint.limit
        return limit is None or len(self._guids) < limit

    def end(self) -> ListingEnd:
        """Whether all was read, judged by what was seen and by the source's own count."""
        if self._unchanged:
            return ListingEnd(complete=False, partial=True, documents=self._endpoint.documents)
        found = len(self._guids)
        if self._cut:
            return ListingEnd(complete=False, declared=self._declared, issues=tuple(self._issues))
        named = sorted(self._named - self._guids)
        if named:
            params = {"count": str(len(named)), "spots": "; ".join(named[:3])}
            self._issues.extend(
                Issue("dataset-not-described", record=name, field="dcat:dataset", params=params)
                for name in named[:_MOST_NAMED]
            )
        if self._declared is None and not found and not named:
            self._declared = 0
        if self._declared is not None and self._declared != found:
            params = {"declared": str(self._declared), "found": str(found)}
            self._issues.append(Issue("count-differs", params=params))
            self._complete = False
        complete = self._complete and not named
        if self._only_changes:
            return ListingEnd(complete, self._declared, tuple(self._issues)).of_changes()
        # Only what is one document can be asked as a whole whether it changed.
        read = {self._endpoint.url: self._read_now} if self._pages == 1 and self._read_now else {}
        return ListingEnd(complete, self._declared, tuple(self._issues), documents=read)


def _meaningful(page: AnyPage) -> AnyPage:
    """The page, unless it is some other JSON than JSON-LD, which says nothing when read as such.

    Raises:
        FetchError: it is.
    """
    if (
        isinstance(page, ParsedPage)
        and not len(page.graph)
        and any(issue.code == "jsonld-names-unknown" for issue in page.issues)
    ):
        raise FetchError(Issue("not-a-catalogue", params={"url": shown(page.url)}))
    return page
