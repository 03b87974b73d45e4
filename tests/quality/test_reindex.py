"""Many datasets are rated anew in few requests, and table and index agree whatever happens meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.lib import search
from ckan.lib.search.common import make_connection
from ckan.tests import factories
from ckan.tests.helpers import call_action
from pysolr import Solr, SolrError

from ckanext.resilient import indexing
from ckanext.resilient.quality import index, reindex
from ckanext.resilient.quality.conformance import job
from ckanext.resilient.quality.model import QualityScore, transaction
from tests.quality.test_mqa import FULL

Make = Callable[[int], list[str]]

pytestmark = pytest.mark.usefixtures("with_request_context")


@pytest.fixture
def make(organisation: dict[str, Any]) -> Make:
    """So many datasets with a rating that is no longer right, in the order of their ids."""

    def made(count: int) -> list[str]:
        user = factories.Sysadmin()["name"]
        record = {name: value for name, value in FULL.items() if name not in {"id", "resources"}}
        own = {"owner_org": organisation["id"], "type": "dataset"}
        ids = [
            call_action("package_create", context={"user": user}, **record, **own, name=f"posti-{number}")[
                "id"
            ]
            for number in range(count)
        ]
        with transaction() as connection:
            connection.execute(sa.update(QualityScore).values(band="bad", points=1))
        return sorted(ids)

    return made


def kept() -> dict[str, str]:
    model.Session.expire_all()
    return {row.package_id: row.band for row in model.Session.query(QualityScore)}


def indexed() -> dict[str, str]:
    make_connection().commit()
    found = make_connection().search("dataset_type:dataset", fl=f"id,{index.LEVEL}", rows=100)
    return {one["id"]: one[index.LEVEL][0] for one in found.docs}


def spoil(name: str) -> None:
    """Make the level in the index another one than the right one."""
    connection = make_connection(decode_dates=False)
    stored = connection.search(f"id:{name}").docs[0]
    copies = {"_version_", "name_ngram", "title_ngram"}
    document = {field: value for field, value in stored.items() if field not in copies}
    connection.add([document | {index.LEVEL: ["bad"]}], commit=True)


def test_more_datasets_take_no_more_requests_to_the_index(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = make(7)
    asked: list[str] = []
    send = Solr._send_request

    def counted(self: Solr, method: str, path: str = "", *rest: Any, **named: Any) -> Any:
        asked.append(path)
        return send(self, method, path, *rest, **named)

    monkeypatch.setattr(Solr, "_send_request", counted)
    counts = list[int]()
    for several in (ids[:2], ids):
        asked.clear()
        reindex.rate_all(several)
        counts.append(len(asked))
    assert counts[0] == counts[1] == 3  # what the index holds, the documents, the commit
    assert set(kept().values()) == set(indexed().values()) == {"sufficient"}


def test_what_the_index_does_not_hold_is_read_from_the_database(make: Make) -> None:
    ids = make(3)
    search.clear(ids[0])
    spoil(ids[1])
    reindex.rate_all(ids)
    assert kept() == indexed() == dict.fromkeys(ids, "sufficient")


def test_what_breaks_off_leaves_table_and_index_as_they_were(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = make(3)
    for name in ids:
        spoil(name)
    rate, rated = index.rate_and_keep, list[str]()

    def interrupted(package: Any) -> Any:
        rated.append(package["id"])
        if len(rated) == len(ids):
            raise KeyboardInterrupt
        return rate(package)

    with monkeypatch.context() as patch:
        patch.setattr(index, "rate_and_keep", interrupted)
        with pytest.raises(KeyboardInterrupt):
            reindex.rate_all(ids)
    assert kept() == indexed() == dict.fromkeys(ids, "bad")
    reindex.rate_all(ids)
    assert kept() == indexed() == dict.fromkeys(ids, "sufficient")


def test_a_dataset_that_the_index_refuses_costs_no_other_its_rating(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = make(3)
    for name in ids:
        spoil(name)
    add = Solr.add

    def refusing(self: Solr, docs: list[dict[str, Any]], **named: Any) -> Any:
        if ids[1] in {one["id"] for one in docs}:
            raise SolrError("Solr responded with an error (HTTP 400): [Reason: immense term]")
        return add(self, docs, **named)

    monkeypatch.setattr(Solr, "add", refusing)
    with pytest.raises(search.SearchIndexError, match=f"refused 1 datasets: {ids[1]}: .*immense term"):
        reindex.rate_all(ids)
    assert kept() == indexed() == {ids[0]: "sufficient", ids[1]: "bad", ids[2]: "sufficient"}


def test_nothing_is_kept_while_the_index_does_not_answer(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = make(2)

    def unreachable(self: Solr, docs: Any, **_: Any) -> Any:
        raise SolrError("Failed to connect to server at http://solr: refused")

    monkeypatch.setattr(Solr, "add", unreachable)
    with pytest.raises(search.SearchIndexError, match="Failed to connect"):
        reindex.rate_all(ids)
    assert set(kept().values()) == {"bad"}


def test_what_changes_meanwhile_is_indexed_as_it_is_now(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    changed, gone, other = make(3)
    user = factories.Sysadmin()["name"]
    add = indexing.add

    def slow(datasets: Any) -> dict[str, str]:
        shown = list(datasets)
        call_action("package_patch", context={"user": user}, id=changed, tags_translated={}, theme=[])
        call_action("package_delete", context={"user": user}, id=gone)
        return add(shown)

    monkeypatch.setattr(reindex.indexing, "add", slow)
    reindex.rate_all([changed, gone, other])
    assert kept()[changed] == indexed()[changed] == "bad"
    assert kept()[other] == indexed()[other] == "sufficient"
    assert gone not in indexed()


def test_a_batch_asks_once_for_the_check_of_conformance(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = make(3)
    asked: list[str] = []

    def ask() -> None:
        asked.append("")

    monkeypatch.setattr(index, "ask", ask)
    reindex.rate_all(ids)
    assert len(asked) == 1
    assert job.ask is not ask
    search.rebuild(package_ids=ids, quiet=True)
    assert len(asked) == 1 + len(ids)


def test_what_others_index_meanwhile_is_sent_at_once(make: Make) -> None:
    ids = make(2)
    spoil(ids[1])

    def with_another_at_work() -> Any:
        other = Thread(target=search.rebuild, kwargs={"package_id": ids[1], "quiet": True})
        other.start()
        other.join()
        assert indexed()[ids[1]] == "sufficient"
        yield from ()

    assert indexing.add(with_another_at_work()) == {}
