"""Harvests a source with a fault, as far as a harvest goes without a database, and tells how it ended."""

from __future__ import annotations

import contextlib
import datetime
import socket
import threading
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ckanext.resilient.errors import FetchError, StopHarvest
from ckanext.resilient.harvest.guard import Known, Terms, Vanished, check_source, find_vanished
from ckanext.resilient.harvest.http import HttpClient, HttpSettings
from ckanext.resilient.harvest.plan import make_plan
from ckanext.resilient.harvest.report import Report
from ckanext.resilient.harvest.run import compare
from ckanext.resilient.harvest.stages import Gathering
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.package import Package
from tests.faults.conversations import CONVERSATIONS
from tests.faults.model import Ending, Fault, Scene, well
from tests.harvest.servers import Answer, Asked, Respond, Server

QUICK: Mapping[str, Any] = {
    "backoff": 0.001,
    "min_delay": 0,
    "connect_timeout": 10,
    "read_timeout": 20,
    "deadline": 60,
    "document_deadline": 60,
    "max_bytes": 2_000_000,
    "max_document_bytes": 2_000_000,
}
"""A client that tries again at once and takes small answers only; patient, where no fault is about patience."""


@dataclass
class Outcome:
    """How a harvest ended.

    Args:
        ending: whether all was read, some of it, or nothing that could be used.
        report: counts, compared with what the source that is well gave, and findings.
        packages: what would be written, by guid.
        vanished: records that are no longer listed.
        asked: how many requests it took.
    """

    ending: Ending = "stopped"
    report: Report = field(default_factory=Report)
    packages: dict[str, Package] = field(default_factory=dict)
    vanished: Vanished = field(default_factory=Vanished)
    asked: int = 0

    @property
    def codes(self) -> set[str]:
        """Kinds of the findings."""
        return {issue.code for issue in self.report.issues}


class Stage:
    """One server for all faults, so that addresses in the records stay the same."""

    def __init__(self) -> None:
        self.respond: Respond = lambda asked: Answer(404)
        self.mistakes: list[Exception] = []
        self.server = Server(self._answer)

    def _answer(self, asked: Asked) -> Answer:
        try:
            return self.respond(asked)
        except Exception as mistake:  # ours: it must not pass for a fault of the source
            self.mistakes.append(mistake)
            raise


@cache
def stage() -> Stage:
    """The server of this process."""
    return Stage()


@contextlib.contextmanager
def _listening(scene: Scene) -> Generator[tuple[str, str], None, None]:
    """Address and host:port of the server of a scene."""
    if scene.respond is not None:
        stage().respond = scene.respond
        yield stage().server.url, stage().server.pair
        return
    listener = socket.create_server(("127.0.0.1", 0))
    pair = f"127.0.0.1:{listener.getsockname()[1]}"
    take = scene.connection
    if take is None:
        listener.close()  # the port is known to be nobody's
    else:
        threading.Thread(target=_serve, args=(listener, take), daemon=True).start()
    try:
        yield f"http://{pair}", pair
    finally:
        listener.close()


def _serve(listener: socket.socket, take: Any) -> None:
    with contextlib.suppress(OSError):  # the listener is closed at the end
        while True:
            connection, _ = listener.accept()
            with connection, contextlib.suppress(OSError):
                take(connection)


def harvest(protocol: str, scene: Scene, known: Mapping[str, Known]) -> Outcome:
    """What harvesting a scene leads to where these records are held."""
    known = {**known, **{f"held-{number}": Known(f"held-{number}", "") for number in range(scene.held)}}
    paged = well(CONVERSATIONS[protocol])
    outcome = Outcome()
    with _listening(scene) as (address, pair):
        url = scene.url.format(pair=pair) if scene.url else address
        plan = make_plan(url + paged.path, protocol, options=paged.options, languages=("it",))
        allowed = frozenset({pair} if scene.allowed else ())
        settings = HttpSettings(allowed, **{**QUICK, **scene.settings})
        before = len(stage().server.asked)
        client = HttpClient(settings, scene.resolver) if scene.resolver else HttpClient(settings)
        with client:
            try:
                _gather(Gathering(plan, client, scene.bounds, known), known, outcome)
            except (FetchError, StopHarvest) as stop:
                outcome.ending = "stopped"
                outcome.report.issues.append(stop.issue)
        outcome.asked = len(stage().server.asked) - before
    if stage().mistakes:
        raise stage().mistakes.pop()
    return outcome


def _gather(gathering: Gathering, known: Mapping[str, Known], outcome: Outcome) -> None:
    report = outcome.report
    usable = 0
    for batch in gathering:
        report.add_batch(batch)
        usable += len(batch.prepared) + len(batch.skipped) + batch.left_out
        for prepared in batch.prepared:
            report.count(compare(prepared, known.get(prepared.guid)), duplicate=False)
            outcome.packages[prepared.guid] = prepared.package
    end = gathering.end
    report.issues += end.issues
    check_source(report.listed, usable, end)
    terms = Terms(datetime.datetime.now(datetime.timezone.utc))
    outcome.vanished = find_vanished(known, gathering.seen, end, terms, gathering.listed)
    report.vanished = outcome.vanished.count
    report.issues += [Issue("vanished-waiting", record=guid) for guid in outcome.vanished.waiting]
    outcome.ending = "complete" if end.complete else "incomplete"


@cache
def healthy(protocol: str) -> dict[str, Known]:
    """What we hold after harvesting the source of a protocol that is well."""
    paged = well(CONVERSATIONS[protocol])
    stage().respond = paged.respond
    server = stage().server
    plan = make_plan(server.url + paged.path, protocol, options=paged.options, languages=("it",))
    with HttpClient(HttpSettings(frozenset({server.pair}), **QUICK)) as http:
        gathering = Gathering(plan, http)
        known = {one.guid: Known(one.guid, one.content_hash) for batch in gathering for one in batch.prepared}
    if not gathering.end.complete:
        raise AssertionError(f"{protocol}: the source that is well is not: {gathering.end}")
    return known


@cache
def played(fault: Fault, protocol: str) -> Outcome:
    """How harvesting a source with a fault ends, by a protocol."""
    return harvest(protocol, fault.play(CONVERSATIONS[protocol]), healthy(protocol))
