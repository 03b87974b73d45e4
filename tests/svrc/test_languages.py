"""Language codes of sources, and what a reader gets."""

from __future__ import annotations

import pytest

from ckanext.resilient.svrc.languages import (
    Reading,
    base_code,
    content_language,
    language_name,
    language_uri,
    locale_of,
    machine_tag,
    reading_order,
    resolve,
    text_code,
)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("http://publications.europa.eu/resource/authority/language/ITA", "it"),
        ("http://id.loc.gov/vocabulary/iso639-1/it", "it"),
        ("http://lexvo.org/id/iso639-3/ell", "el"),
        ("it-IT", "it"),
        ("it", "it"),
        ("Italiano", "it"),
        ("castellano", "es"),
        ("fre", "fr"),
        ("fra", "fr"),
        ("gre", "el"),
        ("alb", "sq"),
        ("sqi", "sq"),
        ("eng", "en"),
        ("português", "pt"),
        ("Ελληνικά", "el"),
        ("ca", "ca"),
        ("gl", "gl"),
    ],
)
def test_a_language_is_recognised_however_a_source_names_it(value: str, code: str) -> None:
    assert base_code(value) == code


@pytest.mark.parametrize(
    "value", ["", "zxx", "http://publications.europa.eu/resource/authority/language/ZXX", "klingonish"]
)
def test_what_is_no_language_has_no_code(value: str) -> None:
    assert base_code(value) == ""


def test_a_base_code_leads_to_the_eu_address_and_back() -> None:
    for code in ("en", "pt", "es", "fr", "it", "el", "hr", "sl", "sq", "ca", "eu", "gl"):
        assert base_code(language_uri(code)) == code


def test_a_tag_with_a_region_is_kept_under_its_base_code() -> None:
    assert text_code("pt-PT") == "pt"


def test_a_tag_outside_our_table_is_the_publishers_word() -> None:
    assert text_code("an") == "an"


def test_a_tag_that_says_nothing_is_undeclared() -> None:
    assert text_code("zxx") == text_code("und") == text_code("") == "und"


def test_a_machines_tag_is_kept_whole() -> None:
    assert text_code(machine_tag("it", "es")) == "it-t-es"


def test_portuguese_is_pt_in_content_and_pt_pt_in_the_interface() -> None:
    assert content_language("pt_PT") == "pt"
    assert locale_of("pt") == "pt_PT"
    assert locale_of("it") == "it"


def test_a_language_is_named_in_the_readers_language() -> None:
    assert language_name("ca", "el") == "Καταλανικά"
    assert language_name("sq", "sq") == "Shqip"


def test_a_reader_gets_the_own_language_first() -> None:
    assert resolve({"en": "hello", "pt": "olá"}, "pt_PT") == Reading("olá", "pt")


def test_a_reader_without_the_own_language_gets_english_with_a_notice() -> None:
    assert resolve({"it": "ciao", "en": "hello"}, "el") == Reading("hello", "en", is_fallback=True)


def test_a_reader_without_english_gets_the_original() -> None:
    assert resolve({"sl": "zdravo", "hr": "bok"}, "it", original="hr") == Reading(
        "bok", "hr", is_fallback=True
    )


def test_the_first_language_is_the_original_when_none_is_named() -> None:
    assert resolve({"sl": "zdravo", "hr": "bok"}, "it").language == "sl"


def test_a_persons_text_goes_before_a_machines_in_the_same_language() -> None:
    assert reading_order("en", ["en-t-it", "it", "en"]) == ["en", "en-t-it", "it"]


def test_a_machines_text_in_the_readers_language_goes_before_english_and_is_marked() -> None:
    reading = resolve({"en": "hello", "it-t-en": "ciao"}, "it")
    assert reading == Reading("ciao", "it", is_machine=True)


def test_an_empty_translation_is_passed_over() -> None:
    assert resolve({"it": "", "en": "hello"}, "it").text == "hello"


def test_no_text_at_all_is_an_empty_reading() -> None:
    assert resolve({}, "it") == Reading("", "it")
