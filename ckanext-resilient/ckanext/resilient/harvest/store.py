"""Identity and history of harvested records in our own tables: one look-up a run, one statement a batch."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.resilient.harvest import stock
from ckanext.resilient.harvest.answers import Validators
from ckanext.resilient.harvest.changes import Past
from ckanext.resilient.harvest.guard import Known, Vanished
from ckanext.resilient.harvest.model import HarvestIssue, HarvestRecord, HarvestRun
from ckanext.resilient.harvesters.protocols.base import ListingEnd
from ckanext.resilient.svrc.issues import Issue

NAMESPACE = uuid.UUID("5b0f2b0e-2f0c-4d9e-8f0a-6f6a2c3f7f11")
"""Makes package ids of harvested records ours: the same source and guid always give the same id."""


def package_id(source_id: str, guid: str) -> str:
    """The one package id of a record: it survives a cleared history and a record that comes back."""
    return str(uuid.uuid5(NAMESPACE, f"{source_id}\n{guid}"))


def existing(package_ids: Iterable[str]) -> set[str]:
    """Those of some package ids that there are, also deleted ones, in one query."""
    wanted = sa.select(model.Package.id).where(model.Package.id.in_(list(package_ids)))
    return set(model.Session.scalars(wanted))


def known_records(source_id: str) -> dict[str, Known]:
    """What we hold of a source, by guid, in one query."""
    rows = model.Session.execute(
        sa.select(
            HarvestRecord.guid,
            HarvestRecord.package_id,
            HarvestRecord.content_hash,
            HarvestRecord.deleted,
            HarvestRecord.missing_runs,
            HarvestRecord.duplicate_of,
            HarvestRecord.missing_since,
            HarvestRecord.gone,
            HarvestRecord.gone_since,
        ).where(HarvestRecord.source_id == source_id)
    )
    return {row.guid: Known(*row[1:]) for row in rows}


def remember(source_id: str, guid: str, content_hash: str, duplicate_of: str = "") -> None:
    """Note that a record was written with this content, or that another stands for it. The caller commits."""
    now = datetime.datetime.now(datetime.timezone.utc)
    values = {
        "package_id": package_id(source_id, guid),
        "content_hash": content_hash,
        "deleted": False,
        "missing_runs": 0,
        "missing_since": None,
        "gone": "",
        "gone_since": None,
        "duplicate_of": duplicate_of,
        "last_changed": now,
    }
    model.Session.execute(
        insert(HarvestRecord)
        .values(source_id=source_id, guid=guid, first_seen=now, **values)
        .on_conflict_do_update(index_elements=["source_id", "guid"], set_=values)
    )


def is_shown(source_id: str, guid: str) -> bool:
    """Whether a record has a dataset of its own here, as far as the harvest is concerned."""
    record = model.Session.get(HarvestRecord, (source_id, guid), populate_existing=True)
    return record is not None and not record.deleted and not record.duplicate_of


def mark_deleted(source_id: str, guid: str) -> None:
    """Note that a vanished record was deleted here. The caller commits."""
    model.Session.execute(
        sa.update(HarvestRecord)
        .where(HarvestRecord.source_id == source_id, HarvestRecord.guid == guid)
        .values(deleted=True, last_changed=datetime.datetime.now(datetime.timezone.utc))
    )


RETURNED = sa.and_(HarvestRecord.missing_runs > 0, HarvestRecord.deleted.is_(False))
"""Records that were missing and not deleted; when they are not missing now, they are listed again."""


def mark_gone(source_id: str, guid: str, gone: str) -> None:
    """Note that the dataset of a vanished record was marked or put away. The caller commits."""
    now = datetime.datetime.now(datetime.timezone.utc)
    model.Session.execute(
        sa.update(HarvestRecord)
        .where(HarvestRecord.source_id == source_id, HarvestRecord.guid == guid)
        .values(gone=gone, gone_since=now, last_changed=now)
    )


def missing_since(source_id: str, guid: str) -> datetime.datetime:
    """When a record that its source no longer lists was first missing."""
    since = model.Session.scalars(
        sa.select(HarvestRecord.missing_since).where(
            HarvestRecord.source_id == source_id, HarvestRecord.guid == guid
        )
    ).one()
    return since or datetime.datetime.now(datetime.timezone.utc)


def mark_missing(source_id: str, vanished: Vanished, *, complete: bool) -> None:
    """Count one more complete run for what is missing, and start anew for what is listed again."""
    if not complete:
        return
    here = HarvestRecord.source_id == source_id
    now = datetime.datetime.now(datetime.timezone.utc)
    model.Session.execute(
        sa.update(HarvestRecord)
        .where(here, RETURNED, HarvestRecord.guid.not_in(vanished.missing))
        .values(missing_runs=0, missing_since=None)
    )
    model.Session.execute(
        sa.update(HarvestRecord)
        .where(here, HarvestRecord.guid.in_(vanished.missing))
        .values(
            missing_runs=HarvestRecord.missing_runs + 1,
            missing_since=sa.func.coalesce(HarvestRecord.missing_since, now),
        )
    )


_LOOKED_BACK = 100
_OUR_FAULT = ("not-indexed",)
"""Findings after which a record has to be listed once more, although it did not change."""


def past_runs(source_id: str, job_id: str) -> list[Past]:
    """The runs of a source before this one, newest first."""
    runs = model.Session.scalars(
        sa.select(HarvestRun)
        .where(HarvestRun.source_id == source_id, HarvestRun.job_id != job_id)
        .order_by(HarvestRun.started.desc())
        .limit(_LOOKED_BACK)
    ).all()
    jobs = [run.job_id for run in runs]
    failed = set(
        model.Session.scalars(
            sa.select(HarvestIssue.job_id).where(
                HarvestIssue.job_id.in_(jobs), HarvestIssue.code.in_(_OUR_FAULT)
            )
        )
    ) | stock.unsettled_jobs(jobs)
    return [
        Past(
            started=run.started,
            complete=run.complete,
            partial=run.partial,
            is_settled=not run.stopped_by and not run.undone and run.job_id not in failed,
            settings=run.settings,
            documents={address: Validators(*told) for address, told in run.documents.items()},
        )
        for run in runs
    ]


def end_run(run: HarvestRun, end: ListingEnd, counts: dict[str, int], settings: str) -> None:
    """Keep how a run ended. The caller commits."""
    run.complete = end.complete
    run.partial = end.partial
    run.counts = counts
    run.settings = settings
    run.documents = {address: [told.etag, told.last_modified] for address, told in end.documents.items()}


def start_run(job_id: str, source_id: str) -> HarvestRun:
    """The row of this run; one that a repeated delivery of the same job left behind is used again."""
    run = model.Session.get(HarvestRun, job_id) or HarvestRun(job_id=job_id, source_id=source_id)
    run.counts, run.documents = {}, {}
    run.started = datetime.datetime.now(datetime.timezone.utc)
    model.Session.add(run)
    model.Session.execute(sa.delete(HarvestIssue).where(HarvestIssue.job_id == job_id))
    model.Session.commit()
    return run


def add_issues(job_id: str, issues: Iterable[Issue]) -> None:
    """Keep findings of a run, in one statement. The caller commits."""
    rows = [
        {
            "job_id": job_id,
            "code": issue.code,
            "record": issue.record,
            "field": issue.field,
            "params": dict(issue.params),
            "owner_name": issue.owner.name,
            "owner_email": issue.owner.email,
        }
        for issue in issues
    ]
    if rows:
        model.Session.execute(sa.insert(HarvestIssue), rows)


def run_issues(job_id: str) -> list[Issue]:
    """Every finding of a run, in the order they came up."""
    rows = model.Session.scalars(
        sa.select(HarvestIssue).where(HarvestIssue.job_id == job_id).order_by(HarvestIssue.id)
    )
    return [row.issue for row in rows]


def unknown_values(source_ids: Sequence[str], kinds: Sequence[str], limit: int) -> Sequence[sa.Row[Any]]:
    """Values of findings of these kinds, counted per source, most frequent first, in one query.

    A source's newest complete run counts, else its newest. Rows have `source_id`, `code`, `field`, `value`,
    `count` and one `record` as an example.
    """
    last = (
        sa.select(HarvestRun.source_id, HarvestRun.job_id)
        .distinct(HarvestRun.source_id)
        .where(HarvestRun.source_id.in_(source_ids))
        .order_by(HarvestRun.source_id, HarvestRun.complete.desc(), HarvestRun.started.desc())
        .subquery()
    )
    value = HarvestIssue.params["value"].astext
    key = (last.c.source_id, HarvestIssue.code, HarvestIssue.field, value)
    count = sa.func.count()
    return model.Session.execute(
        sa.select(
            *key[:3],
            value.label("value"),
            count.label("count"),
            sa.func.min(HarvestIssue.record).label("record"),
        )
        .join(last, last.c.job_id == HarvestIssue.job_id)
        .where(HarvestIssue.code.in_(kinds))
        .group_by(*key)
        .order_by(last.c.source_id, count.desc(), HarvestIssue.field, value)
        .limit(limit)
    ).all()


def runs(job_ids: Sequence[str]) -> dict[str, HarvestRun]:
    """Runs by job id, in one query."""
    found = model.Session.scalars(sa.select(HarvestRun).where(HarvestRun.job_id.in_(job_ids)))
    return {run.job_id: run for run in found}


def record_counts(source_ids: Sequence[str]) -> dict[str, int]:
    """How many datasets of each source are shown here, in one query; without those for which others stand."""
    rows = model.Session.execute(
        sa.select(HarvestRecord.source_id, sa.func.count())
        .where(
            HarvestRecord.source_id.in_(source_ids),
            HarvestRecord.deleted.is_(False),
            HarvestRecord.duplicate_of == "",
        )
        .group_by(HarvestRecord.source_id)
    )
    return {row[0]: row[1] for row in rows}


def last_reads(source_ids: Sequence[str]) -> dict[str, datetime.datetime]:
    """When each source was last read to its end, as a whole or for its changes, in one query."""
    rows = model.Session.execute(
        sa.select(HarvestRun.source_id, sa.func.max(HarvestRun.started))
        .where(
            HarvestRun.source_id.in_(source_ids),
            HarvestRun.stopped_by == "",
            sa.or_(HarvestRun.complete, HarvestRun.partial),
        )
        .group_by(HarvestRun.source_id)
    )
    return {row[0]: row[1] for row in rows}
