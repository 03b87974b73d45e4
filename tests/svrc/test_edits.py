"""What a person changed, field by field and file by file, and how it is laid over what the source says."""

from __future__ import annotations

from typing import Any

from ckanext.resilient.svrc.edits import changes, laid_over, same, value_at

FIELDS, FILE_FIELDS = ("title_translated", "themes"), ("url", "description", "format")
A, B = {"url": "https://example.org/a.csv", "format": "CSV"}, {"url": "https://example.org/b/"}
RECORD: dict[str, Any] = {"title": "Nidi", "title_translated": {"it": "Nidi"}, "resources": [A, B]}


def test_only_what_differs_is_a_change() -> None:
    after = RECORD | {"title_translated": {"it": "Nidi", "en": "Nurseries"}, "themes": [], "other": 1}
    assert changes(RECORD, after, FIELDS, FILE_FIELDS) == {
        "title_translated": {"it": "Nidi", "en": "Nurseries"}
    }


def test_nothing_is_nothing_in_every_form_and_codes_have_no_order() -> None:
    assert same(None, [])
    assert same("", {"it": ""})
    assert same(["a", "b"], ["b", "a"])
    assert not same(["a"], ["a", "b"])
    assert not same(None, False)


def test_a_file_is_edited_added_and_removed_and_the_others_keep_what_the_source_says() -> None:
    new = {"url": "https://example.org/c.csv", "format": "CSV", "state": "active"}
    after = RECORD | {"resources": [A | {"description": "Posti"}, new]}
    edited = changes(RECORD, after, FIELDS, FILE_FIELDS)
    assert edited == {
        "resources/https://example.org/a.csv/description": "Posti",
        "resources/https://example.org/b//": None,
        "resources/https://example.org/c.csv/": {"url": "https://example.org/c.csv", "format": "CSV"},
    }
    said = {"resources": [A | {"format": "XLSX"}, B, {"url": "https://example.org/d.csv"}]}
    assert laid_over(said, edited)["resources"] == [
        A | {"format": "XLSX", "description": "Posti"},
        {"url": "https://example.org/d.csv"},
        {"url": "https://example.org/c.csv", "format": "CSV"},
    ]


def test_an_edit_of_a_file_that_the_source_no_longer_has_is_left_out() -> None:
    assert laid_over({"title": "x"}, {"resources/https://example.org/a.csv/description": "Posti"}) == {
        "title": "x"
    }


def test_a_text_in_several_languages_replaces_the_one_that_is_derived_from_it() -> None:
    assert laid_over(RECORD, {"title_translated": {"it": "Asili"}}) == {
        "title_translated": {"it": "Asili"},
        "resources": [A, B],
    }


def test_an_emptied_field_is_empty() -> None:
    assert laid_over({"themes": ["a"], "title": "x"}, {"themes": []}) == {"title": "x"}


def test_two_files_of_one_address_are_told_apart() -> None:
    twice = {"resources": [A, A | {"format": "ZIP"}]}
    assert value_at(twice, "resources/https://example.org/a.csv#2/format") == "ZIP"
    assert value_at(twice, "resources/https://example.org/x.csv/format") is None
