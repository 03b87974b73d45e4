"""Terms of our vocabularies in somebody's feed: another catalogue of this suite, or one that took our terms."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ckanext.resilient.svrc.record import Dataset
from ckanext.resilient.svrc.vocabularies import vocabulary, vocabulary_names

_ADDRESS = re.compile(r"https?://[^/?#]+(?:/[^?#]*)?/vocabulary/([a-z0-9_]+)/([a-z0-9-]+)")

ATTRIBUTES = {
    "od_category": "categories",
    "social_need": "social_needs",
    "beneficiary": "beneficiaries",
    "activity_area": "activity_areas",
    "macro_scenario": "macro_scenarios",
    "use_stage": "use_stages",
}
"""By vocabulary: the attribute of a dataset that holds its codes."""


def own_term(address: str) -> tuple[str, str] | None:
    """The vocabulary of ours and its code that an address names, on whatever site; None when it is none."""
    match = _ADDRESS.fullmatch(address)
    if match is None or match[1] not in vocabulary_names() or vocabulary(match[1]).get(match[2]) is None:
        return None
    return match[1], match[2]


def take_own_terms(dataset: Dataset, subjects: Iterable[str]) -> list[str]:
    """Put the terms of ours among subjects into their fields; gives the other subjects.

    What the other side says is the topic of a dataset goes before what its EU theme stands for.
    """
    others: list[str] = []
    found: dict[str, list[str]] = {}
    for subject in subjects:
        term = own_term(subject)
        if term is not None and term[0] in ATTRIBUTES:
            found.setdefault(ATTRIBUTES[term[0]], []).append(term[1])
        else:
            others.append(subject)
    for name, listed in found.items():
        setattr(dataset, name, list(dict.fromkeys(listed)))
    return others
