"""Failures of other harvesters that ours cannot have, each by what rules it out (numbers of PERFORMANCE.md 2)."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib.redis import connect_to_redis
from ckanext.harvest import queue

from ckanext.resilient.harvest.model import HarvestRecord
from tests.harvest.conftest import portal_with
from tests.harvest.portal import Make, Portal, act, record
from tests.harvest.servers import Answer, Asked

__all__ = ["portal_with"]


def run(**options: Any) -> dict[str, Any]:
    return act("resilient_harvest_run", id="portal", **options)


def test_nothing_is_handed_out_twice(portal_with: Make) -> None:
    # 5: ckanext-harvest once put the same object into its queue 1.4 million times (ckanext-harvest 420).
    portal_with(3)
    run()
    act("harvest_job_create", source_id=act("harvest_source_show", id="portal")["id"])
    act("harvest_jobs_run")
    for _ in range(3):
        queue.resubmit_objects()
        queue.resubmit_jobs()
    redis = connect_to_redis()
    assert redis.llen(queue.get_fetch_routing_key()) == 0
    assert redis.llen(queue.get_gather_routing_key()) == 1


def test_a_record_is_looked_up_by_an_index(clean: None) -> None:
    # 13: a look-up by a JSON field without an index takes 21 ms at 40,000 datasets.
    table = sa.inspect(model.Session.connection())
    name = HarvestRecord.__tablename__
    unique = [table.get_pk_constraint(name)["constrained_columns"]]
    unique += [index["column_names"] for index in table.get_indexes(name) if index["unique"]]
    assert any(sorted(str(column) for column in columns) == ["guid", "source_id"] for columns in unique)


def test_what_a_page_lists_is_kept_before_all_is_read(
    portal_with: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    # 17: a gather that holds all records until its end needs 11.7 GB for 63,400 (ckanext-harvest 291, 549).
    engine = sa.create_engine(tk.config["sqlalchemy.url"], poolclass=sa.NullPool)
    kept: list[int] = []
    answer = Portal.respond

    def respond(portal: Portal, asked: Asked) -> Answer:
        with engine.connect() as other:
            kept.append(other.scalar(sa.text("SELECT count(*) FROM harvest_object")) or 0)
        return answer(portal, asked)

    monkeypatch.setattr(Portal, "respond", respond)
    portal_with(6, options={"page_size": 2})
    run()
    assert any(0 < number < 6 for number in kept), kept


def test_keywords_make_no_rows_that_two_workers_could_make_at_once(portal_with: Make) -> None:
    # 24: unique(name, vocabulary_id) lets the same free tag in twice, as its vocabulary is NULL.
    portal: Portal = portal_with(0)
    portal.records = [
        record(str(number), tags=[{"name": "asili"}, {"name": "famiglie"}]) for number in range(2)
    ]
    assert run()["written"] == 2
    (found,) = {tuple(one["tags_translated"]["it"]) for one in act("package_search")["results"]}
    assert found == ("asili", "famiglie")
    assert model.Session.scalar(sa.select(sa.func.count()).select_from(model.Tag)) == 0


@pytest.fixture(autouse=True)
def queues(clean_redis: None) -> None:
    """Empty queues."""
