"""Dates as records hold them: a year, a month, a day or a moment, none more exact than it was given."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Precision = Literal["year", "month", "day"]

_SHAPE = re.compile(r"^(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})(?=$|[T ]))?)?(?=$|[T ])")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, and how much of it was really given."""

    day: dt.date
    precision: Precision


def partial_date(text: str) -> PartialDate | None:
    """The date in an ISO 8601 text (`2021`, `2021-03`, `2021-03-05`, `2021-03-05T10:00:00Z`), else None."""
    match = _SHAPE.match(text.strip())
    if match is None:
        return None
    year, month, day = match["year"], match["month"], match["day"]
    precision: Precision = "day" if day else "month" if month else "year"
    try:
        return PartialDate(dt.date(int(year), int(month or 1), int(day or 1)), precision)
    except ValueError:
        return None


def years(periods: Iterable[Mapping[str, str]]) -> str:
    """The years that periods of `{start, end}` span, e.g. `2015–2021`, `2015–`, or an empty text."""
    starts: list[int] = []
    ends: list[int] = []
    for period in periods:
        for key, found in (("start", starts), ("end", ends)):
            if date := partial_date(period.get(key) or ""):
                found.append(date.day.year)
    first, last = (str(min(starts)) if starts else ""), (str(max(ends)) if ends else "")
    return first if first == last else f"{first}–{last}"
