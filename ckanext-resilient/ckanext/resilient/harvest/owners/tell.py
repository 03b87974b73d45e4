"""The mail to a data owner: what it says, in which language, and sending it once."""

from __future__ import annotations

import io
from dataclasses import asdict
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib import i18n
from sqlalchemy.dialects.postgresql import insert

from ckanext.resilient.harvest import stock
from ckanext.resilient.harvest.export import findings_csv
from ckanext.resilient.harvest.owners.model import OwnerTold
from ckanext.resilient.harvest.owners.parts import Part, issues_of, parts_of
from ckanext.resilient.harvest.plan import find_portal
from ckanext.resilient.harvest.report import group_by_cause
from ckanext.resilient.harvest.stock_types import Job, Source
from ckanext.resilient.harvest.wording import localised
from ckanext.resilient.mail import kinds
from ckanext.resilient.mail.language import written_in
from ckanext.resilient.mail.recipients import Recipient
from ckanext.resilient.mail.render import render
from ckanext.resilient.mail.send import CouldNotSend, send
from ckanext.resilient.mail.surroundings import application
from ckanext.resilient.moments import utc_now
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.vocabularies import NAMED_LOCALES

CAUSES = 20
"""So many causes stand in the mail itself; the table that goes with it has every finding."""

_FILE = "findings.csv"


def listed(job: Job) -> list[dict[str, Any]]:
    """The parts of a run: `part`, `name`, `email`, `records`, `findings`, and when it was `sent`."""
    return [_row(part) for part in parts_of(job)]


def shown(job: Job, key: str) -> dict[str, Any]:
    """One part with the mail as it would be sent: `language`, `subject`, `text`, and the `file` that goes with it.

    Raises:
        tk.ObjectNotFound: the run has no such part.
        tk.ValidationError: no mails are sent here.
    """
    part = _known(job, key)
    recipient = _recipient(part, job.source)
    with application():
        facts, table = _written(job, part, recipient)
        message = render(kinds.HARVEST_FINDINGS, recipient.locale, facts)
    mail = {"language": recipient.locale, "subject": message.subject, "text": message.text}
    return _row(part) | mail | {"file": table}


def tell(job: Job, key: str, sender: str) -> dict[str, Any]:
    """Send a part to its owner and note that it was sent; gives the part.

    Raises:
        tk.ObjectNotFound: the run has no such part.
        tk.ValidationError: it was sent before, or the mail could not be sent.
    """
    part = _known(job, key)
    if not _note(job, part, sender):
        raise tk.ValidationError({"part": [tk._("This was sent already. The same is not sent twice.")]})
    recipient = _recipient(part, job.source)
    try:
        with application():
            facts, table = _written(job, part, recipient)
            send(recipient, kinds.HARVEST_FINDINGS, facts, [(_FILE, io.StringIO(table), "text/csv")])
    except CouldNotSend as error:
        model.Session.rollback()
        raise tk.ValidationError({"part": [str(error)]}) from error
    model.Session.commit()
    return _row(_known(job, key))


def _note(job: Job, part: Part, sender: str) -> bool:
    """Note the mail before it goes, so that two who send it at once send one; False when it was sent before."""
    values = {
        "part": part.key,
        "source_id": job.source_id,
        "job_id": job.id,
        "sent_by": sender,
        "sent": utc_now(),
    }
    noted = insert(OwnerTold).values(values).on_conflict_do_nothing().returning(OwnerTold.part)
    return model.Session.execute(noted).first() is not None


def _known(job: Job, key: str) -> Part:
    if not p.plugin_loaded("resilient_mail"):
        raise tk.ValidationError(
            {"part": [tk._("This site sends no mails: the plugin resilient_mail is off.")]}
        )
    part = next((one for one in parts_of(job) if one.key == key), None)
    if part is None:
        raise tk.ObjectNotFound(tk._("This run has no such findings."))
    return part


def _row(part: Part) -> dict[str, Any]:
    return {
        "part": part.key,
        **asdict(part.owner),
        "records": part.records,
        "findings": part.findings,
        "sent": part.sent.isoformat() if part.sent else None,
    }


def _recipient(part: Part, source: Source) -> Recipient:
    return Recipient(part.owner.name, part.owner.email, locale_of(source))


def locale_of(source: Source) -> str:
    """The language of a source's portal, if the interface speaks it; else the site's own."""
    settings = stock.source_config(source)
    portal = find_portal(settings.get("portal", ""), source.url)
    languages = settings.get("languages") or (portal.languages if portal else ())
    spoken = (NAMED_LOCALES.get(code, code) for code in languages)
    return next((one for one in spoken if one in i18n.get_locales()), tk.config["ckan.locale_default"])


def _written(job: Job, part: Part, recipient: Recipient) -> tuple[dict[str, Any], str]:
    """The facts of the mail, and the table of all findings, in the recipient's language."""
    issues = issues_of(job, part.owner)
    with written_in(recipient.locale):
        causes = [_cause(cause.count, cause.example) for cause in group_by_cause(issues)]
        table = "".join(findings_csv(localised(issue) for issue in issues))
        records = tk.ungettext("{number} record", "{number} records", part.records)
    facts = {
        "source": job.source.title,
        "address": part.owner.email,
        "records": records.format(number=part.records),
        "causes": causes[:CAUSES],
        "more": max(0, len(causes) - CAUSES),
        "link": tk.url_for("resilient_sources.index", locale=recipient.locale, qualified=True),
    }
    return facts, table


def _cause(count: int, example: Issue) -> dict[str, Any]:
    times = tk.ungettext("{number} time", "{number} times", count).format(number=count)
    return {"count": times, "example": localised(example)}
