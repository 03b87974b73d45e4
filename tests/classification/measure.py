"""How well the classifier finds what a person found: precision, recall and F1, beside substring matching."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ckanext.resilient.svrc.classify import evidence, labels
from ckanext.resilient.svrc.record import Dataset
from ckanext.resilient.svrc.vocabularies import vocabulary
from tests.classification.labelled import Labelled, labelled

MEASURED = ("od_category", "social_need")

Labeller = Callable[[Labelled, str], frozenset[str]]


@dataclass(frozen=True)
class Counts:
    """How often a code was given rightly, wrongly, and not given although it should have been."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def support(self) -> int:
        """Records to which a person gave the code."""
        return self.right + self.missed

    @property
    def precision(self) -> float:
        """Share of the given codes that are right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Share of the person's codes that were given."""
        return self.right / self.support if self.support else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.right else 0.0


@dataclass(frozen=True)
class Measured:
    """One field measured on some records, code by code."""

    records: int
    codes: Mapping[str, Counts]

    @property
    def macro_f1(self) -> float:
        """Mean F1 of the codes that a person gave to any of the records."""
        given = [counts.f1 for counts in self.codes.values() if counts.support]
        return sum(given) / len(given) if given else 0.0

    @property
    def micro_f1(self) -> float:
        """F1 of all decisions together."""
        every = self.codes.values()
        return Counts(
            *(sum(getattr(counts, name) for counts in every) for name in ("right", "wrong", "missed"))
        ).f1


def by_rules(record: Labelled, field: str) -> frozenset[str]:
    """What the classifier says of the texts of a record."""
    return _by_rules(record.part)[record.id][field]


@cache
def _by_rules(part: str) -> Mapping[str, Mapping[str, frozenset[str]]]:
    return {record.id: _labels(record) for record in labelled(part)}


def as_dataset(record: Labelled) -> Dataset:
    """The record as the classifier gets it."""
    return Dataset(
        guid=record.id,
        title=dict(record.title),
        description=dict(record.description),
        keywords=dict(record.keywords),
    )


def _labels(record: Labelled) -> Mapping[str, frozenset[str]]:
    found = labels(evidence(as_dataset(record)))
    return {field: frozenset(label.code for label in chosen) for field, chosen in found.items()}


def by_substring(record: Labelled, field: str) -> frozenset[str]:
    """The baseline: codes of which a name in the record's language stands in its text."""
    texts = (*record.title.values(), *record.description.values(), *_flat(record.keywords.values()))
    whole = " ".join(texts).casefold()
    return frozenset(
        term.code for term in vocabulary(field) if term.label(record.language).casefold() in whole
    )


def _flat(lists: Iterable[Sequence[str]]) -> Iterable[str]:
    return (word for words in lists for word in words)


def measure(records: Sequence[Labelled], field: str, labeller: Labeller = by_rules) -> Measured:
    """The field measured on these records."""
    said = [(labeller(record, field), record.labels[field]) for record in records]
    return Measured(
        len(records),
        {
            term.code: Counts(
                right=sum(term.code in given and term.code in true for given, true in said),
                wrong=sum(term.code in given and term.code not in true for given, true in said),
                missed=sum(term.code not in given and term.code in true for given, true in said),
            )
            for term in vocabulary(field)
        },
    )
