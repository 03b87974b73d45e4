"""The content that the portal comes with: whole in nine languages, and enough of it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from ckanext.resilient.content import shipped
from ckanext.resilient.svrc.vocabularies import LANGUAGES

SHORT = 140
NAMES_ONLY = ("organization",)
LEAST = {
    "cluster": 15,
    "use-case": 20,
    "training": 10,
    "portal": 32,
    "dataset": 20,
    "organization": 12,
    "page": 41,
}

Entry = tuple[str, str, dict[str, Any]]


def entries() -> list[Entry]:
    found: list[Entry] = []
    for path in shipped.paths():
        item = shipped.read(path)
        found.append((item.content_type, item.name, dict(item.values)))
    return found


ENTRIES = entries()


def test_there_is_enough_of_everything() -> None:
    counts = Counter(kind for kind, _, _ in ENTRIES)
    assert {kind: counts[kind] for kind, least in LEAST.items() if counts[kind] < least} == {}


def test_every_country_has_at_least_four_fact_sheets() -> None:
    counts = Counter(name[:2] for kind, name, _ in ENTRIES if kind == "portal")
    assert {
        country: counts[country] for country in ("pt", "es", "fr", "it", "gr", "hr", "si", "al")
    } == counts
    assert min(counts.values()) >= 4


@pytest.mark.parametrize(
    ("kind", "name", "values"), ENTRIES, ids=[f"{kind}/{name}" for kind, name, _ in ENTRIES]
)
def test_title_and_sentence_are_there_in_all_languages(kind: str, name: str, values: dict[str, Any]) -> None:
    assert set(values["title_translated"]) >= set(LANGUAGES)
    if kind not in NAMES_ONLY:
        assert set(values["in_short"]) >= set(LANGUAGES)
        assert {text: len(text) for text in values["in_short"].values() if len(text) > SHORT} == {}


@pytest.mark.parametrize(
    ("kind", "name", "values"),
    [
        entry
        for entry in ENTRIES
        if entry[0] == "training" or entry[2].get("page_kind") in ("information", "legal")
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_training_and_awareness_have_their_text_in_all_languages(
    kind: str, name: str, values: dict[str, Any]
) -> None:
    texts = values["notes_translated"]
    assert set(texts) >= set(LANGUAGES)
    assert min(len(text) for text in texts.values()) > 200
