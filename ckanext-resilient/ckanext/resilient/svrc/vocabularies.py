"""Our vocabularies, the EU authority tables and the crosswalks to them, read once from `schemas/`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, cast

import yaml

from ckanext.resilient.svrc.text import address_key, fold, is_address, last_segment, match_key

LANGUAGES = ("en", "pt", "es", "fr", "it", "el", "hr", "sl", "sq")
"""Base codes of the interface languages."""

EU = "http://publications.europa.eu/resource/authority/"
"""Where the EU keeps its authority tables."""

_LONGEST_WORD = 500
_CODE = re.compile(r"[A-Z0-9_]+", re.ASCII)

NAMED_LOCALES = {"pt": "pt_PT"}
"""CKAN's locale where it is not the base code: scheming looks labels up by the exact locale."""


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a vocabulary or authority table.

    Args:
        code: what is stored.
        labels: what is shown, by language; the locale `pt_PT` is there beside `pt`.
        uri: its address in an EU authority table, empty for terms of ours.
        attributes: what else the table says of it (`eu_theme`, `media_type`, `extensions` …).
    """

    code: str
    labels: Mapping[str, str]
    uri: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def label(self, language: str) -> str:
        """The label in a language or locale (`pt_PT`, `it-CH`), else in English."""
        base = language.replace("-", "_").split("_")[0]
        return self.labels.get(language) or self.labels.get(base) or self.labels["en"]

    def short_label(self, language: str) -> str:
        """A label of one to four words where the vocabulary gives one (`short`), else the label."""
        short: Mapping[str, str] = self.attributes.get("short", {})
        base = language.replace("-", "_").split("_")[0]
        return short.get(base) or self.label(language)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A list of terms, in the order in which they are offered."""

    name: str
    terms: Mapping[str, Term]
    labels: Mapping[str, str] = field(default_factory=dict[str, str])
    attributes: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def __iter__(self) -> Iterator[Term]:
        """The terms in order."""
        return iter(self.terms.values())

    def get(self, code: str) -> Term | None:
        """The term of a code, None when there is no such code."""
        return self.terms.get(code)

    def by_uri(self, uri: str) -> Term | None:
        """The term of an authority address, however its scheme and case are written."""
        key = address_key(uri).replace("/mdr/authority/", "/resource/authority/")
        return _terms_by_uri(self.name).get(key)


def data_text(name: str) -> str:
    """The text of a file in `schemas/`."""
    return (files("ckanext.resilient") / "schemas" / name).read_text(encoding="utf-8")


@cache
def _document(name: str) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return cast(dict[str, Any], yaml.load(data_text(name), Loader=loader))  # noqa: S506 - both are safe loaders


def _with_locales(labels: Mapping[str, str]) -> Mapping[str, str]:
    named = {locale: labels[base] for base, locale in NAMED_LOCALES.items() if base in labels}
    return MappingProxyType({**labels, **named})


def _own_term(entry: Mapping[str, Any]) -> Term:
    rest = {key: value for key, value in entry.items() if key not in ("code", "label")}
    return Term(str(entry["code"]), _with_locales(entry["label"]), attributes=MappingProxyType(rest))


@cache
def vocabulary(name: str) -> Vocabulary:
    """One of our own vocabularies (`social_need`, `beneficiary`, `od_category` …)."""
    entry: dict[str, Any] = _document("vocabularies.yaml")["vocabularies"][name]
    terms = {term.code: term for term in map(_own_term, entry["terms"])}
    rest = {key: value for key, value in entry.items() if key not in ("terms", "label")}
    return Vocabulary(name, MappingProxyType(terms), _with_locales(entry["label"]), MappingProxyType(rest))


@cache
def vocabulary_names() -> tuple[str, ...]:
    """The names of all our vocabularies."""
    return tuple(_document("vocabularies.yaml")["vocabularies"])


def _authority_labels(entry: Mapping[str, Any]) -> Mapping[str, str]:
    if "labels" in entry:
        return _with_locales(entry["labels"])
    name = str(entry["name"])
    if "kind" not in entry:
        return _with_locales(dict.fromkeys(LANGUAGES, name))
    kind: Mapping[str, str] = _document("authorities.yaml")["kinds"][entry["kind"]]
    return _with_locales({language: f"{kind[language]} ({name})" for language in LANGUAGES})


@cache
def authority(name: str) -> Vocabulary:
    """An EU authority table (`frequency`, `file-type`, `licence`, `language` …)."""
    table: dict[str, Any] = _document("authorities.yaml")["authorities"][name]
    terms: dict[str, Term] = {}
    for code, entry in table["terms"].items():
        rest = {key: value for key, value in entry.items() if key not in ("labels", "uri")}
        uri: str = entry.get("uri", table["uri"]).format(code=code)
        terms[code] = Term(code, _authority_labels(entry), uri, MappingProxyType(rest))
    return Vocabulary(name, MappingProxyType(terms))


@cache
def authority_names() -> tuple[str, ...]:
    """The names of all authority tables we hold."""
    return tuple(_document("authorities.yaml")["authorities"])


@cache
def _terms_by_uri(name: str) -> Mapping[str, Term]:
    return {address_key(term.uri): term for term in authority(name) if term.uri}


@cache
def crosswalk(name: str) -> Mapping[str, str]:
    """Words of sources to codes, from `schemas/crosswalks.yaml`; keys are `match_key` of the words."""
    entries: dict[str, list[str]] = _document("crosswalks.yaml").get(name, {})
    return MappingProxyType({match_key(word): str(code) for code, words in entries.items() for word in words})


@cache
def _labels_to_codes(name: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for term in authority(name):
        for language in LANGUAGES:
            found.setdefault(fold(term.labels[language]), term.code)
        found[fold(term.code)] = term.code
    return found


def find(name: str, word: str) -> Term | None:
    """The term of an authority table that a source means: by address, code, word or label; else None."""
    if len(word) > _LONGEST_WORD:
        return None
    table = authority(name)
    if is_address(word):
        code = crosswalk(name).get(match_key(word))
        if not code and f"/authority/{name}/" in word:
            # An address of the table with a code that it does not have: UNDER_DEVELOPMENT for DEVELOP
            return table.by_uri(word) or find(name, last_segment(word))
        return table.by_uri(word) or (table.get(code) if code else None)
    key = fold(word)
    code = crosswalk(name).get(key) or _labels_to_codes(name).get(key)
    return table.get(code) if code else None


def label(name: str, code: str, language: str) -> str:
    """What is shown for a code of one of our vocabularies; the code itself when there is no such term."""
    term = vocabulary(name).get(code)
    return term.label(language) if term else code


def codes(name: str) -> tuple[str, ...]:
    """The codes of one of our vocabularies, in order."""
    return tuple(vocabulary(name).terms)


def address_in(table: str, value: object) -> str:
    """The address of a term in an EU authority table; "" for what is no address and no code of it.

    Our copies of long tables hold what our portals use: of another term of the table we know its code.

    Args:
        table: the name of the table, such as `frequency`.
        value: an address in the table or a code of it.
    """
    word = str(value or "")
    term = authority(table).by_uri(word) or authority(table).get(word)
    if term is not None and term.uri:
        return term.uri
    return word if word.startswith(EU) and _CODE.fullmatch(word.removeprefix(f"{EU}{table}/")) else ""
