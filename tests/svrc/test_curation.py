"""What a person edited stays hers, and nothing else is touched."""

from __future__ import annotations

from typing import Any

from ckanext.resilient.svrc.curation import keep_edits, marks_after_edit, stored_values

NEED = {"field": "social_need", "code": "housing", "words": "case popolari"}
TOPIC = {"field": "od_category", "code": "housing", "words": "case"}
STORED: dict[str, Any] = {
    "social_need": ["housing"],
    "od_category": ["housing"],
    "auto_classified": ["social_need", "od_category"],
    "auto_matched": [NEED, TOPIC],
}


def test_a_changed_field_loses_its_marks() -> None:
    marks = marks_after_edit(STORED, {"social_need": ["food-access"], "od_category": ["housing"]})
    assert marks == {
        "hand_classified": ["social_need"],
        "auto_classified": ["od_category"],
        "auto_matched": [TOPIC],
    }


def test_the_order_of_codes_is_no_change() -> None:
    stored = {"beneficiary": ["women", "children"]}
    assert marks_after_edit(stored, {"beneficiary": ["children", "women"]})["hand_classified"] == []


def test_what_was_once_hers_stays_hers() -> None:
    stored = {"use_stage": ["planning"], "hand_classified": ["use_stage"]}
    assert marks_after_edit(stored, {"use_stage": ["planning"]})["hand_classified"] == ["use_stage"]


def test_without_edits_a_harvest_brings_what_it_has() -> None:
    package = {"title": "Case", "social_need": ["housing"]}
    assert keep_edits(package, STORED, {}) == package


def test_a_harvest_leaves_an_edited_field_as_she_left_it() -> None:
    stored = {"social_need": ["food-access"], "hand_classified": ["social_need"]}
    assert keep_edits({"title": "Case", **STORED}, stored, {}) == {
        "title": "Case",
        "od_category": ["housing"],
        "social_need": ["food-access"],
        "auto_classified": ["od_category"],
        "auto_matched": [TOPIC],
        "hand_classified": ["social_need"],
    }


def test_a_harvest_leaves_an_emptied_field_empty() -> None:
    kept = keep_edits({"social_need": ["housing"]}, {"hand_classified": ["social_need"]}, {})
    assert kept == {"hand_classified": ["social_need"]}


def test_the_classification_is_read_from_what_is_stored() -> None:
    stored = {"social_need": '["housing"]', "od_category": "housing", "title": "x", "use_stage": ""}
    assert stored_values(stored) == {"social_need": ["housing"], "od_category": ["housing"]}
