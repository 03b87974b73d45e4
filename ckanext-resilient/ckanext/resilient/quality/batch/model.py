"""Own table of batches: what was asked for, and how far it is."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.resilient.moments import utc_now


class QualityBatch(tk.BaseModel):
    """One field of many datasets, set by one person.

    Args:
        user_id: in whose name, and with whose rights.
        locale: of the page that it was asked for on; what goes wrong is said in it.
        field: its name.
        value: as datasets keep it.
        scope: what it was asked for on: kind of the scope, as in `quality.overview`; `key` is that of the scope.
        datasets: ids, in order.
        done: how many of them were tried; the job goes on after them.
        changed: how many were changed.
        kept: how many were left alone, because they had a value in the meantime.
        errors: dataset and sentence of each that could not be changed.
        moved: when the last one was tried.
        finished: when all were.
    """

    __tablename__ = "resilient_quality_batch"

    id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True, default=lambda: str(uuid.uuid4()))
    user_id: Mapped[str] = mapped_column(sa.UnicodeText, index=True)
    locale: Mapped[str] = mapped_column(sa.UnicodeText)
    field: Mapped[str] = mapped_column(sa.UnicodeText)
    value: Mapped[Any] = mapped_column(JSONB)
    scope: Mapped[str] = mapped_column(sa.UnicodeText, default="all")
    key: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    datasets: Mapped[list[str]] = mapped_column(ARRAY(sa.UnicodeText))
    done: Mapped[int] = mapped_column(sa.Integer, default=0)
    changed: Mapped[int] = mapped_column(sa.Integer, default=0)
    kept: Mapped[int] = mapped_column(sa.Integer, default=0)
    errors: Mapped[list[tuple[str, str]]] = mapped_column(JSONB, default=list)
    created: Mapped[datetime.datetime] = mapped_column(sa.DateTime(timezone=True), default=utc_now)
    moved: Mapped[datetime.datetime] = mapped_column(sa.DateTime(timezone=True), default=utc_now)
    finished: Mapped[datetime.datetime | None] = mapped_column(sa.DateTime(timezone=True))
