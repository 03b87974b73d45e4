"""ckanext-harvest's own queue on our engine, and what we mend of it."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckanext.harvest import queue
from ckanext.harvest.model import HarvestJob

from ckanext.resilient.harvest import leases, stock
from ckanext.resilient.harvest.queue_mends import keep_consumers_alive
from ckanext.resilient.harvest.run import gather
from tests.harvest.portal import act, record, register, running


def deliver(consumer: Any, callback: Any, queue_name: str) -> bool:
    """One message from the queue to ckanext-harvest's own callback; False when the queue is empty."""
    method, header, body = consumer.basic_get(queue_name)
    if body is None:
        return False
    callback(consumer, method, header, body)
    return True


def test_a_job_goes_through_the_stock_queue_and_ends_finished(
    clean: None, organisation: dict[str, Any], monkeypatch: pytest.MonkeyPatch, clean_redis: None
) -> None:
    broken = record("9", title="", notes="")
    with running([record("1"), record("2"), broken]) as (_, server):
        monkeypatch.setitem(tk.config, "ckanext.resilient.http.allowed_private_hosts", [server.pair])
        source = register(server, organisation["id"])
        job = act("harvest_job_create", source_id=source["id"])
        assert deliver(queue.get_gather_consumer(), queue.gather_callback, queue.get_gather_queue_name())
        # The whole run is one message: a queue of single records would let one large source block all others.
        assert not deliver(queue.get_fetch_consumer(), queue.fetch_callback, queue.get_fetch_queue_name())
        act("harvest_jobs_run")
    finished = model.Session.get(HarvestJob, job["id"])
    assert finished.status == "Finished"
    status = act("harvest_source_show_status", id=source["id"])
    assert status["last_job"]["stats"]["added"] == 2
    assert status["last_job"]["stats"]["errored"] == 1
    assert act("package_search")["count"] == 2


def test_the_queue_leaves_alone_what_a_command_imports_itself(
    clean: None, organisation: dict[str, Any], monkeypatch: pytest.MonkeyPatch, clean_redis: None
) -> None:
    # `harvester run`, called every minute, sends each waiting object to the queue: two would import one record.
    with running([record("1"), record("2")]) as (_, server):
        monkeypatch.setitem(tk.config, "ckanext.resilient.http.allowed_private_hosts", [server.pair])
        source = register(server, organisation["id"])
        job = stock.start_job(source["id"])
        with leases.hold(source["id"]) as lock:
            lease = leases.Lease(lock, job.id)
            lease.begin()
            assert len(gather(job, lease)) == 2
            act("harvest_jobs_run")
    assert not deliver(queue.get_fetch_consumer(), queue.fetch_callback, queue.get_fetch_queue_name())


def test_a_consumer_may_be_idle_for_an_hour() -> None:
    # redis-py 8 ends a blocking read after five seconds by itself, and the consumer with it.
    config = {"ckan.redis.url": "redis://:secret@127.0.0.1:6379/3"}
    keep_consumers_alive(config)
    assert config["ckan.redis.url"] == "redis://:secret@127.0.0.1:6379/3?socket_timeout=3600"


def test_a_timeout_that_an_operator_chose_is_kept() -> None:
    config = {"ckan.redis.url": "redis://127.0.0.1:6379/3?socket_timeout=60"}
    keep_consumers_alive(config)
    assert config["ckan.redis.url"] == "redis://127.0.0.1:6379/3?socket_timeout=60"


def test_the_running_queue_uses_the_long_timeout(clean: None) -> None:
    connection = queue.get_connection()
    assert connection.connection_pool.connection_kwargs["socket_timeout"] >= 3600
