"""The search page: kinds of content, facets, chosen filters."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.pages import reader
from ckanext.resilient.pages.site import exists
from ckanext.resilient.pages.values import FACET_PREFIX, term_label, vocabulary_name
from ckanext.resilient.svrc import vocabularies
from ckanext.resilient.svrc.issues import N_

_OPEN_FACETS = 4
_NOT_IN_ID = re.compile(r"[^\w-]+")
_SORTINGS = (
    ("score desc, metadata_modified desc", N_("Best match")),
    ("metadata_modified desc", N_("Newest first")),
    ("title_string asc", N_("By name")),
)

SearchFacets = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class TypeWords:
    """A content type in words: its list, the button that adds to it, what one finds there."""

    list: str
    add: str
    intro: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One kind of content with the number of results there."""

    label: str
    url: str
    count: str
    current: bool


@dataclass(frozen=True, slots=True)
class FacetItem:
    """A value to choose, or to take back when it is `active`."""

    id: str
    label: str
    url: str
    count: str
    active: bool
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with the values shown of it."""

    name: str
    title: str
    open: bool
    items: list[FacetItem]
    more_url: str
    fewer_url: str


@dataclass(frozen=True, slots=True)
class Filter:
    """A chosen value, and the search without it."""

    title: str
    label: str
    url: str
    lang: str = ""


TYPES = {
    "dataset": (N_("Data"), N_("Add a dataset"), ""),
    "dataset_series": (
        N_("Series"),
        N_("Add a series"),
        N_("Datasets that belong together, such as one for each year."),
    ),
    "use-case": (
        N_("Examples"),
        N_("Add an example"),
        N_("How others used open data to meet a need, and what you can take over from them."),
    ),
    "cluster": (
        N_("Clusters"),
        N_("Add a cluster"),
        N_("Groups of organisations that work together to meet social needs in their region."),
    ),
    "training": (
        N_("Training"),
        N_("Add a training item"),
        N_("Short lessons about finding, using and sharing data. No previous knowledge is needed."),
    ),
    "portal": (
        N_("Sources"),
        N_("Add a source"),
        N_("Websites where open data is published: what you find there, and how to search them."),
    ),
    "data-request": (
        N_("Requests"),
        N_("Ask for data"),
        N_("Data that somebody needs and could not find, and what became of the question."),
    ),
    "page": (N_("Pages"), N_("Add a page"), N_("Texts that explain this site and its topics.")),
}
"""Our content types in the order of the tabs: name of the list, button that adds one, introduction."""

_NO_TAB = "page"


def type_words(package_type: str) -> TypeWords:
    """A content type in the reader's language; other extensions' types as they name themselves."""
    if package_type in TYPES:
        listing, add, intro = TYPES[package_type]
        return TypeWords(tk._(listing), tk._(add), tk._(intro) if intro else "")
    listing = tk.h.humanize_entity_type("package", package_type, "page title")
    add = tk.h.humanize_entity_type("package", package_type, "add link")
    return TypeWords(listing or package_type.title(), add or tk._("Add"))


def result_words(count: int) -> str:
    """How many results there are."""
    return tk.ungettext("{number} result", "{number} results", count).format(number=reader.number(count))


def sortings() -> list[tuple[str, str]]:
    """Labels and values of the orders to choose from."""
    return [(tk._(label), value) for value, label in _SORTINGS]


def type_tabs(package_type: str, query: str, count: int) -> list[Tab]:
    """The kinds of content that have results, where a search page shows one of several."""
    types = [name for name in TYPES if name != _NO_TAB and exists(f"{name}.search")]
    if len(types) == 1 or tk.request.endpoint != f"{package_type}.search":
        return []
    counts = {**_counts(types, query), package_type: count}
    asked = {"q": query} if query else {}
    return [
        Tab(
            type_words(name).list,
            tk.h.url_for(f"{name}.search", **asked),
            reader.number(counts.get(name, 0)),
            name == package_type,
        )
        for name in types
        if counts.get(name) or name == package_type
    ]


def _counts(types: Sequence[str], query: str) -> dict[str, int]:
    found = tk.get_action("package_search")(
        {},
        {
            "q": query,
            "rows": 0,
            "facet.field": ["dataset_type"],
            "fq": f"dataset_type:({' OR '.join(types)})",
        },
    )
    return {item["name"]: item["count"] for item in found["search_facets"]["dataset_type"]["items"]}


def facets(titles: Mapping[str, str], search_facets: SearchFacets) -> list[Facet]:
    """The facets that have values, the first ones and those in use unfolded."""
    found = [_facet(name, title, search_facets) for name, title in titles.items()]
    shown = [facet for facet in found if facet.items]
    return [
        Facet(f.name, f.title, place < _OPEN_FACETS or f.open, f.items, f.more_url, f.fewer_url)
        for place, f in enumerate(shown)
    ]


def _facet(name: str, title: str, search_facets: SearchFacets) -> Facet:
    items = tk.h.get_facet_items_dict(name, search_facets)
    limit = f"_{name}_limit"
    more = bool(items) and tk.h.has_more_facets(name, search_facets)
    return Facet(
        name=name,
        title=title,
        open=limit in tk.request.args or any(item["active"] for item in items),
        items=[_item(name, item) for item in items],
        more_url=tk.h.remove_url_param(limit, replace="0", alternative_url=_here()) if more else "",
        fewer_url=tk.h.remove_url_param(limit, alternative_url=_here()) if limit in tk.request.args else "",
    )


def _item(name: str, item: Mapping[str, Any]) -> FacetItem:
    code = str(item["name"])
    if item["active"]:
        url = tk.h.remove_url_param(name, value=code, alternative_url=_here())
    else:
        url = tk.h.add_url_param(new_params={name: code}, alternative_url=_here())
    label = _label(name, code, str(item["display_name"]))
    return FacetItem(
        id=_NOT_IN_ID.sub("-", f"{name}-{code}"),
        label=label,
        url=url,
        count=reader.number(item["count"]),
        active=item["active"],
        lang=item.get("lang", ""),
    )


def _here() -> str:
    """The address of this page without its parameters."""
    return tk.h.url_for(tk.h.current_url().partition("?")[0])


def _label(name: str, code: str, display_name: str) -> str:
    """What is shown for a facet's value: as it was named already, else by our vocabularies."""
    return term_label(name.removeprefix(FACET_PREFIX), code) if display_name == code else display_name


def field_title(name: str) -> str:
    """What a filter is called that is not among the facets of its page."""
    vocabulary = name.removeprefix(FACET_PREFIX)
    return vocabulary_name(vocabulary) if vocabulary in vocabularies.vocabulary_names() else vocabulary


def active_filters(
    fields: Mapping[str, Sequence[str]],
    titles: Mapping[str, str],
    search_facets: SearchFacets,
    remove: Callable[[str, str], str],
) -> list[Filter]:
    """The chosen values, each with the address of the search without it."""
    found: list[Filter] = []
    for name, codes in fields.items():
        items = search_facets.get(name, {}).get("items", [])
        known = {item["name"]: item for item in items}
        for code in codes:
            item = known.get(code, {})
            label = _label(name, code, str(item.get("display_name") or code))
            title = titles.get(name) or field_title(name)
            found.append(Filter(title, label, remove(name, code), item.get("lang", "")))
    return found
