"""What stands around every page: menu and languages."""

from __future__ import annotations

from dataclasses import dataclass

import ckan.plugins.toolkit as tk
from babel import Locale
from ckan.lib import i18n
from flask import current_app

from ckanext.resilient.pages import reader
from ckanext.resilient.svrc.issues import N_
from ckanext.resilient.svrc.languages import content_language, language_name

_MENU = (
    ("dataset.search", N_("Find data")),
    ("cluster.search", N_("Clusters")),
    ("organization.index", N_("Sources")),
    ("home.about", N_("About")),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the menu; `current` is the value of aria-current: page, true (within) or empty."""

    label: str
    url: str
    current: str


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
    """The main menu: those of our entries that exist on this site."""
    return [
        Entry(tk._(label), tk.h.url_for(endpoint), _current(endpoint))
        for endpoint, label in _MENU
        if exists(endpoint)
    ]


def _current(endpoint: str) -> str:
    here = tk.request.endpoint or ""
    if here == endpoint:
        return "page"
    blueprint = endpoint.partition(".")[0]
    within = blueprint != "home" and here.partition(".")[0] in (blueprint, f"{blueprint}_resource")
    return "true" if within else ""


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
