"""Own table of the content types: what was loaded from the shipped content, and how it looked then."""

from __future__ import annotations

import datetime

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.resilient.moments import utc_now


class LoadedContent(tk.BaseModel):
    """One loaded item: a digest of each field as the file gave it and as CKAN stored it.

    A field whose stored value no longer has its digest was edited here, and is left alone from then on.
    Without a foreign key, so that an item deleted here stays known as such.
    """

    __tablename__ = "resilient_loaded_content"

    content_type: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    name: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    entity_id: Mapped[str] = mapped_column(sa.UnicodeText)
    given: Mapped[dict[str, str]] = mapped_column(JSONB, default=dict)
    stored: Mapped[dict[str, str]] = mapped_column(JSONB, default=dict)
    loaded: Mapped[datetime.datetime] = mapped_column(
        sa.DateTime(timezone=True), default=utc_now, onupdate=utc_now
    )
