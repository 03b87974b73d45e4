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
from ckanext.resilient.harvest.guard import Known, Vanished, check_source, find_vanished
from ckanext.resilient.harvest.http import HttpClient
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
    report = Report()
    usable = 0
    source = Gathering(plan, http)
    for batch in source:
        usable += len(batch.prepared) + len(batch.skipped) + batch.left_out
        _stage_batch(job, batch, known, report)
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


def _stage_batch(job: Job, batch: Batch, known: dict[str, Known], report: Report) -> None:
    report.add_batch(batch)
    rows: list[dict[str, str | None]] = []
    for prepared in batch.prepared:
        action = compare(prepared, known.get(prepared.guid))
        setattr(report, action, getattr(report, action) + 1)
        if action != "unchanged":
            rows.append(_row(prepared, action))
    stock.stage_objects(job, rows)
    for rejected in batch.rejected:
        stock.add_rejected(job, rejected.guid, sentence(rejected.issue))
    # Findings leave memory with their batch, so that a large source costs no more than a small one.
    store.add_issues(job.id, report.issues)
    report.issues.clear()
    model.Session.commit()


def compare(prepared: Prepared, held: Known | None) -> str:
    """`new`, `changed` or `unchanged`: what a record means for what we hold of it."""
    if held is None or held.deleted:
        return "new"
    return "unchanged" if held.content_hash == prepared.content_hash else "changed"


def _row(prepared: Prepared, action: str) -> dict[str, str | None]:
    content = json.dumps(
        {"title": prepared.title, "hash": prepared.content_hash, "package": prepared.package},
        ensure_ascii=False,
    )
    return {"guid": prepared.guid, "content": content, "action": action, "package_id": None}


def _vanished_row(guid: str, held: Known) -> dict[str, str | None]:
    return {"guid": guid, "content": None, "action": "vanished", "package_id": held.package_id}


def import_object(obj: Object) -> bool:
    """Write what a staged object holds; its own error is kept with it. Gives whether it succeeded."""
    # Read before writing: after a rollback these attributes would need the session again.
    object_id, source_id, guid = obj.id, obj.harvest_source_id, obj.guid
    try:
        if stock.object_action(obj) == "vanished":
            package_id = store.package_id(source_id, guid)
            writer.delete(package_id)
            stock.set_current(obj, package_id, current=False)
            store.mark_deleted(source_id, guid)
        else:
            _import_record(obj, source_id, guid)
    except RejectRecord as rejection:
        obj = stock.get_object(object_id)
        stock.add_object_error(obj, sentence(rejection.issue))
        store.add_issues(obj.harvest_job_id, [rejection.issue])
        model.Session.commit()
        return False
    model.Session.commit()
    return True


def _import_record(obj: Object, source_id: str, guid: str) -> None:
    content = json.loads(obj.content or "{}")
    package_id = store.package_id(source_id, guid)
    dataset = writer.as_dataset(content["package"], package_id, stock.owner_org(obj.source), content["title"])
    # Before the write, so that the index finds the source of the dataset when it builds the document.
    model.Session.commit()
    writer.write(dataset)
    stock.set_current(obj, package_id, current=True)
    store.remember(source_id, guid, content["hash"])


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
