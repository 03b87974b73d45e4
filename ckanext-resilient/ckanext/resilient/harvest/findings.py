"""The findings of a run for a reader: grouped by cause, some at a time, or all of them one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from ckan import model

from ckanext.resilient.harvest.model import HarvestIssue
from ckanext.resilient.svrc.issues import KINDS, Issue

_BATCH = 1000
_GRADE = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Group:
    """Findings with the same cause: how many, and the first of them."""

    code: str
    field: str
    count: int
    examples: tuple[Issue, ...]


def groups(job_id: str, examples: int) -> list[Group]:
    """The causes of a run's findings, gravest and most frequent first, in two queries however many there are.

    Args:
        job_id: the run.
        examples: so many of each cause are given.
    """
    key = (HarvestIssue.code, HarvestIssue.field)
    counts = model.Session.execute(
        sa.select(*key, sa.func.count()).where(HarvestIssue.job_id == job_id).group_by(*key)
    ).all()
    first = _first(job_id, examples)
    found = [Group(row[0], row[1], row[2], tuple(first.get((row[0], row[1]), ()))) for row in counts]
    return sorted(found, key=lambda one: (_GRADE[KINDS[one.code].severity], -one.count, one.code, one.field))


def _first(job_id: str, examples: int) -> dict[tuple[str, str], list[Issue]]:
    place = sa.func.row_number().over(
        partition_by=(HarvestIssue.code, HarvestIssue.field), order_by=HarvestIssue.id
    )
    numbered = (
        sa.select(HarvestIssue.id, place.label("place")).where(HarvestIssue.job_id == job_id).subquery()
    )
    rows = model.Session.scalars(
        sa.select(HarvestIssue)
        .join(numbered, numbered.c.id == HarvestIssue.id)
        .where(numbered.c.place <= examples)
        .order_by(HarvestIssue.id)
    )
    first: dict[tuple[str, str], list[Issue]] = {}
    for row in rows:
        first.setdefault((row.code, row.field), []).append(row.issue)
    return first


def some(job_id: str, limit: int, offset: int) -> list[Issue]:
    """Findings of a run in the order they came up."""
    rows = model.Session.scalars(
        sa.select(HarvestIssue)
        .where(HarvestIssue.job_id == job_id)
        .order_by(HarvestIssue.id)
        .limit(limit)
        .offset(offset)
    )
    return [row.issue for row in rows]


def every(job_id: str) -> Iterator[Issue]:
    """All findings of a run; memory holds a batch of them at a time."""
    last = 0
    while rows := _after(job_id, last):
        yield from [row.issue for row in rows]
        last = rows[-1].id


def _after(job_id: str, last: int) -> Sequence[HarvestIssue]:
    return model.Session.scalars(
        sa.select(HarvestIssue)
        .where(HarvestIssue.job_id == job_id, HarvestIssue.id > last)
        .order_by(HarvestIssue.id)
        .limit(_BATCH)
    ).all()
