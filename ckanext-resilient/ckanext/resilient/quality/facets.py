"""The level of quality as a facet."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.quality.index import LEVEL
from ckanext.resilient.quality.mqa import BANDS
from ckanext.resilient.quality.words import LEVELS
from ckanext.resilient.svrc.issues import N_

_TITLE = N_("How good it is")
_BEFORE = "vocab_macro_scenario"


def with_level(facets: dict[str, Any]) -> dict[str, Any]:
    """The facets with the level of quality, after what people ask for first."""
    found: dict[str, Any] = {}
    for name, title in facets.items():
        if name == _BEFORE:
            found[LEVEL] = tk._(_TITLE)
        found[name] = title
    return found if LEVEL in found else {**facets, LEVEL: tk._(_TITLE)}


def translate(search_facets: dict[str, Any]) -> None:
    """Name the levels in the reader's language, best first, in place."""
    facet = search_facets.get(LEVEL)
    if facet:
        order = [band for _, band in BANDS]
        facet["title"] = tk._(_TITLE)
        facet["items"].sort(
            key=lambda item: order.index(item["name"]) if item["name"] in order else len(order)
        )
        for item in facet["items"]:
            item["display_name"] = _word(str(item["name"]))


def _word(level: str) -> str:
    return tk._(LEVELS[level].word) if level in LEVELS else level
