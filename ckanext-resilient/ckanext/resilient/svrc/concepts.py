"""Concepts that datasets speak of, the words for them in each language, and what they mean in our vocabularies.

Both are data, in `schemas/terms/`: `concepts.yaml` and a list of words per language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, cast

import yaml

from ckanext.resilient.svrc.phrases import Phrases, Span, Words, words_of
from ckanext.resilient.svrc.text import fold
from ckanext.resilient.svrc.vocabularies import data_text

LANGUAGES = ("en", "pt", "es", "fr", "it", "el", "hr", "sl", "sq", "ca")
"""Languages that there are words for."""

FIELDS = ("social_need", "beneficiary", "od_category", "activity_area", "macro_scenario", "use_stage")
"""The vocabularies, and the fields of a dataset, that concepts lead to."""

_HALF = "~"
_NOT = "-"


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept found in a text: where, in which words, and whether they stand for it on their own."""

    concept: str
    words: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class WordList:
    """The words of one language, ready to be looked for, and the concepts that it has words for."""

    phrases: Phrases
    concepts: frozenset[str]

    def mentions(self, text: str) -> Iterator[Mention]:
        """The concepts that a text mentions, in its order.

        A phrase says more than a word in it ("food bank" is no bank), and a negative term forbids its
        concept to all words that it shares with a text.
        """
        words = words_of(text, self.phrases.language, self.phrases.ignored)
        found = list(self.phrases.find(words))
        meant = [(name, span) for name, span in found if name[0] != _NOT]
        denied = [(name[1:], span) for name, span in found if name[0] == _NOT]
        longer = [span for _, span in meant if span[1] - span[0] > 1]
        for name, span in meant:
            concept = name.removeprefix(_HALF)
            forbidden = any(concept == other and _overlap(span, place) for other, place in denied)
            if not forbidden and not any(_within(span, other) for other in longer):
                yield _mention(name, span, words)


def _overlap(span: Span, other: Span) -> bool:
    return other[0] < span[1] and span[0] < other[1]


def _within(span: Span, other: Span) -> bool:
    """Whether a match is a part of another, longer one."""
    return other[0] <= span[0] and span[1] <= other[1] and span != other


def _mention(name: str, span: Span, words: Words) -> Mention:
    return Mention(name.removeprefix(_HALF), words.between(span), name[0] != _HALF)


@cache
def word_list(language: str) -> WordList:
    """The words of a language.

    Raises:
        ValueError: a word stands at a concept that does not exist, or cannot be looked for.
    """
    document = _loaded(f"terms/{language}.yaml")
    phrases = Phrases(language, frozenset(fold(word) for word in document["ignored"]))
    for concept, terms in cast("Mapping[str, list[Any]]", document["concepts"]).items():
        if concept not in meanings():
            raise ValueError(f"terms/{language}.yaml has words for “{concept}”, which concepts.yaml lacks.")
        for term in map(str, terms):
            sign = term[0] if term[0] in (_HALF, _NOT) else ""
            phrases.add(term.removeprefix(sign), sign + concept)
    return WordList(phrases, frozenset(document["concepts"]))


@cache
def meanings() -> Mapping[str, Mapping[str, Mapping[str, float]]]:
    """By concept and field: the codes that it carries, and how strongly."""
    concepts: Mapping[str, Mapping[str, list[str]]] = _loaded("terms/concepts.yaml")["concepts"]
    return MappingProxyType(
        {
            concept: {field: dict(map(_weighed, listed)) for field, listed in fields.items()}
            for concept, fields in concepts.items()
        }
    )


@dataclass(frozen=True, slots=True)
class Together:
    """Concepts that mean another one when a text mentions all of them.

    Args:
        of: the concepts.
        mean: the concept that they mean together.
        instead: those of them that then say nothing on their own.
        least: strength that the evidence for each of them must have.
    """

    of: tuple[str, ...]
    mean: str
    instead: tuple[str, ...] = ()
    least: float = 1.0


@cache
def combinations() -> tuple[Together, ...]:
    """What concepts mean together, in the order in which it is looked at."""
    listed: list[Mapping[str, Any]] = _loaded("terms/concepts.yaml")["together"]
    return tuple(
        Together(
            tuple(entry["of"]), entry["mean"], tuple(entry.get("instead", ())), float(entry.get("least", 1))
        )
        for entry in listed
    )


def _weighed(code: str) -> tuple[str, float]:
    return code.removeprefix(_HALF), 0.5 if code.startswith(_HALF) else 1.0


def _loaded(name: str) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return cast("dict[str, Any]", yaml.load(data_text(name), Loader=loader))  # noqa: S506 - both are safe loaders
