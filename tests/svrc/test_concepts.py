"""The words for concepts are fit to be looked for, in every language that we have words for."""

from __future__ import annotations

import pytest

from ckanext.resilient.svrc.concepts import FIELDS, LANGUAGES, combinations, meanings, word_list
from ckanext.resilient.svrc.vocabularies import codes


def mentioned(language: str, text: str) -> set[str]:
    return {mention.concept for mention in word_list(language).mentions(text)}


@pytest.mark.parametrize("field", FIELDS)
def test_concepts_lead_to_codes_that_exist(field: str) -> None:
    given = {code for fields in meanings().values() for code in fields.get(field, ())}
    assert given <= set(codes(field))


@pytest.mark.parametrize("field", ["social_need", "od_category"])
def test_every_code_can_be_reached(field: str) -> None:
    given = {code for fields in meanings().values() for code in fields.get(field, ())}
    assert given == set(codes(field))


def test_concepts_lead_to_known_fields_only() -> None:
    assert {name for fields in meanings().values() for name in fields} == set(FIELDS)


def test_combinations_name_known_concepts_and_silence_only_their_own() -> None:
    for rule in combinations():
        assert {*rule.of, rule.mean, *rule.instead} <= set(meanings())
        assert rule.mean not in rule.instead


@pytest.mark.parametrize(
    ("language", "text", "concept"),
    [
        ("en", "Homeless people in night shelters", "homeless"),
        ("pt", "Lares de idosos", "elderly-care"),
        ("es", "Paro registrado por municipio", "unemployment"),
        ("fr", "Logements sociaux", "social-housing"),
        ("it", "Asili nido comunali", "nursery"),
        ("el", "Βρεφονηπιακοί σταθμοί", "nursery"),
        ("hr", "Dječji vrtići", "nursery"),
        ("sl", "Domovi za starejše", "elderly-care"),
        ("sq", "Strehimi social", "social-housing"),
        ("ca", "Escoles bressol municipals", "nursery"),
    ],
)
def test_each_language_finds_its_words(language: str, text: str, concept: str) -> None:
    assert concept in mentioned(language, text)


def test_the_samples_cover_every_language() -> None:
    for language in LANGUAGES:
        assert set(meanings()) - {
            "disadvantaged-health",
            "pay-gap",
            "funded-associations",
        } <= set(word_list(language).concepts), language


def test_a_word_that_means_itself_alone_is_not_another_with_its_stem() -> None:
    assert "unemployment" not in mentioned("es", "Paradas de autobús")
    assert "public-transport" in mentioned("es", "Paradas de autobús")


def test_a_phrase_says_more_than_a_word_in_it() -> None:
    assert "economy" not in mentioned("en", "Food bank")
    assert "economy" in mentioned("en", "Banks and their turnover")


def test_a_negative_term_forbids_its_concept_only() -> None:
    found = mentioned("es", "Educación ambiental")
    assert "school" not in found
    assert "environment" in found
