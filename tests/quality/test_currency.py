"""A dataset is as fresh as it promises, with the days of grace of each promise."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ckanext.resilient.quality.currency import last_change, renewal
from ckanext.resilient.quality.description import describe

FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
CHANGED = dt.date(2025, 3, 1)


def verdict(frequency: str, days: int) -> str:
    package = {"id": "d", "frequency": FREQUENCY + frequency, "modified": CHANGED.isoformat()}
    return renewal(describe(package), CHANGED + dt.timedelta(days=days)).verdict


@pytest.mark.parametrize(
    ("frequency", "promised", "overdue", "broken"),
    [
        ("HOURLY", 1, 1, 2),
        ("DAILY", 1, 1, 2),
        ("WEEKLY", 7, 7, 14),
        ("BIWEEKLY", 14, 7, 14),
        ("MONTHLY", 31, 14, 30),
        ("BIMONTHLY", 62, 14, 30),
        ("QUARTERLY", 92, 30, 60),
        ("ANNUAL_3", 123, 30, 60),
        ("ANNUAL_2", 184, 30, 60),
        ("ANNUAL", 366, 60, 90),
        ("BIENNIAL", 732, 60, 90),
    ],
)
def test_the_last_day_of_grace_still_counts(frequency: str, promised: int, overdue: int, broken: int) -> None:
    assert verdict(frequency, promised + overdue) == "current"
    assert verdict(frequency, promised + overdue + 1) == "overdue"
    assert verdict(frequency, promised + broken) == "overdue"
    assert verdict(frequency, promised + broken + 1) == "broken"


@pytest.mark.parametrize(
    ("frequency", "expected"),
    [("NEVER", "finished"), ("IRREG", "when-needed"), ("UNKNOWN", "no-promise"), ("no such", "no-promise")],
)
def test_a_promise_without_days_is_never_late(frequency: str, expected: str) -> None:
    assert verdict(frequency, 10_000) == expected


def test_without_a_date_nothing_can_be_compared() -> None:
    found = renewal(describe({"id": "d", "frequency": FREQUENCY + "MONTHLY"}), CHANGED)
    assert (found.verdict, found.changed) == ("no-date", "")


@pytest.mark.parametrize(
    ("changed", "today", "expected"),
    [
        ("2023", dt.date(2024, 1, 31) + dt.timedelta(days=14), "current"),
        ("2023", dt.date(2024, 1, 31) + dt.timedelta(days=15), "overdue"),
        ("2023-02", dt.date(2023, 3, 31) + dt.timedelta(days=14), "current"),
        ("2023-02", dt.date(2023, 3, 31) + dt.timedelta(days=15), "overdue"),
    ],
)
def test_a_date_as_exact_as_given_counts_until_its_last_day(
    changed: str, today: dt.date, expected: str
) -> None:
    package = {"id": "d", "frequency": FREQUENCY + "MONTHLY", "modified": changed}
    assert renewal(describe(package), today).verdict == expected


@pytest.mark.parametrize(
    ("package", "expected"),
    [
        ({"modified": "2024-01-01", "resources": [{"id": "f", "modified": "2024-05-01"}]}, "2024-05-01"),
        ({"modified": "2024-06-01", "resources": [{"id": "f", "modified": "2024-05-01"}]}, "2024-06-01"),
        ({"issued": "2020-01-01"}, "2020-01-01"),
        ({"issued": "2024-01-01", "modified": "2023-01-01"}, "2023-01-01"),
        ({"modified": "soon"}, ""),
        ({}, ""),
    ],
)
def test_the_latest_stated_change_counts_else_the_publication(package: dict[str, Any], expected: str) -> None:
    assert last_change(describe({"id": "d"} | package)) == expected
