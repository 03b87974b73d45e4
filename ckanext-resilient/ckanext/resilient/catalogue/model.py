"""The own table of the catalogue: the graph of each dataset that the feed has or had.

Without foreign keys to CKAN's tables: a dataset that is no longer public keeps its row, with the time when it went.
"""

from __future__ import annotations

import datetime

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column


class CatalogueGraph(tk.BaseModel):
    """A dataset that was public once.

    `number` is its place in the feed for ever: pages neither lose nor repeat a dataset while others come and go.
    `changed` is the `metadata_modified` that the graph was made of, `revision` what else it depends on; a graph
    of another moment or revision is made anew when it is asked for. `gone` is when it was no longer public.
    """

    __tablename__ = "resilient_catalogue_graph"

    package_id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    number: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(), unique=True)
    listed: Mapped[datetime.datetime] = mapped_column(
        sa.DateTime(timezone=True), server_default=sa.func.now(), index=True
    )
    changed: Mapped[datetime.datetime | None] = mapped_column(sa.DateTime)
    revision: Mapped[str] = mapped_column(sa.UnicodeText, server_default="")
    ntriples: Mapped[str] = mapped_column(sa.UnicodeText, server_default="")
    gone: Mapped[datetime.datetime | None] = mapped_column(sa.DateTime(timezone=True), index=True)
