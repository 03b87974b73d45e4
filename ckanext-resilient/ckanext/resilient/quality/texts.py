"""A rating in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from babel.numbers import format_percent

from ckanext.resilient.quality.aspects import ASPECTS
from ckanext.resilient.quality.indicators import INDICATORS
from ckanext.resilient.quality.listing import Gap
from ckanext.resilient.quality.score import Score
from ckanext.resilient.quality.words import LEVELS

_INDICATORS = {indicator.id: indicator for indicator in INDICATORS}
_TITLES = {name: title for name, title, _ in ASPECTS}

Dated = Callable[[str], str]


def localised(score: Score, locale: str, dated: Dated) -> dict[str, Any]:
    """A score as the action gives it, its texts in the reader's language.

    Args:
        score: the rating.
        locale: CKAN's name of the reader's language.
        dated: writes an ISO date in the reader's way.
    """
    found = score.as_dict()
    level = LEVELS[score.assessment.band]
    for indicator in found["indicators"]:
        indicator["message"] = _say(indicator["message"]) if indicator["message"] else ""
        if indicator["fix"]:
            indicator["fix"]["text"] = _say(indicator["fix"]["text"])
    for aspect in found["aspects"]:
        params = _written(aspect["params"], locale, dated)
        aspect["title"] = _say(_TITLES[aspect["id"]])
        aspect["message"] = _say(aspect["message"]).format(**params)
        aspect["fix"] = _say(aspect["fix"]).format(**params) if aspect["fix"] else ""
    for fix in found["fix_first"]:
        fix["text"] = _say(fix["text"])
    return found | {"level": tk._(level.word), "sentence": tk._(level.sentence)}


def _say(text: str) -> str:
    """A text that is a variable: literals are marked where they are written."""
    return tk._(text)


def gap(found: Gap) -> dict[str, Any]:
    """What datasets of a scope miss, in words."""
    indicator = _INDICATORS[found.indicator]
    return {
        "indicator": found.indicator,
        "datasets": found.datasets,
        "gain": found.gain,
        "field": indicator.field,
        "message": tk._(indicator.failed),
        "fix": tk._(indicator.fix),
    }


def _written(params: Mapping[str, Any], locale: str, dated: Dated) -> dict[str, Any]:
    written = dict(params)
    if written.get("date"):
        written["date"] = dated(str(written["date"]))
    if "share" in written:
        written["share"] = format_percent(written["share"], locale=locale)
    return written
