"""CKAN's own mails, written by us: a new password, an invitation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import mailer

from ckanext.resilient.display import texts
from ckanext.resilient.mail import kinds, recipients
from ckanext.resilient.mail.language import written_in
from ckanext.resilient.mail.send import send
from ckanext.resilient.svrc.languages import resolve

Details = dict[str, Any]


def write(topic: str, details: Details) -> bool:
    """Send the mail that CKAN asks for; whether the topic is one of ours."""
    writer = WRITERS.get(topic)
    if writer is None:
        return False
    writer(details)
    return True


def password_reset(details: Details) -> None:
    """Send the link by which the owner of an account chooses a new password."""
    recipient = _reachable(details["user"])
    facts = _account(details["user"], recipient.locale)
    send(recipient, kinds.PASSWORD_RESET, facts)


def invitation(details: Details) -> None:
    """Send the link by which somebody takes over the account that was made for her."""
    recipient = _reachable(details["user"])
    group, role = details.get("group") or {}, details.get("role") or ""
    with written_in(recipient.locale):
        role_name = tk.h.roles_translated().get(role, role)
    facts = _account(details["user"], recipient.locale)
    send(recipient, kinds.INVITATION, {**facts, "group": _title(group, recipient.locale), "role": role_name})


WRITERS: dict[str, Callable[[Details], None]] = {
    "request_password_reset": password_reset,
    "user_invited": invitation,
}
"""By CKAN's name of the occasion (`INotifier.notify_about_topic`)."""


def _reachable(user: model.User) -> recipients.Recipient:
    recipient = recipients.of_user(user)
    if not recipient.address:
        raise mailer.MailerException(tk._("No recipient email address available!"))
    return recipient


def _account(user: model.User, locale: str) -> Details:
    """Name and link of the account; the link works from now on and older ones no more."""
    name, user_id = user.name, user.id
    mailer.create_reset_key(user)
    link = tk.url_for("user.perform_reset", id=user_id, key=user.reset_key, locale=locale, qualified=True)
    return {"user_name": name, "link": link}


def _title(group: Details, locale: str) -> str:
    title = texts.stored_text(group, "title")
    return title if isinstance(title, str) else resolve(title, locale).text
