"""Values of fields as rows of names and links: vocabulary terms, authority terms, addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import ckan.plugins.toolkit as tk

from ckanext.resilient.pages.reader import Text, locale
from ckanext.resilient.svrc import vocabularies

FACET_PREFIX = "vocab_"
"""The search index holds the codes of a vocabulary field under its name with this before it."""

_AUTHORITIES = {"country": "country", "language": "language", "format": "file-type"}
"""Fields of the index that hold codes of EU authority tables."""

Row = tuple[str, "list[Value]"]


@dataclass(frozen=True, slots=True)
class Value:
    """One value to show, a link where there is more behind it; a note stands small after it."""

    label: str
    url: str = ""
    lang: str = ""
    note: str = ""


def codes(record: Mapping[str, Any], field: str) -> list[str]:
    """The codes of a field, whether it holds one or many."""
    value = record.get(field)
    if isinstance(value, str):
        return [value] if value else []
    return [str(code) for code in value or []]


def search_url(package_type: str, field: str, code: str) -> str:
    """The search page with this value chosen."""
    return tk.h.url_for(f"{package_type}.search", **{FACET_PREFIX + field: code})


def vocabulary_row(record: Mapping[str, Any], field: str, package_type: str, *, linked: bool = True) -> Row:
    """The terms of a field of the same name as its vocabulary, under the vocabulary's own name."""
    language = locale()
    values = [
        Value(
            vocabularies.label(field, code, language),
            search_url(package_type, field, code) if linked else "",
        )
        for code in codes(record, field)
    ]
    return vocabulary_name(field), values


def term_label(field: str, code: str) -> str:
    """What a code of the search index means: of one of our vocabularies or of an EU table; else the code."""
    if field in vocabularies.vocabulary_names():
        return vocabularies.label(field, code, locale())
    term = vocabularies.authority(_AUTHORITIES[field]).get(code) if field in _AUTHORITIES else None
    return term.label(locale()) if term else code


def vocabulary_name(name: str) -> str:
    """What one of our vocabularies is called in the reader's language."""
    labels = vocabularies.vocabulary(name).labels
    return labels.get(locale()) or labels["en"]


def authority_values(table: str, uris: Iterable[str]) -> list[Value]:
    """The terms of an EU authority table; an address that it does not know stays a link."""
    known = vocabularies.authority(table)
    found: list[Value] = []
    for uri in uris:
        term = known.by_uri(uri) or known.get(uri)
        found.append(Value(term.label(locale())) if term else link(uri))
    return found


def link(address: str, label: str = "") -> Value:
    """A value that leads to its own address when that is one of the web."""
    is_web = address.startswith(("http://", "https://"))
    return Value(label or address, address if is_web else "")


def site(address: str) -> Value:
    """A link named by the host it leads to: `dati.example.it`."""
    return link(address, urlsplit(address).netloc.removeprefix("www."))


def text_value(text: Text | None) -> list[Value]:
    """A text as the only value of a row; no value when there is none."""
    return [Value(text.text, lang=text.lang if text.foreign else "")] if text else []


def yes_no(answer: object) -> list[Value]:
    """Yes or no in words; no value for a question that nobody answered."""
    return [Value(tk._("Yes") if answer else tk._("No"))] if answer is not None else []


def plain(value: object) -> list[Value]:
    """A value as it stands; none when it is empty."""
    return [Value(str(value))] if value else []


def rows(candidates: Iterable[Row]) -> list[Row]:
    """Those rows that have a value."""
    return [(name, values) for name, values in candidates if values]
