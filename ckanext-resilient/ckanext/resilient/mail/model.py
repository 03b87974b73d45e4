"""Own table of the mails: who does not want the mails of a list."""

from __future__ import annotations

import datetime

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.resilient.moments import utc_now


class MailPreference(tk.BaseModel):
    """One recipient who does not want one list.

    `recipient` is `user:` with the account's id, or `address:` with a digest of the address: a person without
    an account leaves no address behind by saying no. Without a foreign key, as all our tables.
    """

    __tablename__ = "resilient_mail_preference"

    recipient: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    mailing_list: Mapped[str] = mapped_column(sa.UnicodeText, primary_key=True)
    unsubscribed: Mapped[datetime.datetime] = mapped_column(sa.DateTime(timezone=True), default=utc_now)
