"""Jobs of ckanext-harvest as an administrator looks at them: history, progress, what failed, the end of one."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.resilient.harvest import stock
from ckanext.resilient.harvest.stock_types import Job

_AHEAD = (stock.STAGED, "WAITING", stock.HELD)
"""States of objects whose import has not begun."""

_DONE = ("COMPLETE", "ERROR")


@dataclass(frozen=True, slots=True)
class Progress:
    """How many records of a run are prepared, and how many of them are done or failed."""

    prepared: int = 0
    done: int = 0
    failed: int = 0


def source_entries(source_ids: Sequence[str]) -> dict[str, sa.Row[Any]]:
    """By source id: the `name` of its entry here, and its organisation's `owner_org`, `org_name`, `org_title`."""
    entry, organisation = model.Package, model.Group
    rows = model.Session.execute(
        sa.select(
            entry.id,
            entry.name,
            entry.owner_org,
            organisation.name.label("org_name"),
            organisation.title.label("org_title"),
        )
        .join(organisation, organisation.id == entry.owner_org, isouter=True)
        .where(entry.id.in_(source_ids))
    )
    return {row.id: row for row in rows}


def find_job(job_id: str) -> Job | None:
    """The job with this id, of a source of ours."""
    job = model.Session.get(stock.HarvestJob, job_id)
    return job if job is not None and job.source.type == "resilient" else None


def jobs_of(source_id: str, limit: int, offset: int = 0) -> Sequence[Job]:
    """The jobs of a source, newest first."""
    return model.Session.scalars(
        sa.select(stock.HarvestJob)
        .where(stock.HarvestJob.source_id == source_id)
        .order_by(stock.HarvestJob.created.desc())
        .limit(limit)
        .offset(offset)
    ).all()


def count_jobs(source_id: str) -> int:
    """How many jobs a source has had."""
    jobs = sa.select(sa.func.count()).where(stock.HarvestJob.source_id == source_id)
    return model.Session.scalar(jobs) or 0


def progress(job_ids: Sequence[str]) -> Mapping[str, Progress]:
    """How far each of some jobs is, in one query; jobs without records are left out."""
    state, job = stock.HarvestObject.state, stock.HarvestObject.harvest_job_id
    rows = model.Session.execute(
        sa.select(
            job,
            sa.func.count(),
            sa.func.count().filter(state.in_(_DONE)),
            sa.func.count().filter(state == "ERROR"),
        )
        .where(job.in_(job_ids))
        .group_by(job)
    )
    return {row[0]: Progress(*row[1:]) for row in rows}


def unwritten(job_progress: Progress, counts: Mapping[str, int]) -> int:
    """How many records of a run that has ended could not be stored; the refused ones are objects in error, too."""
    return max(0, job_progress.failed - counts.get("rejected", 0))


def failed_guids(job_id: str) -> frozenset[str]:
    """Guids of the records that a run refused or could not write."""
    return frozenset(
        model.Session.scalars(
            sa.select(stock.HarvestObject.guid).where(
                stock.HarvestObject.harvest_job_id == job_id, stock.HarvestObject.state == "ERROR"
            )
        )
    )


def is_open(job_id: str) -> bool:
    """Whether a job still runs, asked of the database: another process may have ended it."""
    status = model.Session.scalar(sa.select(stock.HarvestJob.status).where(stock.HarvestJob.id == job_id))
    return status not in stock.OVER


def end(job_id: str) -> None:
    """End a job now: what has not begun to be imported is forgotten. The caller commits."""
    ahead = sa.select(stock.HarvestObject.id).where(
        stock.HarvestObject.harvest_job_id == job_id, stock.HarvestObject.state.in_(_AHEAD)
    )
    extras = stock.HarvestObjectExtra
    model.Session.execute(sa.delete(extras).where(extras.harvest_object_id.in_(ahead)))
    model.Session.execute(
        sa.delete(stock.HarvestObject).where(
            stock.HarvestObject.harvest_job_id == job_id, stock.HarvestObject.state.in_(_AHEAD)
        )
    )
    now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)
    model.Session.execute(
        sa.update(stock.HarvestJob)
        .where(stock.HarvestJob.id == job_id)
        .values(status="Finished", finished=now)
    )
