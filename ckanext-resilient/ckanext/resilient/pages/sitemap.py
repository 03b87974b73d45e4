"""The sitemap: every public page in every language, in parts that are streamed.

https://www.sitemaps.org/protocol.html, with languages as
https://developers.google.com/search/docs/specialty/international/localized-versions#sitemap
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import sqlalchemy as sa
from ckan import model
from ckan.lib import i18n

from ckanext.resilient.pages import seo, topics
from ckanext.resilient.pages.search import TYPES
from ckanext.resilient.pages.site import exists

MOST_ADDRESSES = 10_000
"""Addresses in a part; the protocol allows 50,000, but ours are long."""

_OPEN = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<{tag} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
_PAGES = (
    seo.HOME, "home.about", "dataset.search", "organization.index", "resilient_site.glossary", "resilient_site.take_part",
    "use-case.search", "cluster.search", "training.search", "portal.search", "data-request.search",
    "resilient_content.training_start", "resilient_vocabulary.index",
    "resilient_catalogue.catalogue",
)  # fmt: skip
_LISTED_KINDS = ("scenario", "region", "need", topics.COLLECTION)
_TOPIC_KINDS = ("scenario", "country", "region", "need")


@dataclass(frozen=True, slots=True)
class Page:
    """A page: where it is, and when it changed (empty when that is not known)."""

    endpoint: str
    values: Mapping[str, str]
    changed: str = ""


@dataclass(frozen=True, slots=True)
class _Source:
    """Pages of one kind: how many, and some of them from a place on."""

    count: int
    some: Callable[[int, int], Iterable[Page]]


def index() -> Iterator[str]:
    """The XML that names all parts."""
    yield _OPEN.format(tag="sitemapindex")
    for number in numbers():
        location = seo.address("resilient_site.sitemap_part", {"number": number}, seo.DEFAULT)
        yield f"<sitemap><loc>{escape(location)}</loc></sitemap>\n"
    yield "</sitemapindex>\n"


def part(number: int) -> Iterator[str]:
    """The XML of one part."""
    yield _OPEN.format(tag="urlset")
    for page in pages((number - 1) * _pages_in_a_part(), _pages_in_a_part()):
        yield from _entries(page)
    yield "</urlset>\n"


def numbers() -> range:
    """The numbers of the parts."""
    total = sum(source.count for source in _sources())
    return range(1, -(-total // _pages_in_a_part()) + 1)


def pages(start: int, number: int) -> Iterator[Page]:
    """So many pages from a place on."""
    for source in _sources():
        if number > 0 and start < source.count:
            taken = min(number, source.count - start)
            yield from source.some(start, taken)
            number -= taken
        start = max(0, start - source.count)


def _pages_in_a_part() -> int:
    return MOST_ADDRESSES // len(i18n.get_locales())


def _entries(page: Page) -> Iterator[str]:
    """A page as one address for each language, each with all the others."""
    found = seo.alternates(page.endpoint, page.values)
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(lang)} href={quoteattr(url)}/>'
        for lang, url in found
    )
    changed = f"<lastmod>{page.changed}</lastmod>" if page.changed else ""
    for url in dict.fromkeys(url for _lang, url in found):
        yield f"<url><loc>{escape(url)}</loc>{changed}{links}</url>\n"


def _sources() -> list[_Source]:
    fixed = _fixed()
    return [_Source(len(fixed), lambda start, number: fixed[start : start + number]), _groups(), _packages()]


def _fixed() -> list[Page]:
    """Pages that are there whatever the content, topics among them."""
    found = [Page(endpoint, {}) for endpoint in _PAGES if exists(endpoint)]
    if exists("cluster.search"):
        found += [Page("resilient_topics.index", {"kind": kind}) for kind in _LISTED_KINDS]
        found += [
            Page("resilient_topics.read", {"kind": kind, "code": topic.slug})
            for kind in _TOPIC_KINDS
            for topic in topics.topics(kind)
        ]
    return found


def _groups() -> _Source:
    group = model.Group
    wanted = (group.is_organization.is_(True), group.state == "active")
    columns = sa.select(group.name).where(*wanted).order_by(group.id)

    def some(start: int, number: int) -> Iterator[Page]:
        for (name,) in model.Session.execute(columns.offset(start).limit(number)):
            yield Page("organization.read", {"id": name})

    return _Source(_count(group.id, wanted), some)


def _packages() -> _Source:
    """Entries of our types that everybody may see; texts of topics stand at their topics' addresses."""
    package = model.Package
    types = [name for name in TYPES if exists(f"{name}.read")]
    kind = package.extras["page_kind"].astext
    of_topic = sa.and_(package.type == "page", sa.func.coalesce(kind, "").in_(_TOPIC_KINDS))
    wanted = (
        package.type.in_(types),
        package.state == "active",
        package.private.is_(False),
        ~of_topic,
        ~sa.and_(package.type == "page", package.name == "about"),
    )
    columns = (
        sa.select(package.name, package.type, package.metadata_modified, kind)
        .where(*wanted)
        .order_by(package.id)
    )

    def some(start: int, number: int) -> Iterator[Page]:
        for name, content_type, changed, page_kind in model.Session.execute(
            columns.offset(start).limit(number)
        ):
            yield _package_page(name, content_type, changed, page_kind)

    return _Source(_count(package.id, wanted), some)


def _package_page(name: str, content_type: str, changed: datetime | None, page_kind: str | None) -> Page:
    day = changed.date().isoformat() if changed else ""
    if content_type == "page":
        endpoint, values = topics.page_place({"name": name, "page_kind": page_kind})
        return Page(endpoint, values, day)
    return Page(f"{content_type}.read", {"id": name}, day)


def _count(column: Any, wanted: Iterable[Any]) -> int:
    return model.Session.scalar(sa.select(sa.func.count(column)).where(*wanted)) or 0
