"""What terms of ours are called in EuroVoc, the EU's data themes, ICNPO and NUTS, read once from `schemas/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from ckanext.resilient.svrc.vocabularies import authority, authority_names, data_text

RELATIONS = ("exact", "close", "broad", "narrow", "related")
"""How the other term stands to ours, as in https://www.w3.org/TR/skos-reference/#mapping."""


@dataclass(frozen=True, slots=True)
class Match:
    """A term of another scheme.

    Args:
        relation: one of `RELATIONS`.
        scheme: key of the scheme (`eurovoc`).
        title: what the scheme calls itself.
        code: the term's code there.
        uri: the term's address; empty where the scheme gives none.
        labels: what the term is called, by language; in English at least, or in its own language only.
    """

    relation: str
    scheme: str
    title: str
    code: str
    uri: str
    labels: Mapping[str, str]


def matches(vocabulary: str, code: str) -> tuple[Match, ...]:
    """The terms elsewhere that a term of ours matches."""
    return _matches().get((vocabulary, code), ())


@cache
def _matches() -> Mapping[tuple[str, str], tuple[Match, ...]]:
    document: dict[str, Any] = yaml.safe_load(data_text("matches.yaml"))
    schemes: dict[str, dict[str, Any]] = document["schemes"]
    vocabularies: dict[str, dict[str, list[str]]] = document["matches"]
    return {
        (name, code): tuple(_match(schemes, text) for text in texts)
        for name, terms in vocabularies.items()
        for code, texts in terms.items()
    }


def _match(schemes: Mapping[str, Mapping[str, Any]], text: str) -> Match:
    relation, key, code = text.split()
    scheme = schemes[key]
    uri = str(scheme.get("uri", "")).format(code=code)
    return Match(relation, key, scheme["title"], code, uri, _labels(key, scheme, code))


def _labels(key: str, scheme: Mapping[str, Any], code: str) -> Mapping[str, str]:
    """All languages where we hold the table, else the one that the scheme is written in."""
    term = authority(key).get(code) if key in authority_names() else None
    language: str = scheme.get("languages", {}).get(code[:2], "en")
    return term.labels if term else {language: scheme["labels"][code]}
