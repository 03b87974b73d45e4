"""What our terms are called elsewhere: every code is there, and “the same” is the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from ckanext.resilient.svrc import matches, schemes, vocabularies
from ckanext.resilient.svrc.matches import RELATIONS, Match
from ckanext.resilient.svrc.text import fold
from tests.shared import shared_folder

DOCUMENT: dict[str, Any] = yaml.safe_load(vocabularies.data_text("matches.yaml"))
ALL = [
    (concept, match)
    for scheme in schemes.schemes().values()
    for concept in scheme
    for match in concept.matches
]


def published(table: str) -> dict[str, str]:
    """Codes and English labels as their publisher gives them."""
    text = (shared_folder() / f"eu-vocab/json/{table}.json").read_text(encoding="utf-8")
    return {item["code"]: item["labels"]["en"] for item in json.loads(text)["items"]}


def test_every_match_is_of_a_term_that_we_have() -> None:
    written = [
        (name, code, text)
        for name, terms in DOCUMENT["matches"].items()
        for code, texts in terms.items()
        for text in texts
    ]
    assert len(ALL) == len(written)


@pytest.mark.parametrize(
    ("scheme", "table"), [("eurovoc", "eurovoc-social-economy-candidates"), ("data-theme", "data-theme")]
)
def test_codes_and_labels_are_those_of_the_publisher(scheme: str, table: str) -> None:
    known = published(table)
    ours: dict[str, str] = DOCUMENT["schemes"][scheme]["labels"]
    assert {code: label for code, label in ours.items() if known.get(code) != label} == {}


def test_the_regions_of_the_project_lie_where_their_codes_say() -> None:
    regions = vocabularies.vocabulary("partner_region")
    for code, texts in DOCUMENT["matches"]["partner_region"].items():
        assert [text.split()[2] for text in texts] == [regions.terms[code].attributes["nuts"]]


def test_what_means_the_same_is_called_the_same() -> None:
    different = {
        (concept.labels["en"], match.labels["en"])
        for concept, match in ALL
        if match.relation == "exact"
        and match.scheme != "nuts"
        and fold(concept.labels["en"]) != fold(match.labels["en"])
    }
    assert different == set()


def test_one_term_elsewhere_stands_in_one_relation_to_a_term_of_ours() -> None:
    assert {match.relation for _, match in ALL} <= set(RELATIONS)
    for concept, _ in ALL:
        others = [(match.scheme, match.code) for match in concept.matches]
        assert len(others) == len(set(others)), concept


def test_the_topic_of_a_dataset_never_contradicts_its_theme() -> None:
    for term in vocabularies.vocabulary("od_category"):
        themes = [m.code for m in matches.matches("od_category", term.code) if m.scheme == "data-theme"]
        assert themes == ([term.attributes["eu_theme"]] if "eu_theme" in term.attributes else [])


def test_a_theme_is_named_in_the_readers_language_and_icnpo_has_no_address() -> None:
    environment = matches.matches("od_category", "environment")
    assert [match.labels.get("sl") for match in environment] == ["Okolje", None]
    assert environment[1] == Match(
        "exact",
        "icnpo",
        "International Classification of Non-Profit Organizations (ICNPO)",
        "5",
        "",
        {"en": "Environment"},
    )
