"""Own tables of the harvest: identity and content hash of every record, runs and their findings.

Without foreign keys to CKAN's tables, so that core and ckanext-harvest stay free to clean theirs.
"""

from __future__ import annotations

import datetime
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.resilient.moments import utc_now
from ckanext.resilient.svrc.issues import Issue, Owner


class HarvestRecord(tk.BaseModel):
    """What we hold of one record of one source. The key is always (source, guid), never the guid alone.

    `missing_runs` counts the complete runs in a row in which the source did not list it, `missing_since` is
    when the first of them began. `gone` says what was done about it: `stale`, `archived`, or nothing yet.
    `duplicate_of` is the package id of another source's record that stands for it here, else empty.
    """

    __tablename__ = "resilient_harvest_record"

    source_id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    guid: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    package_id: Mapped[str] = mapped_column(sa.UnicodeText, index=True)
    content_hash: Mapped[str] = mapped_column(sa.UnicodeText)
    deleted: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    duplicate_of: Mapped[str] = mapped_column(sa.UnicodeText, default="", index=True)
    missing_runs: Mapped[int] = mapped_column(sa.Integer, default=0)
    missing_since: Mapped[datetime.datetime | None] = mapped_column(sa.DateTime(timezone=True))
    gone: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    gone_since: Mapped[datetime.datetime | None] = mapped_column(sa.DateTime(timezone=True))
    first_seen: Mapped[datetime.datetime] = mapped_column(sa.DateTime(timezone=True), default=utc_now)
    last_changed: Mapped[datetime.datetime] = mapped_column(sa.DateTime(timezone=True), default=utc_now)


class HarvestRun(tk.BaseModel):
    """One run of one source: its counts, and whether the source's listing was complete.

    `partial`: only changes were asked for, and all of them were read. `settings` stands for what the run
    was asked with. `documents`: by address, the ETag and Last-Modified of the documents that were read.
    `undone`: when what it did was taken back, and by whom.
    `only_failed_of` is the run of which it collects again what failed there, else empty.
    """

    __tablename__ = "resilient_harvest_run"

    job_id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    source_id: Mapped[str] = mapped_column(sa.UnicodeText, index=True)
    started: Mapped[datetime.datetime] = mapped_column(sa.DateTime(timezone=True), default=utc_now)
    complete: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    stopped_by: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    counts: Mapped[dict[str, int]] = mapped_column(JSONB, default=dict)
    partial: Mapped[bool] = mapped_column(sa.Boolean, default=False)
    settings: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    documents: Mapped[dict[str, list[str]]] = mapped_column(JSONB, default=dict)
    undone: Mapped[datetime.datetime | None] = mapped_column(sa.DateTime(timezone=True))
    undone_by: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    only_failed_of: Mapped[str] = mapped_column(sa.UnicodeText, default="")


class HarvestLease(tk.BaseModel):
    """A run that has not ended: who works on it, when it last gave a sign of life, and how far it is.

    `phase` is `gather` until all its records are staged, then `import`. `owner` is empty while the run
    waits for a worker to take it up again.
    """

    __tablename__ = "resilient_harvest_lease"

    job_id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    source_id: Mapped[str] = mapped_column(sa.UnicodeText, index=True)
    owner: Mapped[str] = mapped_column(sa.UnicodeText)
    phase: Mapped[str] = mapped_column(sa.UnicodeText)
    heartbeat: Mapped[datetime.datetime] = mapped_column(sa.DateTime(timezone=True))


class HarvestIssue(tk.BaseModel):
    """One finding of one run; its texts are made from `code` and `params` when someone reads it.

    `owner_name` and `owner_email` are whose record it is, as the record itself says.
    """

    __tablename__ = "resilient_harvest_issue"

    id: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=True)
    job_id: Mapped[str] = mapped_column(sa.UnicodeText, index=True)
    code: Mapped[str] = mapped_column(sa.UnicodeText)
    record: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    field: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    params: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    owner_name: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    owner_email: Mapped[str] = mapped_column(sa.UnicodeText, default="")

    @property
    def issue(self) -> Issue:
        """The finding itself."""
        owner = Owner(self.owner_name, self.owner_email)
        return Issue(self.code, self.record, self.field, self.params, owner)


class WaitingSource(tk.BaseModel):
    """A source that a system administrator has not approved yet; until then it is not read."""

    __tablename__ = "resilient_harvest_waiting"

    source_id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    asked_by: Mapped[str] = mapped_column(sa.UnicodeText)
    asked: Mapped[datetime.datetime] = mapped_column(sa.DateTime(timezone=True), default=utc_now)
