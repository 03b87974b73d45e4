"""Own table of what an administrator is asked when too much is missing at a source."""

from __future__ import annotations

import datetime

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column


class HarvestApproval(tk.BaseModel):
    """The records that were missing when the guard stopped a run of a source, and whether they may go.

    An approval holds for these records only: what else goes missing is judged anew.
    """

    __tablename__ = "resilient_harvest_approval"

    source_id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    job_id: Mapped[str] = mapped_column(sa.UnicodeText)
    guids: Mapped[list[str]] = mapped_column(JSONB)
    asked: Mapped[datetime.datetime] = mapped_column(sa.DateTime(timezone=True))
    approved: Mapped[datetime.datetime | None] = mapped_column(sa.DateTime(timezone=True))
    approved_by: Mapped[str] = mapped_column(sa.UnicodeText, default="")
