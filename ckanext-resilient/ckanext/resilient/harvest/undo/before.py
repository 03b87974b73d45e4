"""Keeping what a run is about to change, while it runs. The caller commits."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.resilient.harvest import config, stock, store, writer
from ckanext.resilient.harvest.duplicates.store import records_behind
from ckanext.resilient.harvest.model import HarvestLease, HarvestRecord, HarvestRun
from ckanext.resilient.harvest.overlay import store as overlay
from ckanext.resilient.harvest.stock_types import Object
from ckanext.resilient.harvest.undo.model import HarvestBefore
from ckanext.resilient.moments import utc_now

Key = tuple[str, str]
"""Source id and guid of a record."""

_KEY = ["job_id", "source_id", "guid"]
_ROW = sa.literal_column("to_jsonb(resilient_harvest_record)")
"""A record's own row as JSON; the type of the table reads it back."""


def keep(obj: Object) -> list[Key]:
    """Keep the record of an object and those for which its dataset stands; gives which they are."""
    if config.undo_runs() == 0:
        return []
    package_id = store.package_id(obj.harvest_source_id, obj.guid)
    keys = [(obj.harvest_source_id, obj.guid)]
    keys += [(held.source_id, held.guid) for held in records_behind(package_id)]
    for source_id, guid in keys:
        _keep(obj.harvest_job_id, source_id, guid)
    return keys


def _keep(job_id: str, source_id: str, guid: str) -> None:
    package_id = store.package_id(source_id, guid)
    current = stock.current_object(source_id, guid)
    row = sa.select(_ROW).select_from(HarvestRecord)
    statement = insert(HarvestBefore).values(
        job_id=job_id,
        source_id=source_id,
        guid=guid,
        package_id=package_id,
        record=row.where(HarvestRecord.source_id == source_id, HarvestRecord.guid == guid).scalar_subquery(),
        package=_dataset(package_id),
        object_id=current.id if current else None,
        edits=overlay.copies(package_id),
        taken=utc_now(),
    )
    # The first look counts: an import that is repeated after a crash would find its own work.
    seen = statement.excluded
    model.Session.execute(
        statement.on_conflict_do_update(
            index_elements=_KEY,
            set_={"package": seen.package, "object_id": seen.object_id, "edits": seen.edits},
            where=HarvestBefore.package.is_(None),
        )
    )


def _dataset(package_id: str) -> dict[str, Any]:
    return writer.shown(package_id) if model.Session.get(model.Package, package_id) else {}


def keep_counted(job_id: str, source_id: str, missing: Collection[str]) -> None:
    """Keep the rows of all records of which a run counts anew for how long they have been missing."""
    if config.undo_runs() == 0:
        return
    counted = sa.or_(store.RETURNED, HarvestRecord.guid.in_(missing))
    rows = sa.select(
        sa.literal(job_id),
        HarvestRecord.source_id,
        HarvestRecord.guid,
        HarvestRecord.package_id,
        _ROW,
        sa.literal(utc_now(), sa.DateTime(timezone=True)),
    ).where(HarvestRecord.source_id == source_id, counted)
    names = [*_KEY, "package_id", "record", "taken"]
    model.Session.execute(
        insert(HarvestBefore).from_select(names, rows).on_conflict_do_nothing(index_elements=_KEY)
    )


def note_after(job_id: str, keys: Sequence[Key]) -> None:
    """Note in which state the run left the datasets, so that what a person does later is seen."""
    for source_id, guid in keys:
        left = state_of(store.package_id(source_id, guid))
        model.Session.execute(
            sa.update(HarvestBefore)
            .where(
                HarvestBefore.job_id == job_id,
                HarvestBefore.source_id == source_id,
                HarvestBefore.guid == guid,
            )
            .values(after=left)
        )


def state_of(package_id: str) -> dict[str, str]:
    """When a dataset was last changed, and its state; empty when there is none."""
    table = model.Package
    row = model.Session.execute(
        sa.select(table.metadata_modified, table.state).where(table.id == package_id)
    ).first()
    return stated(row.metadata_modified, row.state) if row else {}


def stated(modified: datetime.datetime | None, state: str) -> dict[str, str]:
    """The same of a row that was read already; of no row when there is no time."""
    return {"modified": modified.isoformat(), "state": state} if modified else {}


def make_room(source_id: str, job_id: str) -> None:
    """Forget what older runs found, when a run is about to write: so many are kept as the configuration says."""
    older = (
        sa.select(HarvestBefore.job_id)
        .where(HarvestBefore.source_id == source_id, HarvestBefore.job_id != job_id)
        .group_by(HarvestBefore.job_id)
        .order_by(sa.func.max(HarvestBefore.taken).desc())
        .offset(max(0, config.undo_runs() - 1))
    )
    model.Session.execute(
        sa.delete(HarvestBefore)
        .where(HarvestBefore.job_id.in_(older))
        .execution_options(synchronize_session=False)
    )


WORTH = (sa.func.bool_or(HarvestBefore.package.is_not(None)).desc(), sa.func.max(HarvestBefore.taken).desc())
"""Order of runs for an undo: one that wrote something goes before a later one that only counted what is missing."""


def prune() -> None:
    """Forget what can no longer be asked for: of older runs, and of sources that are gone. Commits run by run."""
    place = sa.func.row_number().over(partition_by=HarvestRun.source_id, order_by=WORTH)
    placed = (
        sa.select(HarvestBefore.job_id, place.label("place"))
        .join(HarvestRun, HarvestRun.job_id == HarvestBefore.job_id)
        .join(stock.HarvestSource, stock.HarvestSource.id == HarvestRun.source_id)
        .where(stock.HarvestSource.active.is_(True))
        .group_by(HarvestBefore.job_id, HarvestRun.source_id)
        .subquery()
    )
    kept = sa.select(placed.c.job_id).where(placed.c.place <= config.undo_runs())
    at_work = sa.select(HarvestLease.job_id)
    gone = sa.select(HarvestBefore.job_id).where(HarvestBefore.job_id.not_in(sa.union(kept, at_work)))
    for job_id in model.Session.scalars(gone.distinct()).all():
        model.Session.execute(sa.delete(HarvestBefore).where(HarvestBefore.job_id == job_id))
        model.Session.commit()
