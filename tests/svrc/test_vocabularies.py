"""Every term can be shown in every language, and every code leads somewhere."""

from __future__ import annotations

import re

import pytest

from ckanext.resilient.svrc import vocabularies
from ckanext.resilient.svrc.vocabularies import (
    LANGUAGES,
    authority,
    authority_names,
    vocabulary,
    vocabulary_names,
)

MIXED_SCRIPT = re.compile(r"[A-Za-z][\u0370-\u03ff]|[\u0370-\u03ff][A-Za-z]")


@pytest.mark.parametrize("name", vocabulary_names())
def test_every_term_of_ours_has_a_label_in_nine_languages(name: str) -> None:
    assert list(vocabulary(name))
    for labels in (vocabulary(name).labels, *(term.labels for term in vocabulary(name))):
        assert all(labels.get(language, "").strip() for language in LANGUAGES), labels


@pytest.mark.parametrize("name", authority_names())
def test_every_term_of_an_authority_table_has_a_label_in_nine_languages(name: str) -> None:
    for term in authority(name):
        assert all(term.labels.get(language, "").strip() for language in LANGUAGES), term.code


@pytest.mark.parametrize("name", authority_names())
def test_every_code_of_an_authority_table_has_its_own_address(name: str) -> None:
    uris = [term.uri for term in authority(name) if term.uri]
    assert uris
    assert len(uris) == len(set(uris))
    assert all(uri.startswith("http://") and "{" not in uri for uri in uris)


@pytest.mark.parametrize("name", [*vocabulary_names()])
def test_codes_are_ascii_kebab_case(name: str) -> None:
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) for code in vocabularies.codes(name))


def test_greek_labels_hold_no_latin_letters_inside_words() -> None:
    tables = [vocabulary(name) for name in vocabulary_names()] + [
        authority(name) for name in authority_names()
    ]
    mixed = [
        term.labels["el"] for table in tables for term in table if MIXED_SCRIPT.search(term.labels["el"])
    ]
    assert mixed == []


def test_portuguese_labels_are_found_under_ckans_locale_too() -> None:
    term = vocabulary("od_category").terms["housing"]
    assert term.labels["pt_PT"] == term.labels["pt"] == "Habitação"
    assert vocabulary("od_category").labels["pt_PT"] == "Tema dos dados"


def test_a_label_is_shown_for_a_locale_with_a_region() -> None:
    assert vocabularies.label("od_category", "housing", "it_CH") == "Casa e alloggi"


def test_a_code_without_a_term_is_shown_as_it_is() -> None:
    assert vocabularies.label("od_category", "no-such-topic", "it") == "no-such-topic"


def test_a_file_format_is_named_in_plain_words() -> None:
    table = authority("file-type").terms
    assert table["XLSX"].label("en") == "Spreadsheet (Excel XLSX)"
    assert table["CSV"].label("el") == "Πίνακας (CSV)"


def test_a_table_says_what_else_it_knows_of_a_term() -> None:
    assert vocabulary("od_category").terms["housing"].attributes["eu_theme"] == "REGI"
    assert authority("file-type").terms["CSV"].attributes["media_type"] == "text/csv"


@pytest.mark.parametrize(
    "address",
    [
        "http://publications.europa.eu/resource/authority/frequency/ANNUAL",
        "https://publications.europa.eu/resource/authority/frequency/ANNUAL/",
        "http://publications.europa.eu/mdr/authority/frequency/ANNUAL",
    ],
)
def test_an_address_is_recognised_however_it_is_written(address: str) -> None:
    term = authority("frequency").by_uri(address)
    assert term is not None
    assert term.code == "ANNUAL"


@pytest.mark.parametrize("name", ["frequency", "access-right", "file-type", "licence", "distribution-status"])
def test_every_crosswalk_leads_to_a_code_of_its_table(name: str) -> None:
    assert set(vocabularies.crosswalk(name).values()) <= set(authority(name).terms)


def test_every_theme_of_the_crosswalk_leads_to_a_theme_and_a_topic_that_exist() -> None:
    for spec in set(vocabularies.crosswalk("theme").values()):
        theme, _, topic = spec.partition(":")
        assert theme in authority("data-theme").terms
        assert not topic or topic in vocabularies.codes("od_category")


def test_a_word_that_no_table_knows_finds_nothing() -> None:
    assert vocabularies.find("frequency", "whenever the mayor likes") is None
