"""What a dataset is about and whom it serves, by the words of its own texts. docs/classification.md explains it.

A concept counts by where it stands: its title says most about a dataset, its description least. What the
concepts found mean in our vocabularies adds up to a score per code; a code below the minimum is left out,
because a wrong label is worse for a reader than none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ckanext.resilient.svrc.concepts import FIELDS, LANGUAGES, combinations, meanings, word_list
from ckanext.resilient.svrc.own_terms import ATTRIBUTES
from ckanext.resilient.svrc.record import AutoLabel, Dataset
from ckanext.resilient.svrc.text import fold
from ckanext.resilient.svrc.themes import OTHER, topic_of

_TITLE, _KEYWORDS, _DESCRIPTION = 3.0, 2.0, 1.0
_UNSURE = 0.5
_DESCRIPTION_READ = 2_000
"""Characters of a description that count: further on come methods, legends and terms of use."""

_WORDS_KEPT = 3

_TOPIC = "od_category"
_BROAD = {OTHER, topic_of("SOCI")}
"""Topics that say little when they come from a portal's theme: the words of the dataset know better."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How codes of one field are chosen.

    Args:
        minimum: score that a code must have.
        share: score that it must have beside the best one, as a share of that.
        most: how many codes at most.
    """

    minimum: float
    share: float
    most: int


RULES: Mapping[str, Rule] = {
    "social_need": Rule(minimum=3.0, share=0.6, most=2),
    "beneficiary": Rule(minimum=3.0, share=0.5, most=3),
    "od_category": Rule(minimum=1.0, share=0.9, most=1),
    "activity_area": Rule(minimum=3.0, share=0.6, most=2),
    "macro_scenario": Rule(minimum=3.0, share=0.6, most=2),
    "use_stage": Rule(minimum=3.0, share=0.7, most=2),
}


@dataclass(slots=True)
class Evidence:
    """What speaks for one concept: its strength, and the words of the texts."""

    strength: float = 0.0
    words: dict[str, str] = field(default_factory=dict[str, str])

    def add(self, words: str, strength: float) -> None:
        """Note words that speak for it, each once; the strongest place of them counts."""
        key = fold(words)
        if key not in self.words:
            self.words[key] = words
            self.strength += strength


def classify(dataset: Dataset) -> Dataset:
    """The dataset with the codes that its texts speak of, each with the words that matched.

    Codes that the portal itself names stay as they are. Of topics, one that a theme as broad as "Population and
    society" comes to gives way to what the portal names beside it and to what the words say.
    """
    chosen = labels(evidence(dataset))
    codes: dict[str, list[str]] = {}
    for name, attribute in ATTRIBUTES.items():
        given: list[str] = getattr(dataset, attribute)
        named = _precise(given) if name == _TOPIC else given
        chosen[name] = [
            label for label in chosen[name] if (not given or named != given) and label.code not in named
        ]
        codes[attribute] = [*named, *_codes(chosen[name])] or given
    return replace(dataset, **codes, auto_labels=[label for name in FIELDS for label in chosen[name]])


def _precise(topics: list[str]) -> list[str]:
    return [code for code in topics if code not in _BROAD]


def _codes(found: Iterable[AutoLabel]) -> list[str]:
    return [label.code for label in found]


def labels(found: Mapping[str, Evidence]) -> dict[str, list[AutoLabel]]:
    """The codes of every field that the evidence carries, best first."""
    return {name: list(_chosen(name, rule, found)) for name, rule in RULES.items()}


def _chosen(name: str, rule: Rule, found: Mapping[str, Evidence]) -> Iterator[AutoLabel]:
    scores: dict[str, float] = {}
    words: dict[str, list[str]] = {}
    for concept, seen in found.items():
        for code, weight in meanings()[concept].get(name, {}).items():
            scores[code] = scores.get(code, 0.0) + weight * seen.strength
            words.setdefault(code, []).extend(seen.words.values())
    ranked = sorted(scores, key=lambda code: (-scores[code], code))
    least = max(rule.minimum, rule.share * max(scores.values(), default=0.0))
    for code in ranked[: rule.most]:
        if scores[code] >= least:
            yield AutoLabel(name, code, tuple(dict.fromkeys(words[code]))[:_WORDS_KEPT])


def evidence(dataset: Dataset) -> dict[str, Evidence]:
    """The concepts that the texts of a dataset mention; of a text in several languages, the clearest counts."""
    found: dict[str, Evidence] = {}
    for language in LANGUAGES:
        for concept, seen in _in_language(dataset, language).items():
            if concept not in found or found[concept].strength < seen.strength:
                found[concept] = seen
    return _combined(found)


def _combined(found: dict[str, Evidence]) -> dict[str, Evidence]:
    """The evidence with what concepts mean together in the place of what they mean each.

    One of them has to stand in the title or as clearly.
    """
    for rule in combinations():
        parts = [found[concept] for concept in rule.of if concept in found]
        strengths = [part.strength for part in parts]
        if len(parts) < len(rule.of) or max(strengths) < _TITLE or min(strengths) < rule.least:
            continue
        whole = found.get(rule.mean, Evidence())
        words = {key: word for part in (whole, *parts) for key, word in part.words.items()}
        strength = sum(part.strength for part in parts) + whole.strength
        found = {concept: seen for concept, seen in found.items() if concept not in rule.instead}
        found[rule.mean] = Evidence(strength, words)
    return found


def _in_language(dataset: Dataset, language: str) -> dict[str, Evidence]:
    found: dict[str, Evidence] = {}
    for text, weight in _texts(dataset, language):
        for mention in word_list(language).mentions(text):
            strength = weight if mention.sure else weight * _UNSURE
            found.setdefault(mention.concept, Evidence()).add(mention.words, strength)
    return found


def _texts(dataset: Dataset, language: str) -> Iterator[tuple[str, float]]:
    """The texts of a dataset in one language, the weightiest first."""
    yield from ((text, _TITLE) for text in _present(dataset.title.get(language)))
    yield from ((word, _KEYWORDS) for word in dataset.keywords.get(language, ()))
    yield from (
        (text[:_DESCRIPTION_READ], _DESCRIPTION) for text in _present(dataset.description.get(language))
    )


def _present(text: str | None) -> Iterator[str]:
    if text:
        yield text
