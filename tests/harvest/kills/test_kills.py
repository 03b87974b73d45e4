"""A harvest is killed at each of its stages; afterwards nothing is lost, double, running or only half there."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib.search import SearchIndexError
from ckanext.harvest import queue

from ckanext.resilient.harvest import adapter, conduct, config, leases, stock
from ckanext.resilient.harvest.model import HarvestRecord
from tests.harvest.kills import solr_proxy, wire
from tests.harvest.kills.child import PATIENCE, Child, locked, wait_until
from tests.harvest.kills.wire import Wire
from tests.harvest.portal import Portal, act, record, register, running
from tests.harvest.servers import Answer, Asked, Server

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("clean")]

RECORDS = 5


class HoldingPortal(Portal):
    """A portal that stands still at a request, or in the middle of its answer."""

    def __init__(self, records: list[dict[str, Any]]) -> None:
        super().__init__(records)
        self.hold_page = 0
        self.breaks_in_answer = False
        self.reached = threading.Event()
        self.go_on = threading.Event()

    def respond(self, asked: Asked) -> Answer:
        answer = super().respond(asked)
        if self.pages_asked != self.hold_page:
            return answer
        if self.breaks_in_answer:
            return Answer(answer.status, headers=answer.headers, stream=self._half(answer.body))
        self._hold()
        return answer

    def _half(self, body: bytes) -> Iterator[bytes]:
        yield body[: len(body) // 2]
        self._hold()
        yield body[len(body) // 2 :]

    def _hold(self) -> None:
        self.reached.set()
        self.go_on.wait(PATIENCE)


class Scene:
    """A portal with five records in pages of two, its source, and the run that is to be killed."""

    def __init__(self, portal: HoldingPortal, server: Server, source_id: str, folder: Path) -> None:
        self.portal = portal
        self.source_id = source_id
        self._server = server
        self._folder = folder

    @contextlib.contextmanager
    def child(self, command: Sequence[str] = (), **addresses: str) -> Iterator[Child]:
        """`ckan COMMAND`, else a run of the source."""
        run = command or ("resilient", "harvest", "run", self.source_id)
        with Child(self._folder, run, self._server.pair, **addresses) as child:
            try:
                yield child
            finally:
                self.portal.go_on.set()

    def tend(self) -> list[str]:
        """What became of the killed run, once the database has noticed that its process is gone."""
        done: list[str] = []
        wait_until(lambda: done.extend(row["done"] for row in act("resilient_harvest_tend")) or done)
        return done

    def recover(self) -> None:
        """What happens by itself: the queue delivers what was handed to it, and the next run is due."""
        consumer = queue.get_gather_consumer()
        while (delivered := consumer.basic_get(queue.get_gather_queue_name()))[2] is not None:
            queue.gather_callback(consumer, *delivered)
        act("harvest_jobs_run")
        act("resilient_harvest_run", id=self.source_id)

    def is_right(self) -> None:
        """Every record once, in database and index alike; no job and no object is still at work."""
        model.Session.rollback()
        titles = [dataset["title"] for dataset in act("package_search", rows=100)["results"]]
        assert sorted(titles) == [f"Asili nido {number}" for number in range(RECORDS)]
        packages = sa.select(sa.func.count()).where(model.Package.type == "dataset")
        assert model.Session.scalar(packages) == RECORDS
        check = act("resilient_harvest_check")
        assert (check["missing"], check["orphaned"], check["outdated"]) == ([], [], [])
        at_work = sa.select(stock.HarvestJob.id).where(stock.HarvestJob.status != "Finished")
        assert model.Session.scalars(at_work).all() == []
        objects = sa.select(stock.HarvestObject.state).where(stock.HarvestObject.state != "COMPLETE")
        assert model.Session.scalars(objects).all() == []
        current = sa.select(sa.func.count()).where(stock.HarvestObject.current.is_(True))
        assert model.Session.scalar(current) == RECORDS
        assert leases.unended(config.lease()) == []


@pytest.fixture
def scene(
    clean: None,
    clean_redis: None,
    organisation: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Iterator[Scene]:
    made: list[HoldingPortal] = []

    def portal(records: list[dict[str, Any]]) -> Portal:
        made.append(HoldingPortal(records))
        return made[-1]

    monkeypatch.setattr("tests.harvest.portal.Portal", portal)
    with running([record(str(number)) for number in range(RECORDS)]) as (_, server):
        for name, value in {
            "ckanext.resilient.http.allowed_private_hosts": [server.pair],
            "ckanext.resilient.http.delay_ms": 0,
            "ckanext.resilient.harvest.lease_minutes": 0,
        }.items():
            monkeypatch.setitem(tk.config, name, value)
        source = register(server, organisation["id"], page_size=2)
        yield Scene(made[0], server, source["id"], tmp_path)


def test_killed_while_it_waits_for_the_listing(scene: Scene) -> None:
    scene.portal.hold_page = 1
    with scene.child() as child:
        wait_until(scene.portal.reached.is_set, child)
        child.kill()
        assert scene.tend() == ["ended"]
    scene.recover()
    scene.is_right()


def test_killed_in_the_middle_of_an_answer(scene: Scene) -> None:
    scene.portal.hold_page = 2
    scene.portal.breaks_in_answer = True
    with scene.child() as child:
        wait_until(scene.portal.reached.is_set, child)
        child.kill()
        assert scene.tend() == ["ended"]
    scene.recover()
    scene.is_right()


def test_killed_while_it_stages_a_batch(scene: Scene) -> None:
    scene.portal.hold_page = 2
    with scene.child() as child:
        wait_until(scene.portal.reached.is_set, child)
        with locked("harvest_object") as somebody_waits:
            scene.portal.go_on.set()
            wait_until(somebody_waits, child)
            child.kill()
        assert scene.tend() == ["ended"]
    scene.recover()
    scene.is_right()


@pytest.mark.parametrize("solr_has_it", [False, True])
def test_killed_while_it_writes_a_dataset(scene: Scene, solr_has_it: bool) -> None:
    # CKAN gives a dataset to Solr, then commits it: killed in between, Solr knows one that the database does not.
    with solr_proxy.before(tk.config["solr_url"]) as (proxy, address):
        proxy.hold_before, proxy.hold_after = (0, 3) if solr_has_it else (3, 0)
        with scene.child(CKAN_SOLR_URL=address) as child:
            wait_until(proxy.reached.is_set, child)
            child.kill()
            assert scene.tend() == ["resumed"]
    assert len(act("resilient_harvest_check")["orphaned"]) == int(solr_has_it)
    scene.recover()
    scene.is_right()


def test_killed_between_a_dataset_and_the_note_that_it_is_written(scene: Scene) -> None:
    with solr_proxy.before(tk.config["solr_url"]) as (proxy, address):
        proxy.hold_before = 3
        with scene.child(CKAN_SOLR_URL=address) as child:
            wait_until(proxy.reached.is_set, child)
            with locked("resilient_harvest_record") as somebody_waits:
                proxy.go_on.set()
                wait_until(somebody_waits, child)
                child.kill()
            assert scene.tend() == ["resumed"]
    written = sa.select(sa.func.count()).where(model.Package.type == "dataset")
    remembered = sa.select(sa.func.count()).select_from(HarvestRecord)
    assert (model.Session.scalar(written), model.Session.scalar(remembered)) == (3, 2)
    scene.recover()
    scene.is_right()


def test_killed_at_the_report(scene: Scene) -> None:
    scene.portal.hold_page = 1
    with scene.child() as child:
        wait_until(scene.portal.reached.is_set, child)
        with locked("harvest_job") as somebody_waits:
            scene.portal.go_on.set()
            wait_until(somebody_waits, child)
            child.kill()
        assert scene.tend() == ["resumed"]
    scene.recover()
    scene.is_right()


def test_a_slow_source_holds_up_no_other(scene: Scene, organisation: dict[str, Any]) -> None:
    scene.portal.hold_page = 1
    with scene.child() as child:
        wait_until(scene.portal.reached.is_set, child)
        with pytest.raises(tk.ValidationError):
            act("resilient_harvest_run", id=scene.source_id)
        with running([record("77")]) as (_, quick):
            tk.config["ckanext.resilient.http.allowed_private_hosts"].append(quick.pair)
            other = register(quick, organisation["id"], name="quick-portal")
            assert act("resilient_harvest_run", id=other["id"])["written"] == 1
        scene.portal.go_on.set()
        assert child.end() == 0, child.said()
    assert act("package_search")["count"] == RECORDS + 1


def test_without_redis_a_run_reaches_its_end(scene: Scene) -> None:
    with scene.child(CKAN_REDIS_URL="redis://127.0.0.1:9/0") as child:
        assert child.end() == 0, child.said()
    scene.is_right()


def through(wire: Wire) -> str:
    """Redis's address by way of a wire."""
    parts = urlsplit(tk.config["ckan.redis.url"])
    return urlunsplit(
        parts._replace(netloc=f"{parts.netloc.rpartition('@')[0]}@127.0.0.1:{wire.port}".lstrip("@"))
    )


def test_a_worker_that_loses_redis_while_it_gathers_loses_no_record(scene: Scene) -> None:
    redis = urlsplit(tk.config["ckan.redis.url"])
    act("harvest_job_create", source_id=scene.source_id)
    scene.portal.hold_page = 2
    with wire.to(redis.hostname or "localhost", redis.port or 6379) as line:
        worker = ("harvester", "gather-consumer")
        with scene.child(worker, CKAN_REDIS_URL=through(line)) as child:
            wait_until(scene.portal.reached.is_set, child)
            line.cut()
            scene.portal.go_on.set()
            # The run needs no Redis; the worker ends when it wants to say there that it is done.
            assert child.end() != 0, child.said()
    assert act("package_search")["count"] == RECORDS
    scene.recover()
    scene.is_right()


def test_while_solr_is_gone_a_run_rests_and_goes_on_by_itself(scene: Scene) -> None:
    with solr_proxy.before(tk.config["solr_url"]) as (proxy, address):
        proxy.hold_before = 3
        with scene.child(CKAN_SOLR_URL=address) as child:
            wait_until(proxy.reached.is_set, child)
            proxy.is_gone = True
            proxy.go_on.set()
            assert child.end() == 2, child.said()
    assert "does not answer" in child.said()
    assert act("package_search")["count"] == 2
    assert scene.tend() == ["resumed"]
    scene.recover()
    scene.is_right()


def test_while_the_database_is_gone_a_run_is_broken_off_and_goes_on_later(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, solr = sa.make_url(tk.config["sqlalchemy.url"]), tk.config["solr_url"]
    elsewhere = sa.create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    allow = f"ALTER DATABASE {url.database} WITH ALLOW_CONNECTIONS"
    with solr_proxy.before(solr) as (proxy, address), elsewhere.connect() as other:

        def break_off() -> None:
            proxy.reached.wait(PATIENCE)
            other.execute(sa.text(f"{allow} false"))
            other.execute(
                sa.text("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = :name"),
                {"name": url.database},
            )
            proxy.go_on.set()

        proxy.hold_before = 3
        monkeypatch.setitem(tk.config, "solr_url", address)
        job = stock.start_job(scene.source_id)
        breaking = threading.Thread(target=break_off)
        breaking.start()
        try:
            assert adapter.gather_stage(job) == []
        finally:
            breaking.join()
            other.execute(sa.text(f"{allow} true"))
    monkeypatch.setitem(tk.config, "solr_url", solr)
    current = sa.select(sa.func.count()).where(stock.HarvestObject.current.is_(True))
    assert model.Session.scalar(current) == 2
    assert scene.tend() == ["resumed"]
    scene.recover()
    scene.is_right()


@contextlib.contextmanager
def on_a_wire(scene: Scene) -> Iterator[tuple[Child, wire.Wire]]:
    """A run whose way to the database can be cut."""
    database = sa.make_url(tk.config["sqlalchemy.url"])
    with wire.to(database.host or "localhost", database.port or 5432) as line:
        address = database.set(host="127.0.0.1", port=line.port).render_as_string(hide_password=False)
        with scene.child(CKAN_SQLALCHEMY_URL=address) as child:
            yield child, line


@pytest.mark.parametrize("page", [1, 3], ids=["at its first page", "at its last page"])
def test_without_the_database_as_it_reads_a_run_is_ended_and_made_up_for(scene: Scene, page: int) -> None:
    scene.portal.hold_page = page
    with on_a_wire(scene) as (child, line):
        wait_until(scene.portal.reached.is_set, child)
        line.cut()
        scene.portal.go_on.set()
        assert child.end() != 0, child.said()
        assert scene.tend() == ["ended"]
    scene.recover()
    scene.is_right()


def test_without_the_database_at_the_report_a_run_goes_on_later(scene: Scene) -> None:
    scene.portal.hold_page = 1
    with on_a_wire(scene) as (child, line):
        wait_until(scene.portal.reached.is_set, child)
        with locked("harvest_job") as somebody_waits:
            scene.portal.go_on.set()
            wait_until(somebody_waits, child)
            line.cut()
            assert child.end() != 0, child.said()
        assert scene.tend() == ["resumed"]
    scene.recover()
    scene.is_right()


def test_without_solr_at_the_report_the_clock_makes_it_up_in_its_next_minute(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    act("harvest_job_create", source_id=scene.source_id)
    act("harvest_jobs_run")
    consumer = queue.get_gather_consumer()
    queue.gather_callback(consumer, *consumer.basic_get(queue.get_gather_queue_name()))
    with monkeypatch.context() as gone:
        gone.setitem(tk.config, "solr_url", "http://127.0.0.1:9/solr/nobody")
        with pytest.raises(SearchIndexError):
            act("harvest_jobs_run")
    act("harvest_jobs_run")
    scene.is_right()
    (row,) = act("resilient_harvest_status")
    assert row["records"] == RECORDS


def test_a_database_that_breaks_every_connection_while_it_reads_ends_nothing(scene: Scene) -> None:
    def terminate() -> None:
        with sa.create_engine(tk.config["sqlalchemy.url"]).connect() as other:
            other.execute(
                sa.text(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )

    scene.portal.hold_page = 2
    worker = threading.Thread(
        target=lambda: (scene.portal.reached.wait(PATIENCE), terminate(), scene.portal.go_on.set())
    )
    worker.start()
    _, outcome = conduct.run_here(scene.source_id)
    worker.join()
    assert (outcome.written, outcome.failed) == (RECORDS, 0)
    scene.is_right()
