"""A worker that is killed in the middle of the week, and what its death leaves behind."""

from __future__ import annotations

import threading
from pathlib import Path

import ckan.plugins.toolkit as tk
import pytest

from tests.harvest.kills import solr_proxy
from tests.harvest.kills.child import PATIENCE, Child, wait_until
from tests.harvest.portal import act
from tests.harvest.servers import Answer, Asked, Respond
from tests.harvest.week.portals import Source


def while_it_reads(source: Source, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kill a run that waits for its portal: it is ended, and nothing came of it."""
    reached, go_on = threading.Event(), threading.Event()

    def holding(respond: Respond) -> Respond:
        def held(asked: Asked) -> Answer:
            reached.set()
            go_on.wait(PATIENCE)
            return respond(asked)

        return held

    with source.answering(holding), _running(source, folder) as child:
        try:
            wait_until(reached.is_set, child)
            child.kill()
        finally:
            go_on.set()
    assert _tended(monkeypatch) == ["ended"]
    source.model.stopped_by("run-died")


def while_it_writes(source: Source, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kill a run after its first dataset: the queue delivers the rest of it next."""
    with solr_proxy.before(tk.config["solr_url"]) as (proxy, address):
        proxy.hold_before = 2
        with _running(source, folder, CKAN_SOLR_URL=address) as child:
            wait_until(proxy.reached.is_set, child)
            child.kill()
    assert _tended(monkeypatch) == ["resumed"]


def _running(source: Source, folder: Path, **addresses: str) -> Child:
    return Child(folder, ("resilient", "harvest", "run", source.id), source.server.pair, **addresses)


def _tended(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    done: list[str] = []
    with monkeypatch.context() as impatient:
        impatient.setitem(tk.config, "ckanext.resilient.harvest.lease_minutes", 0)
        wait_until(lambda: done.extend(row["done"] for row in act("resilient_harvest_tend")) or done)
    return done
