"""The lists of mails that a person can leave, and where it is kept that she did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.resilient.mail.model import MailPreference
from ckanext.resilient.svrc.issues import N_


class Wishes(Protocol):
    """Where a list keeps who wants it."""

    def wants(self, recipient: str, mailing_list: str) -> bool:
        """Whether this recipient gets the mails."""
        ...

    def keep(self, recipient: str, mailing_list: str, wanted: bool) -> None:
        """Remember what the recipient wants; the same wish twice is no error."""
        ...


class Table:
    """Wishes in a table of our own: everybody gets the mails who did not say no."""

    def wants(self, recipient: str, mailing_list: str) -> bool:
        """Whether the recipient never left the list, or came back."""
        return model.Session.get(MailPreference, (recipient, mailing_list)) is None

    def keep(self, recipient: str, mailing_list: str, wanted: bool) -> None:
        """Add or remove the row."""
        if wanted:
            model.Session.execute(
                sa.delete(MailPreference).filter_by(recipient=recipient, mailing_list=mailing_list)
            )
        else:
            row = insert(MailPreference).values(recipient=recipient, mailing_list=mailing_list)
            model.Session.execute(row.on_conflict_do_nothing())
        model.Session.commit()


class ActivitySetting:
    """Wishes in CKAN's own setting of an account, so that the account's page shows the same."""

    def wants(self, recipient: str, mailing_list: str) -> bool:
        """Whether the account has the setting turned on."""
        user = _account(recipient)
        return user is not None and user.activity_streams_email_notifications

    def keep(self, recipient: str, mailing_list: str, wanted: bool) -> None:
        """Turn the setting on or off."""
        user = _account(recipient)
        if user is not None:
            user.activity_streams_email_notifications = wanted
            model.Session.commit()


def _account(recipient: str) -> model.User | None:
    kind, _, user_id = recipient.partition(":")
    user = model.User.get(user_id) if kind == "user" else None
    return user if user is not None and user.is_active else None


@dataclass(frozen=True, slots=True)
class MailingList:
    """Mails of one kind that come again and again."""

    name: str
    title: str
    wishes: Wishes


NEWS = MailingList("news", N_("News on what you follow"), ActivitySetting())

SUGGESTIONS = MailingList("suggestions", N_("Suggestions of readers for your datasets"), Table())

LISTS = {one.name: one for one in (NEWS, SUGGESTIONS)}
"""Every list; a new one is one more entry."""
