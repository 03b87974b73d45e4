"""Batches in our own table, written in connections of their own: an edit that fails takes nothing back here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model

from ckanext.resilient.moments import utc_now
from ckanext.resilient.quality.batch.model import QualityBatch
from ckanext.resilient.quality.model import transaction

KEPT_FOR = dt.timedelta(days=90)
"""How long it can be looked up what a batch did; the history of each dataset stays."""

STILL = dt.timedelta(minutes=15)
"""After so long without a step the job is taken for dead."""

CHANGED, KEPT = "changed", "kept"

_TABLE: Any = QualityBatch.__table__
_COUNTED: dict[str, Callable[[], dict[str, Any]]] = {
    CHANGED: lambda: {"changed": _TABLE.c.changed + 1},
    KEPT: lambda: {"kept": _TABLE.c.kept + 1},
}


def add(batch: QualityBatch) -> None:
    """Keep a new batch, and forget those that ended long ago."""
    old = sa.delete(QualityBatch).where(QualityBatch.finished < utc_now() - KEPT_FOR)
    model.Session.execute(old)
    model.Session.add(batch)
    model.Session.commit()


def found(batch_id: str) -> QualityBatch:
    """A batch as it is now.

    Raises:
        tk.ObjectNotFound: there is none with this id.
    """
    batch = model.Session.get(QualityBatch, batch_id, populate_existing=True)
    if batch is None:
        raise tk.ObjectNotFound(tk._("There is nothing at this address."))
    return batch


def tried(batch_id: str, package_id: str, result: str) -> None:
    """Count a dataset.

    Args:
        batch_id: the batch.
        package_id: the dataset.
        result: `CHANGED`, `KEPT`, or in words why it could not be changed.
    """
    counted = _COUNTED.get(result)
    error = sa.type_coerce([[package_id, result]], _TABLE.c.errors.type)
    values = counted() if counted else {"errors": _TABLE.c.errors.op("||")(error)}
    _set(batch_id, {"done": _TABLE.c.done + 1, "moved": utc_now(), **values})


def alive(batch_id: str) -> None:
    """Note that a job is at work, or was asked for."""
    _set(batch_id, {"moved": utc_now()})


def finish(batch_id: str) -> None:
    """Note that all datasets were tried."""
    _set(batch_id, {"finished": utc_now()})


def _set(batch_id: str, values: dict[str, Any]) -> None:
    with transaction() as connection:
        connection.execute(sa.update(_TABLE).where(_TABLE.c.id == batch_id).values(values))


def is_stuck(batch: QualityBatch) -> bool:
    """Whether nothing has moved for so long that no job can be at work."""
    return batch.finished is None and batch.moved < utc_now() - STILL
