"""Goes through the portal as a visitor would: from page to page, by the links that are there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urljoin, urlsplit

from ckan.tests.helpers import CKANTestApp
from lxml import html

_NOT_PAGES = (
    "/api/", "/download/", "/uploads/", "/webassets/", "/base/", "/resilient/", "/feeds/", "/sitemap", "/robots.txt",
    "/user/_logout", "/user/logged_out", "/catalog.",
)  # fmt: skip
_DOCUMENTS = (".ttl", ".rdf", ".jsonld", ".xml", ".n3", ".csv", ".geojson", ".json", ".svg", ".png", ".ico")
_MOST_PARAMETERS = 1
"""Facets can be combined without end: one chosen value is enough to see how a choice is shown."""
_MOST_VALUES = 2
"""Of each parameter on each page: a list looks the same for all values of a facet."""


@dataclass
class Visit:
    """One address: its status, its page if it is one, and where it was linked."""

    address: str
    status: int
    page: html.HtmlElement | None
    linked_from: str


@dataclass
class Spider:
    """Visits every page of one language that is reached from the starting addresses."""

    app: CKANTestApp
    site: str
    locale: str
    headers: dict[str, str] = field(default_factory=dict)
    follows: Callable[[str], bool] = lambda path: True
    _values: dict[tuple[str, str], set[str]] = field(default_factory=dict[tuple[str, str], set[str]])

    def visits(self, starts: list[str]) -> Iterator[Visit]:
        """Each page once, and each file or feed once by its status alone."""
        waiting, known = [(self._localised(start), "") for start in starts], set[str]()
        while waiting:
            address, linked_from = waiting.pop()
            if address in known:
                continue
            known.add(address)
            visit = self._open(address, linked_from)
            yield visit
            if visit.page is not None:
                waiting += [(link, address) for link in self._links(visit.page, address) if link not in known]

    def _localised(self, path: str) -> str:
        return path if self.locale == "en" else f"/{self.locale}{path}"

    def _open(self, address: str, linked_from: str) -> Visit:
        answer = self.app.get(address, headers=self.headers, expect_errors=True)
        is_page = "html" in (answer.content_type or "")
        page = html.fromstring(answer.body) if is_page and answer.body.strip() else None
        return Visit(address, answer.status_code, page, linked_from)

    def _links(self, page: html.HtmlElement, address: str) -> Iterator[str]:
        for link in page.xpath("//a[@href]|//link[@rel='alternate'][@href]|//form[@method='get'][@action]"):
            target = urljoin(self.site + address, link.get("href") or link.get("action"))
            if not target.startswith(self.site + "/"):
                continue
            parts = urlsplit(target)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            if (
                self._is_wanted(parts.path, parts.query)
                and self._is_new(parts.path, parts.query)
                and self.follows(path)
            ):
                yield path

    def _is_new(self, path: str, query: str) -> bool:
        for name, value in parse_qsl(query, keep_blank_values=True):
            values = self._values.setdefault((path, name), set())
            if value not in values and len(values) >= _MOST_VALUES:
                return False
            values.add(value)
        return True

    def _is_wanted(self, path: str, query: str) -> bool:
        first = path.strip("/").split("/")[0]
        in_language = first == self.locale if self.locale != "en" else first not in _OTHER_LOCALES
        bare = path.removeprefix(f"/{self.locale}")
        return (
            in_language
            and not bare.startswith(_NOT_PAGES)
            and not bare.endswith(_DOCUMENTS)
            and len(parse_qsl(query, keep_blank_values=True)) <= _MOST_PARAMETERS
        )


_OTHER_LOCALES = {"pt_PT", "es", "fr", "it", "el", "hr", "sl", "sq"}


def missing_anchors(page: html.HtmlElement) -> list[str]:
    """Links within the page that lead to a place that is not there."""
    there = set(page.xpath("//@id")) | set(page.xpath("//@name"))
    wanted = {href[1:] for href in page.xpath("//a/@href") if href.startswith("#") and len(href) > 1}
    return sorted(wanted - there)
