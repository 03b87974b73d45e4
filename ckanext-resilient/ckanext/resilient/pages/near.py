"""Find a cluster near me: the countries and regions that have one."""

from __future__ import annotations

from dataclasses import dataclass

import ckan.plugins.toolkit as tk

from ckanext.resilient.pages import reader
from ckanext.resilient.pages.values import FACET_PREFIX, search_url
from ckanext.resilient.svrc.vocabularies import authority, vocabulary

_COUNTRY, _REGION = f"{FACET_PREFIX}country", f"{FACET_PREFIX}partner_region"


@dataclass(frozen=True, slots=True)
class Near:
    """A place to choose, with the number of clusters there."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Places:
    """What the choice of a place offers."""

    countries: list[Near]
    regions: list[Near]


def places() -> Places:
    """The countries and regions that have clusters."""
    facets = tk.get_action("package_search")(
        {}, {"fq": "+dataset_type:cluster", "rows": 0, "facet.field": [_COUNTRY, _REGION], "facet.limit": -1}
    )["search_facets"]
    counts = {
        field: {item["name"]: item["count"] for item in facets.get(field, {}).get("items", [])}
        for field in (_COUNTRY, _REGION)
    }
    return Places(
        [
            _near(term.code, term.label(reader.locale()), counts[_COUNTRY][term.code])
            for term in authority("country")
            if term.code in counts[_COUNTRY]
        ],
        [
            _near(term.code, term.label(reader.locale()), counts[_REGION][term.code])
            for term in vocabulary("partner_region")
            if term.code in counts[_REGION]
        ],
    )


def clusters_url(code: str) -> str:
    """The list of clusters at the place with this code; all of them when there is no such place."""
    if vocabulary("partner_region").get(code):
        return search_url("cluster", "partner_region", code)
    if authority("country").get(code):
        return search_url("cluster", "country", code)
    return tk.h.url_for("cluster.search")


def _near(code: str, name: str, count: int) -> Near:
    return Near(code, f"{name} ({reader.number(count)})")
