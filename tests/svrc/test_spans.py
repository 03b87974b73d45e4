"""Spans of time in one word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.resilient.svrc.record import Period
from ckanext.resilient.svrc.spans import read_span
from ckanext.resilient.svrc.values import Findings


@pytest.mark.parametrize(
    ("written", "span"),
    [
        ("2023-T1", ("2023-01", "2023-03")),
        ("2023T4", ("2023-10", "2023-12")),
        ("2023-Q2", ("2023-04", "2023-06")),
        ("Q3 2023", ("2023-07", "2023-09")),
        ("1T 2023", ("2023-01", "2023-03")),
        ("3.º Trimestre de 2023", ("2023-07", "2023-09")),
        ("2023-S2", ("2023-07", "2023-12")),
        ("1º semestre 2023", ("2023-01", "2023-06")),
        ("2023-W05", ("2023-01-30", "2023-02-05")),
        ("2019-2020", ("2019", "2020")),
        ("2023/2024", ("2023", "2024")),
        ("2020-01-01/2020-12-31", ("2020-01-01", "2020-12-31")),
    ],
)
def test_a_span_has_a_beginning_and_an_end(written: str, span: tuple[str, str]) -> None:
    assert read_span(written) == span


@pytest.mark.parametrize(
    "written", ["", "2023", "2023-05", "2023-T5", "2020-2019", "2023-W54", "next quarter"]
)
def test_what_is_no_span_is_none(written: str) -> None:
    assert read_span(written) is None


@given(st.text(max_size=120))
def test_no_text_breaks_it(text: str) -> None:
    span = read_span(text)
    assert span is None or all(span)


@pytest.mark.parametrize(
    ("period", "read"),
    [
        (Period("2023-T1", "2023-T2"), Period("2023-01", "2023-06")),
        (Period("2023-T1"), Period("2023-01", "2023-03")),
        (Period("2019-2020"), Period("2019", "2020")),
        (Period("2020", "9999-12-31"), Period("2020", "")),
        (Period("01/02/2020", ""), Period("2020-02-01", "")),
    ],
)
def test_a_period_takes_both_ends_of_a_span(period: Period, read: Period) -> None:
    findings = Findings("r")
    assert findings.periods([period], "dct:temporal") == [read]
    assert findings.issues == []


def test_a_date_within_a_span_is_no_more_exact_than_its_year() -> None:
    findings = Findings("r")
    assert findings.date("2023-T1", "dct:issued") == "2023"
    assert findings.issues == []
    assert findings.date("2019-2020", "dct:issued") == ""
    assert [issue.code for issue in findings.issues] == ["date-unreadable"]
