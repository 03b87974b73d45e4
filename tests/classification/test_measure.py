"""The classifier finds what a person found, in every language, and the documentation says how well."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.classification.labelled import labelled
from tests.classification.measure import MEASURED, Counts, by_substring, measure
from tests.classification.tables import LANGUAGES, tables

DOCUMENT = Path(__file__).parent.parent.parent / "docs/classification.md"
GOAL = 0.75


@pytest.mark.parametrize("field", MEASURED)
def test_the_test_part_reaches_the_goal(field: str) -> None:
    assert measure(labelled("test"), field).macro_f1 >= GOAL


@pytest.mark.parametrize("field", MEASURED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_reaches_the_goal(field: str, language: str) -> None:
    assert measure(labelled("test", language), field).macro_f1 >= GOAL


@pytest.mark.parametrize("field", MEASURED)
def test_the_rules_are_far_better_than_substrings(field: str) -> None:
    records = labelled("test")
    assert measure(records, field).macro_f1 > 2 * measure(records, field, by_substring).macro_f1


def test_the_documented_numbers_are_those_of_today() -> None:
    assert tables() in DOCUMENT.read_text("utf-8"), "Run: python tools/classification.py write"


def test_f1_counts_what_is_wrong_and_what_is_missed() -> None:
    assert Counts(right=2, wrong=1, missed=1).f1 == pytest.approx(2 / 3)
    assert Counts(right=0, wrong=0, missed=3).f1 == 0
    assert Counts(right=1, wrong=1).precision == 0.5
    assert Counts(right=1, missed=3).recall == 0.25
