"""Mails about suggestions: to the author, and to those who look after the dataset."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.resilient.community import config, words
from ckanext.resilient.community.model import Statement
from ckanext.resilient.mail import kinds
from ckanext.resilient.mail.language import written_in
from ckanext.resilient.mail.recipients import Recipient, of_organisation, of_user
from ckanext.resilient.mail.send import CouldNotSend, send
from ckanext.resilient.mail.surroundings import NoApplicationError, application
from ckanext.resilient.svrc.languages import resolve

log = logging.getLogger(__name__)

_ROLES = ("admin", "editor")


def can_send() -> bool:
    """Whether this site sends mails."""
    return p.plugin_loaded("resilient_mail") and bool(tk.config["smtp.server"])


def ask_to_confirm(statement: Statement, secret: str) -> None:
    """Send the link by which the author confirms her address.

    Raises:
        CouldNotSend: the mail did not leave.
    """
    hours = round(config.time_to_confirm().total_seconds() / 3600)
    recipient = Recipient("", statement.address, statement.locale)
    facts = {"title": _title(statement, statement.locale), "hours": hours}
    send(recipient, kinds.SUGGESTION_CONFIRM, {**facts, "link": _page(secret, statement.locale)})


def tell_publishers(statement: Statement) -> None:
    """Tell those who edit the dataset what a reader suggests."""
    package = model.Package.get(statement.package_id)
    about = statement.facts["about"]

    def facts(locale: str) -> dict[str, Any]:
        link = tk.url_for("resilient_community.open_suggestions", locale=locale, qualified=True)
        return {"title": _title(statement, locale), "about": tk._(words.ABOUT[about]), "link": link}

    for recipient in of_organisation(package.owner_org if package else None, _ROLES):
        _send(recipient, kinds.SUGGESTION_RECEIVED, facts)


def tell_author(statement: Statement, secret: str, text: str) -> None:
    """Tell the author of a suggestion what the publisher asks, or has decided."""
    recipient = _author(statement)
    if recipient is None or not recipient.address:
        return
    asked = statement.state == words.ASKED
    accepted = statement.state == words.ACCEPTED

    def facts(locale: str) -> dict[str, Any]:
        of_kind = {"question": text} if asked else {"accepted": accepted, "reason": text}
        return {"title": _title(statement, locale), "link": _page(secret, locale), **of_kind}

    _send(recipient, kinds.SUGGESTION_ASKED if asked else kinds.SUGGESTION_DECIDED, facts)


def _author(statement: Statement) -> Recipient | None:
    if not statement.user_id:
        return Recipient("", statement.address, statement.locale)
    user = model.User.get(statement.user_id)
    return of_user(user) if user is not None and user.is_active else None


def _send(recipient: Recipient, kind: kinds.Kind, facts: Callable[[str], dict[str, Any]]) -> None:
    """One mail, if it can leave; `send` has logged why when not, and the page says the same as the mail."""
    if not can_send():
        return
    try:
        with application(), written_in(recipient.locale):
            send(recipient, kind, facts(recipient.locale))
    except CouldNotSend:
        return
    except NoApplicationError as error:
        log.warning("Nobody was told about a suggestion. %s", error)


def _page(secret: str, locale: str) -> str:
    return tk.url_for("resilient_community.own_suggestion", key=secret, locale=locale, qualified=True)


def _title(statement: Statement, locale: str) -> str:
    package = model.Package.get(statement.package_id)
    if package is None:
        return ""
    texts = json.loads(package.extras.get("title_translated") or "{}")
    return resolve(texts, locale).text or package.title or package.name
