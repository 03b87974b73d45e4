"""Every kind of page gives valid RDF to programs that ask, and nothing that is not for everybody."""

from __future__ import annotations

from typing import Any

import pytest
from ckan import model
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp
from pyoxigraph import RdfFormat, parse
from rdflib import DCTERMS, FOAF, ORG, RDF, Graph, Namespace, URIRef

from tests.content import new_types

SITE = "http://test.resilient.example"
SCHEMA = Namespace("http://schema.org/")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
CLASSES = {
    "dataset": DCAT.Dataset,
    "cluster": ORG.OrganizationalCollaboration,
    "use-case": SCHEMA.CreativeWork,
    "training": SCHEMA.Course,
    "portal": SCHEMA.DataCatalog,
    "data-request": SCHEMA.Question,
    "page": SCHEMA.WebPage,
}
EXAMPLES = {
    "cluster": new_types.CLUSTER,
    "use-case": new_types.USE_CASE,
    "training": new_types.TRAINING,
    "portal": new_types.PORTAL,
    "data-request": new_types.REQUEST,
    "page": new_types.PAGE,
    "dataset": {"name": "care-places"},
}
TURTLE = {"Accept": "text/turtle"}


def turtle(app: CKANTestApp, path: str) -> Graph:
    """What a program reads at the address of a page, read by two parsers."""
    answer = app.get(path, headers=TURTLE, follow_redirects=False)
    assert (answer.status_code, answer.mimetype) == (200, "text/turtle"), path
    graph = Graph().parse(data=answer.data, format="turtle")
    assert len(graph) == len(set(parse(answer.data, format=RdfFormat.TURTLE)))
    return graph


def node_of(content_type: str, name: str) -> URIRef:
    return URIRef(f"{SITE}/{content_type}/{model.Package.get(name).id}")


def test_an_entry_is_described_at_its_page_in_every_syntax(stored: None, app: CKANTestApp) -> None:
    for content_type, kind in CLASSES.items():
        example = EXAMPLES[content_type]
        path = f"/{content_type}/{example['name']}"
        graph = turtle(app, path)
        node = node_of(content_type, example["name"])
        assert (node, RDF.type, kind) in graph
        titles = {title.language for title in graph.objects(node, DCTERMS.title)}
        assert titles >= set(example.get("title_translated", {}))
        known = {"If-None-Match": app.get(path, headers=TURTLE).headers["ETag"]}
        assert app.get(path, headers={**TURTLE, **known}).status_code == 304, path
        for extension, syntax in (("rdf", "xml"), ("jsonld", "json-ld"), ("nt", "nt")):
            other = Graph().parse(data=app.get(f"{path}.{extension}").data, format=syntax)
            assert len(other) == len(graph), path


def test_each_type_says_what_is_its_own(stored: None, app: CKANTestApp) -> None:
    example = turtle(app, "/use-case/care-register")
    node = node_of("use-case", "care-register")
    used = {node_of("dataset", name) for name in new_types.USE_CASE["datasets_used"]}
    assert set(example.objects(node, SCHEMA.isBasedOn)) == used
    names = {
        str(name)
        for who in example.objects(node, DCTERMS.contributor)
        for name in example.objects(who, FOAF.name)
    }
    assert names == {"University of Example", "Town", "A friend"}
    lesson = turtle(app, "/training/search-and-download")
    course = node_of("training", "search-and-download")
    assert str(lesson.value(course, SCHEMA.timeRequired)) == "PT15M"
    level = URIRef(f"{SITE}/vocabulary/training_level/beginner")
    assert (course, SCHEMA.educationalLevel, level) in lesson
    # Who asked may be hidden.
    assert "Maria Example" not in app.get("/data-request/free-care-places.ttl").body


def test_an_organisation_a_file_and_topics_are_described_too(stored: None, app: CKANTestApp) -> None:
    group = model.Session.query(model.Group).filter_by(is_organization=True).first()
    assert (URIRef(f"{SITE}/organization/{group.id}"), RDF.type, ORG.Organization) in turtle(
        app, f"/organization/{group.name}"
    )
    resource = factories.Resource(package_id=model.Package.get("care-places").id, format="CSV")
    graph = turtle(app, f"/dataset/care-places/resource/{resource['id']}")
    assert (
        URIRef(f"{SITE}/dataset/{resource['package_id']}/resource/{resource['id']}"),
        RDF.type,
        DCAT.Distribution,
    ) in graph
    of_another = f"/dataset/{model.Package.get('empty-buildings').id}/resource/{resource['id']}.ttl"
    for path in ("/dataset/care-places/resource/nonsense.ttl", of_another):
        assert app.get(path).status_code == 404, path
    assert app.get("/dataset/care-places/resource/nonsense", headers=TURTLE).status_code == 404
    assert len(turtle(app, "/need/ageing-care")) > 20
    assert len(turtle(app, "/country/ita")) > 9
    for content_type, kind in CLASSES.items():
        node = node_of(content_type, EXAMPLES[content_type]["name"])
        assert (node, RDF.type, kind) in turtle(app, f"/{content_type}/"), content_type
    assert (URIRef(f"{SITE}/organization/{group.id}"), RDF.type, ORG.Organization) in turtle(
        app, "/organization/"
    )
    assert len(turtle(app, "/glossary")) == len(turtle(app, "/vocabulary/glossary"))
    assert len(turtle(app, "/need")) == len(turtle(app, "/vocabulary/social_need"))
    assert app.get("/cluster/?q=care", headers=TURTLE).mimetype == "text/html"
    assert app.get("/cluster/care-places.ttl").status_code == 404
    assert app.get("/dataset/social-network.ttl").status_code == 404


@pytest.mark.parametrize("hidden", [{"private": True}, {"state": "draft"}, {"state": "deleted"}])
def test_what_is_not_for_everybody_is_not_there(
    organisation: dict[str, Any], app: CKANTestApp, sysadmin_headers: dict[str, str], hidden: dict[str, Any]
) -> None:
    dataset = factories.Dataset(name="hidden", title="Secret", owner_org=organisation["id"], **hidden)
    for path in ("/dataset/hidden.ttl", f"/dataset/{dataset['id']}.nt", "/dataset/hidden.jsonld"):
        assert app.get(path).status_code == 404
        assert app.get(path, headers=sysadmin_headers).status_code == 404
    asked = app.get("/dataset/hidden", headers=TURTLE)
    assert asked.mimetype == "text/html"
    assert "Secret" not in asked.body


def test_a_link_to_something_hidden_is_left_out(stored: None, app: CKANTestApp) -> None:
    hidden = model.Package.get("care-places")
    hidden.private = True
    model.repo.commit()
    text = app.get("/use-case/care-register.nt").body
    assert hidden.id not in text
    assert node_of("dataset", "empty-buildings") in text
