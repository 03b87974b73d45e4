"""Fields of a dataset and their values in the reader's words, as lines of text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.pages import reader
from ckanext.resilient.svrc.concepts import FIELDS
from ckanext.resilient.svrc.languages import language_name
from ckanext.resilient.svrc.vocabularies import authority, label

_TABLES = {
    "access_rights": "access-right",
    "format": "file-type",
    "frequency": "frequency",
    "language": "language",
    "license_id": "licence",
    "theme": "data-theme",
}
"""Fields whose values are codes or addresses of an EU table."""


def labels() -> dict[str, str]:
    """The fields of a dataset and its files by name, as the forms call them; not translated yet."""
    schema = tk.h.scheming_get_dataset_schema("dataset")
    parts = (schema["resource_fields"], schema["dataset_fields"])
    found = {field["field_name"]: field["label"] for part in parts for field in part}
    subfields = {
        sub["field_name"]: sub["label"]
        for part in parts
        for field in part
        for sub in field.get("repeating_subfields", ())
        if "label" in sub
    }
    return {**subfields, **found, "private": tk._("Private")}


def label_of(name: str, known: Mapping[str, str]) -> str:
    """How a field is called, the file as a whole where it has no name."""
    if not name:
        return tk._("File")
    return tk._(known[name]) if name in known else name


def lines(name: str, value: Any) -> list[str]:
    """A value as lines of text; nothing gives none."""
    if isinstance(value, bool):
        return [tk._("Yes") if value else tk._("No")]
    if isinstance(value, Mapping):
        return [
            f"{language_name(key, reader.locale()) or key}: {', '.join(lines(key, one))}"
            for key, one in value.items()
            if one not in (None, "", [], {})
        ]
    if isinstance(value, list):
        return [line for one in value for line in lines(name, one)]
    if value in (None, ""):
        return []
    return [_word(name, str(value))]


def _word(name: str, value: str) -> str:
    if name in FIELDS:
        return label(name, value, reader.locale())
    if name not in _TABLES:
        return value
    table = authority(_TABLES[name])
    term = table.by_uri(value) or table.get(value)
    return term.label(reader.locale()) if term else value
