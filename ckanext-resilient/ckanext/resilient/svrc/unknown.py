"""Values that none of our tables knows, and the nearest word of the tables: a hint for a person, never applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache

from ckanext.resilient.svrc.places import nuts_of, place_names
from ckanext.resilient.svrc.text import fold, is_address, last_segment
from ckanext.resilient.svrc.vocabularies import LANGUAGES, authority, crosswalk

_TABLES = {
    "access-right": "dct:accessRights",
    "distribution-status": "adms:status",
    "planned-availability": "dcatap:availability",
    "hvd-category": "dcatap:hvdCategory",
}
_BY_FIELD = {field: table for table, field in _TABLES.items()}
_BY_KIND = {
    "licence-unknown": "licence",
    "theme-unknown": "data-theme",
    "language-unknown": "language",
    "frequency-unknown": "frequency",
    "format-unknown": "file-type",
    "place-unknown": "place",
}
KINDS_OF_UNKNOWN = (*_BY_KIND, "value-unknown", "date-unreadable")
"""Kinds of issues (`issues.KINDS`) whose `value` is a word of a source that no table knows."""

_NEAR_ENOUGH = 0.5
_LETTERS = 3


def suggestion(kind: str, field: str, value: str) -> str:
    """The code whose name is written most like a value; "" when none is near or the field has no table."""
    table = _BY_KIND.get(kind) or _BY_FIELD.get(field, "")
    word = fold(last_segment(value) if is_address(value) else value)
    if not table or not word:
        return ""
    parts = _parts(word)
    names, by_part = _index(table)
    shared = Counter(name for part in parts for name in by_part.get(part, ()))
    near = {name: 2 * count / (len(parts) + len(_parts(name))) for name, count in shared.items()}
    best = max(near, key=lambda name: (near[name], name), default="")
    return names[best] if best and near[best] >= _NEAR_ENOUGH else ""


def _parts(word: str) -> frozenset[str]:
    """Every run of three letters, edges marked."""
    padded = f" {word} "
    return frozenset(padded[start : start + _LETTERS] for start in range(len(padded) - _LETTERS + 1))


@cache
def _index(table: str) -> tuple[Mapping[str, str], Mapping[str, tuple[str, ...]]]:
    """The names of a table with their codes, and the names in which each run of letters occurs."""
    names = _names(table)
    by_part: dict[str, list[str]] = {}
    for name in names:
        for part in _parts(name):
            by_part.setdefault(part, []).append(name)
    return names, {part: tuple(found) for part, found in by_part.items()}


def _names(table: str) -> Mapping[str, str]:
    if table == "place":
        return {name: nuts_of(uri) for name, uri in place_names().items() if nuts_of(uri)}
    names = {
        fold(label): term.code
        for term in authority(table)
        for label in (term.code, *(term.labels[language] for language in LANGUAGES))
    }
    words = crosswalk("theme" if table == "data-theme" else table)
    return names | {word: code.partition(":")[0] for word, code in words.items() if "/" not in word}
