"""What changed in records, field by field, in the reader's words: what was said before, and what is said now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.harvesters.pages import values, words
from ckanext.resilient.pages import reader
from ckanext.resilient.svrc.edits import FILES

Row = Mapping[str, Any]

A_PAGE = 10
"""So many records stand on a page."""

_FIELDS = 30
_LINES = 8
_LETTERS = 400


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field: how it is called, of which file, and both values as lines of text."""

    label: str
    file: str
    before: list[str]
    after: list[str]


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One record with the fields that differ; `more` says how many are not shown."""

    title: str
    fields: list[FieldChange]
    more: str


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """The changed records of a run, some at a time."""

    trail: list[tuple[str, str]]
    sentence: str
    records: list[RecordChange]
    newer_url: str
    older_url: str


def record_changes(records: Iterable[Row]) -> list[RecordChange]:
    """Records as `resilient_harvest_change_list` gives them."""
    labels = values.labels()
    return [_record(record, labels) for record in records]


def changes_page(source: Row, run: Row, found: Row, number: int) -> ChangesPage:
    """The page.

    Args:
        source: as `resilient_harvest_status` gives it.
        run: as `resilient_harvest_run_show` gives it.
        found: as `resilient_harvest_change_list` gives it.
        number: which part of them `found` is, from 1.
    """
    name, job, count = source["name"], run["job"], found["count"]
    title = tk._("Run of {moment}").format(moment=words.moment(run["created"]))
    return ChangesPage(
        trail=[
            (tk._("Where the data comes from"), tk.h.url_for("resilient_sources.index")),
            (source["title"], tk.h.url_for("resilient_sources.read", name=name)),
            (title, tk.h.url_for("resilient_sources.run", name=name, job=job)),
        ],
        sentence=tk.ungettext(
            "{number} dataset was brought up to date.", "{number} datasets were brought up to date.", count
        ).format(number=reader.number(count)),
        records=record_changes(found["records"]),
        newer_url=_url(name, job, number - 1) if number > 1 else "",
        older_url=_url(name, job, number + 1) if number * A_PAGE < count else "",
    )


def _url(name: str, job: str, page: int) -> str:
    return tk.h.url_for("resilient_sources.changes", name=name, job=job, page=page)


def _record(record: Row, labels: Mapping[str, str]) -> RecordChange:
    fields = record["fields"]
    more = len(fields) - _FIELDS
    return RecordChange(
        title=record["title"] or record["guid"],
        fields=[_field(field, labels) for field in fields[:_FIELDS]],
        more=tk.ungettext("and {number} more", "and {number} more", more).format(number=reader.number(more))
        if more > 0
        else "",
    )


def _field(row: Row, labels: Mapping[str, str]) -> FieldChange:
    path = str(row["field"])
    is_file = path.startswith(f"{FILES}/")
    file, _, name = path.removeprefix(f"{FILES}/").rpartition("/") if is_file else ("", "", path)
    return FieldChange(
        label=values.label_of(name, labels),
        file=file,
        before=_lines(name, row["before"]),
        after=_lines(name, row["after"]),
    )


def _lines(name: str, value: Any) -> list[str]:
    found = values.lines(name, value)
    shown = [line if len(line) <= _LETTERS else f"{line[:_LETTERS]}…" for line in found[:_LINES]]
    return [*shown, "…"] if len(found) > _LINES else shown
