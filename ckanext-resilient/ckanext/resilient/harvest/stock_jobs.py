"""Jobs and objects of ckanext-harvest whose run was broken off, and handing a job to its queue again."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.resilient.harvest.leases import GATHER
from ckanext.resilient.harvest.model import HarvestLease
from ckanext.resilient.harvest.stock import HELD, HarvestJob, HarvestObject, HarvestSource, get_object, queue
from ckanext.resilient.harvest.stock_types import Job, Object

TRIES = 5
"""So often an object is begun: a record that ends the program each time must not end every later run."""

_LEFT = (HELD, "IMPORT")


def find(job_id: str) -> Job | None:
    """A job, as the database has it now."""
    return model.Session.get(HarvestJob, job_id, populate_existing=True)


def left_over(job_id: str) -> list[str]:
    """Ids of the released objects of a run that were not written yet, in the order of listing."""
    return list(
        model.Session.scalars(
            sa.select(HarvestObject.id)
            .where(HarvestObject.harvest_job_id == job_id, HarvestObject.state.in_(_LEFT))
            .order_by(HarvestObject.gathered)
        )
    )


def begin_import(object_id: str) -> Object | None:
    """The released object, marked as being imported; None where it was ended meanwhile, by an administrator."""
    now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)
    tries = sa.func.coalesce(HarvestObject.retry_times, 0) + 1
    begun = model.Session.execute(
        sa.update(HarvestObject)
        .where(HarvestObject.id == object_id, HarvestObject.state.in_(_LEFT))
        .values(state="IMPORT", import_started=now, retry_times=tries)
        .returning(HarvestObject.id)
    ).first()
    model.Session.commit()
    return get_object(object_id) if begun else None


def put_back(object_id: str) -> None:
    """Let an object that could not be written now wait as if it had not been begun. The caller commits."""
    model.Session.execute(
        sa.update(HarvestObject)
        .where(HarvestObject.id == object_id, HarvestObject.state.in_(_LEFT))
        .values(state=HELD, retry_times=sa.func.greatest(HarvestObject.retry_times - 1, 0))
    )


def drop_left_over(job_id: str) -> None:
    """End the objects of a job that an administrator has ended. The caller commits."""
    model.Session.execute(
        sa.update(HarvestObject)
        .where(HarvestObject.harvest_job_id == job_id, HarvestObject.state.in_(_LEFT))
        .values(state="ERROR", report_status="errored")
    )


def stranded(patience: datetime.timedelta) -> Sequence[sa.Row[Any]]:
    """Jobs of our sources that nobody works on and nobody waits for: `id`, `source_id`.

    Their message was lost with Redis, or was never sent.
    """
    before = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None) - patience
    leased = sa.select(HarvestLease.job_id).where(HarvestLease.job_id == HarvestJob.id)
    return model.Session.execute(
        sa.select(HarvestJob.id, HarvestJob.source_id)
        .join(HarvestSource, HarvestSource.id == HarvestJob.source_id)
        .where(
            HarvestSource.type == "resilient",
            HarvestSource.active.is_(True),
            HarvestJob.status.in_(("New", "Running")),
            HarvestJob.gather_finished.is_(None),
            HarvestJob.created < before,
            ~leased.exists(),
        )
        .order_by(HarvestJob.created)
    ).all()


def reopen() -> None:
    """Take back that a job has been gathered where a run of it is still at that. The caller commits.

    ckanext-harvest notes it also after the second delivery of a job (it delivers again what takes more than two
    hours), and would call the job finished in the middle of its run.
    """
    gathering = sa.select(HarvestLease.job_id).where(HarvestLease.phase == GATHER)
    model.Session.execute(
        sa.update(HarvestJob)
        .where(HarvestJob.id.in_(gathering), HarvestJob.gather_finished.is_not(None))
        .values(gather_finished=None)
    )


def send(job_id: str) -> None:
    """Hand a job to the queue; one that is there already keeps one message."""
    model.Session.execute(
        sa.update(HarvestJob)
        .where(HarvestJob.id == job_id, HarvestJob.status == "New")
        .values(status="Running")
    )
    model.Session.commit()
    publisher = queue.get_gather_publisher()
    publisher.send({"harvest_job_id": job_id})
    publisher.close()
