"""Asking an administrator whether what is missing at a source may go, and the answer."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model

from ckanext.resilient.harvest.model import HarvestRecord
from ckanext.resilient.harvest.removal.model import HarvestApproval

SHOWN = 100
"""So many of the missing records are named; the number is that of all."""


def ask(source_id: str, job_id: str, guids: Collection[str]) -> None:
    """Note what a run stopped for. An answer to an earlier question ends with it. The caller commits."""
    now = datetime.datetime.now(datetime.timezone.utc)
    row = HarvestApproval(source_id=source_id, job_id=job_id, guids=sorted(guids), asked=now, approved_by="")
    row.approved = None
    model.Session.merge(row)


def approved(source_id: str) -> frozenset[str]:
    """The guids of which an administrator agreed that they go."""
    row = model.Session.get(HarvestApproval, source_id)
    return frozenset(row.guids) if row is not None and row.approved else frozenset()


def settle(source_id: str) -> None:
    """Forget question and answer: a run has read everything and passed the guard. The caller commits."""
    model.Session.execute(sa.delete(HarvestApproval).where(HarvestApproval.source_id == source_id))


def approve(source_id: str, user: str) -> dict[str, Any]:
    """Agree that what is missing goes in the next run; gives the question with its answer.

    Raises:
        ObjectNotFound: no run of this source waits for an answer.
    """
    row = _asked(source_id)
    row.approved, row.approved_by = datetime.datetime.now(datetime.timezone.utc), user
    model.Session.commit()
    return shown(source_id)


def shown(source_id: str) -> dict[str, Any]:
    """What is asked about a source: how many records are missing, the first of them by title, and the answer.

    Raises:
        ObjectNotFound: no run of this source waits for an answer.
    """
    row = _asked(source_id)
    records = model.Session.execute(
        sa.select(HarvestRecord.guid, HarvestRecord.package_id, model.Package.title)
        .outerjoin(model.Package, model.Package.id == HarvestRecord.package_id)
        .where(HarvestRecord.source_id == source_id, HarvestRecord.guid.in_(row.guids))
        .order_by(model.Package.title, HarvestRecord.guid)
        .limit(SHOWN)
    )
    return {
        "source": source_id,
        "job": row.job_id,
        "missing": len(row.guids),
        "records": [{"guid": one.guid, "id": one.package_id, "title": one.title or ""} for one in records],
        "asked": row.asked.isoformat(),
        "approved": row.approved.isoformat() if row.approved else "",
        "approved_by": row.approved_by,
    }


def _asked(source_id: str) -> HarvestApproval:
    row = model.Session.get(HarvestApproval, source_id)
    if row is None:
        raise tk.ObjectNotFound(tk._("No run of this source waits for an approval."))
    return row
