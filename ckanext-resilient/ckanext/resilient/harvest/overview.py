"""Every source with its last run, for a list: the same number of queries whatever the number of sources."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ckanext.resilient.harvest import jobs, stock, store
from ckanext.resilient.harvest.approval import waiting
from ckanext.resilient.harvest.outcome import freshness, outcome
from ckanext.resilient.harvest.plan import find_portal
from ckanext.resilient.harvest.report import in_order
from ckanext.resilient.harvest.schedule import rhythm
from ckanext.resilient.harvest.schedule.window import window_of
from ckanext.resilient.harvest.stock_types import Job, Source


@dataclass(frozen=True, slots=True)
class _Held:
    """What the tables hold of all sources, by source id; runs by job id."""

    entries: Mapping[str, Any]
    jobs: Mapping[str, Job]
    runs: Mapping[str, store.HarvestRun]
    records: Mapping[str, int]
    last_reads: Mapping[str, datetime.datetime]
    waiting: Collection[str]


def status() -> list[dict[str, Any]]:
    """Every active source of ours with its last run; also those that wait for approval."""
    return rows_of(stock.own_sources())


def rows_of(sources: Sequence[Source]) -> list[dict[str, Any]]:
    """These sources with their last runs, in order."""
    ids = [source.id for source in sources]
    last = stock.last_jobs(ids)
    held = _Held(
        entries=jobs.source_entries(ids),
        jobs=last,
        runs=store.runs([job.id for job in last.values()]),
        records=store.record_counts(ids),
        last_reads=store.last_reads(ids),
        waiting=waiting(ids),
    )
    return [_row(source, held) for source in sources]


def _row(source: Source, held: _Held) -> dict[str, Any]:
    settings = stock.source_config(source)
    key = str(settings.get("portal", ""))
    window = window_of(settings)
    portal = find_portal(key, source.url) if key else None
    last_read = held.last_reads.get(source.id)
    now = datetime.datetime.now(datetime.timezone.utc)
    return {
        "id": source.id,
        "title": source.title,
        "url": source.url,
        "portal": key,
        "country": portal.country if portal else "",
        "language": next(iter(portal.languages), "") if portal else "",
        **_entry(held.entries.get(source.id)),
        "waiting": source.id in held.waiting,
        "frequency": rhythm.frequency_of(source.frequency, settings),
        "records": held.records.get(source.id, 0),
        "last_read": last_read.isoformat() if last_read else None,
        "freshness": freshness(last_read, source.frequency, now, window.longest_gap if window else 1),
        **_last_run(held.jobs.get(source.id), held.runs),
    }


def _entry(entry: Any) -> dict[str, Any]:
    return {
        "name": entry.name if entry else "",
        "organisation": {
            "id": entry.owner_org if entry else None,
            "name": (entry.org_name if entry else None) or "",
            "title": (entry.org_title if entry else None) or "",
        },
    }


def _last_run(job: Job | None, runs: Mapping[str, store.HarvestRun]) -> dict[str, Any]:
    run = runs.get(job.id) if job else None
    return {
        "job": job.id if job else None,
        "state": job.status if job else "never run",
        "outcome": outcome_of(job, run),
        "started": job.created.isoformat() if job else None,
        "finished": job.finished.isoformat() if job and job.finished else None,
        "complete": run.complete if run else None,
        "partial": run.partial if run else None,
        "stopped_by": run.stopped_by if run else "",
        "counts": in_order(run.counts) if run else {},
    }


def outcome_of(job: Job | None, run: store.HarvestRun | None, failed: int = 0) -> str:
    """How a run ended, as one word."""
    return outcome(
        job.status if job else "",
        stopped_by=run.stopped_by if run else "",
        read=bool(run and (run.complete or run.partial)),
        counts=run.counts if run else {},
        failed=failed,
    )
