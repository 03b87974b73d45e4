"""Telling people that a run stopped before it wrote: once for each cause, until the source works again."""

from __future__ import annotations

import datetime
import logging

import ckan.plugins as p
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model

from ckanext.resilient.harvest.notices.model import HarvestNotice
from ckanext.resilient.harvest.notices.recipients import recipients_of
from ckanext.resilient.harvest.stock_types import Job
from ckanext.resilient.harvest.wording import localised
from ckanext.resilient.mail import kinds
from ckanext.resilient.mail.language import written_in
from ckanext.resilient.mail.recipients import Recipient
from ckanext.resilient.mail.send import CouldNotSend, send
from ckanext.resilient.mail.surroundings import NoApplicationError, application
from ckanext.resilient.svrc.issues import Issue

log = logging.getLogger(__name__)


def stopped(job: Job, issue: Issue) -> None:
    """Send the reason to those who look after the source, where `resilient_mail` is loaded. Commits."""
    if not p.plugin_loaded("resilient_mail"):
        return
    source_id, job_id = job.source_id, job.id
    if model.Session.get(HarvestNotice, (source_id, issue.code)) is not None:
        return
    recipients = recipients_of(job.source)
    if not recipients:
        log.warning("Nobody with an address looks after the source %s.", job.source.title)
        return
    title = job.source.title
    try:
        with application():
            # All of them are tried, whatever happens to one.
            sent = [_send(recipient, title, source_id, issue) for recipient in recipients]
    except NoApplicationError as error:
        log.warning("Nobody was told that a harvest of %s stopped. %s", title, error)
        return
    if any(sent):
        now = datetime.datetime.now(datetime.timezone.utc)
        model.Session.add(HarvestNotice(source_id=source_id, code=issue.code, job_id=job_id, sent=now))
        model.Session.commit()


def _send(recipient: Recipient, title: str, source_id: str, issue: Issue) -> bool:
    with written_in(recipient.locale):
        texts = localised(issue)
    facts = {
        "source": title,
        "message": texts["message"],
        "remedy": texts["remedy"],
        "link": _page(source_id, recipient.locale),
    }
    try:
        return send(recipient, kinds.HARVEST_STOPPED, facts)
    except CouldNotSend:
        # `send` has logged why; without a note of it, the next run tries again.
        return False


def _page(source_id: str, locale: str) -> str:
    """Where the reason stands and can be dealt with."""
    if p.plugin_loaded("resilient"):
        return tk.url_for("resilient_sources.read", name=source_id, locale=locale, qualified=True)
    return tk.url_for("harvest.read", id=source_id, locale=locale, qualified=True)


def recovered(source_id: str) -> None:
    """Forget what was told about a source: it works again. The caller commits."""
    model.Session.execute(sa.delete(HarvestNotice).where(HarvestNotice.source_id == source_id))
