"""What on this site belongs to a topic: those that carry its term, and those that its text names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.pages import topics
from ckanext.resilient.pages.editorial import terms
from ckanext.resilient.pages.related import linked_names
from ckanext.resilient.pages.site import exists
from ckanext.resilient.pages.topics import KINDS, Topic
from ckanext.resilient.pages.values import FACET_PREFIX, search_url

Record = Mapping[str, Any]
Counts = Mapping[str, Mapping[str, int]]

NEWEST = 6
_MOST_OTHERS = 80
SHOWN = {"cluster": 6, "use-case": 3, "training": 3, "portal": 6, "data-request": 3}
"""Types beside datasets in the order of the page, with the number of cards."""

_WAYS_IN = ("social_need", "od_category", "activity_area", "macro_scenario")
"""Fields by which a collection gathers entries: the first of these that its page fills."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the two searches found."""

    counts: Mapping[str, int]
    facets: Counts
    entries: Mapping[str, list[Record]]
    text: Record | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entries belong to a topic: those that carry its term, and those that its text names."""

    carriers: str
    names: Sequence[str] = ()
    chosen: tuple[str, str] = ("", "")

    @property
    def wanted(self) -> str:
        """The condition of a search."""
        parts = [part for part in (self.carriers, f"name:({_any(self.names)})" if self.names else "") if part]
        return f"+({' OR '.join(f'({part})' for part in parts)})" if parts else "-*:*"

    def all_url(self, content_type: str) -> str:
        """The list of all of a type; empty where no single value stands for the topic."""
        return search_url(content_type, *self.chosen) if all(self.chosen) else ""


def of_topic(topic: Topic) -> Asked:
    """The entries of a topic that has a term in a vocabulary."""
    return Asked(_carries(topic.kind.field, [topic.code]), chosen=(topic.kind.field, topic.code))


def of_collection(page: Record) -> Asked:
    """The entries of a collection: what its text names, and what carries its terms."""
    return Asked(_gathered(page), linked_names(page))


def find(asked: Asked, topic: Topic | None = None) -> Found:
    """What belongs to a topic, and its text: one search for datasets, one for all else."""
    fields = [FACET_PREFIX + KINDS[kind].field for kind in ("need", "country")]
    data = _search(f"+dataset_type:dataset {asked.wanted}", NEWEST, fields, _named_first(asked))
    types = [name for name in SHOWN if exists(f"{name}.search")]
    wanted = f"(+dataset_type:({_any(types)}) {asked.wanted})"
    text_first = _named_first(asked)
    if topic:
        about = f'+dataset_type:page +{FACET_PREFIX}page_kind:"{topic.kind.name}"'
        wanted = f'{wanted} OR ({about} +extras_subject:"{topic.code}")'
        text_first = f"dataset_type:page^=9 OR {text_first}"
    others = _search(f"+({wanted})", _MOST_OTHERS, ["dataset_type"], text_first)
    entries: dict[str, list[Record]] = {"dataset": data["results"]}
    for package in others["results"]:
        entries.setdefault(package["type"], []).append(package)
    texts = [p for p in entries.pop("page", []) if topic and topics.about(p) == topic.slug]
    counts = {**_items(others, "dataset_type"), "dataset": data["count"]}
    return Found(counts, {name: _items(data, name) for name in fields}, entries, texts[0] if texts else None)


def _search(condition: str, number: int, fields: list[str], first: str) -> dict[str, Any]:
    return tk.get_action("package_search")(
        {},
        {
            "q": f"*:* OR {first}",
            "fq": condition,
            "rows": number,
            "sort": "score desc, metadata_modified desc",
            "facet.field": fields,
            "facet.limit": -1,
        },
    )


def _named_first(asked: Asked) -> str:
    """What lifts the entries that a text names above those that merely carry a term."""
    return f"name:({_any(asked.names)})^=5" if asked.names else "*:*"


def _items(found: Mapping[str, Any], name: str) -> dict[str, int]:
    return {item["name"]: item["count"] for item in found["search_facets"].get(name, {}).get("items", [])}


def _carries(field: str, codes: Iterable[str]) -> str:
    return f"+{FACET_PREFIX}{field}:({_any(codes)})"


def _any(values: Iterable[str]) -> str:
    return " OR ".join('"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' for value in values)


def _gathered(page: Record) -> str:
    """The condition on the terms of a collection: one of its needs, in one of its regions if it names any."""
    by_field: dict[str, list[str]] = {}
    for field, code in terms(page):
        by_field.setdefault(field, []).append(code)
    way_in = next((field for field in _WAYS_IN if field in by_field), "")
    if not way_in:
        return ""
    place = next((field for field in ("partner_region", "country") if field in by_field), "")
    return " ".join(_carries(field, by_field[field]) for field in (way_in, place) if field)
