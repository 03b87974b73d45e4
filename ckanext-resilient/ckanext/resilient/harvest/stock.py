"""Everything we use of ckanext-harvest, in the one module that imports it."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from ckan import model
from ckanext.harvest import model as harvest_model
from ckanext.harvest import queue as harvest_queue
from ckanext.harvest.interfaces import IHarvester

from ckanext.resilient.harvest.stock_types import Job, Object, Source

__all__ = ["IHarvester"]

queue: Any = harvest_queue
# Any, because the models declare columns without the types of their values (see stock_types).
_models: Any = harvest_model
HarvestSource: Any = _models.HarvestSource
HarvestJob: Any = _models.HarvestJob
HarvestObject: Any = _models.HarvestObject
HarvestObjectExtra: Any = _models.HarvestObjectExtra
HarvestObjectError: Any = _models.HarvestObjectError
HarvestGatherError: Any = _models.HarvestGatherError

STAGED = "STAGED"
"""State of an object whose run has not passed the guard yet: the queue must not touch it."""

HELD = "HELD"
"""State of a released object that a process imports by itself."""

ACTION_KEY = "resilient_action"
"""Extra of a harvest object: what its import does (`new`, `changed`, `duplicate`, `vanished`, `stale`, `archive`)."""

OVER = ("Finished", "Aborted")
"""What ckanext-harvest says of a job that came to its end."""


def find_source(id_or_name_or_url: str) -> Source | None:
    """The harvest source with this id, name or address; one that was taken away only where no other is there."""
    by_name = sa.select(model.Package.id).where(
        model.Package.name == id_or_name_or_url, model.Package.type == "harvest"
    )
    return model.Session.scalars(
        sa.select(HarvestSource)
        .where(
            sa.or_(
                HarvestSource.id == id_or_name_or_url,
                HarvestSource.id.in_(by_name),
                HarvestSource.url == id_or_name_or_url,
            )
        )
        .order_by(HarvestSource.active.desc())
    ).first()


def own_sources() -> Sequence[Source]:
    """Every active source of our type, by title."""
    return model.Session.scalars(
        sa.select(HarvestSource)
        .where(HarvestSource.type == "resilient", HarvestSource.active.is_(True))
        .order_by(HarvestSource.title)
    ).all()


def source_titles(source_ids: Iterable[str]) -> dict[str, str]:
    """Titles of sources by id."""
    wanted = HarvestSource.id.in_(list(source_ids))
    return {row.id: row.title for row in model.Session.scalars(sa.select(HarvestSource).where(wanted))}


def source_config(source: Source) -> dict[str, Any]:
    """The source's settings, read from its own table: the package dict may come stale from the index."""
    return json.loads(source.config) if source.config else {}


def owner_org(source: Source) -> str | None:
    """Id of the organisation that the source's datasets belong to."""
    package = model.Session.get(model.Package, source.id)
    return package.owner_org if package else None


def is_over(job: Job) -> bool:
    """Whether a job came to its end, by itself or by ckanext-harvest's own command that breaks it off."""
    return job.status in OVER


def last_job(source_id: str) -> Job | None:
    """The newest job of a source."""
    return model.Session.scalars(
        sa.select(HarvestJob).where(HarvestJob.source_id == source_id).order_by(HarvestJob.created.desc())
    ).first()


def last_jobs(source_ids: Sequence[str]) -> dict[str, Job]:
    """The newest job of each source, by source id, in one query."""
    rows = model.Session.scalars(
        sa.select(HarvestJob)
        .distinct(HarvestJob.source_id)
        .where(HarvestJob.source_id.in_(source_ids))
        .order_by(HarvestJob.source_id, HarvestJob.created.desc())
    )
    return {job.source_id: job for job in rows}


def unsettled_jobs(job_ids: Sequence[str]) -> set[str]:
    """Those of some jobs that did not finish, or of which nothing is known any more."""
    finished = model.Session.scalars(
        sa.select(HarvestJob.id).where(HarvestJob.id.in_(job_ids), HarvestJob.status == "Finished")
    )
    return set(job_ids) - set(finished)


def start_job(source_id: str) -> Job:
    """A running job that is not handed to the queue."""
    job = HarvestJob(source_id=source_id, status="Running", gather_started=_utc())
    model.Session.add(job)
    model.Session.commit()
    return job


def finish_job(job_id: str) -> None:
    """Close a job that was not run by the queue."""
    job: Job = model.Session.get_one(HarvestJob, job_id)
    job.status = "Finished"
    job.gather_finished = job.gather_finished or _utc()
    job.finished = _utc()
    model.Session.commit()


def get_object(object_id: str) -> Object:
    """A harvest object by id; one that is not there is an error."""
    return model.Session.get_one(HarvestObject, object_id)


def find_object(object_id: str) -> Object | None:
    """A harvest object by id, if ckanext-harvest did not clean it away."""
    return model.Session.get(HarvestObject, object_id)


REPORTED_AS = {
    "new": "added",
    "changed": "updated",
    "duplicate": "not modified",
    "vanished": "deleted",
    "stale": "updated",
    "archive": "updated",
    "errored": "errored",
}
"""ckanext-harvest's word for what an import did."""


def end_import(object_id: str, outcome: str) -> None:
    """Close an import: a key of `REPORTED_AS`."""
    obj = get_object(object_id)
    obj.state = "ERROR" if outcome == "errored" else "COMPLETE"
    obj.report_status = REPORTED_AS[outcome]
    obj.import_finished = _utc()
    model.Session.commit()


def _utc() -> datetime.datetime:
    # ckanext-harvest stores and compares naive UTC.
    return datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)


def stage_objects(job: Job, rows: Iterable[dict[str, str | None]]) -> int:
    """Put `guid`, `content` (JSON text or None), `action`, `package_id` (or None) aside; returns how many."""
    now = _utc()
    objects: list[dict[str, Any]] = []
    extras: list[dict[str, Any]] = []
    for row in rows:
        object_id = str(uuid.uuid4())
        objects.append(
            {
                "id": object_id,
                "guid": row["guid"],
                "content": row["content"],
                "package_id": row["package_id"],
                "state": STAGED,
                "gathered": now,
                "current": False,
                "retry_times": 0,
                "harvest_job_id": job.id,
                "harvest_source_id": job.source_id,
            }
        )
        extras.append(
            {
                "id": str(uuid.uuid4()),
                "harvest_object_id": object_id,
                "key": ACTION_KEY,
                "value": row["action"],
            }
        )
    if objects:
        model.Session.execute(sa.insert(HarvestObject), objects)
        model.Session.execute(sa.insert(HarvestObjectExtra), extras)
    return len(objects)


def release_objects(job: Job) -> list[str]:
    """Hand all staged objects of a run to the import; returns their ids in the order of listing.

    Not as waiting ones: `harvester run` sends those to the queue, and two processes would import one record.
    """
    model.Session.execute(
        sa.update(HarvestObject)
        .where(HarvestObject.harvest_job_id == job.id, HarvestObject.state == STAGED)
        .values(state=HELD)
    )
    model.Session.commit()
    return list(
        model.Session.scalars(
            sa.select(HarvestObject.id)
            .where(HarvestObject.harvest_job_id == job.id, HarvestObject.state == HELD)
            .order_by(HarvestObject.gathered)
        )
    )


def discard_objects(job: Job) -> None:
    """Forget what was staged: the run stops before it writes."""
    staged = sa.select(HarvestObject.id).where(
        HarvestObject.harvest_job_id == job.id, HarvestObject.state == STAGED
    )
    model.Session.execute(
        sa.delete(HarvestObjectExtra).where(HarvestObjectExtra.harvest_object_id.in_(staged))
    )
    model.Session.execute(
        sa.delete(HarvestObject).where(HarvestObject.harvest_job_id == job.id, HarvestObject.state == STAGED)
    )
    model.Session.commit()


def object_action(obj: Object) -> str:
    """What importing this object does (see `ACTION_KEY`)."""
    return next(extra.value for extra in obj.extras if extra.key == ACTION_KEY)


def current_object(source_id: str, guid: str) -> Object | None:
    """The object that holds what a record last said, with its content, if it was not cleaned away."""
    return model.Session.scalars(
        sa.select(HarvestObject).where(
            HarvestObject.harvest_source_id == source_id,
            HarvestObject.guid == guid,
            HarvestObject.current.is_(True),
            HarvestObject.content.is_not(None),
        )
    ).first()


def set_current(obj: Object, package_id: str | None, *, current: bool) -> None:
    """Mark the object as the one that stands for its record; earlier ones of the same guid step back.

    `package_id` is None where the record has no dataset of its own.
    """
    model.Session.execute(
        sa.update(HarvestObject)
        .where(
            HarvestObject.harvest_source_id == obj.harvest_source_id,
            HarvestObject.guid == obj.guid,
            HarvestObject.id != obj.id,
            HarvestObject.current.is_(True),
        )
        .values(current=False)
    )
    obj.package_id = package_id
    obj.current = current


def add_gather_error(job: Job, message: str) -> None:
    """Show an error of the whole run on ckanext-harvest's job page."""
    model.Session.add(HarvestGatherError(message=message, harvest_job_id=job.id))


def add_object_error(obj: Object, message: str) -> None:
    """Show an error of one record on ckanext-harvest's job page."""
    model.Session.add(HarvestObjectError(message=message, harvest_object_id=obj.id, stage="Import"))


def add_rejected(job: Job, guid: str, message: str) -> None:
    """Show a record that could not be used on ckanext-harvest's job page, as one errored object."""
    obj = HarvestObject(
        id=str(uuid.uuid4()),
        guid=guid,
        job=job,
        source=job.source,
        state="ERROR",
        report_status="errored",
    )
    model.Session.add(obj)
    model.Session.flush()
    model.Session.add(HarvestObjectError(message=message, harvest_object_id=obj.id, stage="Fetch"))
