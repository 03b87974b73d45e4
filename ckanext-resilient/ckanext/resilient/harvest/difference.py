"""What sources said of records before and after a change, field by field; in two queries for a page of records."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa
from ckan import model

from ckanext.resilient.harvest import stock
from ckanext.resilient.harvest.stock_types import Job
from ckanext.resilient.svrc.edits import FILES, changes, files, value_at

Package = Mapping[str, Any]

_NOT_SAID = frozenset(
    {"title", "notes", "tags", "name", "description", FILES, "auto_matched", "auto_classified"}
)
"""What is derived from other fields, or shown by files one by one."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record as a run or a rehearsal found it anew."""

    guid: str
    title: str
    package: Package


def differences(before: Package, after: Package) -> list[dict[str, Any]]:
    """Every `field` (as `svrc.edits` names it) that differs, with its value `before` and `after`, in order."""
    fields = {*before, *after} - _NOT_SAID
    file_fields = {name for record in (before, after) for file in files(record).values() for name in file}
    found = changes(before, after, fields, file_fields - _NOT_SAID)
    return [
        {"field": path, "before": value_at(before, path), "after": value_at(after, path)}
        for path in sorted(found, key=lambda path: (path.startswith(FILES), path))
    ]


def against(
    source_id: str, records: Sequence[Record], *, before_job: Job | None = None
) -> list[dict[str, Any]]:
    """These records with what differs from what the source said of them before: `guid`, `title`, `fields`.

    Args:
        source_id: the source.
        records: as they are read now, or were in a run.
        before_job: that run; without it, what the source said last counts.
    """
    held = _contents(source_id, [one.guid for one in records], before_job)
    return [
        {"guid": one.guid, "title": one.title, "fields": differences(held[one.guid], one.package)}
        for one in records
        if one.guid in held
    ]


def of_run(job: Job, limit: int, offset: int) -> dict[str, Any]:
    """The records that a run changed, some at a time: their `count` in all, and `records` as `against` gives them."""
    count = model.Session.scalar(_changed(job, sa.func.count())) or 0
    rows = model.Session.execute(
        _changed(job, stock.HarvestObject.guid, stock.HarvestObject.content)
        .order_by(stock.HarvestObject.gathered, stock.HarvestObject.id)
        .limit(limit)
        .offset(offset)
    ).all()
    records = [
        Record(row.guid, _read(row.content, "title", ""), _read(row.content, "package", {})) for row in rows
    ]
    return {"count": count, "records": against(job.source_id, records, before_job=job)}


def _changed(job: Job, *columns: Any) -> sa.Select[Any]:
    table, extra = stock.HarvestObject, stock.HarvestObjectExtra
    return (
        sa.select(*columns)
        .select_from(table)
        .join(extra, extra.harvest_object_id == table.id)
        .where(
            table.harvest_job_id == job.id,
            table.content.is_not(None),
            extra.key == stock.ACTION_KEY,
            extra.value == "changed",
        )
    )


def _contents(source_id: str, guids: Collection[str], before_job: Job | None) -> dict[str, Package]:
    table = stock.HarvestObject
    query = sa.select(table.guid, table.content).where(
        table.harvest_source_id == source_id, table.guid.in_(guids), table.content.is_not(None)
    )
    if before_job is None:
        query = query.where(table.current.is_(True))
    else:
        query = query.where(table.gathered < before_job.created, table.state == "COMPLETE")
    newest = query.distinct(table.guid).order_by(table.guid, table.gathered.desc())
    return {row.guid: _read(row.content, "package", {}) for row in model.Session.execute(newest)}


def _read(content: str, key: str, default: Any) -> Any:
    return cast("dict[str, Any]", json.loads(content)).get(key, default)
