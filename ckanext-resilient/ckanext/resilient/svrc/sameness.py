"""Whether two records of different sources are the same dataset, which of them stays, and what differs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ckanext.resilient.svrc.kinds.base import N_
from ckanext.resilient.svrc.profile import NAMED, Profile, marks

Grade = Literal["certain", "likely", "different"]

REASONS: dict[str, str] = {
    "same-identity": N_("Both have the same identifier, which is unique in the world."),
    "same-page": N_("Both have the same page, and their titles agree."),
    "same-number": N_("Both have the same identifier, and their titles agree."),
    "same-files": N_("Both lead to the same files."),
    "some-files": N_("Some of their files are the same."),
    "same-name": N_("Both have the same title and the same publisher."),
    "other-years": N_("Their titles name different numbers or years."),
}
"""Why two records are taken for the same dataset, or why not with certainty."""

GATHERS = ("", "region", "nation", "world")
"""Whose records a portal gathers beside its own, nearest to the publishers first."""

_ALIKE = 0.6
"""Share of common words from which two titles agree."""


@dataclass(frozen=True, slots=True)
class Finding:
    """How sure it is that two records are one dataset, and the keys of `REASONS`."""

    grade: Grade
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two profiles, and what a shared mark is made of on either side."""

    first: Profile
    second: Profile
    shared: frozenset[tuple[str, str]]
    files: int
    first_files: int
    second_files: int

    @property
    def titles_agree(self) -> bool:
        return any(_agree(x, y) for x in self.first.titles for y in self.second.titles)

    @property
    def other_years(self) -> bool:
        """Whether all titles name numbers, and never the same: yearly editions, volumes, districts."""
        numbers = [(_numbers(x), _numbers(y)) for x in self.first.titles for y in self.second.titles]
        return bool(numbers) and all(x and y and x != y for x, y in numbers)

    @property
    def publishers_agree(self) -> bool:
        first, second = self.first.publishers, self.second.publishers
        return not first or not second or bool(first & second)


def compare(first: Profile, second: Profile, common: Collection[str] = frozenset()) -> Finding:
    """Whether two records are the same dataset.

    Args:
        first: profile of one.
        second: profile of the other.
        common: marks that tell nothing, because too many records carry them.
    """
    pair = _pair(first, second, frozenset(common))
    certain = tuple(reason for reason, holds in _CERTAIN.items() if holds(pair))
    if certain and not pair.other_years:
        return Finding("certain", certain)
    if certain:
        return Finding("likely", (*certain, "other-years"))
    likely = tuple(reason for reason, holds in _LIKELY.items() if holds(pair) and not pair.other_years)
    return Finding("likely", likely) if likely else Finding("different")


def _pair(first: Profile, second: Profile, common: frozenset[str]) -> _Pair:
    left = {mark: sort for mark, sort in marks(first).items() if mark not in common}
    right = {mark: sort for mark, sort in marks(second).items() if mark not in common}
    shared = left.keys() & right.keys()
    return _Pair(
        first,
        second,
        frozenset((left[mark], right[mark]) for mark in shared),
        sum(left[mark] == "addresses" for mark in shared),
        sum(sort == "addresses" for sort in left.values()),
        sum(sort == "addresses" for sort in right.values()),
    )


def _agree(one: str, other: str) -> bool:
    """Whether two folded titles can be of one dataset: the same numbers, and mostly the same words."""
    if _numbers(one) != _numbers(other):
        return False
    left, right = set(one.split()), set(other.split())
    common = len(left & right)
    inside = common == min(len(left), len(right)) and common > 1
    return one == other or inside or common >= _ALIKE * len(left | right)


def _numbers(title: str) -> set[str]:
    return {word for word in title.split() if any(c.isdigit() for c in word)}


def _same_page(pair: _Pair) -> bool:
    return pair.titles_agree and any("pages" in sides for sides in pair.shared)


def _same_number(pair: _Pair) -> bool:
    return pair.titles_agree and ("identifiers", "identifiers") in pair.shared


def _same_files(pair: _Pair) -> bool:
    only_one = pair.first_files == pair.second_files == pair.files == 1
    return only_one or (pair.files > 1 and 2 * pair.files > min(pair.first_files, pair.second_files))


_Rule = Callable[[_Pair], bool]

_CERTAIN: Mapping[str, _Rule] = {
    "same-identity": lambda pair: ("uris", "uris") in pair.shared,
    "same-page": lambda pair: _same_page(pair) and pair.publishers_agree,
    "same-number": lambda pair: _same_number(pair) and pair.publishers_agree,
    "same-files": lambda pair: _same_files(pair) and pair.titles_agree,
}

_LIKELY: Mapping[str, _Rule] = {
    "same-page": _same_page,
    "same-number": _same_number,
    "same-files": _same_files,
    "some-files": lambda pair: pair.files > 0 and pair.titles_agree and not _same_files(pair),
    "same-name": lambda pair: (NAMED, NAMED) in pair.shared,
}


def nearer(gathers: str, other: str) -> bool:
    """Whether a portal that gathers `gathers` is nearer to the publishers than one that gathers `other`."""
    return GATHERS.index(gathers) < GATHERS.index(other)


def rank(profile: Profile, gathers: str) -> tuple[int, int, int]:
    """The greater rank of two records should stay: nearest to its publisher, most files, longest description."""
    return -GATHERS.index(gathers), profile.facts.files, profile.facts.length


def differences(stays: Profile, other: Profile) -> dict[str, list[Any]]:
    """Where two records of one dataset tell people different things: name of the fact to both values."""
    pairs = {
        name: [getattr(stays.facts, name), getattr(other.facts, name)]
        for name in ("title", "licence", "modified", "files")
    }
    return {name: values for name, values in pairs.items() if values[0] != values[1]}
