"""Going through the pages of a DCAT feed, without trusting its links or its count."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import shown
from ckanext.resilient.harvest.http import HttpClient
from ckanext.resilient.harvesters.protocols.base import Endpoint, Listing, ListingEnd, Page, RawRecord
from ckanext.resilient.harvesters.protocols.dcat_find import (
    declared_count,
    find_datasets,
    identities,
    next_page,
)
from ckanext.resilient.harvesters.protocols.dcat_read import DcatPayload
from ckanext.resilient.harvesters.protocols.rdf_parse import ParsedPage, parse_rdf
from ckanext.resilient.svrc.issues import Issue

DEFAULT_MAX_PAGES = 5000
_MAX_LOST = 3
"""So many unreadable pages in a row end the listing."""
_MAX_EMPTY = 2
"""So many empty pages in a row are the end, whatever they link to."""
_MOST_NAMED = 1000
"""So many datasets that are listed and not described are named one by one; the issue counts all."""
_PAGE_NUMBER = re.compile(r"([?&]_?page=)(\d+)")
_ACCEPT = {
    "": "application/rdf+xml, text/turtle;q=0.9, application/ld+json;q=0.8, text/n3;q=0.7, */*;q=0.1",
    "xml": "application/rdf+xml, application/xml;q=0.9, */*;q=0.1",
    "turtle": "text/turtle, text/n3;q=0.9, application/n-triples;q=0.8, */*;q=0.1",
    "jsonld": "application/ld+json, application/json;q=0.9, */*;q=0.1",
}


def list_records(endpoint: Endpoint, client: HttpClient) -> Listing:
    """The datasets of a feed, page by page.

    Raises:
        FetchError: the first page cannot be read, or is no catalogue.
    """
    walk = _Walk(endpoint, client)
    page: ParsedPage | None = walk.first()
    while page is not None:
        yield walk.batch(page)
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

    def first(self) -> ParsedPage:
        """The first page; what is wrong with it is an error of the source."""
        page = self._read(self._endpoint.url)
        found = find_datasets(page.graph)
        if not found.described and not found.is_catalogue:
            raise FetchError(Issue("not-a-catalogue", params={"url": shown(page.url)}))
        return page

    def batch(self, page: ParsedPage) -> Page:
        """The records of a page that were not on an earlier one."""
        self._pages += 1
        count = declared_count(page.graph)
        self._declared = count if count is not None else self._declared
        found = find_datasets(page.graph)
        self._named.update(found.named)
        guids, shared = identities(page.graph, found.described, self._guids)
        issues = [*page.issues, *(Issue("identifier-shared", params={"value": name}) for name in shared)]
        records: list[RawRecord] = []
        for node in found.described:
            guid = guids[node]
            if guid in self._guids:
                issues.append(Issue("record-repeated", record=guid, params={"guid": guid}))
            elif self._has_room():
                self._guids.add(guid)
                records.append(RawRecord(guid, DcatPayload(page.graph, node, page.url)))
            else:
                self._cut = True
        self._new = len(records)
        self._empty = 0 if found.described else self._empty + 1
        if found.described and not records and not self._cut:
            issues.append(Issue("paging-repeats", params={"url": shown(page.url)}))
        return Page(tuple(records), tuple(issues))

    def following(self, page: ParsedPage) -> ParsedPage | None:
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

    def _next_readable(self, target: str, current: str) -> ParsedPage | None:
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

    def _read_next(self, target: str, current: str) -> ParsedPage:
        """The page at its stated address, or at the same path of the host that answered so far.

        Feeds behind a proxy often name an internal host in their links.
        """
        own = urlunsplit(urlsplit(current)[:2] + urlsplit(target)[2:])
        if own == target:
            return self._read(target)
        addresses = [own, target] if self._own_host else [target, own]
        try:
            page = self._read(addresses[0])
        except FetchError as error:
            try:
                page = self._read(addresses[1])
            except FetchError:
                raise error from None
            if not self._own_host:
                self._own_host = True
                params = {"url": shown(target), "own": shown(own)}
                self._issues.append(Issue("next-page-moved", params=params))
        return page

    def _read(self, url: str) -> ParsedPage:
        self._urls.add(url)
        answer = self._client.get(url, accept=_ACCEPT.get(self._format, _ACCEPT[""]))
        self._urls.add(answer.url)
        return parse_rdf(answer, self._format)

    def _has_room(self) -> bool:
        limit = self._endpoint.limit
        return limit is None or len(self._guids) < limit

    def end(self) -> ListingEnd:
        """Whether all was read, judged by what was seen and by the source's own count."""
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
        return ListingEnd(complete=complete, declared=self._declared, issues=tuple(self._issues))


def _meaningful(page: ParsedPage) -> ParsedPage:
    """The page, unless it is some other JSON than JSON-LD, which says nothing when read as such.

    Raises:
        FetchError: it is.
    """
    if not len(page.graph) and any(issue.code == "jsonld-names-unknown" for issue in page.issues):
        raise FetchError(Issue("not-a-catalogue", params={"url": shown(page.url)}))
    return page
