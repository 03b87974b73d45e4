"""Notes, when a person saves a harvested dataset, which fields of its classification she has taken over."""

from __future__ import annotations

import json
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context, FlattenDataDict

from ckanext.resilient.svrc import curation
from ckanext.resilient.svrc.concepts import FIELDS

_SOURCE = "source_guid"


def note_edits(data: FlattenDataDict, context: Context) -> None:
    """Set the marks of a stored harvested record; what an update says of them itself does not count."""
    package = context.get("package")
    if package is None or _SOURCE not in package.extras or context.get(curation.HARVEST):
        return
    sent = {name: _codes(data.get((name,))) for name in FIELDS}
    marks = curation.marks_after_edit(curation.stored_values(package.extras), sent)
    _drop(data, set(marks))
    for name in (curation.AUTO, curation.HAND):
        if marks[name]:
            data["extras", _next_extra(data), "key"] = name
            data["extras", _next_extra(data) - 1, "value"] = json.dumps(marks[name])
    for index, entry in enumerate(marks[curation.MATCHED]):
        for key, value in entry.items():
            data[curation.MATCHED, index, key] = value


def _codes(value: Any) -> list[str]:
    if value in (None, "", tk.missing):
        return []
    return json.loads(value) if isinstance(value, str) else list(value)


def _drop(data: FlattenDataDict, names: set[str]) -> None:
    for key in list(data):
        is_extra = key[0] == "extras" and len(key) == 3 and data.get((*key[:2], "key")) in names
        if key[0] in names or (is_extra and key[2] != "key"):
            del data[key]
    for key in [key for key in data if key[0] == "extras" and data[key] in names and key[-1] == "key"]:
        del data[key]


def _next_extra(data: FlattenDataDict) -> int:
    return max((key[1] for key in data if key[0] == "extras" and len(key) == 3), default=-1) + 1
