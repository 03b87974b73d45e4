"""What a page tells search engines and those who share it: its one address, its languages, a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib import i18n

from ckanext.resilient.pages import cards, reader, topics
from ckanext.resilient.pages.search import TYPES

Record = Mapping[str, Any]

NO_INDEX = "noindex, follow"
DEFAULT = "default"
"""CKAN's word for the locale whose addresses have no prefix."""

HOME = "resilient_site.home"
_PUBLIC = {
    HOME,
    "home.index",
    "home.about",
    "organization.index",
    "organization.read",
    "dataset_resource.read",
    "resilient_content.training_start",
    "resilient_content.compare_clusters",
    "resilient_site.glossary",
    "resilient_site.take_part",
    "resilient_topics.index",
    "resilient_topics.read",
    "resilient_catalogue.catalogue",
    "resilient_vocabulary.index",
    "resilient_vocabulary.scheme",
    "resilient_vocabulary.concept",
    *(f"{name}.{view}" for name in TYPES for view in ("search", "read")),
}
"""Pages for search engines; all others are for people with an account, or for programs."""

_SAME_PAGE = {"page"}
"""Parameters that make another page of an address."""

_TRACKING = ("utm_", "fbclid", "gclid", "mc_")
_ARTICLES = ("page", "use-case", "training")
_TERRITORIES = {
    "en": "GB",
    "es": "ES",
    "fr": "FR",
    "it": "IT",
    "el": "GR",
    "hr": "HR",
    "sl": "SI",
    "sq": "AL",
}
"""OpenGraph wants a country with each language."""


@dataclass(frozen=True, slots=True)
class Head:
    """The part of a page's head that speaks of the page itself; empty values are left out."""

    canonical: str
    alternates: list[tuple[str, str]]
    robots: str
    title: str
    description: str
    kind: str
    image: str
    locale: str
    other_locales: list[str]


def head(
    *, title: str = "", description: str = "", record: Record | None = None, organization: Record | None = None,
    error: object = None,
) -> Head:  # fmt: skip
    """The head of the page that is being rendered.

    Args:
        title: what the page calls itself.
        description: what the page says of itself; else what its record says.
        record: the package that the page shows.
        organization: the organisation that the page shows.
        error: the code of an error page.
    """
    public = not error and tk.request.endpoint in _PUBLIC and _is_public(record)
    place = _place(record, organization) if public else None
    permutation = bool(_other_parameters())
    indexed = place is not None and not permutation
    return Head(
        canonical=address(*place, canonical_locale(place[0])) if place else "",
        alternates=alternates(*place) if place and indexed else [],
        robots="" if indexed else NO_INDEX,
        title=title or str(tk.config["ckan.site_title"]),
        description=description or _description(record, organization),
        kind="article" if record and record.get("type") in _ARTICLES else "website",
        image=tk.h.url_for_static("/resilient/share.png", locale=DEFAULT, _external=True),
        locale=_with_territory(reader.locale()),
        other_locales=[_with_territory(code) for code in i18n.get_locales() if code != reader.locale()],
    )


def address(endpoint: str, values: Mapping[str, Any], locale: str) -> str:
    """The full address of a page in a language."""
    return tk.h.url_for(endpoint, locale=locale, _external=True, **values)


def alternates(endpoint: str, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The languages of a page with its full address in each, last the one for all other readers.

    The site's own language stands under the address without a prefix. Only the home page has that address for
    readers of all languages, because it may send them on to their own.
    """
    found = [
        (tk.h.unix_locale_to_bcp47(code), address(endpoint, values, _prefix(endpoint, code)))
        for code in i18n.get_locales()
    ]
    return [*found, ("x-default", address(endpoint, values, DEFAULT))]


def canonical_locale(endpoint: str) -> str:
    """The locale, as CKAN's addresses name it, of the one address of the page that is being rendered."""
    if endpoint == HOME and tk.request.environ.get("CKAN_LANG_IS_DEFAULT"):
        return DEFAULT
    return _prefix(endpoint, reader.locale())


def _prefix(endpoint: str, locale: str) -> str:
    own = locale == tk.config["ckan.locale_default"]
    return DEFAULT if own and endpoint != HOME else locale


def _place(record: Record | None, organization: Record | None) -> tuple[str, dict[str, Any]]:
    """The endpoint and values of the one address of this page, however it was reached."""
    endpoint = str(tk.request.endpoint)
    values = {**(tk.request.view_args or {}), **_same_page()}
    if endpoint == "home.index":
        return HOME, {}
    if record and record.get("type") == "page":
        return topics.page_place(record)
    if record and endpoint == "dataset_resource.read":
        return endpoint, {**values, "id": record["name"]}
    if record and endpoint.endswith(".read"):
        return f"{record['type']}.read", {"id": record["name"]}
    if organization:
        return endpoint, {**values, "id": organization["name"]}
    return endpoint, {key: value for key, value in values.items() if key != "package_type"}


def _same_page() -> dict[str, str]:
    return {key: value for key, value in tk.request.args.items() if key in _SAME_PAGE and value != "1"}


def _other_parameters() -> list[str]:
    """Parameters by which a page is one of countless variants of itself."""
    return [key for key in tk.request.args if key not in _SAME_PAGE and not key.startswith(_TRACKING)]


def _is_public(record: Record | None) -> bool:
    return record is None or (not record.get("private") and record.get("state", "active") == "active")


def _description(record: Record | None, organization: Record | None) -> str:
    text = None
    if record:
        text = cards.summary(record)
    elif organization:
        text = cards.summary({**organization, "notes_translated": organization.get("description_translated")})
    return (
        text.text if text else tk._("Find open data about social needs, see if you may use it, and open it.")
    )


def _with_territory(locale: str) -> str:
    return locale if "_" in locale else f"{locale}_{_TERRITORIES.get(locale, locale.upper())}"
