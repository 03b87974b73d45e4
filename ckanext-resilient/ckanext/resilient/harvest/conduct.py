"""A run from its start to its end in one process, or what is left of one whose process died."""

from __future__ import annotations

import contextlib
import datetime
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ckan import model
from sqlalchemy.exc import InterfaceError, OperationalError

from ckanext.resilient.errors import PauseHarvest
from ckanext.resilient.harvest import config, jobs, leases, stock, stock_jobs, store
from ckanext.resilient.harvest.history import prepare_rerun
from ckanext.resilient.harvest.notices import gaps, tell
from ckanext.resilient.harvest.run import gather, import_object, stop
from ckanext.resilient.harvest.stock_types import Job, Object
from ckanext.resilient.harvest.wording import sentence
from ckanext.resilient.svrc.issues import Issue

log = logging.getLogger(__name__)

INTERRUPTED = 130
"""Exit code of a worker that somebody stops at the keyboard, as shells have it."""

Progress = Callable[[list[str]], Iterable[str]]


@dataclass(slots=True)
class Outcome:
    """What a run wrote; `is_paused` when the rest waits until index or database answer again."""

    written: int = 0
    failed: int = 0
    is_paused: bool = False


def run_here(
    source_id: str,
    *,
    accept_vanished: bool = False,
    full: bool = False,
    only_failed_of: str = "",
    progress: Progress = iter,
) -> tuple[str, Outcome]:
    """Harvest a source now, in this process; gives the id of the job and what was written.

    What a dead process has left of an earlier run is brought to its end first.

    Args:
        source_id: the source.
        accept_vanished: an administrator agrees to all that vanishes.
        full: read everything.
        only_failed_of: a run of it; only the records that failed there are collected. Empty for all.
        progress: told of each object that is about to be written.

    Raises:
        SourceBusyError: a run of this source is at work or waits for the queue.
        LeaseLostError: another process has taken the run.
    """
    with leases.hold(source_id) as lock:
        take_over(lock)
        last = stock.last_job(source_id)
        if last is not None and not stock.is_over(last):
            raise leases.SourceBusyError(source_id)
        job = stock.start_job(source_id)
        job_id = job.id
        if only_failed_of:
            prepare_rerun(job_id, source_id, only_failed_of)
        try:
            outcome = _conduct(
                lock, job, accept_vanished=accept_vanished, full=full, progress=progress, finishes=True
            )
        except leases.LeaseLostError:
            model.Session.rollback()
            if jobs.is_open(job_id):
                raise
            outcome = Outcome()  # an administrator has ended it
    return job_id, outcome


def deliver(job: Job) -> None:
    """What the queue wants when it delivers a job: a run, or the rest of one. A second delivery does nothing.

    Nothing is raised: for an error, ckanext-harvest would delete all objects of the job, those that stand for a record, too.
    """
    job_id = job.id
    try:
        _deliver(job)
    except Exception:
        # Its lease stays, and it is taken up like a run whose process died.
        log.exception("Job %s was broken off", job_id)
        model.Session.remove()
    except KeyboardInterrupt as interrupt:
        raise SystemExit(INTERRUPTED) from interrupt


def _deliver(job: Job) -> None:
    job_id = job.id
    current = stock_jobs.find(job_id)
    if current is None or stock.is_over(current):
        return
    try:
        with leases.hold(job.source_id) as lock:
            take_over(lock, besides=job_id)
            _conduct(lock, current)
    except leases.SourceBusyError:
        if leases.is_known(job_id):
            log.info("Job %s was delivered twice: it is at work already", job_id)
        else:
            stop(current, Issue("source-busy"))


def _conduct(
    lock: leases.Lock,
    job: Job,
    *,
    accept_vanished: bool = False,
    full: bool = False,
    progress: Progress = iter,
    finishes: bool = False,
) -> Outcome:
    job_id = job.id
    lease = leases.Lease(lock, job_id)
    if lease.begin() == leases.IMPORT:
        object_ids = stock_jobs.left_over(job_id)
    else:
        object_ids = _gather(job, lease, accept_vanished=accept_vanished, full=full)
    outcome = _import(job_id, object_ids, lease, progress)
    if outcome.is_paused:
        lease.rest()
        return outcome
    if finishes:  # what the queue delivered, `harvester run` finishes, with its mails
        stock.finish_job(job_id)
    lease.end()
    gaps.tell(job_id)
    return outcome


def _gather(job: Job, lease: leases.Lease, *, accept_vanished: bool, full: bool) -> list[str]:
    try:
        return gather(job, lease, accept_vanished=accept_vanished, full=full)
    except leases.LeaseLostError:
        raise
    except Exception as error:
        log.exception("Gathering of job %s failed", job.id)
        issue = Issue("run-failed", params={"error": _named(error)})
        stop(job, issue)
        tell.stopped(job, issue)
        return []


def _import(job_id: str, object_ids: list[str], lease: leases.Lease, progress: Progress) -> Outcome:
    outcome = Outcome()
    for object_id in progress(object_ids):
        lease.beat()
        try:
            succeeded = import_now(object_id)
        except PauseHarvest as pause:
            stock_jobs.put_back(object_id)
            store.add_issues(job_id, [pause.issue])
            model.Session.commit()
            outcome.is_paused = True
            break
        outcome.written += succeeded is True
        outcome.failed += succeeded is False
    return outcome


def import_now(object_id: str) -> bool | None:
    """Import one released object; None where it was ended meanwhile.

    A database that breaks the connection is asked once more.

    Raises:
        PauseHarvest: the search index does not answer.
    """
    try:
        return _import_once(object_id)
    except (OperationalError, InterfaceError):
        log.warning("The database broke off while object %s was written; trying again", object_id)
        model.Session.rollback()
        return _import_once(object_id)


def _import_once(object_id: str) -> bool | None:
    obj = stock_jobs.begin_import(object_id)
    if obj is None:
        return None
    action = stock.object_action(obj)
    if obj.retry_times > stock_jobs.TRIES:
        _give_up(obj, Issue("write-died", record=obj.guid))
        return False
    try:
        succeeded = import_object(obj)
    except (OperationalError, InterfaceError, PauseHarvest):
        raise
    except Exception as error:
        log.exception("Writing object %s failed", object_id)
        model.Session.rollback()
        obj = stock.get_object(object_id)
        _give_up(obj, Issue("write-failed", record=obj.guid, params={"error": _named(error)}))
        return False
    stock.end_import(object_id, action if succeeded else "errored")
    return succeeded


def _give_up(obj: Object, issue: Issue) -> None:
    stock.add_object_error(obj, sentence(issue))
    store.add_issues(obj.harvest_job_id, [issue])
    stock.end_import(obj.id, "errored")


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def take_over(lock: leases.Lock, besides: str = "") -> None:
    """Bring what dead processes have left of a source's runs to its end, in this process.

    Args:
        lock: the right to work on the source.
        besides: not this job.

    Raises:
        SourceBusyError: one of them may still be alive, waits for the queue, or has to pause.
    """
    for row in leases.unended(config.lease(), lock.source_id):
        if row.job_id == besides:
            continue
        if not row.is_silent:
            raise leases.SourceBusyError(lock.source_id)
        done, job = settle(row.job_id, row.phase), stock_jobs.find(row.job_id)
        if done != "resumed" or job is None:
            continue
        if _conduct(lock, job, finishes=True).is_paused:
            raise leases.SourceBusyError(lock.source_id)


def settle(job_id: str, phase: str) -> str:
    """Decide what becomes of a dead run: `ended`, `forgotten`, or `resumed` where its records wait to be written.

    The caller holds the source.
    """
    job = stock_jobs.find(job_id)
    if job is not None and phase == leases.GATHER:
        issue = Issue("run-died")
        stop(job, issue)
        stock.finish_job(job_id)
        leases.forget(job_id)
        model.Session.commit()
        tell.stopped(job, issue)
        return "ended"
    if job is not None and not stock.is_over(job):
        return "resumed"
    stock_jobs.drop_left_over(job_id)
    leases.forget(job_id)
    model.Session.commit()
    return "forgotten"


def tend() -> list[dict[str, str]]:
    """End or take up the runs whose process died, and send what the queue has lost: `job`, `source`, `done`."""
    patience = config.lease()
    tended: list[dict[str, str]] = []
    stock_jobs.reopen()
    model.Session.commit()
    for source_id in dict.fromkeys(row.source_id for row in leases.unended(patience) if row.is_silent):
        # Silent for long, but its lock may say that it lives.
        with contextlib.suppress(leases.SourceBusyError), leases.hold(source_id):
            tended += _settle_silent(source_id, patience)
    tended += [
        {"job": row.id, "source": row.source_id, "done": "sent"}
        for row in stock_jobs.stranded(patience)
        if leases.wait(row.id, row.source_id)
    ]
    model.Session.commit()
    # Only now: a worker that takes a job up at once keeps it.
    for one in tended:
        if one["done"] in {"resumed", "sent"}:
            stock_jobs.send(one["job"])
    return tended


def _settle_silent(source_id: str, patience: datetime.timedelta) -> list[dict[str, str]]:
    settled: list[dict[str, str]] = []
    for row in leases.unended(patience, source_id):
        if not row.is_silent:
            continue
        done = settle(row.job_id, row.phase)
        if done != "resumed" or leases.wait(row.job_id, source_id, row.owner):
            settled.append({"job": row.job_id, "source": source_id, "done": done})
        model.Session.commit()
    return settled
