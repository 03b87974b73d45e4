"""Sending a mail to all who look after a source, and noting for what it was sent."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Collection, Sequence
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.resilient.harvest.notices.model import HarvestNotice
from ckanext.resilient.harvest.notices.recipients import recipients_of
from ckanext.resilient.harvest.stock_types import Source
from ckanext.resilient.mail.kinds import Kind
from ckanext.resilient.mail.message import Attachment
from ckanext.resilient.mail.recipients import Recipient
from ckanext.resilient.mail.send import CouldNotSend, send
from ckanext.resilient.mail.surroundings import NoApplicationError, application

log = logging.getLogger(__name__)

Written = tuple[dict[str, Any], Sequence[Attachment]]


def is_on() -> bool:
    """Whether this site sends mails."""
    return p.plugin_loaded("resilient_mail")


def to_all(source: Source, kind: Kind, write: Callable[[Recipient], Written]) -> bool:
    """Send a mail to each who looks after a source; gives whether it has reached one of them.

    Args:
        source: the source.
        kind: of the mail.
        write: gives the facts of the mail and what goes with it, in the language of a recipient.
    """
    recipients = recipients_of(source)
    if not recipients:
        log.warning("Nobody with an address looks after the source %s.", source.title)
        return False
    try:
        with application():
            # All of them are tried, whatever happens to one.
            reached = [_sent(recipient, kind, write) for recipient in recipients]
    except NoApplicationError as error:
        log.warning("Nobody was told of a run of %s. %s", source.title, error)
        return False
    return any(reached)


def _sent(recipient: Recipient, kind: Kind, write: Callable[[Recipient], Written]) -> bool:
    try:
        return send(recipient, kind, *write(recipient))
    except CouldNotSend:
        # `send` has logged why; without a note of it, the next run tries again.
        return False


def address_of(source_id: str, locale: str) -> str:
    """The page of a source, in a language: where the reason stands and can be dealt with."""
    if p.plugin_loaded("resilient"):
        return tk.url_for("resilient_sources.read", name=source_id, locale=locale, qualified=True)
    return tk.url_for("harvest.read", id=source_id, locale=locale, qualified=True)


def noted(source_id: str) -> set[str]:
    """The causes that people were told about a source."""
    told = sa.select(HarvestNotice.code).where(HarvestNotice.source_id == source_id)
    return set(model.Session.scalars(told))


def note(source_id: str, job_id: str, codes: Collection[str]) -> None:
    """Note that people were told these causes. The caller commits."""
    now = datetime.datetime.now(datetime.timezone.utc)
    rows = [{"source_id": source_id, "code": code, "job_id": job_id, "sent": now} for code in codes]
    if rows:
        model.Session.execute(insert(HarvestNotice).on_conflict_do_nothing(), rows)


def forget(source_id: str, codes: Collection[str]) -> None:
    """Forget that people were told these causes: they are no more. The caller commits."""
    if codes:
        here = (HarvestNotice.source_id == source_id, HarvestNotice.code.in_(codes))
        model.Session.execute(sa.delete(HarvestNotice).where(*here))
