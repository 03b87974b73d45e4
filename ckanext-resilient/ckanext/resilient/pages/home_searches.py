"""The searches of the home page: six, however much there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.pages import topics
from ckanext.resilient.pages.site import exists
from ckanext.resilient.pages.values import FACET_PREFIX

Record = Mapping[str, Any]
Counts = Mapping[str, int]

_SCENARIO, _NEED, _COUNTRY = (
    f"{FACET_PREFIX}{name}" for name in ("macro_scenario", "social_need", "country")
)
_MOST_SOURCES = 8
_MOST_EXAMPLES = 40
_MOST_LESSONS = 24
_MOST_SPECIAL = 30
_ANSWERED = ("answered-existing", "published")
_SCENARIO_TEXTS = f'(+dataset_type:page +{FACET_PREFIX}page_kind:"scenario")'
_PILOTS = f'({FACET_PREFIX}use_case_kind:"pilot" OR {FACET_PREFIX}portal_type:"pilot-platform")'
INTRODUCTION = "what-is-open-data"
"""Name of the page for readers to whom all this is new."""

_INTRODUCTION = f'(+dataset_type:page +name:"{INTRODUCTION}")'
_ANSWERS = f"(+dataset_type:data-request +{FACET_PREFIX}request_status:({' OR '.join(_ANSWERED)}))"


@dataclass(frozen=True, slots=True)
class Found:
    """What the searches found."""

    numbers: Counts
    number_of_countries: int
    number_of_sources: int
    updated: str
    newest: list[Record]
    by_scenario: Mapping[str, Counts]
    by_need: Counts
    largest: list[Mapping[str, Any]]
    use_cases: list[Record]
    training: list[Record]
    portals: list[Record]
    scenario_texts: Mapping[str, Record]
    introduction: bool
    pilots: list[Record]
    answered: list[Record]


def search(newest: int) -> Found:
    """All that the home page shows, with this many of the newest datasets."""
    data = _of_type("dataset", max(newest, 1), ["organization", _SCENARIO, _NEED, _COUNTRY])
    clusters = _of_type("cluster", 0, [_SCENARIO])
    use_cases = _of_type("use-case", _MOST_EXAMPLES, [_SCENARIO])
    training = _of_type("training", _MOST_LESSONS, [], sort="title_string asc")
    portals = _of_type("portal", _MOST_SOURCES, [], first=f'{FACET_PREFIX}territorial_level:"national"')
    special = _special()
    pages = [package for package in special if package["type"] == "page"]
    countries = {term.code for term in topics.countries()}
    by_type = {"dataset": data, "use-case": use_cases, "cluster": clusters}
    return Found(
        numbers={name: found["count"] for name, found in by_type.items()},
        number_of_countries=len(countries & _counts(data, _COUNTRY).keys()),
        number_of_sources=portals["count"] or len(_counts(data, "organization")),
        updated=str(data["results"][0]["metadata_modified"]) if data["results"] else "",
        newest=data["results"][:newest],
        by_scenario={name: _counts(found, _SCENARIO) for name, found in by_type.items()},
        by_need=_counts(data, _NEED),
        largest=_largest(data),
        use_cases=use_cases["results"],
        training=training["results"],
        portals=portals["results"],
        scenario_texts={topics.about(page): page for page in reversed(pages)},
        introduction=any(page["name"] == INTRODUCTION for page in pages),
        pilots=[package for package in special if package["type"] in ("use-case", "portal")],
        answered=[package for package in special if package["type"] == "data-request"],
    )


def _of_type(
    content_type: str, rows: int, facets: list[str], sort: str = "metadata_modified desc", first: str = ""
) -> dict[str, Any]:
    """Entries of a type with facets; nothing, and no search, where the site does not have the type."""
    if not exists(f"{content_type}.search"):
        return {"count": 0, "results": [], "search_facets": {}}
    return _search(f"+dataset_type:{content_type}", rows, facets, sort, first)


def _special() -> list[Record]:
    """Editorial pages, then pilots, then answered requests, the newest first: by one search."""
    if not exists("page.search"):
        return []
    condition = f"+({_SCENARIO_TEXTS} OR {_INTRODUCTION} OR {_PILOTS} OR {_ANSWERS})"
    first = f"dataset_type:page^=9 OR {_PILOTS}^=5"
    return _search(condition, _MOST_SPECIAL, [], "metadata_modified desc", first)["results"]


def _search(condition: str, rows: int, facets: list[str], sort: str, first: str) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "fq": condition,
        "rows": rows,
        "sort": sort,
        "facet": "true" if facets else "false",
        "facet.field": facets,
        "facet.limit": -1,
    }
    if first:
        asked.update(q=f"*:* OR {first}", sort=f"score desc, {sort}")
    return tk.get_action("package_search")({}, asked)


def _counts(found: Mapping[str, Any], field: str) -> dict[str, int]:
    return {item["name"]: item["count"] for item in found["search_facets"].get(field, {}).get("items", [])}


def _largest(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    items = data["search_facets"].get("organization", {}).get("items", [])
    return sorted(items, key=lambda item: (-item["count"], item["display_name"]))[:_MOST_SOURCES]
