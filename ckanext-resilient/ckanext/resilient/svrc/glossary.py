"""The glossary: words that not everybody knows, in nine languages, read once from `schemas/glossary.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

import yaml

from ckanext.resilient.svrc.vocabularies import data_text


@dataclass(frozen=True, slots=True)
class Word:
    """A word: what it is called, what it means, and other words for it, by base code of a language."""

    code: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    synonyms: Mapping[str, tuple[str, ...]]


@cache
def words() -> Mapping[str, Word]:
    """All words of the glossary by code, in the order of the file."""
    entries: list[dict[str, Any]] = _document()["words"]
    return MappingProxyType({word.code: word for word in map(_word, entries)})


def label() -> Mapping[str, str]:
    """What the glossary itself is called, by base code of a language."""
    return MappingProxyType(_document()["label"])


@cache
def _document() -> dict[str, Any]:
    return yaml.safe_load(data_text("glossary.yaml"))


def _word(entry: Mapping[str, Any]) -> Word:
    synonyms: Mapping[str, list[str]] = entry["synonyms"]
    return Word(
        code=str(entry["code"]),
        labels=MappingProxyType(entry["label"]),
        definitions=MappingProxyType(entry["definition"]),
        synonyms=MappingProxyType({language: tuple(others) for language, others in synonyms.items()}),
    )
