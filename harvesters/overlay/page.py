"""What the page shows on which an editor reviews edited fields whose source says something new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.resilient.harvesters.pages import values
from ckanext.resilient.pages import reader
from ckanext.resilient.svrc.edits import FILES


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
    labels = values.labels()
    return [_edit(row, labels) for row in rows]


def _edit(row: Mapping[str, Any], labels: Mapping[str, str]) -> Edit:
    path = str(row["field"])
    file, _, name = path.removeprefix(f"{FILES}/").rpartition("/")
    is_file = path.startswith(f"{FILES}/")
    name = name if is_file else path
    return Edit(
        field=path,
        label=values.label_of(name, labels),
        file=file if is_file else "",
        mine=values.lines(name, row["value"]),
        source=values.lines(name, row["source"]),
        author=row["author"],
        edited=reader.date(row["edited"][:10]),
        source_changed=reader.date(row["source_changed"][:10]),
    )
