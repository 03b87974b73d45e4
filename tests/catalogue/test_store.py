"""The sums of the feed: right whatever becomes of datasets, from indexes, and migrations that go both ways."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.cli.cli import ckan
from ckan.tests import factories

from ckanext.resilient.catalogue import store
from tests.templates.conftest import Call

OLD = dt.datetime(2020, 1, 1)
LATER = dt.datetime(2021, 1, 1, tzinfo=dt.timezone.utc)
INDEXES = {"resilient_catalogue_public", "resilient_catalogue_series", "ix_resilient_catalogue_graph_listed"}


def sums(since: dt.datetime | None = None) -> tuple[int, int, int]:
    """Datasets, those that are listed, and places."""
    store.refresh()
    model.Session.rollback()
    totals = store.totals(since)
    return totals.datasets, totals.listed, totals.rows


def several(organisation: dict[str, Any], number: int) -> list[str]:
    """Datasets that changed long ago."""
    found = [factories.Dataset(owner_org=organisation["id"])["id"] for _ in range(number)]
    model.Session.execute(sa.update(model.Package).values(metadata_modified=OLD))
    model.repo.commit()
    return found


def of_another_type(package_id: str) -> None:
    model.Session.execute(
        sa.update(model.Package).where(model.Package.id == package_id).values(type="cluster")
    )
    model.repo.commit()


def indexes() -> set[str]:
    names = sa.text("SELECT indexname FROM pg_indexes WHERE indexname LIKE '%resilient_catalogue%'")
    found = set(model.Session.execute(names).scalars())
    model.Session.rollback()
    return found & INDEXES


def test_the_sums_follow_what_is_public(organisation: dict[str, Any], call: Call) -> None:
    deleted, hidden, other, changed, _ = several(organisation, 5)
    assert sums() == (5, 5, 5)
    assert sums(LATER) == (5, 0, 0)
    call("package_delete", id=deleted)
    assert sums() == (4, 4, 5)
    call("package_patch", id=hidden, private=True)
    assert sums() == (3, 3, 5)
    of_another_type(other)
    assert sums() == (2, 2, 5)
    call("package_patch", id=changed, title_translated={"en": "New"})
    # What changed, and three that went.
    assert sums(LATER) == (2, 1, 4)
    call("package_patch", id=hidden, private=False)
    assert sums() == (3, 3, 5)
    factories.Dataset(owner_org=organisation["id"], private=True)
    factories.Dataset(owner_org=organisation["id"], state="draft")
    assert sums() == (3, 3, 5)


def test_the_last_change_is_of_a_dataset_or_a_series_or_when_one_went(
    organisation: dict[str, Any], call: Call
) -> None:
    assert store.totals().modified is None
    first, second = several(organisation, 2)
    sums()
    old = OLD.replace(tzinfo=dt.timezone.utc)
    moments = [store.totals().modified]
    factories.Dataset(type="cluster", owner_org=organisation["id"])
    assert moments == [store.totals().modified] == [old]
    call("package_delete", id=first)
    sums()
    moments.append(store.totals().modified)
    factories.Dataset(type="dataset_series", owner_org=organisation["id"], title_translated={"en": "Series"})
    moments.append(store.totals().modified)
    call("package_patch", id=second, title_translated={"en": "New"})
    moments.append(store.totals().modified)
    distinct = {moment for moment in moments if moment}
    assert moments == sorted(distinct)
    assert store.totals(LATER).modified == moments[-1]


@pytest.mark.parametrize("since", [None, LATER])
def test_no_table_is_scanned_for_the_sums(since: dt.datetime | None, clean: None) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        asked.append((statement, parameters))

    engine = model.Session.get_bind().engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        store.totals(since)
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    ((statement, parameters),) = asked
    # A table that is empty, as this one, would be scanned all the same.
    model.Session.execute(sa.text("SET LOCAL enable_seqscan = off"))
    lines = model.Session.connection().exec_driver_sql(f"EXPLAIN {statement}", parameters).scalars()
    plan = "\n".join(lines)
    model.Session.rollback()
    assert "Seq Scan" not in plan
    assert all(name in plan for name in INDEXES)


def test_the_migration_of_the_indexes_goes_both_ways(clean: None, cli: Any) -> None:
    def migrate(*arguments: str) -> set[str]:
        model.Session.remove()
        done = cli.invoke(ckan, ["db", *arguments, "-p", "resilient_catalogue"])
        assert done.exit_code == 0, done.output
        return indexes()

    assert indexes() == INDEXES
    try:
        assert migrate("downgrade", "-v", "0001") == set()
    finally:
        assert migrate("upgrade") == INDEXES
