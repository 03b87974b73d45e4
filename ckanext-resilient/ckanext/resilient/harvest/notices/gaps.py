"""Telling people that a run brought less than it should: one mail with the whole list when there is something new.

A list of which nothing is new is not sent again. What a run that read everything did not meet is forgotten, so
that it is told when it comes back; a run that read only changes, or a part, says nothing of what it did not meet.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.resilient.harvest import findings, jobs, store
from ckanext.resilient.harvest.export import findings_csv
from ckanext.resilient.harvest.notices import post
from ckanext.resilient.harvest.report import in_order
from ckanext.resilient.harvest.stock_types import Job
from ckanext.resilient.harvest.wording import NUMBERS, localised
from ckanext.resilient.mail import kinds
from ckanext.resilient.mail.language import written_in
from ckanext.resilient.mail.message import Attachment
from ckanext.resilient.mail.recipients import Recipient
from ckanext.resilient.svrc.issues import Issue

CAUSES = 20
"""So many causes stand in the mail itself; the table that goes with it has every finding."""

LONG = 5000
"""A table of more findings is packed: mail servers refuse large mails."""

_GAP = "gap:"
_FILE = "findings.csv"


def is_gap(code: str) -> bool:
    """Whether a notice is of what a run did not bring, and not of a run that stopped."""
    return code.startswith(_GAP)


def tell(job_id: str) -> None:
    """Send the list of what a run did not bring to those who look after its source. Commits.

    The caller has committed the run.
    """
    job, run = jobs.find_job(job_id), store.runs([job_id]).get(job_id)
    if job is None or run is None or run.stopped_by or not post.is_on():
        return
    source_id, is_whole = job.source_id, run.complete
    found = {_name(issue) for issue in findings.every(job_id, gaps=True)}
    told = {code for code in post.noted(source_id) if is_gap(code)}
    if found - told and post.to_all(
        job.source, kinds.HARVEST_GAPS, lambda reader: _written(job, run, reader)
    ):
        post.note(source_id, job_id, found - told)
    if is_whole:
        post.forget(source_id, told - found)
    model.Session.commit()


def _name(issue: Issue) -> str:
    """One name for the same cause at the same record; the words of an error may differ each time."""
    same = f"{issue.code}\n{issue.field}\n{issue.record}"
    return _GAP + hashlib.sha256(same.encode()).hexdigest()


def _written(job: Job, run: store.HarvestRun, recipient: Recipient) -> post.Written:
    done = jobs.progress([job.id]).get(job.id, jobs.Progress())
    counts = in_order(run.counts) | {"unwritten": jobs.unwritten(done, run.counts)}
    groups = findings.groups(job.id, examples=1, gaps=True)
    with written_in(recipient.locale):
        facts: dict[str, Any] = {
            "source": job.source.title,
            "is_read": run.complete or run.partial or all(group.examples[0].record for group in groups),
            "lost": counts.get("rejected", 0) + counts["unwritten"],
            "counts": [(tk._(NUMBERS[name][0]), number) for name, number in counts.items() if number],
            "causes": [_cause(group) for group in groups[:CAUSES]],
            "more": max(0, len(groups) - CAUSES),
            "link": post.address_of(job.source_id, recipient.locale),
        }
        rows = (localised(issue) for issue in findings.every(job.id, gaps=True))
        attachment = _file(findings_csv(rows), is_long=sum(group.count for group in groups) > LONG)
    return facts, [attachment]


def _cause(group: findings.Group) -> dict[str, Any]:
    times = tk.ungettext("{number} time", "{number} times", group.count).format(number=group.count)
    return {"count": times, "example": localised(group.examples[0])}


def _file(pieces: Iterable[str], *, is_long: bool) -> Attachment:
    if not is_long:
        return _FILE, io.StringIO("".join(pieces)), "text/csv"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(_FILE, "w") as table:
        for piece in pieces:
            table.write(piece.encode())
    packed.seek(0)
    return f"{_FILE}.zip", packed, "application/zip"
