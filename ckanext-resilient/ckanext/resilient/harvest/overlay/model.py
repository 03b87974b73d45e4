"""Own table of local edits."""

from __future__ import annotations

import datetime
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column


class Overlay(tk.BaseModel):
    """One field of one harvested dataset as a person wants it.

    Args:
        field: its path (see `svrc.edits`).
        value: what she wants it to be; nothing where she emptied it. Of a field in several languages, as `base` and
            `source`, only those that she edited.
        base: what the source said when she decided, by an edit or by keeping hers.
        source: what the source says now.
        author: her user id.
        source_changed: since when `source` is no longer `base`, and nobody has looked at it.
    """

    __tablename__ = "resilient_overlay"

    package_id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    field: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    value: Mapped[Any] = mapped_column(JSONB)
    base: Mapped[Any] = mapped_column(JSONB)
    source: Mapped[Any] = mapped_column(JSONB)
    author: Mapped[str] = mapped_column(sa.UnicodeText)
    edited: Mapped[datetime.datetime] = mapped_column(sa.DateTime(timezone=True))
    source_changed: Mapped[datetime.datetime | None] = mapped_column(sa.DateTime(timezone=True), index=True)
