"""One run per source at a time, and what becomes of a run whose process died."""

from __future__ import annotations

import contextlib
import datetime
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckanext.harvest import queue
from ckanext.harvest.model import HarvestJob

from ckanext.resilient.harvest import adapter, conduct, leases, run, stock, stock_jobs, store
from ckanext.resilient.harvest.model import HarvestLease
from ckanext.resilient.harvest.run import gather
from tests.harvest.portal import Portal, act, record, register, running

pytestmark = pytest.mark.usefixtures("clean")


@pytest.fixture
def portal(
    clean: None, organisation: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Portal, str]]:
    """A portal with three records, and the id of its source."""
    with running([record(str(n)) for n in range(3)]) as (portal, server):
        monkeypatch.setitem(tk.config, "ckanext.resilient.http.allowed_private_hosts", [server.pair])
        monkeypatch.setitem(tk.config, "ckanext.resilient.http.delay_ms", 0)
        yield portal, register(server, organisation["id"])["id"]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run whose lock is free is taken for dead at once."""
    monkeypatch.setitem(tk.config, "ckanext.resilient.harvest.lease_minutes", 0)


def test_a_source_is_free_although_its_connection_still_closes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sa.Connection, "close", lambda _: None)  # PostgreSQL has not noticed it yet
    with leases.hold("a-source") as first:
        pass
    with leases.hold("a-source") as second:
        pass
    assert first is not second


def die_gathering(source_id: str) -> str:
    """A run whose process died after it had staged records; the id of its job."""
    job = stock.start_job(source_id)
    with leases.hold(source_id) as lock:
        leases.Lease(lock, job.id).begin()
        stock.stage_objects(job, [{"guid": "x", "content": "{}", "action": "new", "package_id": None}])
        model.Session.commit()
    return job.id


def die_importing(source_id: str, written: int = 1) -> str:
    """A run whose process died after it had written so many records and begun the next; the id of its job."""
    job = stock.start_job(source_id)
    with leases.hold(source_id) as lock:
        lease = leases.Lease(lock, job.id)
        lease.begin()
        object_ids = gather(job, lease)
        for object_id in object_ids[:written]:
            conduct.import_now(object_id)
        stock_jobs.begin_import(object_ids[written])
    return job.id


def status(job_id: str) -> str:
    return model.Session.get(HarvestJob, job_id, populate_existing=True).status


def deliver() -> bool:
    """One job from the queue to ckanext-harvest's own callback, as its worker does; False when there is none."""
    consumer = queue.get_gather_consumer()
    method, header, body = consumer.basic_get(queue.get_gather_queue_name())
    if body is not None:
        queue.gather_callback(consumer, method, header, body)
    return body is not None


def shown() -> list[str]:
    return sorted(dataset["title"] for dataset in act("package_search")["results"])


ALL = ["Asili nido 0", "Asili nido 1", "Asili nido 2"]


def test_a_second_run_of_a_source_is_refused_in_plain_words(portal: tuple[Portal, str]) -> None:
    _, source_id = portal
    with leases.hold(source_id), pytest.raises(tk.ValidationError) as refused:
        act("resilient_harvest_run", id=source_id)
    assert "already running" in refused.value.error_dict["id"][0]
    assert act("resilient_harvest_run", id=source_id)["written"] == 3


def test_sources_run_side_by_side(portal: tuple[Portal, str]) -> None:
    with leases.hold("another source"):
        assert act("resilient_harvest_run", id=portal[1])["written"] == 3


def test_the_lock_goes_with_the_connection_of_a_dead_process(portal: tuple[Portal, str]) -> None:
    with leases.hold(portal[1]):
        terminate("pg_try_advisory_lock")
        with leases.hold(portal[1]):
            pass


def terminate(last_statement: str) -> None:
    """End the database's end of other connections whose last statement contains these words."""
    model.Session.execute(
        sa.text(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND query ILIKE :words"
        ),
        {"words": f"%{last_statement}%"},
    )
    model.Session.commit()


def test_a_run_that_loses_its_connection_locks_anew_and_goes_on(portal: tuple[Portal, str]) -> None:
    job = stock.start_job(portal[1])
    with leases.hold(portal[1]) as lock:
        lease = leases.Lease(lock, job.id)
        lease.begin()
        terminate("resilient_harvest_lease")
        lease.beat(now=True)
        with pytest.raises(leases.SourceBusyError), leases.hold(portal[1]):
            pass


def test_a_run_that_was_taken_by_another_writes_nothing_more(portal: tuple[Portal, str]) -> None:
    job = stock.start_job(portal[1])
    with leases.hold(portal[1]) as lock:
        lease = leases.Lease(lock, job.id)
        lease.begin()
        leases.Lease(lock, job.id).begin()
        with pytest.raises(leases.LeaseLostError):
            gather(job, lease)
    model.Session.rollback()
    assert stock_jobs.left_over(job.id) == []


def test_a_run_that_died_while_reading_is_ended_with_its_reason(
    portal: tuple[Portal, str], impatient: None
) -> None:
    job_id = die_gathering(portal[1])
    (row,) = act("resilient_harvest_tend")
    assert (row["job"], row["done"]) == (job_id, "ended")
    assert status(job_id) == "Finished"
    assert store.runs([job_id])[job_id].stopped_by == "run-died"
    assert not model.Session.query(stock.HarvestObject).filter_by(harvest_job_id=job_id).count()
    assert act("resilient_harvest_tend") == []
    assert act("resilient_harvest_run", id=portal[1])["written"] == 3


def test_a_run_that_died_while_writing_is_finished_by_the_next_worker(
    portal: tuple[Portal, str], impatient: None, clean_redis: None
) -> None:
    job_id = die_importing(portal[1])
    assert len(shown()) == 1
    assert [row["done"] for row in act("resilient_harvest_tend")] == ["resumed"]
    assert deliver()
    assert shown() == ALL
    act("harvest_jobs_run")
    assert status(job_id) == "Finished"
    stats = act("harvest_source_show_status", id=portal[1])["last_job"]["stats"]
    assert (stats["added"], stats["errored"]) == (3, 0)
    assert act("resilient_harvest_tend") == []


def test_a_run_by_hand_first_ends_what_a_dead_one_has_left(
    portal: tuple[Portal, str], impatient: None
) -> None:
    job_id = die_importing(portal[1])
    result = act("resilient_harvest_run", id=portal[1])
    assert (result["counts"]["unchanged"], result["written"]) == (3, 0)
    assert status(job_id) == "Finished"
    assert shown() == ALL


def test_a_run_that_was_silent_only_for_a_moment_is_left_alone(portal: tuple[Portal, str]) -> None:
    job_id = die_importing(portal[1])
    assert act("resilient_harvest_tend") == []
    with pytest.raises(tk.ValidationError):
        act("resilient_harvest_run", id=portal[1])
    assert status(job_id) == "Running"


def test_a_silent_run_whose_lock_is_held_lives(portal: tuple[Portal, str], impatient: None) -> None:
    # A source may take long to answer: the heartbeat alone does not say that a process is dead.
    job = stock.start_job(portal[1])
    with leases.hold(portal[1]) as lock:
        leases.Lease(lock, job.id).begin()
        assert act("resilient_harvest_tend") == []


def test_a_record_that_ends_the_program_each_time_is_left_out_at_last(
    portal: tuple[Portal, str], impatient: None
) -> None:
    job_id = die_importing(portal[1], written=0)
    deadly = stock_jobs.left_over(job_id)[0]
    for _ in range(stock_jobs.TRIES - 1):
        stock_jobs.begin_import(deadly)
    act("resilient_harvest_run", id=portal[1])
    (issue,) = [issue for issue in store.run_issues(job_id) if issue.severity == "error"]
    assert issue.code == "write-died"
    assert stock.get_object(deadly).report_status == "errored"


def test_a_job_that_the_queue_has_lost_is_sent_again_once(
    portal: tuple[Portal, str], impatient: None, clean_redis: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = act("harvest_job_create", source_id=portal[1])
    queue.get_gather_consumer().queue_purge()  # as a Redis that kept nothing
    assert not deliver()
    assert [row["done"] for row in act("resilient_harvest_tend")] == ["sent"]
    act("resilient_harvest_tend")
    assert deliver()
    assert not deliver()
    act("harvest_jobs_run")
    assert status(job["id"]) == "Finished"
    assert shown() == ALL


class Worker:
    """A worker that takes up whatever it meets, in the midst of what another process does."""

    def __init__(self, source_id: str) -> None:
        self._source_id = source_id
        self._held = contextlib.ExitStack()
        self._leases: list[leases.Lease] = []

    def take(self, job_id: str) -> None:
        lock = self._held.enter_context(leases.hold(self._source_id))
        self._leases.append(leases.Lease(lock, job_id))
        self._leases[-1].begin()

    def goes_on(self) -> bool:
        with self._held:
            for lease in self._leases:
                lease.beat(now=True)
        return bool(self._leases)


def test_a_worker_that_takes_up_at_once_what_was_sent_keeps_it(
    portal: tuple[Portal, str], impatient: None, clean_redis: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    die_importing(portal[1])
    worker, send = Worker(portal[1]), stock_jobs.send

    def taken(job_id: str) -> None:
        send(job_id)
        worker.take(job_id)

    monkeypatch.setattr(stock_jobs, "send", taken)
    assert [row["done"] for row in act("resilient_harvest_tend")] == ["resumed"]
    assert worker.goes_on()


def test_a_job_that_is_taken_up_while_it_is_looked_for_is_not_sent_again(
    portal: tuple[Portal, str], impatient: None, clean_redis: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = act("harvest_job_create", source_id=portal[1])
    queue.get_gather_consumer().queue_purge()
    worker, stranded = Worker(portal[1]), stock_jobs.stranded

    def taken(patience: datetime.timedelta) -> Any:
        found = stranded(patience)
        worker.take(job["id"])
        return found

    monkeypatch.setattr(stock_jobs, "stranded", taken)
    assert act("resilient_harvest_tend") == []
    assert worker.goes_on()
    assert not deliver()


def test_a_job_that_is_delivered_twice_is_done_once(portal: tuple[Portal, str]) -> None:
    portal_, source_id = portal
    job = stock.start_job(source_id)
    with leases.hold(source_id) as lock:
        leases.Lease(lock, job.id).begin()
        assert adapter.gather_stage(job) == []
    assert portal_.pages_asked == 0
    assert store.runs([job.id]) == {}


def test_a_second_delivery_does_not_finish_a_job_that_is_at_work(
    portal: tuple[Portal, str], clean_redis: None
) -> None:
    # ckanext-harvest delivers again what takes more than two hours, and notes that it has been gathered.
    job = act("harvest_job_create", source_id=portal[1])
    with leases.hold(portal[1]) as lock:
        leases.Lease(lock, job["id"]).begin()
        assert deliver()
        act("harvest_jobs_run")
        assert status(job["id"]) == "Running"


def test_a_run_that_an_administrator_ends_writes_no_further_record(portal: tuple[Portal, str]) -> None:
    def ended_after_one(object_ids: list[str]) -> Iterator[str]:
        yield object_ids[0]
        act("harvest_job_abort", source_id=portal[1])
        yield from object_ids[1:]

    _, outcome = conduct.run_here(portal[1], progress=ended_after_one)
    assert (outcome.written, outcome.failed, len(shown())) == (1, 0, 1)


def test_a_run_that_is_ended_when_all_is_read_leaves_nothing_staged(
    portal: tuple[Portal, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    conduct.run_here(portal[1])
    portal[0].records.pop()
    find_vanished = run.find_vanished

    def ended(*given: Any) -> Any:
        found = find_vanished(*given)
        act("resilient_harvest_cancel", id=stock.last_job(portal[1]).id)
        return found

    monkeypatch.setattr(run, "find_vanished", ended)
    conduct.run_here(portal[1], accept_vanished=True)
    assert not model.Session.query(stock.HarvestObject).filter_by(state=stock.STAGED).count()
    assert shown() == ALL


def test_a_run_can_be_ended_in_the_moment_in_which_it_begins_to_write(portal: tuple[Portal, str]) -> None:
    job_id = die_gathering(portal[1])
    with sa.create_engine(tk.config["sqlalchemy.url"]).connect() as other, ThreadPoolExecutor() as pool:
        # As `gather` does it: the lease, then the objects.
        lease, staged = HarvestLease.__table__, stock.HarvestObject.__table__
        other.execute(sa.update(lease).where(lease.c.job_id == job_id).values(phase=leases.IMPORT))
        releasing = pool.submit(release, other, sa.update(staged).values(state=stock.HELD))
        act("resilient_harvest_cancel", id=job_id)
        releasing.result()
    assert store.runs([job_id])[job_id].stopped_by == "cancelled"
    assert not model.Session.query(stock.HarvestObject).filter_by(harvest_job_id=job_id).count()


def release(connection: sa.Connection, objects: Any) -> None:
    """Go on once somebody waits for what this connection has locked."""
    waits = sa.text(
        "SELECT count(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    )
    for _ in range(200):
        connection.execute(sa.text("SELECT pg_sleep(0.05)"))
        if connection.scalar(waits):
            break
    connection.execute(objects)
    connection.commit()


def test_a_job_that_meets_another_run_of_its_source_says_so(portal: tuple[Portal, str]) -> None:
    with leases.hold(portal[1]):
        job = stock.start_job(portal[1])
        adapter.gather_stage(job)
    assert store.runs([job.id])[job.id].stopped_by == "source-busy"
    assert "Another run" in act("harvest_job_report", id=job.id)["gather_errors"][0]["message"]


def test_a_job_that_an_administrator_ended_is_forgotten(
    portal: tuple[Portal, str], impatient: None, clean_redis: None
) -> None:
    job_id = die_importing(portal[1])
    act("harvest_job_abort", id=job_id)
    assert [row["done"] for row in act("resilient_harvest_tend")] == ["forgotten"]
    assert not deliver()
    assert len(shown()) == 1
    assert model.Session.query(HarvestLease).count() == 0


def test_a_fault_in_one_record_costs_that_record_only(
    portal: tuple[Portal, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    job = stock.start_job(portal[1])
    with leases.hold(portal[1]) as lock:
        lease = leases.Lease(lock, job.id)
        lease.begin()
        broken = stock.get_object(gather(job, lease)[1])
        lost = json.loads(broken.content)["title"]
        broken.content = json.dumps({"title": "x", "hash": "x"})  # no package: our own fault
        model.Session.commit()
    adapter.gather_stage(job)
    assert shown() == [title for title in ALL if title != lost]
    (issue,) = [issue for issue in store.run_issues(job.id) if issue.severity == "error"]
    assert issue.code == "write-failed"


def test_a_database_that_breaks_off_in_the_middle_loses_no_record(portal: tuple[Portal, str]) -> None:
    def breaking(object_ids: list[str]) -> Iterator[str]:
        for object_id in object_ids:
            with contextlib.closing(sa.create_engine(tk.config["sqlalchemy.url"]).connect()) as other:
                other.execute(
                    sa.text(
                        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    )
                )
            yield object_id

    _, outcome = conduct.run_here(portal[1], progress=breaking)
    assert (outcome.written, outcome.failed) == (3, 0)
    assert shown() == ALL


def test_only_system_administrators_tend(organisation: dict[str, Any]) -> None:
    with pytest.raises(tk.NotAuthorized):
        tk.check_access("resilient_harvest_tend", {"user": ""}, {})
