"""Own tables of the community: one for everything that somebody says about a dataset, one for the sums of ratings.

Without foreign keys to CKAN's tables: subscriptions remove what belongs to an account or a dataset that is gone, a
sweep the rest.
"""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.resilient.moments import utc_now


class Statement(tk.BaseModel):
    """Something that a person says about a dataset, of whatever kind: a rating, a suggestion, later a comment.

    Who says it is `user_id`, or `address` of a person without an account, which nobody is shown. `name` is what she
    wants to be called. `text_state` belongs to moderation, `state` and `facts` to the kind; `value` and `counts` to
    ratings. `token` is the digest of what opens her own page of it, until `token_ends`.
    """

    __tablename__ = "resilient_statement"

    id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True, default=lambda: str(uuid.uuid4()))
    kind: Mapped[str] = mapped_column(sa.UnicodeText)
    package_id: Mapped[str] = mapped_column(sa.UnicodeText, index=True)
    user_id: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    name: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    address: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    locale: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    state: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    text: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    text_state: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    token: Mapped[str] = mapped_column(sa.UnicodeText, default="")
    token_ends: Mapped[datetime.datetime | None] = mapped_column(sa.DateTime(timezone=True))
    value: Mapped[int | None] = mapped_column(sa.SmallInteger)
    counts: Mapped[bool] = mapped_column(sa.Boolean, default=True)
    reports: Mapped[int] = mapped_column(sa.Integer, default=0)
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    moderated: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    created: Mapped[datetime.datetime] = mapped_column(sa.DateTime(timezone=True), default=utc_now)
    changed: Mapped[datetime.datetime] = mapped_column(sa.DateTime(timezone=True), default=utc_now)
    decided: Mapped[datetime.datetime | None] = mapped_column(sa.DateTime(timezone=True))


class Usefulness(tk.BaseModel):
    """How many ratings of a dataset count, and their sum; kept in the transaction that changes a rating."""

    __tablename__ = "resilient_usefulness"

    package_id: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    votes: Mapped[int] = mapped_column(sa.Integer)
    total: Mapped[int] = mapped_column(sa.Integer)
