"""Keys for comparing, and names for addresses."""

from __future__ import annotations

import re

import pytest

from ckanext.resilient.svrc.text import address_key, clean, fold, match_key, slug


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Υγεία", "υγεια"),
        ("ΥΓΕΙΑΣ", "υγείας"),
        ("Educação", "educacao"),
        ("CC-BY 4.0", "cc by 4 0"),
        ("Ciência e  tecnologia", "ciência_e_tecnologia"),
    ],
)
def test_words_that_differ_in_case_accents_and_signs_are_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_addresses_that_differ_in_scheme_and_slash_are_the_same() -> None:
    keys = {
        address_key(f"{scheme}example.org/A/b{end}")
        for scheme in ("http://www.", "https://")
        for end in ("", "/")
    }
    assert keys == {"example.org/a/b"}


def test_a_word_and_an_address_get_different_keys() -> None:
    assert match_key("example.org/a") == "example org a"
    assert match_key("http://example.org/a") == "example.org/a"


def test_line_ends_and_invisible_characters_are_evened_out() -> None:
    assert clean(" a\r\nb\u2028c\ufeff\x07 ") == "a\nb\nc"


@pytest.mark.parametrize(
    ("title", "begin"),
    [
        ("Asili nido, anno 2024", "asili-nido-anno-2024"),
        ("Κοινωνικές επιχειρήσεις", "koinonikes-epikheireseis"),
        ("Županija – popis udruga", "zupanija-popis-udruga"),
        ("Të dhënat e qarkut", "te-dhenat-e-qarkut"),
        ("…", "dataset"),
    ],
)
def test_a_name_for_addresses_is_readable_ascii(title: str, begin: str) -> None:
    assert re.fullmatch(re.escape(begin) + r"-[0-9a-f]{8}", slug(title, "guid"))


def test_a_name_is_the_same_for_the_same_record_and_differs_for_another() -> None:
    assert slug("Title", "one") == slug("Title", "one") != slug("Title", "two")


def test_a_name_is_short_enough_for_ckan() -> None:
    assert len(slug("parola " * 100, "guid")) <= 89
