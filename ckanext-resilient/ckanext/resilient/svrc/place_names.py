"""What people call a place, in all languages that we know it in: the words by which a search finds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ckanext.resilient.svrc.places import nuts_of, place_uri, regions
from ckanext.resilient.svrc.vocabularies import LANGUAGES, authority, crosswalk, vocabulary

Name = tuple[str, str]
"""Base code of the language, "" where a name is used in several; and the name."""

_SPOKEN = {"AL": "sq", "EL": "el", "ES": "es", "FR": "fr", "HR": "hr", "IT": "it", "PT": "pt", "SI": "sl"}
_CODED = re.compile(r"[/\d]|^country\b")


def names_of(uri: str, text: str = "") -> list[Name]:
    """The names of a place and of what it lies in, each once, with what its source calls it."""
    place = uri or place_uri(text)
    chain = [name for code in _chain(nuts_of(place)) for name in _names(code)]
    return list(dict.fromkeys([*chain, *_country(place), *([("", text)] if text else [])]))


def _chain(code: str) -> Iterator[str]:
    """A code, its NUTS 2 region and its country; nobody looks for the large regions of NUTS 1 between them."""
    while code and code not in regions():
        code = code[:-1]
    yield from dict.fromkeys(part for part in (code, code[:4], code[:2]) if part)


@cache
def _names(code: str) -> tuple[Name, ...]:
    region, language = regions()[code], _SPOKEN[code[:2]]
    own = [("", region.latin), *((language, part) for part in region.name.split("/"))]
    return (
        *own,
        *_project_names(code),
        *_other_names(code),
        *(_country(region.uri) if len(code) == 2 else ()),
    )


def _project_names(code: str) -> Iterator[Name]:
    for term in vocabulary("partner_region"):
        if term.attributes["nuts"] == code:
            yield from ((language, term.labels[language]) for language in LANGUAGES)


def _other_names(code: str) -> Iterator[Name]:
    """How the region is written elsewhere, of what sources write; their codes and addresses are no names."""
    yield from (
        ("", word) for word, meant in crosswalk("place").items() if meant == code and not _CODED.search(word)
    )


def _country(uri: str) -> list[Name]:
    term = authority("country").by_uri(uri) if uri else None
    return [(language, term.labels[language]) for language in LANGUAGES] if term else []
