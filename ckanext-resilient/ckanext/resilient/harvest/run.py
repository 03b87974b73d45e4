"""A run: gather (all stages up to the guard, into staged objects), then import object by object.

ckanext-harvest's queue calls the same two functions as `ckan resilient harvest run`.
"""

from __future__ import annotations

import hashlib
import json
import logging

from ckan import model

from ckanext.resilient.errors import RejectRecord, StopHarvest
from ckanext.resilient.harvest import config, stock, store, writer
from ckanext.resilient.harvest.changes import EVERYTHING, Asking, what_to_ask
from ckanext.resilient.harvest.config import http_settings
from ckanext.resilient.harvest.duplicates.recognise import Recogniser
from ckanext.resilient.harvest.duplicates.store import add_decisions, forget_decisions, forget_profile
from ckanext.resilient.harvest.duplicates.succession import succeed
from ckanext.resilient.harvest.guard import Known, Vanished, check_source, find_vanished
from ckanext.resilient.harvest.http import HttpClient
from ckanext.resilient.harvest.placing import place, stand_behind
from ckanext.resilient.harvest.plan import Plan, make_plan
from ckanext.resilient.harvest.report import Report
from ckanext.resilient.harvest.stages import Batch, Gathering, Prepared
from ckanext.resilient.harvest.stock_types import Job, Object, Source
from ckanext.resilient.harvest.wording import sentence
from ckanext.resilient.harvesters.protocols.base import ListingEnd
from ckanext.resilient.svrc.issues import Issue

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
        only_social=settings.get("only_social", False),
    )


def gather(
    job: Job, *, to_queue: bool = True, accept_vanished: bool = False, full: bool = False
) -> list[str]:
    """Everything before the first write: ids of the objects to import.

    A run that has to stop keeps its reason as an error of the job and returns nothing.

    Args:
        job: the run.
        to_queue: whether ckanext-harvest's queue imports them, or the caller.
        accept_vanished: an administrator agrees that many records vanish; wants everything read.
        full: read everything, also where changes could be asked for.
    """
    # A job that was delivered twice starts from nothing the second time.
    stock.discard_objects(job)
    run = store.start_run(job.id, job.source_id)
    try:
        settings = _settings(job.source)
        asking = EVERYTHING if full or accept_vanished else _asking(job, settings)
        plan = asking.of(plan_of(job.source))
        with HttpClient(http_settings()) as http:
            report, end, vanished = _stage(job, plan, http, accept_vanished=accept_vanished)
    except StopHarvest as stop:
        model.Session.rollback()
        stock.discard_objects(job)
        store.add_issues(job.id, [stop.issue])
        stock.add_gather_error(job, sentence(stop.issue))
        run.stopped_by = stop.issue.code
        model.Session.commit()
        return []
    store.mark_missing(job.source_id, vanished, complete=end.complete)
    store.end_run(run, end, report.counts(), settings)
    model.Session.commit()
    return stock.release_objects(job, to_queue=to_queue)


def _settings(source: Source) -> str:
    """What a source is asked with, as one word: with other settings, an old record may become another."""
    content = json.dumps([source.url, stock.source_config(source)], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def _asking(job: Job, settings: str) -> Asking:
    past = store.past_runs(job.source_id, job.id)
    return what_to_ask(past, settings, full_every=config.full_every(), margin=config.margin())


def _stage(
    job: Job, plan: Plan, http: HttpClient, *, accept_vanished: bool
) -> tuple[Report, ListingEnd, Vanished]:
    known = store.known_records(job.source_id)
    recogniser = Recogniser(job.source_id, plan.portal.gathers)
    report = Report()
    usable = 0
    source = Gathering(plan, http)
    for batch in source:
        usable += len(batch.prepared) + len(batch.skipped) + batch.left_out
        _stage_batch(job, batch, known, recogniser, report)
    end = source.end
    store.add_issues(job.id, end.issues)
    if end.partial:
        store.add_issues(job.id, [Issue("changes-only", params={"listed": str(report.listed)})])
    check_source(report.listed, usable, end)
    vanished = find_vanished(known, source.seen, end, accept=accept_vanished)
    report.vanished = vanished.count
    store.add_issues(job.id, [Issue("vanished-waiting", record=guid) for guid in vanished.waiting])
    stock.stage_objects(job, [_vanished_row(guid, known[guid]) for guid in vanished.delete])
    model.Session.commit()
    return report, end, vanished


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
    model.Session.commit()


def compare(prepared: Prepared, held: Known | None, keeper: str = "") -> str:
    """`new`, `changed`, `duplicate` or `unchanged`: what a record means for what we hold of it.

    Args:
        prepared: the record.
        held: what we hold of it.
        keeper: package id of another source's dataset that stands for it, if one does.
    """
    same = held is not None and not held.deleted and held.content_hash == prepared.content_hash
    if keeper:
        return "unchanged" if same and held and held.duplicate_of == keeper else "duplicate"
    if held is None or not held.shown:
        return "new"
    return "unchanged" if same else "changed"


def _row(prepared: Prepared, action: str, keeper: str) -> dict[str, str | None]:
    content = {"title": prepared.title, "hash": prepared.content_hash, "package": prepared.package}
    if keeper:
        content["duplicate_of"] = keeper
    text = json.dumps(content, ensure_ascii=False)
    return {"guid": prepared.guid, "content": text, "action": action, "package_id": None}


def _vanished_row(guid: str, held: Known) -> dict[str, str | None]:
    # A record for which another stands may never have had a dataset of its own.
    package_id = held.package_id if held.shown else None
    return {"guid": guid, "content": None, "action": "vanished", "package_id": package_id}


def import_object(obj: Object) -> bool:
    """Write what a staged object holds; its own error is kept with it. Gives whether it succeeded."""
    # Read before writing: after a rollback these attributes would need the session again.
    object_id, source_id, guid = obj.id, obj.harvest_source_id, obj.guid
    try:
        action = stock.object_action(obj)
        if action == "vanished":
            _vanish(obj, source_id, guid)
        elif action == "duplicate":
            stand_behind(obj)
        else:
            place(obj)
    except RejectRecord as rejection:
        obj = stock.get_object(object_id)
        stock.add_object_error(obj, sentence(rejection.issue))
        store.add_issues(obj.harvest_job_id, [rejection.issue])
        model.Session.commit()
        return False
    model.Session.commit()
    return True


def _vanish(obj: Object, source_id: str, guid: str) -> None:
    package_id = store.package_id(source_id, guid)
    was_here = writer.delete(package_id)
    stock.set_current(obj, package_id if was_here else None, current=False)
    store.mark_deleted(source_id, guid)
    forget_profile(source_id, guid)
    succeed(package_id)


def import_now(object_id: str) -> bool:
    """Import one staged object in this process, with the states that the queue would set."""
    obj = stock.begin_import(object_id)
    action = stock.object_action(obj)
    succeeded = import_object(obj)
    stock.end_import(object_id, action if succeeded else "errored")
    return succeeded


def finish(job_id: str) -> None:
    """Close a run that this process imported itself, without the queue."""
    stock.finish_job(job_id)
