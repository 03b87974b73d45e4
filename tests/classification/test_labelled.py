"""The labelled records are fit to measure with: their codes exist, their parts are fixed, their support is enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from ckanext.resilient.svrc.vocabularies import vocabulary
from tests.classification.labelled import FIELDS, PARTS, entries, labelled, labels, part_of, resolved

LEAST = {"en": 20, "el": 40, "es": 40, "fr": 40, "hr": 40, "it": 40, "pt": 40, "sl": 40, "sq": 40}
MEASURED = ("od_category", "social_need")
REFERRING = [entry for entry in entries() if "fixture" in entry]


def test_identifiers_are_unique_and_name_the_language() -> None:
    identifiers = [entry["id"] for entry in entries()]
    assert len(set(identifiers)) == len(identifiers) >= 320
    assert all(entry["id"].startswith(f"{entry['language']}-") for entry in entries())


def test_each_language_has_enough_records() -> None:
    counts = Counter(entry["language"] for entry in entries())
    assert set(counts) == set(LEAST)
    assert {language for language, least in LEAST.items() if counts[language] < least} == set()


def test_parts_follow_from_the_identifiers() -> None:
    assert [entry["id"] for entry in entries() if entry["part"] != part_of(entry["id"])] == []


@pytest.mark.parametrize("field", FIELDS)
def test_every_code_exists(field: str) -> None:
    used = {code for entry in entries() for code in labels(entry)[field]}
    assert used <= _codes(field)


@pytest.mark.parametrize("field", MEASURED)
def test_every_code_is_there_often_enough_and_in_both_parts(field: str) -> None:
    counts = {part: _support(field, part) for part in PARTS}
    total = counts["tuning"] + counts["test"]
    assert {code for code in _codes(field) if total[code] < 6} == set()
    assert all(set(counts[part]) == _codes(field) for part in PARTS)


def test_every_record_has_a_subject_and_many_have_no_need() -> None:
    assert [entry["id"] for entry in entries() if not entry["od_category"]] == []
    assert sum(not entry["social_need"] for entry in entries()) >= 80


def test_an_entry_has_either_its_own_text_or_a_reference() -> None:
    assert [entry["id"] for entry in entries() if ("title" in entry) == ("fixture" in entry)] == []
    assert all({"fixture", "record", "sha256"} <= set(entry) for entry in REFERRING)


@pytest.mark.parametrize("entry", REFERRING, ids=lambda entry: entry["id"])
def test_the_text_of_a_payload_is_the_one_that_was_labelled(entry: Mapping[str, Any]) -> None:
    record = resolved(entry)
    assert record.title[record.language]


def test_a_part_is_given_whole_or_by_language() -> None:
    test_part = labelled("test")
    assert {record.part for record in test_part} == {"test"}
    assert [record for record in test_part if record.language == "sq"] == labelled("test", "sq")


def _support(field: str, part: str) -> Counter[str]:
    return Counter(code for entry in entries() if entry["part"] == part for code in labels(entry)[field])


def _codes(field: str) -> set[str]:
    return set(vocabulary(field).terms)
