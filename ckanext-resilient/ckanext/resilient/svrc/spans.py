"""Spans of time that portals write as one word: a quarter, half a year, a week, years "from-to"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from ckanext.resilient.svrc.dates import read_date
from ckanext.resilient.svrc.text import one_line

Span = tuple[str, str]
"""First and last day, month or year in ISO 8601."""

_LONGEST = 100
_Y = r"(?P<year>[12]\d{3})"
_QUARTER = r"(?:[QTKqtk](?P<part>[1-4])|(?P<before>[1-4])[.ºª]{0,2}\s?(?:[TQ]|[Tt]rimestre))"
_HALF = r"(?:[SHsh](?P<part>[12])|(?P<before>[12])[.ºª]{0,2}\s?(?:S|[Ss]emestre))"


def _months(length: int) -> Callable[[re.Match[str]], Span]:
    def read(match: re.Match[str]) -> Span:
        part = int(match["part"] or match["before"])
        return f"{match['year']}-{(part - 1) * length + 1:02d}", f"{match['year']}-{part * length:02d}"

    return read


def _week(match: re.Match[str]) -> Span:
    year, week = int(match["year"]), int(match["part"])
    return date.fromisocalendar(year, week, 1).isoformat(), date.fromisocalendar(year, week, 7).isoformat()


def _years(match: re.Match[str]) -> Span | None:
    first, last = match["first"], match["last"]
    return (first, last) if first < last else None


def _dates(match: re.Match[str]) -> Span | None:
    first, last = read_date(match["first"]), read_date(match["last"])
    return (first, last) if first and last else None


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Span | None]], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (rf"{_Y}[\s/-]?{_QUARTER}", _months(3)),
        (rf"{_QUARTER}[\s/-]?(?:de )?{_Y}", _months(3)),
        (rf"{_Y}[\s/-]?{_HALF}", _months(6)),
        (rf"{_HALF}[\s/-]?(?:de )?{_Y}", _months(6)),
        (rf"{_Y}-?W(?P<part>\d{{1,2}})", _week),
        (r"(?P<first>[12]\d{3})\s?[-–/]\s?(?P<last>[12]\d{3})", _years),
        (r"(?P<first>[12]\d{3}-\d\d(?:-\d\d)?)\s?/\s?(?P<last>[12]\d{3}-\d\d(?:-\d\d)?)", _dates),
    )
)


def read_span(value: str) -> Span | None:
    """The first and the last day, month or year of a span in one word; None when it is no such word."""
    text = one_line(value)
    if len(text) > _LONGEST:
        return None
    for pattern, reader in _FORMS:
        match = pattern.fullmatch(text)
        try:
            span = reader(match) if match else None
        except ValueError:
            # Right shape, impossible week (the 54th): another form may still fit.
            continue
        if span:
            return span
    return None
