"""A line of points over days, as shapes that a template draws as SVG."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 160
_LEFT, _RIGHT, _TOP, _BOTTOM = 36, 12, 12, 24


@dataclass(frozen=True, slots=True)
class Level:
    """A line across the chart at some points."""

    y: float
    points: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Shapes in a box of WIDTH by HEIGHT: the line as an SVG path, its dots, and lines across."""

    path: str
    dots: list[tuple[float, float]]
    levels: list[Level]


def chart(days: Sequence[tuple[dt.date, float]], most: int, levels: Sequence[int]) -> Chart | None:
    """The course of a value from 0 to `most`; None for fewer than two days, which make no line.

    Args:
        days: day and value, oldest first.
        most: the highest value there is.
        levels: values at which a line goes across.
    """
    if len(days) < 2:
        return None
    first, span = days[0][0], max((days[-1][0] - days[0][0]).days, 1)
    dots = [(_x((day - first).days / span), _y(value, most)) for day, value in days]
    path = "M" + " L".join(f"{x} {y}" for x, y in dots)
    return Chart(path, dots, [Level(_y(level, most), level) for level in levels])


def _x(share: float) -> float:
    return round(_LEFT + share * (WIDTH - _LEFT - _RIGHT), 1)


def _y(value: float, most: int) -> float:
    return round(HEIGHT - _BOTTOM - value / most * (HEIGHT - _TOP - _BOTTOM), 1)
