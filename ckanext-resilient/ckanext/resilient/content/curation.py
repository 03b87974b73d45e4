"""Notes, when a person saves a harvested dataset, which fields of its classification she has taken over."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context, FlattenDataDict

from ckanext.resilient.content import forms
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
    for name in (curation.AUTO, curation.HAND):
        forms.set_extra(data, name, marks[name])
    for key in [key for key in data if key[0] == curation.MATCHED]:
        del data[key]
    for index, entry in enumerate(marks[curation.MATCHED]):
        data.update({(curation.MATCHED, index, name): value for name, value in entry.items()})


def _codes(value: Any) -> list[str]:
    return [] if value in (None, "", tk.missing) else list(value)
