"""Training by who one is: the items for a group of people, in the order in which to take them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.pages import cards, reader
from ckanext.resilient.pages.cards import Card
from ckanext.resilient.pages.search import type_words
from ckanext.resilient.pages.values import Value, codes, search_url
from ckanext.resilient.svrc.vocabularies import vocabulary

_MOST_ITEMS = 500
_GROUP, _TOPIC = "training_target_group", "training_topic"

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Who:
    """A group of people, with what there is for it in words."""

    label: str
    url: str
    count: str
    current: bool


@dataclass(frozen=True, slots=True)
class Start:
    """The page "Who are you?": the groups; for the chosen one its path; and the topics."""

    trail: list[tuple[str, str]]
    groups: list[Who]
    chosen: str
    time: str
    path: list[Card]
    topics: list[Value]


def start(group: str) -> Start:
    """The page for a reader who chose this group; an unknown one or none is no choice."""
    items = _items()
    groups = [
        Who(
            term.label(reader.locale()),
            tk.h.url_for("resilient_content.training_start", **{"for": term.code}),
            _count(sum(term.code in codes(item, _GROUP) for item in items)),
            term.code == group,
        )
        for term in vocabulary(_GROUP)
    ]
    path = in_order([item for item in items if group in codes(item, _GROUP)])
    return Start(
        trail=[(type_words("training").list, tk.h.url_for("training.search"))],
        groups=groups,
        chosen=next((who.label for who in groups if who.current), ""),
        time=_time(path),
        path=cards.cards(path),
        topics=_topics(items),
    )


def in_order(items: Iterable[Record]) -> list[Record]:
    """Items with each one before those that it names as next; otherwise in the order given.

    A circle is entered at its first item.
    """
    by_name = {item["name"]: item for item in items}
    following = {
        name: [n for n in codes(item, "next_item") if n in by_name] for name, item in by_name.items()
    }
    named = {name for names in following.values() for name in names}
    ordered: dict[str, Record] = {}
    for first in [*(name for name in by_name if name not in named), *by_name]:
        waiting = [first]
        while waiting:
            name = waiting.pop()
            if name not in ordered:
                ordered[name] = by_name[name]
                waiting += reversed(following[name])
    return list(ordered.values())


def minutes(items: Iterable[Record]) -> int:
    """How many minutes items take together, of those that say so."""
    return sum(int(code.lstrip("m")) for item in items for code in codes(item, "training_minutes"))


def _time(path: list[Record]) -> str:
    total = minutes(path)
    if not total:
        return ""
    words = tk.ungettext("About {number} minute in all", "About {number} minutes in all", total)
    return words.format(number=reader.number(total))


def _items() -> list[Record]:
    return tk.get_action("package_search")(
        {}, {"fq": "+dataset_type:training", "rows": _MOST_ITEMS, "sort": "title_string asc"}
    )["results"]


def _topics(items: list[Record]) -> list[Value]:
    counts = {
        term.code: sum(term.code in codes(item, _TOPIC) for item in items) for term in vocabulary(_TOPIC)
    }
    return [
        Value(
            f"{term.label(reader.locale())} ({reader.number(counts[term.code])})",
            search_url("training", _TOPIC, term.code),
        )
        for term in vocabulary(_TOPIC)
        if counts[term.code]
    ]


def _count(number: int) -> str:
    words = tk.ungettext("{number} training item", "{number} training items", number)
    return words.format(number=reader.number(number))
