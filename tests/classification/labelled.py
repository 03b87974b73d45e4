"""The labelled records: their text, whether invented or read from a payload, and what a person says of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.payload_facts.arrival import Arrived
from tests.payload_facts.reading import read
from tests.payloads import all_payloads
from tests.shared import fixture_path

FIELDS = ("od_category", "social_need", "beneficiary", "activity_area", "macro_scenario", "use_stage")
PARTS = ("tuning", "test")
_FOLDER = Path(__file__).with_name("records")


@dataclass(frozen=True)
class Labelled:
    """One record with its labels; texts are keyed by language as in a `SourceDataset`."""

    id: str
    language: str
    part: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    keywords: Mapping[str, list[str]]
    labels: Mapping[str, frozenset[str]]
    """The codes by vocabulary, one entry for each of `FIELDS`."""


@cache
def entries() -> tuple[Mapping[str, Any], ...]:
    """Every entry as it is written, without reading a payload."""
    files = sorted(_FOLDER.glob("*.yaml"))
    return tuple(entry for file in files for entry in yaml.safe_load(file.read_text("utf-8")))


def labels(entry: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """The codes of an entry by vocabulary."""
    return {field: frozenset(entry.get(field, ())) for field in FIELDS}


def part_of(identifier: str) -> str:
    """The part that a record belongs to, by its identifier alone."""
    return PARTS[hashlib.sha256(identifier.encode()).digest()[-1] % 2]


def text_hash(title: str, description: str) -> str:
    """What an entry states as `sha256` of the text that it refers to."""
    return hashlib.sha256(f"{title}\n{description}".encode()).hexdigest()


def labelled(part: str, language: str = "") -> list[Labelled]:
    """The records of one part, of one language or of all.

    Without the payloads a test that asks is skipped; in continuous integration it fails.
    """
    wanted = [entry for entry in entries() if entry["part"] == part]
    return [resolved(entry) for entry in wanted if language in ("", entry["language"])]


def resolved(entry: Mapping[str, Any]) -> Labelled:
    """The entry with its text; a payload's text must be the one that was labelled."""
    language = entry["language"]
    title, description, keywords = _referred(entry) if "fixture" in entry else _own(entry)
    return Labelled(
        id=entry["id"],
        language=language,
        part=entry["part"],
        title={language: title},
        description={language: description} if description else {},
        keywords={language: keywords} if keywords else {},
        labels=labels(entry),
    )


def _own(entry: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    return entry["title"], entry.get("description", ""), entry.get("keywords", [])


def _referred(entry: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    language = entry["language"]
    dataset = _datasets(entry["fixture"])[entry["record"]]
    title, description = dataset.titles[language], dataset.descriptions.get(language, "")
    if text_hash(title, description) != entry["sha256"]:
        pytest.fail(
            f"{entry['id']}: the text in {entry['fixture']} is not the one that was labelled.", pytrace=False
        )
    return title, description, dataset.package.get("tags_translated", {}).get(language, [])


@cache
def _datasets(fixture: str) -> Mapping[str, Arrived]:
    """The datasets of one payload by identity, read as a harvest reads them."""
    fixture_path(fixture)
    payload = next(payload for payload in all_payloads() if payload.name == fixture)
    with payload.served() as server:
        return {dataset.guid: dataset for dataset in read(payload, server).arrived}
