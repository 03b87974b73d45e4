"""The findings of a run for a reader: grouped by cause, some at a time, or all of them one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from ckan import model

from ckanext.resilient.harvest.model import HarvestIssue, HarvestRun
from ckanext.resilient.svrc.issues import KINDS, Issue

_BATCH = 1000
_GRADE = {"error": 0, "warning": 1, "info": 2}
_CODES = {grade: {code for code, kind in KINDS.items() if kind.severity == grade} for grade in _GRADE}
_PASSED = {"index-gone"}
"""Warnings of which nothing is left when the run has ended."""


@dataclass(frozen=True, slots=True)
class Group:
    """Findings with the same cause: how many, and the first of them."""

    code: str
    field: str
    count: int
    examples: tuple[Issue, ...]


def _of(job_id: str, *, gaps: bool) -> sa.ColumnElement[bool]:
    of_run = HarvestIssue.job_id == job_id
    if not gaps:
        return of_run
    unread = sa.exists().where(
        HarvestRun.job_id == job_id, HarvestRun.complete.is_(False), HarvestRun.partial.is_(False)
    )
    why = sa.and_(HarvestIssue.record == "", HarvestIssue.code.in_(_CODES["warning"] - _PASSED), unread)
    return sa.and_(of_run, sa.or_(HarvestIssue.code.in_(_CODES["error"]), why))


def groups(job_id: str, examples: int, *, gaps: bool = False) -> list[Group]:
    """The causes of a run's findings, gravest and most frequent first, in two queries however many there are.

    Args:
        job_id: the run.
        examples: so many of each cause are given.
        gaps: only what cost a record, or a part of the listing.
    """
    where = _of(job_id, gaps=gaps)
    key = (HarvestIssue.code, HarvestIssue.field)
    counts = model.Session.execute(sa.select(*key, sa.func.count()).where(where).group_by(*key)).all()
    first = _first(where, examples)
    found = [Group(row[0], row[1], row[2], tuple(first.get((row[0], row[1]), ()))) for row in counts]
    return sorted(found, key=lambda one: (_GRADE[KINDS[one.code].severity], -one.count, one.code, one.field))


def _first(where: sa.ColumnElement[bool], examples: int) -> dict[tuple[str, str], list[Issue]]:
    place = sa.func.row_number().over(
        partition_by=(HarvestIssue.code, HarvestIssue.field), order_by=HarvestIssue.id
    )
    numbered = sa.select(HarvestIssue.id, place.label("place")).where(where).subquery()
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


def every(job_id: str, *, gaps: bool = False) -> Iterator[Issue]:
    """All findings of a run, or only its gaps; memory holds a batch of them at a time."""
    last, where = 0, _of(job_id, gaps=gaps)
    while rows := _after(where, last):
        yield from [row.issue for row in rows]
        last = rows[-1].id


def _after(where: sa.ColumnElement[bool], last: int) -> Sequence[HarvestIssue]:
    return model.Session.scalars(
        sa.select(HarvestIssue).where(where, HarvestIssue.id > last).order_by(HarvestIssue.id).limit(_BATCH)
    ).all()
