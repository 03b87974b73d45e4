"""The feed: all public datasets page by page, what changed and what went, and nothing sent twice."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan import model
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp
from rdflib import DCTERMS, RDF, Graph, Literal, Namespace, URIRef

from tests.templates.conftest import Call

SITE = "http://test.resilient.example"
CATALOGUE = URIRef(f"{SITE}/catalog")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
AS = Namespace("https://www.w3.org/ns/activitystreams#")


@pytest.fixture
def few_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two datasets a page."""
    monkeypatch.setitem(tk.config, "ckanext.resilient.catalogue.page_size", 2)


def read(app: CKANTestApp, path: str) -> Graph:
    answer = app.get(path)
    assert answer.status_code == 200, path
    return Graph().parse(data=answer.data, format="turtle")


def pages(app: CKANTestApp, path: str = "/catalog.ttl") -> Iterator[Graph]:
    """All pages, by the address of the next one."""
    while path:
        graph = read(app, path)
        yield graph
        path = str(next(graph.objects(None, HYDRA.next), "")).removeprefix(SITE)


def ids(graph: Graph) -> list[str]:
    found = sorted(str(node).rsplit("/", 1)[1] for node in graph.objects(CATALOGUE, DCAT.dataset))
    for dataset in graph.objects(CATALOGUE, DCAT.dataset):
        assert (dataset, RDF.type, DCAT.Dataset) in graph
        assert graph.value(dataset, DCTERMS.title)
    return found


def dataset(organisation: dict[str, Any], name: str, **more: Any) -> str:
    return factories.Dataset(name=name, owner_org=organisation["id"], **more)["id"]


def queries(app: CKANTestApp, path: str) -> int:
    """How many statements an answer takes."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    engine = model.Session.get_bind().engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        read(app, path)
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_every_public_dataset_is_on_one_page_whatever_comes_and_goes(
    organisation: dict[str, Any], few_a_page: None, app: CKANTestApp, call: Call
) -> None:
    five = [dataset(organisation, f"number-{number}") for number in range(5)]
    hidden = [
        dataset(organisation, "private", private=True, title="Secret"),
        dataset(organisation, "draft", state="draft", title="Secret"),
    ]
    found = list(pages(app))
    assert [len(ids(graph)) for graph in found] == [2, 2, 1]
    assert sorted(name for graph in found for name in ids(graph)) == sorted(five)
    assert not any(name in app.get("/catalog.nt").body for name in [*hidden, "Secret"])
    first = found[0]
    view = URIRef(f"{SITE}/catalog.ttl")
    assert (view, HYDRA.totalItems, Literal(5)) in first
    assert (view, HYDRA.last, URIRef(f"{SITE}/catalog.ttl?page=3")) in first
    assert (CATALOGUE, HYDRA.view, view) in first
    # The first of all goes while somebody reads: nobody on the later pages moves up and is missed.
    call("package_delete", id=five[0])
    assert ids(read(app, "/catalog.ttl?page=2")) == sorted(five[2:4])
    assert app.get("/catalog.ttl?page=4").status_code == 404
    assert app.get("/catalog.ttl?page=0").status_code == 400


def test_who_asks_what_changed_hears_of_what_went(
    organisation: dict[str, Any], app: CKANTestApp, call: Call
) -> None:
    old, deleted, hidden, never = (
        dataset(organisation, name) for name in ("old", "deleted", "hidden", "never")
    )
    model.Session.execute(sa.update(model.Package).values(metadata_modified=dt.datetime(2020, 1, 1)))
    model.repo.commit()
    call("package_patch", id=never, private=True)
    assert ids(read(app, "/catalog.ttl")) == sorted([old, deleted, hidden])
    assert ids(read(app, "/catalog.ttl?modified_since=2021-01-01")) == []
    call("package_delete", id=deleted)
    call("package_patch", id=hidden, private=True)
    changed = dataset(organisation, "changed")
    graph = read(app, "/catalog.ttl?modified_since=2021-01-01T00:00:00Z")
    assert ids(graph) == [changed]
    gone = {
        str(node).rsplit("/", 1)[1]: graph.value(node, AS.deleted)
        for node in graph.subjects(RDF.type, AS.Tombstone)
    }
    assert set(gone) == {deleted, hidden}
    assert all(moment.toPython().tzinfo for moment in gone.values())
    # Somebody who reads everything is not told of what is not there.
    assert not list(read(app, "/catalog.ttl").subjects(RDF.type, AS.Tombstone))
    call("package_patch", id=hidden, private=False)
    assert ids(read(app, "/catalog.ttl?modified_since=2021-01-01")) == sorted([changed, hidden])
    for written in ("yesterday", "9999-12-31T23:59:59-14:00", "2021-13-01"):
        assert app.get(f"/catalog.ttl?modified_since={written}").status_code == 400
    assert ids(read(app, "/catalog.ttl?modified_since=2021-01-01T00:00:00+02:00")) == sorted(
        [changed, hidden]
    )


def test_what_is_known_is_not_sent_or_made_again(
    organisation: dict[str, Any], app: CKANTestApp, call: Call
) -> None:
    several = [dataset(organisation, f"number-{number}") for number in range(3)]
    first = app.get("/catalog.ttl")
    known = {"If-None-Match": first.headers["ETag"]}
    assert app.get("/catalog.ttl", headers=known).status_code == 304
    assert (
        app.get("/catalog.ttl", headers={"If-Modified-Since": first.headers["Last-Modified"]}).status_code
        == 304
    )
    with_three = queries(app, "/catalog.ttl")
    more = [dataset(organisation, f"more-{number}") for number in range(4)]
    assert ids(read(app, "/catalog.ttl")) == sorted([*several, *more])
    assert queries(app, "/catalog.ttl") == with_three
    call("package_patch", id=several[0], title_translated={"en": "Renamed"})
    assert "Renamed" in app.get("/catalog.ttl", headers=known).body


def test_the_graph_of_a_dataset_follows_its_organisation(
    organisation: dict[str, Any], app: CKANTestApp, call: Call
) -> None:
    dataset(organisation, "ours")
    first = app.get("/catalog.nt")
    assert organisation["title"] in first.body
    known = ({"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]})
    assert [app.get("/catalog.nt", headers=headers).status_code for headers in known] == [304, 304]
    time.sleep(1)  # HTTP tells moments apart by seconds
    call(
        "organization_patch",
        id=organisation["id"],
        title="Renamed house",
        title_translated={"en": "Renamed house"},
    )
    assert all("Renamed house" in app.get("/catalog.nt", headers=headers).body for headers in known)
    again = {"If-None-Match": app.get("/catalog.nt").headers["ETag"]}
    assert app.get("/catalog.nt", headers=again).status_code == 304


def test_people_get_a_page_and_programs_the_feed_at_the_same_address(clean: None, app: CKANTestApp) -> None:
    assert "modified_since" in app.get("/hr/catalog").body
    for path in ("/catalog", "/"):
        answer = app.get(path, headers={"Accept": "application/ld+json"})
        assert answer.headers["Content-Location"] == f"{SITE}/catalog.jsonld"
        graph = Graph().parse(data=answer.data, format="json-ld")
        assert (CATALOGUE, RDF.type, DCAT.Catalog) in graph
