"""The runs of a source and one run in detail; starting one, and ending one before its time."""

from __future__ import annotations

import datetime
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.resilient.harvest import findings, jobs, leases, registry, stock, store, writer
from ckanext.resilient.harvest.approval import waiting
from ckanext.resilient.harvest.overview import outcome_of, rows_of
from ckanext.resilient.harvest.removal.rule import removal_of
from ckanext.resilient.harvest.report import in_order
from ckanext.resilient.harvest.schedule.window import window_of
from ckanext.resilient.harvest.stock_types import Job
from ckanext.resilient.harvest.wording import localised
from ckanext.resilient.svrc.issues import Issue

_NONE = jobs.Progress()


def source_row(id_or_name_or_url: str) -> dict[str, Any]:
    """One source with its last run, as the list of all sources has it, `active`, `next_run`, `window`, `removal`.

    Raises:
        tk.ObjectNotFound: there is no such source.
    """
    source = registry.known_source(id_or_name_or_url)
    settings = stock.source_config(source)
    return rows_of([source])[0] | {
        "active": source.active,
        "next_run": _time(source.next_run),
        "window": window_of(settings),
        "removal": removal_of(settings).rule,
    }


def run_list(source_id: str, limit: int, offset: int) -> list[dict[str, Any]]:
    """The runs of a source, newest first; three queries however many."""
    found = jobs.jobs_of(source_id, limit, offset)
    ids = [job.id for job in found]
    runs, progress = store.runs(ids), jobs.progress(ids)
    return [_run(job, runs.get(job.id), progress.get(job.id, _NONE)) for job in found]


def known_job(job_id: str) -> Job:
    """The run with this id.

    Raises:
        tk.ObjectNotFound: there is none.
    """
    job = jobs.find_job(job_id)
    if job is None:
        raise tk.ObjectNotFound(tk._("There is no run “{id}”.").format(id=job_id))
    return job


def run_show(job: Job, examples: int) -> dict[str, Any]:
    """One run with the causes of its findings, each with its first examples, in the reader's language."""
    run = store.runs([job.id]).get(job.id)
    row = _run(job, run, jobs.progress([job.id]).get(job.id, _NONE))
    return row | {"causes": [_cause(group) for group in findings.groups(job.id, examples)]}


def _cause(group: findings.Group) -> dict[str, Any]:
    return {
        "code": group.code,
        "field": group.field,
        "count": group.count,
        "examples": [localised(issue) for issue in group.examples],
    }


def _run(job: Job, run: store.HarvestRun | None, progress: jobs.Progress) -> dict[str, Any]:
    counts = in_order(run.counts) if run else {}
    unwritten = jobs.unwritten(progress, counts) if job.status == "Finished" else 0
    return {
        "job": job.id,
        "source": job.source_id,
        "state": job.status,
        "outcome": outcome_of(job, run, unwritten),
        "reading": job.status == "Running" and job.gather_finished is None,
        "created": _time(job.created),
        "finished": _time(job.finished),
        "complete": run.complete if run else False,
        "partial": run.partial if run else False,
        "only_failed_of": run.only_failed_of if run else "",
        "stopped_by": run.stopped_by if run else "",
        "undone": run.undone.isoformat() if run and run.undone else None,
        "counts": counts,
        "prepared": progress.prepared,
        "done": progress.done,
        "failed": progress.failed,
        "unwritten": unwritten,
    }


def _time(value: datetime.datetime | None) -> str | None:
    # ckanext-harvest stores naive UTC.
    return value.replace(tzinfo=datetime.timezone.utc).isoformat() if value else None


def start(source_id: str, only_failed_of: str) -> str:
    """Hand a new run of a source to the queue; gives its id.

    Args:
        source_id: the source.
        only_failed_of: a run of it; only the records that failed there are collected. Empty for all.

    Raises:
        tk.ValidationError: the source is not active or already runs, or nothing failed in that run.
    """
    source = registry.known_source(source_id)
    if not source.active:
        raise tk.ValidationError({"id": [tk._("This source is not active, so it cannot be collected.")]})
    if waiting([source.id]):
        raise tk.ValidationError({"id": [localised(Issue("source-waiting"))["message"]]})
    registry.refuse_second_run(source.id)
    refuse_unless_failed(source.id, only_failed_of)
    job = tk.get_action("harvest_job_create")(writer.site_context(), {"source_id": source.id, "run": False})
    if only_failed_of:
        prepare_rerun(job["id"], source.id, only_failed_of)
    tk.get_action("harvest_send_job_to_gather_queue")(writer.site_context(), {"id": job["id"]})
    return job["id"]


def refuse_unless_failed(source_id: str, job_id: str) -> None:
    """Pass when no run is named, or records failed in it.

    Raises:
        tk.ValidationError: the run is of another source, or nothing failed in it.
    """
    if not job_id:
        return
    if known_job(job_id).source_id != source_id or not jobs.failed_guids(job_id):
        raise tk.ValidationError({"only_failed_of": [tk._("No record of this source failed in that run.")]})


def prepare_rerun(job_id: str, source_id: str, only_failed_of: str) -> None:
    """Note, before a run begins, that it collects only what failed in another one."""
    store.start_run(job_id, source_id).only_failed_of = only_failed_of
    model.Session.commit()


def cancel(job: Job) -> None:
    """End a run before its time; what it has written stays.

    Raises:
        tk.ValidationError: it has ended already.
    """
    if job.status == "Finished":
        raise tk.ValidationError({"id": [tk._("This run has ended already.")]})
    run = store.runs([job.id]).get(job.id) or store.start_run(job.id, job.source_id)
    # Without its lease, the process that works on it stops. Before the objects, in the order in which that process
    # itself goes at them: else the database would have to end one of the two.
    leases.forget(job.id)
    run.stopped_by = "cancelled"
    store.add_issues(job.id, [Issue("cancelled")])
    jobs.end(job.id)
    model.Session.commit()
