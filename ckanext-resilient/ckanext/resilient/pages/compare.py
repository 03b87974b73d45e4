"""Up to four clusters side by side: their criteria in words, and what else could be compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.pages import cards, reader
from ckanext.resilient.pages.clusters import criteria
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.pages.search import type_words
from ckanext.resilient.pages.values import FACET_PREFIX, Value, codes

MOST = 4
_MOST_SUGGESTED = 6
_NEIGHBOURS = ("partner_region", "social_need")

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A cluster that is compared, and the comparison without it."""

    name: str
    title: Text
    url: str
    in_short: Text | None
    places: list[str]
    without_url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion with the values of each cluster; `same` when all of them agree."""

    name: str
    cells: list[list[Value]]
    same: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A cluster that could be added, and what it has in common with those that are there."""

    title: Text
    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The page that compares clusters."""

    trail: list[tuple[str, str]]
    columns: list[Column]
    lines: list[Line]
    problem: str
    choose_url: str
    suggestions: list[Suggestion]


def comparison(asked: Sequence[str]) -> Comparison:
    """The comparison of the clusters of these names; a sentence in `problem` where it is not what was asked."""
    wanted = list(dict.fromkeys(name for name in asked if name))
    found = _clusters(wanted[:MOST])
    names = [cluster["name"] for cluster in found]
    return Comparison(
        trail=[(type_words("cluster").list, tk.h.url_for("cluster.search"))],
        columns=[_column(cluster, names) for cluster in found],
        lines=lines([criteria(cluster) for cluster in found]),
        problem=_problem(wanted, found),
        choose_url=tk.h.url_for("cluster.search", ext_cluster=names),
        suggestions=_suggestions(found, names) if found and len(found) < MOST else [],
    )


def lines(tables: Sequence[Sequence[tuple[str, list[Value]]]]) -> list[Line]:
    """Tables of criteria as lines of one table, in the order in which criteria are described."""
    by_table = [dict(table) for table in tables]
    order = _merged([[name for name, _values in table] for table in tables])
    found: list[Line] = []
    for name in order:
        cells = [table.get(name, []) for table in by_table]
        words = [sorted(value.label for value in cell) for cell in cells]
        found.append(Line(name, cells, all(word == words[0] for word in words)))
    return found


def _merged(orders: Iterable[Sequence[str]]) -> list[str]:
    """One order out of several that agree on what they share."""
    merged: list[str] = []
    for order in orders:
        place = 0
        for name in order:
            if name in merged:
                place = merged.index(name) + 1
            else:
                merged.insert(place, name)
                place += 1
    return merged


def _clusters(names: Sequence[str]) -> list[Record]:
    """The clusters of these names that the reader may see, in this order, by one search."""
    if not names:
        return []
    quoted = " OR ".join(f'"{_escaped(name)}"' for name in names)
    found = {package["name"]: package for package in _search(f"+name:({quoted})", MOST)}
    return [found[name] for name in names if name in found]


def _column(cluster: Record, names: list[str]) -> Column:
    return Column(
        name=cluster["name"],
        title=reader.title_of(cluster),
        url=tk.h.url_for("cluster.read", id=cluster["name"]),
        in_short=cards.summary(cluster),
        places=cards.places(cluster),
        without_url=_url(name for name in names if name != cluster["name"]),
    )


def _problem(wanted: Sequence[str], found: Sequence[Record]) -> str:
    if len(wanted) > MOST:
        return tk._("You can compare up to four clusters. These are the first four that you chose.")
    if len(found) < len(wanted):
        return tk._("One of the clusters that you chose is not here any more.")
    return tk._("Choose at least two clusters to compare.") if len(found) < 2 else ""


def _suggestions(found: Sequence[Record], names: list[str]) -> list[Suggestion]:
    """Other clusters of the same region or with the same need."""
    held = {field: {code for cluster in found for code in codes(cluster, field)} for field in _NEIGHBOURS}
    terms = [
        f'{FACET_PREFIX}{field}:"{_escaped(code)}"'
        for field, several in held.items()
        for code in sorted(several)
    ]
    if not terms:
        return []
    others = " OR ".join(f'"{_escaped(name)}"' for name in names)
    near = _search(f"+({' OR '.join(terms)}) -name:({others})", _MOST_SUGGESTED)
    return [
        Suggestion(reader.title_of(cluster), _url([*names, cluster["name"]]), _reason(cluster, held))
        for cluster in near
    ]


def _reason(cluster: Record, held: Mapping[str, set[str]]) -> str:
    shared_region = held["partner_region"].intersection(codes(cluster, "partner_region"))
    return tk._("same region") if shared_region else tk._("same need")


def _search(fq: str, rows: int) -> list[dict[str, Any]]:
    return tk.get_action("package_search")({}, {"fq": f"+dataset_type:cluster {fq}", "rows": rows})["results"]


def _url(names: Iterable[str]) -> str:
    return tk.h.url_for("resilient_content.compare_clusters", cluster=list(names))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
