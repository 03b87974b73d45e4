"""Own tables of quality: scores, links, files, conformance, history.

Without foreign keys to CKAN's tables: a hook removes what belongs to a dataset that is gone, a sweep the rest.
"""

from __future__ import annotations

import datetime
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.resilient.moments import utc_now


def transaction() -> AbstractContextManager[sa.Connection]:
    """A transaction in a connection of its own, whatever CKAN's session holds at the moment."""
    return model.Session.get_bind().engine.begin()


@contextmanager
def only_one(lock: int) -> Generator[bool, None, None]:
    """Whether no other process does this work utc_now; none will as long as this lasts.

    The lock belongs to a connection: it is gone with the process, however that ends.

    Args:
        lock: names the work, as any number that nobody else uses.
    """
    with model.Session.get_bind().engine.connect() as connection:
        taken = bool(connection.scalar(sa.select(sa.func.pg_try_advisory_lock(lock))))
        try:
            yield taken
        finally:
            if taken:
                connection.execute(sa.select(sa.func.pg_advisory_unlock(lock)))


class QualityScore(tk.BaseModel):
    """The rating of one public dataset, with what lists and sums over many datasets need.

    `failed` holds the ids of the indicators that did not pass, `aspects` the state of each aspect.
    """

    __tablename__ = "resilient_quality_score"

    package_id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    owner_org: Mapped[str] = mapped_column(sa.UnicodeText, index=True)
    source_portal: Mapped[str] = mapped_column(sa.UnicodeText, index=True, default="")
    countries: Mapped[list[str]] = mapped_column(ARRAY(sa.UnicodeText))
    points: Mapped[int] = mapped_column(sa.SmallInteger)
    open_points: Mapped[int] = mapped_column(sa.SmallInteger)
    band: Mapped[str] = mapped_column(sa.UnicodeText)
    stars: Mapped[int] = mapped_column(sa.SmallInteger)
    failed: Mapped[list[str]] = mapped_column(ARRAY(sa.UnicodeText))
    aspects: Mapped[dict[str, str]] = mapped_column(JSONB)
    computed: Mapped[datetime.datetime] = mapped_column(sa.DateTime(timezone=True), default=utc_now)


class QualityLink(tk.BaseModel):
    """An address and what the last check found there: once for all datasets that name it.

    `status` is the HTTP status after redirects (1100: no connection, 1300: not an address), None before the first
    check. `usable` is false for an error page or sign-in page that comes with status 200; `problem` says which.
    """

    __tablename__ = "resilient_quality_link"

    digest: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    address: Mapped[str] = mapped_column(sa.UnicodeText)
    host: Mapped[str] = mapped_column(sa.UnicodeText, index=True)
    status: Mapped[int | None] = mapped_column(sa.SmallInteger)
    usable: Mapped[bool] = mapped_column(sa.Boolean, default=True)
    problem: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    media_type: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    size: Mapped[int | None] = mapped_column(sa.BigInteger)
    checked: Mapped[datetime.datetime | None] = mapped_column(sa.DateTime(timezone=True))
    next_check: Mapped[datetime.datetime] = mapped_column(
        sa.DateTime(timezone=True), index=True, default=utc_now
    )
    successes: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    failures: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    failing_since: Mapped[datetime.datetime | None] = mapped_column(sa.DateTime(timezone=True))


class QualityFile(tk.BaseModel):
    """A file and what the last look into it found: once for all datasets that name its address.

    `revision` changes when an uploaded file is replaced. `rows` to `empty_columns` are of a table; of a long file they
    speak of its beginning (`whole` is false). `checked` is None before the first look.
    """

    __tablename__ = "resilient_quality_file"

    digest: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    address: Mapped[str] = mapped_column(sa.UnicodeText)
    revision: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    format: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    rows: Mapped[int | None] = mapped_column(sa.Integer)
    columns: Mapped[int | None] = mapped_column(sa.Integer)
    header: Mapped[bool | None] = mapped_column(sa.Boolean)
    names: Mapped[list[str]] = mapped_column(ARRAY(sa.UnicodeText))
    empty_cells: Mapped[float | None] = mapped_column(sa.Float)
    empty_columns: Mapped[list[str]] = mapped_column(ARRAY(sa.UnicodeText))
    whole: Mapped[bool | None] = mapped_column(sa.Boolean)
    problem: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    failures: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    checked: Mapped[datetime.datetime | None] = mapped_column(sa.DateTime(timezone=True))
    next_check: Mapped[datetime.datetime] = mapped_column(
        sa.DateTime(timezone=True), index=True, default=utc_now
    )


class QualityConformance(tk.BaseModel):
    """What the shapes said of one revision (`metadata_modified`) of a dataset.

    `method` tells which shapes, and which code that makes its linked data, it was checked with. `findings` are the
    first of them, violations before warnings; the numbers count all.
    """

    __tablename__ = "resilient_quality_conformance"

    package_id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    revision: Mapped[str] = mapped_column(sa.UnicodeText)
    method: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    conforms: Mapped[bool] = mapped_column(sa.Boolean)
    violations: Mapped[int] = mapped_column(sa.Integer, default=0)
    warnings: Mapped[int] = mapped_column(sa.Integer, default=0)
    findings: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    checked: Mapped[datetime.datetime] = mapped_column(sa.DateTime(timezone=True), default=utc_now)


class QualityHistory(tk.BaseModel):
    """How many datasets a scope (`dataset`, `organization`, `source`, `country`, `all`) had on a day, and how good."""

    __tablename__ = "resilient_quality_history"

    scope: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    key: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    day: Mapped[datetime.date] = mapped_column(sa.Date, primary_key=True)
    datasets: Mapped[int] = mapped_column(sa.Integer)
    points: Mapped[float] = mapped_column(sa.Float)
    bands: Mapped[dict[str, int]] = mapped_column(JSONB)
