"""A rehearsal: the whole way of a harvest without writing, with the datasets as they would be shown."""

from __future__ import annotations

import datetime
import time
from collections.abc import Mapping
from typing import Any

from ckan import model

from ckanext.resilient.errors import RejectRecord, StopHarvest
from ckanext.resilient.harvest import meanings, stock, store, writer
from ckanext.resilient.harvest.config import bounds, http_settings
from ckanext.resilient.harvest.difference import Record, against
from ckanext.resilient.harvest.duplicates import ahead
from ckanext.resilient.harvest.duplicates.recognise import Recogniser
from ckanext.resilient.harvest.guard import Known, Terms, check_source, find_vanished
from ckanext.resilient.harvest.http import HttpClient
from ckanext.resilient.harvest.plan import Plan
from ckanext.resilient.harvest.report import Report, unknown_words
from ckanext.resilient.harvest.run import compare, terms_of
from ckanext.resilient.harvest.stages import Batch, Gathering, Prepared
from ckanext.resilient.harvest.wording import localised
from ckanext.resilient.svrc.issues import Issue

REHEARSAL = "rehearsal"
"""Stands for the source id while a source is not registered yet."""

SHOWN_CHANGES = 20
"""Of so many changed records, the rehearsal shows what they said before and what they say now."""


def rehearse(
    plan: Plan,
    said: meanings.Said,
    private_hosts: frozenset[str] = frozenset(),
    seconds: float | None = None,
) -> dict[str, Any]:
    """What harvesting this address would do, in the form of `rehearse --json`; writes nothing.

    Args:
        plan: how it is read.
        said: what was said of its words, as the plan has it.
        private_hosts: addresses of private networks that may be read.
        seconds: after so many, what was read by then is all; None reads on.

    Raises:
        FetchError: the source cannot be read.
    """
    until = None if seconds is None else time.monotonic() + seconds
    source = stock.find_source(plan.endpoint.url)
    known = store.known_records(source.id) if source else {}
    source_id = source.id if source else REHEARSAL
    owner_org = stock.owner_org(source) if source else None
    recogniser = Recogniser(source_id, plan.portal.gathers)
    alike: list[dict[str, Any]] = []
    compared: dict[str, Prepared] = {}
    report = Report()
    datasets: list[dict[str, Any]] = []
    changed: list[Record] = []
    with HttpClient(http_settings(private_hosts)) as http:
        gathering = Gathering(plan, http, bounds(), known)
        for batch in gathering:
            report.add_batch(batch)
            duplicates = recogniser.recognise(batch.prepared, known)
            report.issues += duplicates.issues
            alike += duplicates.decisions
            if duplicates.decisions:
                compared |= {store.package_id(source_id, one.guid): one for one in batch.prepared}
            datasets += _datasets(batch, known, source_id, owner_org, duplicates.duplicates, report)
            changed += _changed(batch, known, duplicates.duplicates)[: SHOWN_CHANGES - len(changed)]
            if until is not None and time.monotonic() >= until:
                break
    end = gathering.end
    report.issues += end.issues
    try:
        check_source(report.listed, len(datasets) + report.duplicates + report.skipped, end)
        terms = terms_of(source) if source else Terms(datetime.datetime.now(datetime.timezone.utc))
        vanished = find_vanished(known, gathering.seen, end, terms, gathering.listed)
        report.vanished = vanished.count
        report.issues += [Issue("vanished-waiting", record=guid) for guid in vanished.waiting]
    except StopHarvest as stop:
        # A run would end here; the rehearsal shows why, beside what it has read.
        report.issues.append(stop.issue)
    return {
        "protocol": plan.protocol.name,
        "complete": end.complete,
        "held": sum(not one.deleted for one in known.values()),
        "counts": report.counts(),
        "datasets": datasets,
        "changes": against(source.id, changed) if source else [],
        "pairs": ahead.pairs(alike, compared),
        "issues": [localised(issue) for issue in report.issues],
        "words": meanings.by_field(unknown_words(report.issues), said),
    }


def _changed(batch: Batch, known: dict[str, Known], duplicates: Mapping[str, str]) -> list[Record]:
    return [
        Record(one.guid, one.title, one.package)
        for one in batch.prepared
        if one.guid not in duplicates and compare(one, known.get(one.guid)) == "changed"
    ]


def _datasets(
    batch: Batch,
    known: dict[str, Known],
    source_id: str,
    owner_org: str | None,
    duplicates: Mapping[str, str],
    report: Report,
) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = []
    here = store.existing(store.package_id(source_id, one.guid) for one in batch.prepared)
    for prepared in batch.prepared:
        if prepared.guid in duplicates:
            report.duplicates += 1
            continue
        package_id = store.package_id(source_id, prepared.guid)
        dataset = writer.as_dataset(prepared.package, package_id, owner_org, prepared.title)
        try:
            shown.append(writer.validate(dataset, exists=package_id in here))
        except RejectRecord as rejection:
            report.rejected += 1
            report.issues.append(rejection.issue)
            continue
        finally:
            # Validators may have touched the session; a rehearsal leaves nothing behind.
            model.Session.rollback()
        report.count(compare(prepared, known.get(prepared.guid)), duplicate=False)
    return shown
