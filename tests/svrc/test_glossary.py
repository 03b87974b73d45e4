"""The glossary says each word in nine languages, short and plain."""

from __future__ import annotations

import re

import pytest

from ckanext.resilient.svrc.glossary import Word, words
from ckanext.resilient.svrc.vocabularies import LANGUAGES

WORDS = list(words().values())
LONGEST_DEFINITION = 30
LONGEST_SENTENCE = 20
LATIN_NAMES = {"api", "cc-by", "cc0", "csv", "dcat-ap", "geojson"}
"""Words that are written in Latin letters in Greek as well."""


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.:])\s", text)


def test_there_are_twenty_five_words() -> None:
    assert len(WORDS) == 25


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.code)
def test_a_word_is_there_in_nine_languages(word: Word) -> None:
    for texts in (word.labels, word.definitions, word.synonyms):
        assert set(texts) == set(LANGUAGES)
        assert all(texts.values())


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.code)
def test_a_definition_is_short_and_plain(word: Word) -> None:
    for language, text in word.definitions.items():
        assert len(text.split()) <= LONGEST_DEFINITION, language
        assert all(len(sentence.split()) <= LONGEST_SENTENCE for sentence in sentences(text)), language
        assert text.endswith("."), language


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.code)
def test_a_definition_is_in_its_own_language(word: Word) -> None:
    assert len(set(word.definitions.values())) == len(LANGUAGES)
    assert re.search("[α-ω]{3}", word.definitions["el"])
    assert word.code in LATIN_NAMES or re.search("[α-ω]{3}", word.labels["el"])


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.code)
def test_a_definition_does_not_explain_a_word_by_itself(word: Word) -> None:
    name = re.sub(r"\s*\(.*\)", "", word.labels["en"]).lower()
    assert not word.definitions["en"].lower().startswith(name)


def test_codes_can_be_anchors_of_a_page() -> None:
    assert all(re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", word.code) for word in WORDS)
