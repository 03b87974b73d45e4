"""Own tables for datasets that two sources give: by what each record is recognised, and what was decided."""

from __future__ import annotations

import datetime
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column


class RecordProfile(tk.BaseModel):
    """The profile of one record of one source (see `svrc.profile`)."""

    __tablename__ = "resilient_harvest_profile"

    source_id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    guid: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    profile: Mapped[dict[str, Any]] = mapped_column(JSONB)


class RecordMark(tk.BaseModel):
    """One mark under which a record is looked up."""

    __tablename__ = "resilient_harvest_mark"
    __table_args__ = (sa.Index("ix_resilient_harvest_mark_mark", "mark"),)

    source_id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    guid: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    mark: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)


class DuplicateDecision(tk.BaseModel):
    """What is known of two records that are or may be the same dataset, by their package ids in order.

    `verdict` is `open`, `same` or `different`. `keeps` is the one that is shown at present, empty when
    both are; `proposal` the one that the rules would keep. `decided_by` is empty when the rules decided.
    """

    __tablename__ = "resilient_harvest_duplicate"
    __table_args__ = (sa.UniqueConstraint("first", "second"),)

    id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=True)
    first: Mapped[str] = mapped_column(sa.UnicodeText)
    second: Mapped[str] = mapped_column(sa.UnicodeText, index=True)
    verdict: Mapped[str] = mapped_column(sa.UnicodeText, index=True)
    keeps: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    proposal: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    reasons: Mapped[list[str]] = mapped_column(JSONB, default=list)
    differences: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    decided_by: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    found: Mapped[datetime.datetime] = mapped_column(sa.DateTime(timezone=True))
    decided: Mapped[datetime.datetime | None] = mapped_column(sa.DateTime(timezone=True))
