"""The method: levels, questions and indicators, with how the public datasets here really do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.pages import reader
from ckanext.resilient.quality import listing
from ckanext.resilient.quality.aspects import ASPECTS
from ckanext.resilient.quality.indicators import DIMENSIONS, INDICATORS
from ckanext.resilient.quality.mqa import BANDS, MAXIMUM
from ckanext.resilient.quality.view import Badge, badge
from ckanext.resilient.quality.words import DIMENSIONS as DIMENSION_WORDS


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One level: from how many points to how many, and the datasets here that have it."""

    badge: Badge
    least: int
    most: int
    datasets: str
    share: int
    url: str


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator: what is asked, its points, and how many datasets here miss it."""

    id: str
    text: str
    fix: str
    points: int
    missing: str


@dataclass(frozen=True, slots=True)
class DimensionRows:
    """The indicators of one dimension."""

    title: str
    points: int
    indicators: list[IndicatorRow]


@dataclass(frozen=True, slots=True)
class Method:
    """All that the page shows."""

    levels: list[LevelRow]
    aspects: list[str]
    dimensions: list[DimensionRows]
    datasets: int
    average: int | None
    most: int


def method() -> Method:
    """The method and the real distribution over the public datasets; two queries."""
    summary = listing.summary("all", "")
    missing = {gap.indicator: gap.datasets for gap in listing.gaps("all", "")}
    return Method(
        levels=level_rows(summary, {}),
        aspects=[tk._(title) for _, title, _ in ASPECTS],
        dimensions=[_dimension(name, missing) for name in DIMENSIONS],
        datasets=summary["datasets"],
        average=summary["average"],
        most=MAXIMUM,
    )


def level_rows(summary: Mapping[str, Any], asked: Mapping[str, str]) -> list[LevelRow]:
    """How many datasets have each level; each row leads to them.

    Args:
        summary: from `listing.summary`.
        asked: what a search must be asked to find the datasets that were counted.
    """
    datasets: int = summary["datasets"]
    numbers: Mapping[str, int] = summary["bands"]
    tops = [MAXIMUM, *(least - 1 for least, _ in BANDS)]
    rows: list[LevelRow] = []
    for (least, band), most in zip(BANDS, tops, strict=False):
        share = round(100 * numbers[band] / datasets) if datasets else 0
        url = tk.h.url_for("dataset.search", vocab_quality_level=band, **asked)
        rows.append(
            LevelRow(badge(band, provisional=False), least, most, reader.number(numbers[band]), share, url)
        )
    return rows


def _dimension(name: str, missing: dict[str, int]) -> DimensionRows:
    indicators = [one for one in INDICATORS if one.dimension == name]
    rows = [
        IndicatorRow(
            one.id, tk._(one.passed), tk._(one.fix), one.points, reader.number(missing.get(one.id, 0))
        )
        for one in indicators
    ]
    return DimensionRows(tk._(DIMENSION_WORDS[name]), sum(one.points for one in indicators), rows)
