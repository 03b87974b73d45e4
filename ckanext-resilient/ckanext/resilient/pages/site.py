"""What stands around every page: menu and languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from babel import Locale
from ckan import model
from ckan.lib import i18n
from flask import current_app, g

from ckanext.resilient.pages import reader
from ckanext.resilient.svrc.issues import N_
from ckanext.resilient.svrc.languages import content_language, language_name


@dataclass(frozen=True, slots=True)
class _Link:
    """An entry as data: shown where its page exists, and what it `needs`: another page, or `page/name` an entry."""

    endpoint: str
    label: str
    needs: str = ""
    values: Mapping[str, str] = field(default_factory=dict[str, str])


_LOGIN = "user.login"

_TOPICS = "cluster.search"
"""Topics have pages where our content types are there."""

_MENU: tuple[tuple[str, tuple[_Link, ...]], ...] = (
    (
        N_("Find data"),
        (
            _Link("dataset.search", N_("Search the data")),
            _Link("resilient_topics.index", N_("Social needs"), _TOPICS, {"kind": "need"}),
            _Link("resilient_topics.index", N_("Countries and regions"), _TOPICS, {"kind": "region"}),
            _Link("resilient_topics.index", N_("Scenarios"), _TOPICS, {"kind": "scenario"}),
        ),
    ),
    (
        N_("See examples"),
        (
            _Link("use-case.search", N_("Examples")),
            _Link("cluster.search", N_("Clusters")),
            _Link("resilient_topics.index", N_("Collections"), "page.search", {"kind": "collection"}),
        ),
    ),
    (
        N_("Learn"),
        (
            _Link("resilient_content.training_start", N_("Where to begin to learn"), "training.search"),
            _Link("training.search", N_("Training")),
            _Link("resilient_site.glossary", N_("Glossary")),
            _Link("resilient_vocabulary.index", N_("Vocabularies")),
        ),
    ),
    (
        N_("Take part"),
        (
            _Link("resilient_site.take_part", N_("What you can do")),
            _Link("data-request.search", N_("Requests")),
            _Link("api.get_api", N_("For programs: the API"), "", {"ver": "3"}),
            _Link("resilient_catalogue.catalogue", N_("For programs: the catalogue")),
        ),
    ),
    (
        N_("Sources"),
        (
            _Link("portal.search", N_("Open data sources")),
            _Link("resilient_sources.index", N_("Where the data comes from")),
            _Link("organization.index", N_("Organisations")),
            _Link(
                "resilient_site.short_address", N_("How we rate"), "page/how-we-rate", {"short": "quality"}
            ),
            _Link("home.about", N_("About")),
        ),
    ),
)
"""The five parts of the site; the first page of each that exists is where its entry leads."""

_LEGAL = (
    _Link("resilient_site.short_address", N_("Privacy"), "page/privacy", {"short": "privacy"}),
    _Link(
        "resilient_site.short_address", N_("Accessibility"), "page/accessibility", {"short": "accessibility"}
    ),
    _Link("resilient_site.short_address", N_("Reports of the project"), "page/library", {"short": "library"}),
    _Link(_LOGIN, N_("Log in")),
)
"""What the foot of every page leads to beside the parts of the site."""

_NOT_A_PART = ("home", "resilient_site", "resilient_topics", "resilient_content")
"""Blueprints whose pages belong to several parts: of these, only the very page counts."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the menu; `current` is the value of aria-current: page, true (within) or empty."""

    label: str
    url: str
    current: str


@dataclass(frozen=True, slots=True)
class Part:
    """One of the parts of the site: the entry of the menu, and the pages in it."""

    entry: Entry
    pages: list[Entry]


@dataclass(frozen=True, slots=True)
class Language:
    """A language that the interface speaks, and the page that is shown in it."""

    name: str
    lang: str
    url: str
    current: bool


def exists(endpoint: str) -> bool:
    """Whether this site has such a page."""
    return endpoint in current_app.view_functions


def menu() -> list[Entry]:
    """The main menu: a part of the site each, those that exist here."""
    return [part.entry for part in parts()]


def parts() -> list[Part]:
    """The parts of the site with the pages that exist here."""
    found: list[Part] = []
    for label, links in _MENU:
        pages = [_entry(link) for link in links if exists(link.endpoint) and _has(link.needs)]
        if pages:
            currents = [page.current for page in pages]
            current = currents[0] or ("true" if any(currents) else "")
            found.append(Part(Entry(tk._(label), pages[0].url, current), pages))
    return found


def legal() -> list[Entry]:
    """The entries at the foot of every page, those that exist here; nobody who is logged in is asked to log in."""
    offered = [link for link in _LEGAL if link.endpoint != _LOGIN or not tk.current_user.is_authenticated]
    return [_entry(link) for link in offered if exists(link.endpoint) and _has(link.needs)]


def _has(needed: str) -> bool:
    content_type, _, name = needed.partition("/")
    return _has_entry(content_type, name) if name else not needed or exists(needed)


def _has_entry(content_type: str, name: str) -> bool:
    """Whether everybody can see an entry; asked of the database once in a request."""
    known: dict[str, bool] = g.setdefault("resilient_entries_there", {})
    if name not in known:
        package = model.Package
        query = sa.select(package.id).where(
            package.name == name,
            package.type == content_type,
            package.state == "active",
            package.private.is_(False),
        )
        known[name] = model.Session.scalar(query) is not None
    return known[name]


def _entry(link: _Link) -> Entry:
    return Entry(tk._(link.label), tk.h.url_for(link.endpoint, **link.values), _current(link))


def _current(link: _Link) -> str:
    here = tk.request.endpoint or ""
    given = {key: str(value) for key, value in (tk.request.view_args or {}).items()}
    same = all(given.get(key) == value for key, value in link.values.items())
    if here == link.endpoint and same:
        return "page"
    if here == "resilient_topics.read" and link.endpoint == "resilient_topics.index":
        return "true" if _index_of(given.get("kind", "")) == link.values["kind"] else ""
    blueprint = link.endpoint.partition(".")[0]
    within = blueprint not in _NOT_A_PART and here.partition(".")[0] in (blueprint, f"{blueprint}_resource")
    return "true" if within else ""


def _index_of(kind: str) -> str:
    """Countries stand in one index with the regions."""
    return "region" if kind == "country" else kind


def languages() -> list[Language]:
    """All languages of the interface by their own names, each with the address of this page in it."""
    here = tk.h.current_url()
    return [
        Language(
            name=native_name(locale),
            lang=tk.h.unix_locale_to_bcp47(locale),
            url=tk.h.url_for(here, locale=locale),
            current=locale == reader.locale(),
        )
        for locale in i18n.get_locales()
    ]


def native_name(locale: str) -> str:
    """What a language calls itself, with a capital letter."""
    code = content_language(locale)
    known = language_name(code, code)
    name = known if known != code else Locale.parse(locale).get_display_name() or locale
    return name[:1].upper() + name[1:]
