"""Template helpers for multilingual texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.multilingual import reading
from ckanext.resilient.svrc import languages
from ckanext.resilient.svrc.vocabularies import LANGUAGES

__all__ = [
    "resilient_keywords",
    "resilient_language_name",
    "resilient_original_language",
    "resilient_reading",
    "resilient_title",
    "resilient_writing_languages",
]


def resilient_reading(value: object, original: str | None = None) -> reading.Shown:
    """The text a reader gets of a multilingual value, with `lang`, `is_fallback`, `is_machine`, `notice`."""
    return reading.shown(value, original)


def resilient_title(thing: Mapping[str, Any]) -> reading.Shown:
    """The title of a dataset, cluster or organisation as a reader gets it; its name if it has none."""
    value = thing.get("title_translated") or thing.get("title") or thing.get("name") or ""
    return reading.shown(value, reading.original_language(thing))


def resilient_keywords(value: object) -> list[str]:
    """The keywords a reader gets of keywords by language."""
    return reading.keywords(value)[0]


def resilient_original_language(dataset: Mapping[str, Any]) -> str | None:
    """Base code of the language a record was written in, None when it is not known."""
    return reading.original_language(dataset)


def resilient_language_name(code: str) -> str:
    """A language's name in the reader's language."""
    if languages.is_machine(code):
        target, source = code.split("-t-")
        return tk._("{target}, by machine from {source}").format(
            target=resilient_language_name(target), source=resilient_language_name(source)
        )
    return languages.language_name(code, reading.reader_language())


def resilient_writing_languages(field_name: str, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Boxes of a form for a multilingual field: the writer's language first, then the others.

    Each has `code`, `name`, `value` and `own`; what was typed and refused comes before what is stored.
    """
    stored = data.get(field_name)
    values: dict[str, Any] = dict(stored) if isinstance(stored, Mapping) else {}
    prefix = f"{field_name}-"
    values.update({key.removeprefix(prefix): typed for key, typed in data.items() if key.startswith(prefix)})
    own = reading.reader_language()
    codes = dict.fromkeys([own, *(code for code in LANGUAGES if code != own), *values])
    return [
        {
            "code": code,
            "name": resilient_language_name(code),
            "value": values.get(code, ""),
            "own": code == own,
        }
        for code in codes
    ]
