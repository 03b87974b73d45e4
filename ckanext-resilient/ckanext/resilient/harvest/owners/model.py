"""Own table of what data owners were told."""

from __future__ import annotations

import datetime

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column


class OwnerTold(tk.BaseModel):
    """A part of a run's findings was sent to the owner of the records; the same part is never sent twice.

    `part` is a digest of source, address and findings, so that the same findings of a later run are the same part,
    and no address is kept here.
    """

    __tablename__ = "resilient_harvest_owner_told"

    part: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    source_id: Mapped[str] = mapped_column(sa.UnicodeText, index=True)
    job_id: Mapped[str] = mapped_column(sa.UnicodeText)
    sent_by: Mapped[str] = mapped_column(sa.UnicodeText)
    sent: Mapped[datetime.datetime] = mapped_column(sa.DateTime(timezone=True))
