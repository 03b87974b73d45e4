"""How long the history of harvests is kept. What a record last said is never dropped.

Unchanged records leave no object behind at all; what is dropped here are the objects, findings and runs of old jobs.
"""

from __future__ import annotations

from typing import Any, cast

import sqlalchemy as sa
from ckan import model

from ckanext.resilient.harvest.model import HarvestIssue, HarvestLease, HarvestRun
from ckanext.resilient.harvest.owners.model import OwnerTold
from ckanext.resilient.harvest.stock import (
    HarvestGatherError,
    HarvestJob,
    HarvestObject,
    HarvestObjectError,
    HarvestObjectExtra,
    HarvestSource,
)
from ckanext.resilient.harvest.undo import before

CHUNK = 1000
"""So many rows go in one transaction: a large history must not hold up a harvest."""


def prune(keep_runs: int) -> dict[str, int]:
    """Drop what older runs than the last few of each source have left; how many rows of each kind went.

    Args:
        keep_runs: so many runs of each source stay as they are.
    """
    old = _old_jobs(max(1, keep_runs))
    objects = _drop_objects(old)
    errors = _drop(HarvestGatherError, HarvestGatherError.harvest_job_id.in_(old))
    issues = _drop(HarvestIssue, sa.or_(HarvestIssue.job_id.in_(old), _without_job(HarvestIssue.job_id)))
    runs = _drop(HarvestRun, sa.or_(HarvestRun.job_id.in_(old), _without_job(HarvestRun.job_id)))
    before.prune()
    # A job whose object still stands for a record stays: that object needs it.
    empty = ~sa.exists().where(HarvestObject.harvest_job_id == HarvestJob.id)
    jobs = _drop(HarvestJob, sa.and_(HarvestJob.id.in_(old), empty))
    _drop(OwnerTold, ~sa.exists().where(HarvestSource.id == OwnerTold.source_id))
    return {"objects": objects, "issues": issues + errors, "runs": runs, "jobs": jobs}


def _old_jobs(keep_runs: int) -> sa.Select[Any]:
    place = sa.func.row_number().over(
        partition_by=HarvestJob.source_id, order_by=(HarvestJob.created.desc(), HarvestJob.id)
    )
    placed = (
        sa.select(HarvestJob.id, HarvestJob.status, place.label("place"))
        .join(HarvestSource, HarvestSource.id == HarvestJob.source_id)
        .where(HarvestSource.type == "resilient")
        .subquery()
    )
    return sa.select(placed.c.id).where(placed.c.place > keep_runs, placed.c.status == "Finished")


def _without_job(job_id: Any) -> sa.ColumnElement[bool]:
    """Rows of a job that ckanext-harvest's own clearing has dropped."""
    held = sa.exists().where(HarvestJob.id == job_id)
    leased = sa.exists().where(HarvestLease.job_id == job_id)
    return sa.and_(~held, ~leased)


def _drop_objects(old: sa.Select[Any]) -> int:
    superseded = sa.and_(HarvestObject.harvest_job_id.in_(old), HarvestObject.current.is_not(True))
    dropped = 0
    while ids := list(model.Session.scalars(sa.select(HarvestObject.id).where(superseded).limit(CHUNK))):
        for dependent in (HarvestObjectExtra, HarvestObjectError):
            model.Session.execute(sa.delete(dependent).where(dependent.harvest_object_id.in_(ids)))
        model.Session.execute(sa.delete(HarvestObject).where(HarvestObject.id.in_(ids)))
        model.Session.commit()
        dropped += len(ids)
    return dropped


def _drop(table: Any, condition: Any) -> int:
    (key,) = sa.inspect(table).primary_key
    chunk = sa.select(key).where(condition).limit(CHUNK).scalar_subquery()
    dropped = 0
    while True:
        done = model.Session.execute(sa.delete(table).where(key.in_(chunk)))
        model.Session.commit()
        count = cast("sa.CursorResult[Any]", done).rowcount
        dropped += count
        if count < CHUNK:
            return dropped
