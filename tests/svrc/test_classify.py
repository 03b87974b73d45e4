"""Datasets get codes by the words of their texts, and only where the words carry them."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.resilient.harvesters import samples
from ckanext.resilient.harvesters.samples.catalogue import SampleDataset, load
from ckanext.resilient.svrc.classify import RULES, classify
from ckanext.resilient.svrc.record import Dataset


def classified(title: str, language: str = "it", **fields: Any) -> Dataset:
    return classify(Dataset(guid="1", title={language: title}, **fields))


def test_a_title_carries_its_codes_and_the_words_that_say_so() -> None:
    found = classified("Banco alimentare di Pietraserena")
    assert found.social_needs == ["food-access"]
    assert found.categories == ["health-social-services"]
    (label,) = [label for label in found.auto_labels if label.field == "social_need"]
    assert (label.code, label.words) == ("food-access", ("Banco alimentare",))


def test_one_mention_in_a_description_is_not_enough_for_a_need() -> None:
    found = classified("Elenco dei locali", description={"it": "Anche il banco alimentare ne usa uno."})
    assert found.social_needs == []


def test_a_keyword_and_a_description_together_are_enough() -> None:
    found = classified(
        "Dati 2024",
        keywords={"it": ["disoccupazione"]},
        description={"it": "Persone iscritte ai centri per l'impiego."},
    )
    assert found.social_needs == ["unemployment"]


def test_texts_that_say_nothing_get_nothing() -> None:
    found = classified("Allegato B", description={"it": "Vedi nota."})
    assert found.auto_labels == []
    assert found.categories == []


def test_what_the_portal_says_stays_and_is_not_automatic() -> None:
    found = classified("Banco alimentare", categories=["agriculture"])
    assert found.categories == ["agriculture"]
    assert "od_category" not in {label.field for label in found.auto_labels}


def test_a_theme_that_none_of_our_topics_covers_gives_way_to_the_words() -> None:
    found = classified("Banco alimentare", categories=["other"])
    assert found.categories == ["health-social-services"]
    assert "od_category" in {label.field for label in found.auto_labels}


def test_a_broad_theme_gives_way_to_the_narrower_one_beside_it_and_to_the_words() -> None:
    found = classified("Banco alimentare", categories=["demography", "agriculture"])
    assert found.categories == ["agriculture", "health-social-services"]


def test_a_broad_theme_stays_where_nothing_says_more() -> None:
    assert classified("Allegato B", categories=["demography"]).categories == ["demography"]


def test_homes_for_older_people_are_not_taken_for_residents() -> None:
    found = classified("Residencias y centros de día para personas mayores", "es")
    assert found.beneficiaries == ["older-people"]


def test_concepts_together_mean_another_one() -> None:
    found = classified("Bullismo e discriminazione tra alunni")
    assert found.social_needs == ["child-discrimination"]


def test_the_clearest_of_several_languages_counts() -> None:
    found = classify(Dataset(guid="1", title={"en": "Table 7", "it": "Alloggi popolari"}))
    assert found.social_needs == ["housing"]


def test_a_language_without_words_is_passed_over() -> None:
    assert classified("Arbeitslose nach Gemeinden", "de").social_needs == []


def test_only_the_beginning_of_a_long_description_counts() -> None:
    late = (
        "Nota metodologica. " * 200 + "banco alimentare, mensa sociale, pacchi alimentari, emporio solidale"
    )
    assert classified("Dati 2024", description={"it": late}).social_needs == []


def test_a_dataset_gets_few_codes() -> None:
    title = "Disoccupati, anziani, disabili, migranti, donne, giovani, famiglie e case popolari"
    found = classified(title)
    for name, rule in RULES.items():
        assert len([label for label in found.auto_labels if label.field == name]) <= rule.most


@pytest.mark.parametrize("key", sorted(samples.SAMPLES))
def test_the_samples_needs_are_found_and_others_are_rare(key: str) -> None:
    right = wrong = missed = 0
    for dataset in load(key).datasets:
        found, meant = set(classify(as_dataset(dataset)).social_needs), set(dataset.needs)
        right += len(found & meant)
        wrong += len(found - meant)
        missed += bool(meant) and not found & meant
    assert right >= 2 * wrong
    assert missed <= len(load(key).datasets) // 3


def as_dataset(sample: SampleDataset) -> Dataset:
    keywords = {language: list(words) for language, words in sample.keywords.items()}
    return Dataset(
        guid=sample.id, title=dict(sample.title), description=dict(sample.notes), keywords=keywords
    )
