"""The worker that an installation runs: it survives idling, and another one goes on when it is killed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib.redis import connect_to_redis

from ckanext.resilient.harvest import stock
from tests.harvest.kills import solr_proxy
from tests.harvest.kills.child import Child, wait_until
from tests.harvest.portal import act, record, register, running

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("clean", "clean_redis")]

WORKER = ("harvester", "gather-consumer")
IDLE_SECONDS = 6
"""redis-py ends a blocking read after five by itself."""


@pytest.fixture
def source(
    clean: None, organisation: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[str, str]]:
    """Id and address of a source with three records."""
    with running([record(str(number)) for number in range(3)]) as (_, server):
        monkeypatch.setitem(tk.config, "ckanext.resilient.http.allowed_private_hosts", [server.pair])
        monkeypatch.setitem(tk.config, "ckanext.resilient.harvest.lease_minutes", 0)
        yield register(server, organisation["id"])["id"], server.pair


def is_gathered(job_id: str) -> Callable[[], bool]:
    """Whether a worker has returned from a job."""
    finished = sa.select(stock.HarvestJob.gather_finished).where(stock.HarvestJob.id == job_id)

    def look() -> bool:
        model.Session.rollback()
        return model.Session.scalar(finished) is not None

    return look


def test_a_worker_that_had_nothing_to_do_for_long_still_works(
    source: tuple[str, str], tmp_path: Path
) -> None:
    source_id, pair = source
    # Without the timeout that `up` writes into the address: the plugin has to see to it by itself.
    plain = urlunsplit(urlsplit(tk.config["ckan.redis.url"])._replace(query=""))
    first = act("harvest_job_create", source_id=source_id)
    with Child(tmp_path, WORKER, pair, CKAN_REDIS_URL=plain) as worker:
        wait_until(is_gathered(first["id"]), worker)
        act("harvest_jobs_run")
        time.sleep(IDLE_SECONDS)
        second = act("harvest_job_create", source_id=source_id)
        wait_until(is_gathered(second["id"]), worker)
        worker.kill()
    assert act("package_search")["count"] == 3


def test_a_worker_whose_connection_to_redis_was_broken_ends_and_the_next_one_takes_the_job(
    source: tuple[str, str], tmp_path: Path
) -> None:
    source_id, pair = source
    first = act("harvest_job_create", source_id=source_id)
    with Child(tmp_path, WORKER, pair) as worker:
        wait_until(is_gathered(first["id"]), worker)
        act("harvest_jobs_run")
        connect_to_redis().client_kill_filter(_type="normal", skipme=True)
        # The supervisor starts it again; a worker that hung on a dead connection would keep the queue full.
        assert worker.end() != 0, worker.said()
    second = act("harvest_job_create", source_id=source_id)
    with Child(tmp_path, WORKER, pair) as worker:
        wait_until(is_gathered(second["id"]), worker)
        worker.kill()
    assert act("package_search")["count"] == 3


def test_a_second_worker_goes_on_where_a_killed_one_was(source: tuple[str, str], tmp_path: Path) -> None:
    source_id, pair = source
    job = act("harvest_job_create", source_id=source_id)
    with solr_proxy.before(tk.config["solr_url"]) as (proxy, address):
        proxy.hold_before = 2
        with Child(tmp_path, WORKER, pair, CKAN_SOLR_URL=address) as worker:
            wait_until(proxy.reached.is_set, worker)
            worker.kill()
    wait_until(lambda: act("resilient_harvest_tend"))
    with Child(tmp_path, WORKER, pair) as worker:
        wait_until(is_gathered(job["id"]), worker)
    act("harvest_jobs_run")
    stats = act("harvest_source_show_status", id=source_id)["last_job"]["stats"]
    assert (stats["added"], stats["errored"]) == (3, 0)
    check = act("resilient_harvest_check")
    assert (check["checked"], check["missing"], check["orphaned"]) == (3, [], [])
