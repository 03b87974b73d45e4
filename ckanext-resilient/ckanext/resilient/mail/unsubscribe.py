"""Links by which whoever holds a mail can leave its list, without signing in and for nobody else."""

from __future__ import annotations

from dataclasses import dataclass

import ckan.plugins.toolkit as tk
from itsdangerous import BadSignature, URLSafeSerializer

from ckanext.resilient.mail import config
from ckanext.resilient.mail.lists import LISTS, MailingList
from ckanext.resilient.mail.recipients import Recipient

_SALT = "resilient-mail-unsubscribe"


@dataclass(frozen=True, slots=True)
class Subscription:
    """One recipient on one list."""

    recipient: str
    mailing_list: MailingList

    @property
    def is_on(self) -> bool:
        """Whether the mails are sent."""
        return self.mailing_list.wishes.wants(self.recipient, self.mailing_list.name)

    def turn(self, *, on: bool) -> None:
        """Start or stop the mails."""
        self.mailing_list.wishes.keep(self.recipient, self.mailing_list.name, on)


def token_for(recipient: Recipient, mailing_list: MailingList) -> str:
    """What proves that the holder got a mail of this list. It names no address, and it never ends:

    a mail of years ago must still let its reader go.
    """
    return _serializer().dumps([mailing_list.name, recipient.key])


def subscription_of(token: str) -> Subscription | None:
    """What a token of ours stands for; nothing when it is not ours, or its list is gone."""
    try:
        name, recipient = _serializer().loads(token)
    except (BadSignature, ValueError):
        return None
    return Subscription(recipient, LISTS[name]) if name in LISTS else None


def address_for(recipient: Recipient, mailing_list: MailingList) -> str:
    """Where the recipient leaves the list, in her language."""
    return tk.url_for(
        "resilient_mail.unsubscribe",
        token=token_for(recipient, mailing_list),
        locale=recipient.locale,
        qualified=True,
    )


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(config.signing_key(), salt=_SALT)
