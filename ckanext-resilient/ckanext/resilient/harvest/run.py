"""The two halves of a run: gather (all stages up to the guard, into staged objects), then import object by object.

`conduct` puts them together.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import logging
from collections.abc import Callable, Iterable

from ckan import model

from ckanext.resilient.errors import RejectRecord, StopHarvest
from ckanext.resilient.harvest import config, jobs, leases, stock, store
from ckanext.resilient.harvest.approval import refuse_waiting
from ckanext.resilient.harvest.changes import EVERYTHING, Asking, what_to_ask
from ckanext.resilient.harvest.config import http_settings
from ckanext.resilient.harvest.duplicates.recognise import Recogniser
from ckanext.resilient.harvest.duplicates.store import add_decisions, forget_decisions
from ckanext.resilient.harvest.guard import (
    Known,
    Terms,
    TooMuchVanishedError,
    Vanished,
    check_source,
    find_vanished,
)
from ckanext.resilient.harvest.http import HttpClient
from ckanext.resilient.harvest.notices import tell
from ckanext.resilient.harvest.owners.parts import owner_of_object
from ckanext.resilient.harvest.placing import place, stand_behind
from ckanext.resilient.harvest.plan import Plan, make_plan
from ckanext.resilient.harvest.removal import approvals, steps
from ckanext.resilient.harvest.removal.rule import MARK, PUT_AWAY, VANISHED, removal_of
from ckanext.resilient.harvest.report import Report
from ckanext.resilient.harvest.stages import Batch, Gathering, Prepared, only
from ckanext.resilient.harvest.stock_types import Job, Object, Source
from ckanext.resilient.harvest.undo import before
from ckanext.resilient.harvest.wording import sentence
from ckanext.resilient.harvesters.portals.choice import wanted_in
from ckanext.resilient.harvesters.protocols.base import ListingEnd
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.meanings import SETTING
from ckanext.resilient.svrc.owners import owned

log = logging.getLogger(__name__)


def plan_of(source: Source) -> Plan:
    """The plan of a registered source.

    Raises:
        StopHarvest: its settings name a portal, protocol or option that does not exist.
    """
    settings = stock.source_config(source)
    return make_plan(
        source.url,
        protocol=settings.get("protocol", ""),
        portal=settings.get("portal", ""),
        options=settings.get("options"),
        languages=tuple(settings.get("languages", ())),
        limit=settings.get("limit"),
        wanted=wanted_in(settings),
        meanings=settings.get(SETTING),
    )


def terms_of(source: Source, *, accept: bool = False) -> Terms:
    """On what terms a record of a source counts as vanished in a run that begins now.

    Raises:
        StopHarvest: its settings name a removal rule that does not exist.
    """
    return Terms(
        now=datetime.datetime.now(datetime.timezone.utc),
        removal=removal_of(stock.source_config(source)),
        runs=config.missing_runs(),
        days=config.missing_days(),
        accept=accept,
        approved=approvals.approved(source.id),
    )


def gather(job: Job, lease: leases.Lease, *, accept_vanished: bool = False, full: bool = False) -> list[str]:
    """Everything before the first write: ids of the objects to import.

    A run that has to stop keeps its reason as an error of the job and returns nothing.

    Args:
        job: the run.
        lease: the lease of the run.
        accept_vanished: an administrator agrees to all that vanishes; wants everything read.
        full: read everything, also where changes could be asked for.

    Raises:
        LeaseLostError: another process has taken the run.
    """
    if not jobs.is_open(job.id):
        return []  # somebody ended it while it waited
    # A job that was delivered twice starts from nothing the second time.
    stock.discard_objects(job)
    run = store.start_run(job.id, job.source_id)
    try:
        refuse_waiting(job.source_id)
        settings = _settings(job.source)
        failed = jobs.failed_guids(run.only_failed_of) if run.only_failed_of else None
        everything = full or accept_vanished or failed is not None
        asking = EVERYTHING if everything else _asking(job, settings)
        plan = asking.of(plan_of(job.source))
        terms = terms_of(job.source, accept=accept_vanished)
        with HttpClient(http_settings()) as http:
            if failed is None:
                report, end, vanished = _stage(job, plan, http, lease, terms)
            else:
                report, end, vanished = _stage_failed(job, plan, http, lease, failed)
                settings = ""  # no later run may ask for the changes since this one
    except StopHarvest as caught:
        _stopped(job, caught)
        return []
    tell.recovered(job.source_id)
    if end.complete:
        before.keep_counted(job.id, job.source_id, vanished.missing)
        approvals.settle(job.source_id)
    store.mark_missing(job.source_id, vanished, complete=end.complete)
    store.end_run(run, end, report.counts(), settings)
    lease.begin_import()
    released = stock.release_objects(job)
    if released:
        # A run that changes nothing leaves it possible to take back the one before.
        before.make_room(job.source_id, job.id)
        model.Session.commit()
    return released


def _stopped(job: Job, caught: StopHarvest) -> None:
    """Leave nothing of a run but its reason, and tell those who look after its source."""
    stop(job, caught.issue)
    if isinstance(caught, TooMuchVanishedError):
        approvals.ask(job.source_id, job.id, caught.guids)
        model.Session.commit()
    tell.stopped(job, caught.issue)


def stop(job: Job, issue: Issue) -> None:
    """End a run before it writes: what was staged goes, the reason stays."""
    model.Session.rollback()
    stock.discard_objects(job)
    run = store.runs([job.id]).get(job.id) or store.start_run(job.id, job.source_id)
    store.add_issues(job.id, [issue])
    stock.add_gather_error(job, sentence(issue))
    run.stopped_by = issue.code
    model.Session.commit()


def _settings(source: Source) -> str:
    """What a source is asked with, as one word: with other settings, an old record may become another."""
    content = json.dumps([source.url, stock.source_config(source)], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def _asking(job: Job, settings: str) -> Asking:
    past = store.past_runs(job.source_id, job.id)
    return what_to_ask(past, settings, full_every=config.full_every(), margin=config.margin())


def _stage(
    job: Job, plan: Plan, http: HttpClient, lease: leases.Lease, terms: Terms
) -> tuple[Report, ListingEnd, Vanished]:
    known = store.known_records(job.source_id)
    source = Gathering(plan, http, config.bounds(), known)
    report, usable = _stage_batches(job, plan, source, known, lease)
    end = source.end
    store.add_issues(job.id, end.issues)
    if end.partial:
        store.add_issues(job.id, [Issue("changes-only", params={"listed": str(report.listed)})])
    check_source(report.listed, usable, end)
    vanished = find_vanished(known, source.seen, end, terms, source.listed)
    report.vanished = vanished.count
    store.add_issues(job.id, [Issue("vanished-waiting", record=guid) for guid in vanished.waiting])
    rows = [_vanished_row(guid, step, known[guid]) for guid, step in vanished.steps.items()]
    stock.stage_objects(job, rows)
    # As after each batch: nothing may stay of a run that was ended meanwhile.
    lease.beat(now=True)
    model.Session.commit()
    return report, end, vanished


def _stage_failed(
    job: Job, plan: Plan, http: HttpClient, lease: leases.Lease, guids: frozenset[str]
) -> tuple[Report, ListingEnd, Vanished]:
    """Only the records with these guids; of the others nothing is said, so none counts as vanished."""
    known = store.known_records(job.source_id)
    batches = (only(batch, guids) for batch in Gathering(plan, http, config.bounds(), known))
    report, _ = _stage_batches(job, plan, batches, known, lease)
    return report, ListingEnd(complete=False, partial=True), Vanished()


def _stage_batches(
    job: Job, plan: Plan, batches: Iterable[Batch], known: dict[str, Known], lease: leases.Lease
) -> tuple[Report, int]:
    """The report, and how many records were usable.

    Raises:
        LeaseLostError: another process has taken the run, or an administrator has ended it.
    """
    recogniser = Recogniser(job.source_id, plan.portal.gathers)
    report, usable = Report(), 0
    for batch in batches:
        usable += len(batch.prepared) + len(batch.skipped) + batch.left_out
        _stage_batch(job, batch, known, recogniser, report)
        # Before the commit: a run that was ended meanwhile must not leave staged objects behind.
        lease.beat(now=True)
        model.Session.commit()
    return report, usable


def _stage_batch(
    job: Job, batch: Batch, known: dict[str, Known], recogniser: Recogniser, report: Report
) -> None:
    report.add_batch(batch)
    recognised = recogniser.recognise(batch.prepared, known)
    report.issues += recognised.issues
    rows: list[dict[str, str | None]] = []
    for prepared in batch.prepared:
        keeper = recognised.duplicates.get(prepared.guid, "")
        action = compare(prepared, known.get(prepared.guid), keeper)
        report.count(action, duplicate=bool(keeper))
        if action != "unchanged":
            rows.append(_row(prepared, action, keeper))
    stock.stage_objects(job, rows)
    for rejected in batch.rejected:
        stock.add_rejected(job, rejected.guid, sentence(rejected.issue))
    recogniser.save(batch.prepared)
    forget_decisions(recognised.over)
    add_decisions(recognised.decisions)
    # Findings leave memory with their batch, so that a large source costs no more than a small one.
    store.add_issues(job.id, report.issues)
    report.issues.clear()


def compare(prepared: Prepared, held: Known | None, keeper: str = "") -> str:
    """`new`, `changed`, `duplicate` or `unchanged`: what a record means for what we hold of it.

    Args:
        prepared: the record.
        held: what we hold of it.
        keeper: package id of another source's dataset that stands for it, if one does.
    """
    here = held if held is not None and not held.deleted and not held.gone else None
    same = here is not None and here.content_hash == prepared.content_hash
    if keeper:
        return "unchanged" if here and same and here.duplicate_of == keeper else "duplicate"
    if held is None or not held.shown:
        return "new"
    return "unchanged" if same else "changed"


def _row(prepared: Prepared, action: str, keeper: str) -> dict[str, str | None]:
    content = {"title": prepared.title, "hash": prepared.content_hash, "package": prepared.package}
    if keeper:
        content["duplicate_of"] = keeper
    text = json.dumps(content, ensure_ascii=False)
    return {"guid": prepared.guid, "content": text, "action": action, "package_id": None}


def _vanished_row(guid: str, step: str, held: Known) -> dict[str, str | None]:
    # A record for which another stands may never have had a dataset of its own.
    package_id = held.package_id if held.shown else None
    return {"guid": guid, "content": None, "action": step, "package_id": package_id}


_IMPORTS: dict[str, Callable[[Object], object]] = {
    "duplicate": stand_behind,
    VANISHED: steps.vanish,
    MARK: steps.mark,
    PUT_AWAY: steps.put_away,
}
"""How an object is imported that does not just give its record a dataset."""


def import_object(obj: Object) -> bool:
    """Write what a staged object holds; its own error is kept with it. Gives whether it succeeded."""
    # Read before writing: after a rollback these attributes would need the session again.
    object_id, job_id = obj.id, obj.harvest_job_id
    try:
        touched = before.keep(obj)
        _IMPORTS.get(stock.object_action(obj), place)(obj)
        before.note_after(job_id, touched)
    except RejectRecord as rejection:
        obj = stock.get_object(object_id)
        stock.add_object_error(obj, sentence(rejection.issue))
        store.add_issues(obj.harvest_job_id, owned([rejection.issue], owner_of_object(obj)))
        model.Session.commit()
        return False
    model.Session.commit()
    return True
