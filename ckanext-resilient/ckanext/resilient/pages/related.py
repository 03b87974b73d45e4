"""Entries that belong together: links of both directions, and what carries the terms of a page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from flask import g

from ckanext.resilient.pages import cards, reader
from ckanext.resilient.pages.cards import Card
from ckanext.resilient.pages.search import TYPES, type_words
from ckanext.resilient.pages.site import exists
from ckanext.resilient.pages.values import FACET_PREFIX, Value, search_url, term_label

LINKED = "vocab_linked"
"""Field of the index with all that an entry links to, as `type/name`."""

_SHOWN_AS_CARDS = 6
_MOST_ENTRIES = 200
_LINK_FIELDS = (
    "datasets_used", "datasets_about", "datasets_published", "practice_datasets", "answers", "use_cases", "derived_from", "transferred_to",
    "clusters", "training_items", "next_item", "portals",
)  # fmt: skip

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one type that belong to a page: the first ones as cards, the others as links."""

    content_type: str
    title: str
    cards: list[Card]
    more: list[Card]


@dataclass(frozen=True, slots=True)
class Belonging:
    """What there is for one term, by type: how many, and where the list of them is."""

    field: str
    code: str
    label: str
    links: list[Value]


def linked_names(record: Record) -> list[str]:
    """Names of the entries to which a record links, in its own order."""
    names = (str(name) for field in _LINK_FIELDS for name in _several(record.get(field)))
    return list(dict.fromkeys(names))


def entries(record: Record, content_type: str = "") -> list[dict[str, Any]]:
    """What a record links to and what links to it, by one search; only what this reader may see.

    Its own links come first, in the order in which they are stored.
    """
    own = linked_names(record)
    kind = content_type or str(record.get("type") or "dataset")
    wanted = [f'{LINKED}:"{kind}/{record["name"]}"', *([f"name:({_any(own)})"] if own else [])]
    found = _search(
        {
            "fq": f"+({' OR '.join(wanted)}) -name:{_quoted(record['name'])} +dataset_type:({_any(TYPES)})",
            "rows": _MOST_ENTRIES,
            "sort": "title_string asc",
        }
    )["results"]
    place = {name: number for number, name in enumerate(own)}
    return sorted(found, key=lambda package: place.get(package["name"], len(own)))


def groups(packages: Iterable[Record]) -> list[Group]:
    """Entries by type, in the order of the tabs of a search."""
    by_type: dict[str, list[Card]] = {}
    for card in cards.cards(packages):
        by_type.setdefault(card.content_type, []).append(card)
    return [
        Group(name, type_words(name).list, by_type[name][:_SHOWN_AS_CARDS], by_type[name][_SHOWN_AS_CARDS:])
        for name in TYPES
        if name in by_type
    ]


def of_record(record: Record, content_type: str = "") -> list[Group]:
    """What belongs to a record, by type; nothing where this site's index does not know of links."""
    return groups(entries(record, content_type)) if has_links() else []


def of_terms(terms: Sequence[tuple[str, str]]) -> list[Belonging]:
    """What there is for each of these (field, code) pairs; terms without any entry are left out.

    One search for each type of content, however many terms there are.
    """
    if not terms:
        return []
    types = [name for name in TYPES if name != "page" and exists(f"{name}.search")]
    counts = {name: _counts(name, terms) for name in types}
    found: list[Belonging] = []
    for field, code in dict.fromkeys(terms):
        links = [
            Value(f"{type_words(name).list}: {reader.number(number)}", search_url(name, field, code))
            for name in types
            if (number := counts[name].get((field, code)))
        ]
        if links:
            found.append(Belonging(field, code, term_label(field, code), links))
    return found


def organization_links(names: Collection[str]) -> dict[str, Value]:
    """Organisations of this site by name, each as a link with its title; unknown ones are missing."""
    known: dict[str, Value] = g.setdefault("resilient_organization_links", {})
    asked = {name for name in names if name} - known.keys()
    if asked:
        groups_table = model.group_table
        query = sa.select(groups_table.c.name, groups_table.c.title, groups_table.c.extras).where(
            groups_table.c.name.in_(asked),
            groups_table.c.is_organization.is_(True),
            groups_table.c.state == "active",
        )
        for name, title, extras in model.Session.execute(query):
            shown = reader.title_of({"name": name, "title": title, **cards.titles_in(extras)})
            url = tk.h.url_for("organization.read", id=name)
            known[name] = Value(shown.text, url, shown.lang if shown.foreign else "")
    return {name: known[name] for name in names if name in known}


def has_links() -> bool:
    """Whether the plugin that indexes links is there; on a stock CKAN it is not."""
    return p.plugin_loaded("resilient_schema")


def _counts(content_type: str, terms: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
    fields = list(dict.fromkeys(f"{FACET_PREFIX}{field}" for field, _code in terms))
    found = _search(
        {"fq": f"+dataset_type:{content_type}", "rows": 0, "facet.field": fields, "facet.limit": -1}
    )["search_facets"]
    return {
        (field.removeprefix(FACET_PREFIX), item["name"]): item["count"]
        for field in fields
        for item in found.get(field, {}).get("items", [])
    }


def _search(asked: dict[str, Any]) -> dict[str, Any]:
    return tk.get_action("package_search")({}, asked)


def _several(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _any(names: Iterable[str]) -> str:
    return " OR ".join(_quoted(name) for name in names)


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
