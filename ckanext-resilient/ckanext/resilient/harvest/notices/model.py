"""Own table of what people were told about a source."""

from __future__ import annotations

import datetime

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column


class HarvestNotice(tk.BaseModel):
    """A mail about a source was sent for this cause; the row goes when the cause is no more.

    `code` is that of the issue that stopped a run, or a name for what a run did not bring.
    """

    __tablename__ = "resilient_harvest_notice"

    source_id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    code: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    job_id: Mapped[str] = mapped_column(sa.UnicodeText)
    sent: Mapped[datetime.datetime] = mapped_column(sa.DateTime(timezone=True))
