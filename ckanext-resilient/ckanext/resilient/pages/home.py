"""The home page: real numbers, three scenarios, needs, newest data, sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient import config
from ckanext.resilient.pages import cards, reader
from ckanext.resilient.pages.cards import Card
from ckanext.resilient.pages.site import exists
from ckanext.resilient.pages.values import FACET_PREFIX, search_url
from ckanext.resilient.svrc.vocabularies import vocabulary

_MOST_SOURCES = 8
_SCENARIO = f"{FACET_PREFIX}macro_scenario"
_NEED = f"{FACET_PREFIX}social_need"

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Link:
    """A label with a number, and where it leads."""

    label: str
    count: str
    url: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """One of the three scenarios with what there is for it."""

    label: str
    links: list[Link]


@dataclass(frozen=True, slots=True)
class Home:
    """What the home page shows; blocks without content are empty."""

    numbers: list[Link]
    updated: str
    scenarios: list[Scenario]
    needs: list[Link]
    newest: list[Card]
    sources: list[Link]


def home() -> Home:
    """The home page, from one search for each content type."""
    data = _search("dataset", config.newest_datasets())
    by_type = {"dataset": data}
    if exists("cluster.search"):
        by_type["cluster"] = _search("cluster", 0)
    newest = data["results"]
    return Home(
        numbers=_numbers(by_type),
        updated=reader.date(newest[0]["metadata_modified"]) if newest else "",
        scenarios=_scenarios({name: _counts(found, _SCENARIO) for name, found in by_type.items()}),
        needs=_needs(_counts(data, _NEED)),
        newest=[cards.card(package) for package in newest],
        sources=_sources(data),
    )


def _search(package_type: str, rows: int) -> dict[str, Any]:
    return tk.get_action("package_search")(
        {},
        {
            "fq": f"+dataset_type:{package_type}",
            "rows": rows,
            "sort": "metadata_modified desc",
            "facet.field": ["organization", _SCENARIO, _NEED],
            "facet.limit": -1,
        },
    )


def _counts(found: Mapping[str, Any], field: str) -> Counts:
    return {item["name"]: item["count"] for item in found["search_facets"].get(field, {}).get("items", [])}


def _numbers(by_type: Mapping[str, Mapping[str, Any]]) -> list[Link]:
    datasets = by_type["dataset"]["count"]
    clusters = by_type["cluster"]["count"] if "cluster" in by_type else 0
    sources = len(_counts(by_type["dataset"], "organization"))
    candidates = (
        (datasets, _noun("dataset", datasets), "dataset.search"),
        (clusters, _noun("cluster", clusters), "cluster.search"),
        (sources, tk.ungettext("source", "sources", sources), "organization.index"),
    )
    return [
        Link(label, reader.number(count), tk.h.url_for(endpoint))
        for count, label, endpoint in candidates
        if count
    ]


def _noun(package_type: str, count: int) -> str:
    if package_type == "cluster":
        return tk.ungettext("cluster", "clusters", count)
    return tk.ungettext("dataset", "datasets", count)


def _scenarios(by_type: Mapping[str, Counts]) -> list[Scenario]:
    found: list[Scenario] = []
    for term in vocabulary("macro_scenario"):
        links = [
            Link(
                _noun(name, counts[term.code]),
                reader.number(counts[term.code]),
                search_url(name, "macro_scenario", term.code),
            )
            for name, counts in by_type.items()
            if counts.get(term.code)
        ]
        if links:
            found.append(Scenario(term.label(reader.locale()), links))
    return found


def _needs(counts: Counts) -> list[Link]:
    return [
        Link(
            term.label(reader.locale()),
            reader.number(counts[term.code]),
            search_url("dataset", "social_need", term.code),
        )
        for term in vocabulary("social_need")
        if counts.get(term.code)
    ]


def _sources(found: Mapping[str, Any]) -> list[Link]:
    items = found["search_facets"].get("organization", {}).get("items", [])
    largest = sorted(items, key=lambda item: (-item["count"], item["display_name"]))[:_MOST_SOURCES]
    return [
        Link(
            item["display_name"],
            reader.number(item["count"]),
            tk.h.url_for("organization.read", id=item["name"]),
        )
        for item in largest
    ]
