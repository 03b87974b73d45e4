"""Own table of what a run found before it wrote."""

from __future__ import annotations

import datetime
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column


class HarvestBefore(tk.BaseModel):
    """One record before a run touched it: plain JSON, so that one statement can fill many rows.

    Args:
        record: its row of `resilient_harvest_record`; none when there was no such row.
        package: its dataset as `package_show` gave it, `{}` when there was none; nothing when the run wrote none.
        object_id: the harvest object that held what the source had said last.
        edits: what people had edited of the dataset (rows of `resilient_overlay`), and what its source had said there.
        after: `modified` and `state` of the dataset when the run had written it.
    """

    __tablename__ = "resilient_harvest_before"
    __table_args__ = (sa.Index("ix_resilient_harvest_before_source", "source_id", "taken"),)

    job_id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    source_id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    guid: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    package_id: Mapped[str] = mapped_column(sa.UnicodeText)
    record: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    package: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    object_id: Mapped[str | None] = mapped_column(sa.UnicodeText)
    edits: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    taken: Mapped[datetime.datetime] = mapped_column(sa.DateTime(timezone=True))
