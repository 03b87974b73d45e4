"""All our words as concept schemes: each vocabulary and the glossary, with meanings, matches and what is within what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

from ckanext.resilient.svrc import glossary, matches, vocabularies
from ckanext.resilient.svrc.matches import Match
from ckanext.resilient.svrc.vocabularies import LANGUAGES, Term, Vocabulary

GLOSSARY = "glossary"
"""The scheme of the words that the glossary explains."""

Labels = Mapping[str, str]
Place = tuple[str, str]
"""A concept's scheme and code."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One meaning: what it is called in nine languages, and how it stands to others.

    Args:
        scheme: name of the vocabulary it belongs to.
        code: its code there.
        labels: its name, by base code of a language.
        others: other names for it.
        definitions: what it means, where our glossary says so.
        broader: the wider concept of ours, where there is one.
        matches: terms of other publishers.
    """

    scheme: str
    code: str
    labels: Labels
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, "tuple[str, ...]"])
    definitions: Labels = field(default_factory=dict[str, str])
    broader: Place | None = None
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Scheme:
    """A vocabulary with its concepts by code, in their order; `used_by` names the content types that use it."""

    name: str
    labels: Labels
    concepts: Mapping[str, Concept]
    used_by: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Concept]:
        """The concepts in order."""
        return iter(self.concepts.values())


@cache
def schemes() -> Mapping[str, Scheme]:
    """All our schemes by name: the vocabularies in their order, then the glossary."""
    found = [_of_vocabulary(vocabularies.vocabulary(name)) for name in vocabularies.vocabulary_names()]
    return MappingProxyType({scheme.name: scheme for scheme in (*found, _of_glossary())})


def concept(scheme: str, code: str) -> Concept | None:
    """One concept, None when there is no such one."""
    found = schemes().get(scheme)
    return found.concepts.get(code) if found else None


def narrower(wider: Concept) -> list[Concept]:
    """The concepts that lie within another one."""
    place = (wider.scheme, wider.code)
    return [found for scheme in schemes().values() for found in scheme if found.broader == place]


def _of_vocabulary(vocabulary: Vocabulary) -> Scheme:
    wider = str(vocabulary.attributes.get("broader_vocabulary", ""))
    concepts = {term.code: _of_term(vocabulary.name, term, wider) for term in vocabulary}
    used_by = tuple(str(name) for name in vocabulary.attributes["applies_to"] if name != "all")
    return Scheme(vocabulary.name, _nine(vocabulary.labels), MappingProxyType(concepts), used_by)


def _of_term(scheme: str, term: Term, wider: str) -> Concept:
    labels = _nine(term.labels)
    short: Labels = term.attributes.get("short", {})
    return Concept(
        scheme,
        term.code,
        labels,
        others={language: (text,) for language, text in short.items() if text != labels[language]},
        broader=(wider, str(term.attributes["broader"])) if wider else None,
        matches=matches.matches(scheme, term.code),
    )


def _of_glossary() -> Scheme:
    concepts = {word.code: _of_word(word) for word in glossary.words().values()}
    return Scheme(GLOSSARY, glossary.label(), MappingProxyType(concepts))


def _of_word(word: glossary.Word) -> Concept:
    others = {
        language: tuple(name for name in names if name != word.labels[language])
        for language, names in word.synonyms.items()
    }
    found = matches.matches(GLOSSARY, word.code)
    return Concept(GLOSSARY, word.code, word.labels, others, word.definitions, matches=found)


def _nine(labels: Mapping[str, Any]) -> Labels:
    """Labels by base code alone: CKAN's locale beside it would be the same label twice."""
    return MappingProxyType({language: str(labels[language]) for language in LANGUAGES})
