"""What the page shows on which an editor reviews edited fields whose source says something new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.pages import reader
from ckanext.resilient.svrc.concepts import FIELDS
from ckanext.resilient.svrc.edits import FILES
from ckanext.resilient.svrc.languages import language_name
from ckanext.resilient.svrc.vocabularies import label


@dataclass(frozen=True, slots=True)
class Edit:
    """An edited field: how it is called, both values as lines of text, and whether somebody should look."""

    field: str
    label: str
    file: str
    mine: list[str]
    source: list[str]
    author: str
    edited: str
    source_changed: str


def edits_of(rows: Iterable[Mapping[str, Any]]) -> list[Edit]:
    """The entries of `resilient_overlay_list` as a person reads them."""
    labels = _labels()
    return [_edit(row, labels) for row in rows]


def _edit(row: Mapping[str, Any], labels: Mapping[str, str]) -> Edit:
    path = str(row["field"])
    file, _, name = path.removeprefix(f"{FILES}/").rpartition("/")
    is_file = path.startswith(f"{FILES}/")
    name = name if is_file else path
    return Edit(
        field=path,
        label=tk._(labels[name]) if name in labels else name if name else tk._("File"),
        file=file if is_file else "",
        mine=_lines(name, row["value"]),
        source=_lines(name, row["source"]),
        author=row["author"],
        edited=reader.date(row["edited"][:10]),
        source_changed=reader.date(row["source_changed"][:10]),
    )


def _labels() -> dict[str, str]:
    schema = tk.h.scheming_get_dataset_schema("dataset")
    parts = (schema["resource_fields"], schema["dataset_fields"])
    return {field["field_name"]: field["label"] for part in parts for field in part} | {
        "private": tk._("Private")
    }


def _lines(name: str, value: Any) -> list[str]:
    """A value as lines of text; nothing gives none."""
    if isinstance(value, bool):
        return [tk._("Yes") if value else tk._("No")]
    if isinstance(value, Mapping):
        return [
            f"{language_name(key, reader.locale()) or key}: {', '.join(one) if isinstance(one, list) else one}"
            for key, one in value.items()
        ]
    if isinstance(value, list):
        return [line for one in value for line in _lines(name, one)]
    if value in (None, ""):
        return []
    return [label(name, str(value), reader.locale()) if name in FIELDS else str(value)]
