"""The table of looks into files: which are due, what was found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.resilient.moments import utc_now
from ckanext.resilient.quality.files.profile import Profile
from ckanext.resilient.quality.model import QualityFile, transaction

AGAIN = dt.timedelta(weeks=4)
_DAY = dt.timedelta(days=1)
_MOST_FAILURES = 14


@dataclass(frozen=True, slots=True)
class Noted:
    """A file to look into: key and address, and a text that changes when an uploaded file is replaced."""

    digest: str
    address: str
    revision: str


@dataclass(frozen=True, slots=True)
class Due:
    """A file whose turn it is, and how often it could not be looked into."""

    digest: str
    address: str
    failures: int


def note(files: Iterable[Noted]) -> None:
    """Put files on the list, each once; one that was replaced comes first again."""
    several = {file.digest: file for file in files}
    known = _revisions(several)
    rows = {key: file for key, file in several.items() if known.get(key) != file.revision}
    if not rows:
        return
    statement = insert(QualityFile)
    replaced = statement.on_conflict_do_update(
        index_elements=["digest"],
        set_={"revision": statement.excluded.revision, "next_check": statement.excluded.next_check},
        where=QualityFile.revision != statement.excluded.revision,
    )
    values = [
        {
            "digest": key, "address": file.address, "revision": file.revision, "next_check": utc_now(), "format": "",
            "problem": "", "failures": 0, "names": [], "empty_columns": [],
        }
        for key, file in sorted(rows.items())
    ]  # fmt: skip
    with transaction() as connection:
        connection.execute(replaced, values)


def _revisions(digests: Iterable[str]) -> dict[str, str]:
    query = sa.select(QualityFile.digest, QualityFile.revision).where(QualityFile.digest.in_(list(digests)))
    return {row.digest: row.revision for row in model.Session.execute(query)}


def due(limit: int, moment: dt.datetime) -> list[Due]:
    """Files whose next look has come, the longest waiting first."""
    rows = model.Session.execute(
        sa.select(QualityFile.digest, QualityFile.address, QualityFile.failures)
        .where(QualityFile.next_check <= moment)
        .order_by(QualityFile.next_check, QualityFile.digest)
        .limit(limit)
    )
    return [Due(row.digest, row.address, row.failures) for row in rows]


def found(file: Due, profile: Profile) -> dict[str, Any]:
    """The row of a file that was looked into."""
    table = profile.table
    return {
        "of": file.digest,
        "format": profile.format,
        "rows": table.rows if table else None,
        "columns": table.columns if table else None,
        "header": table.header if table else None,
        "names": list(table.names) if table else [],
        "empty_cells": table.empty_cells if table else None,
        "empty_columns": list(table.empty_columns) if table else [],
        "whole": profile.whole,
        "problem": "",
        "failures": 0,
        "checked": utc_now(),
        "next_check": utc_now() + AGAIN,
    }


def failed(file: Due, problem: str, wait: float | None) -> dict[str, Any]:
    """What changes in the row of a file that could not be looked into: what was found before stays."""
    if wait is not None:
        pause = min(max(dt.timedelta(seconds=wait), dt.timedelta(hours=1)), _DAY)
        return {"of": file.digest, "next_check": utc_now() + pause}
    failures = min(file.failures + 1, _MOST_FAILURES)
    return {
        "of": file.digest, "problem": problem, "failures": failures, "next_check": utc_now() + failures * _DAY,
    }  # fmt: skip


def keep(rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep results, in one transaction."""
    table = QualityFile.__table__
    with transaction() as connection:
        for row in sorted(rows, key=lambda one: one["of"]):
            values = {name: value for name, value in row.items() if name != "of"}
            connection.execute(sa.update(table).where(table.c.digest == row["of"]).values(values))


def forget(digests: Iterable[str]) -> None:
    """Remove files that no public dataset names any more."""
    with transaction() as connection:
        connection.execute(sa.delete(QualityFile).where(QualityFile.digest.in_(list(digests))))
