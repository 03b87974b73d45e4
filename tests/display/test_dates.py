"""Dates are shown as exactly as they were given."""

from __future__ import annotations

import datetime as dt

import pytest

from ckanext.resilient.display.dates import PartialDate, partial_date, years


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2021", dt.date(2021, 1, 1), "year"),
        ("2021-03", dt.date(2021, 3, 1), "month"),
        ("2021-03-05", dt.date(2021, 3, 5), "day"),
        ("2021-03-05T10:00:00+02:00", dt.date(2021, 3, 5), "day"),
        ("2021-03-05 10:00", dt.date(2021, 3, 5), "day"),
    ],
)
def test_a_date_keeps_its_precision(text: str, day: dt.date, precision: str) -> None:
    assert partial_date(text) == PartialDate(day, precision)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "soon", "2021-13", "2021-02-31", "20211", "05/03/2021"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert partial_date(text) is None


@pytest.mark.parametrize(
    ("periods", "shown"),
    [
        ([], ""),
        ([{"start": "2015", "end": "2023-12-31"}], "2015–2023"),
        ([{"start": "2020-01-01", "end": "2020-12-31"}], "2020"),
        ([{"start": "2022"}], "2022–"),
        ([{"end": "2019"}], "–2019"),
        ([{"start": "2010", "end": "2012"}, {"start": "2008", "end": "2009"}], "2008–2012"),
        ([{"start": "", "end": ""}], ""),
    ],
)
def test_periods_become_years(periods: list[dict[str, str]], shown: str) -> None:
    assert years(periods) == shown
