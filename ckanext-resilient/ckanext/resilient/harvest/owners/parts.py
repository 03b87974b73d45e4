"""The part of a run's findings that concerns one data owner, and whether she was told."""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import dataclass

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import aggregate_order_by

from ckanext.resilient.harvest.model import HarvestIssue
from ckanext.resilient.harvest.owners.model import OwnerTold
from ckanext.resilient.harvest.stock_types import Job, Object
from ckanext.resilient.svrc.issues import KINDS, NOBODY, Issue, Owner
from ckanext.resilient.svrc.owners import owner_of_package

_COSTLY = tuple(code for code, kind in KINDS.items() if kind.severity != "info")
"""Kinds of findings that cost a record or a value: only these are worth a mail."""


@dataclass(frozen=True, slots=True)
class Part:
    """What concerns one owner.

    Args:
        key: stands for source, address and findings; the same findings of a later run have the same.
        owner: name and address, as her records give them.
        records: in so many of her records something was found.
        findings: so many findings there are.
        sent: when she was told, if she was.
    """

    key: str
    owner: Owner
    records: int
    findings: int
    sent: datetime.datetime | None = None


def parts_of(job: Job) -> list[Part]:
    """The parts of a run, the one with the most records first, in two queries however many there are."""
    said = sa.func.concat_ws("|", *_SAID)
    findings = sa.func.md5(sa.func.string_agg(said, aggregate_order_by(sa.literal("\n"), *_SAID)))
    records = sa.func.count(HarvestIssue.record.distinct())
    rows = model.Session.execute(
        sa.select(
            HarvestIssue.owner_email,
            sa.func.max(HarvestIssue.owner_name),
            records,
            sa.func.count(),
            findings,
        )
        .where(*_of_owners(job))
        .group_by(HarvestIssue.owner_email)
        .order_by(records.desc(), HarvestIssue.owner_email)
    ).all()
    keys = [_key(job.source_id, row[0], row[4]) for row in rows]
    told = dict(
        model.Session.execute(sa.select(OwnerTold.part, OwnerTold.sent).where(OwnerTold.part.in_(keys)))
        .tuples()
        .all()
    )
    return [
        Part(key, Owner(row[1], row[0]), row[2], row[3], told.get(key))
        for key, row in zip(keys, rows, strict=True)
    ]


_SAID = (HarvestIssue.code, HarvestIssue.field, HarvestIssue.record, sa.cast(HarvestIssue.params, sa.Text))


def _of_owners(job: Job) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        HarvestIssue.job_id == job.id,
        HarvestIssue.owner_email != "",
        HarvestIssue.code.in_(_COSTLY),
    )


def _key(source_id: str, address: str, findings: str) -> str:
    return hashlib.sha256(f"{source_id}\n{address}\n{findings}".encode()).hexdigest()[:32]


def has_parts(job_id: str) -> bool:
    """Whether a run found something in records whose owner has an address."""
    costly = sa.exists().where(
        HarvestIssue.job_id == job_id, HarvestIssue.owner_email != "", HarvestIssue.code.in_(_COSTLY)
    )
    return bool(model.Session.scalar(sa.select(costly)))


def owner_of_object(obj: Object) -> Owner:
    """Whose record an object holds that is to be written, as the record says."""
    return owner_of_package(json.loads(obj.content)["package"]) if obj.content else NOBODY


def issues_of(job: Job, owner: Owner) -> list[Issue]:
    """The findings that concern an owner, in the order they came up."""
    rows = model.Session.scalars(
        sa.select(HarvestIssue)
        .where(*_of_owners(job), HarvestIssue.owner_email == owner.email)
        .order_by(HarvestIssue.id)
    )
    return [row.issue for row in rows]
