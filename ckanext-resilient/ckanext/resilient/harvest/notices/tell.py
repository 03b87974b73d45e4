"""Telling people that a run stopped before it wrote: once for each cause, until the source works again."""

from __future__ import annotations

from ckan import model

from ckanext.resilient.harvest.notices import post
from ckanext.resilient.harvest.notices.gaps import is_gap
from ckanext.resilient.harvest.stock_types import Job
from ckanext.resilient.harvest.wording import localised
from ckanext.resilient.mail import kinds
from ckanext.resilient.mail.language import written_in
from ckanext.resilient.mail.recipients import Recipient
from ckanext.resilient.svrc.issues import Issue


def stopped(job: Job, issue: Issue) -> None:
    """Send the reason to those who look after the source, where `resilient_mail` is loaded. Commits."""
    source_id, job_id, title = job.source_id, job.id, job.source.title
    if not post.is_on() or issue.code in post.noted(source_id):
        return

    def write(recipient: Recipient) -> post.Written:
        with written_in(recipient.locale):
            texts = localised(issue)
        facts = {
            "source": title,
            "message": texts["message"],
            "remedy": texts["remedy"],
            "link": post.address_of(source_id, recipient.locale),
        }
        return facts, ()

    if post.to_all(job.source, kinds.HARVEST_STOPPED, write):
        post.note(source_id, job_id, [issue.code])
        model.Session.commit()


def recovered(source_id: str) -> None:
    """Forget for what a source was told to have stopped: it works again. The caller commits."""
    post.forget(source_id, [code for code in post.noted(source_id) if not is_gap(code)])
