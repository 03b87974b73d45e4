"""The rating of a dataset as linked data: the metrics of data.europa.eu, and nothing that was not checked."""

from __future__ import annotations

from typing import Any

import pytest
from ckan import model
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action
from pyoxigraph import RdfFormat, parse
from rdflib import PROV, RDF, XSD, Graph, Literal, Namespace, URIRef

from ckanext.resilient.moments import utc_now
from ckanext.resilient.quality.indicators import INDICATORS
from ckanext.resilient.quality.model import QualityLink
from tests.quality.test_mqa import FULL

DQV = Namespace("http://www.w3.org/ns/dqv#")
OA = Namespace("http://www.w3.org/ns/oa#")
PV = Namespace("https://piveau.eu/ns/voc#")
SITE = "http://test.resilient.example"
STATUS = {"accessUrlStatusCode", "downloadUrlStatusCode"}


@pytest.fixture
def dataset(organisation: dict[str, Any]) -> dict[str, Any]:
    file = {name: value for name, value in FULL["resources"][0].items() if name != "id"}
    sent = {name: value for name, value in FULL.items() if name != "id"} | {
        "resources": [file, {"url": "https://dati.example/altro", "format": "PDF"}],
        "owner_org": organisation["id"],
        "name": "posti",
        "type": "dataset",
    }
    made = call_action("package_create", context={"user": factories.Sysadmin()["name"]}, **sent)
    for row in model.Session.query(QualityLink):
        if row.address == "https://dati.example/posti.csv":
            row.status, row.checked = 200, utc_now()
        elif row.address == "https://dati.example/pagina":
            row.status, row.usable, row.problem, row.checked = 404, False, "error-status", utc_now()
    model.Session.commit()
    return made


def measured(graph: Graph) -> dict[tuple[URIRef, str], Any]:
    """Values by what was measured and the name of the metric."""
    found: dict[tuple[URIRef, str], Any] = {}
    for node, measurement in graph.subject_objects(DQV.hasQualityMeasurement):
        assert (measurement, RDF.type, DQV.QualityMeasurement) in graph
        assert graph.value(measurement, DQV.computedOn) == node
        metric = graph.value(measurement, DQV.isMeasurementOf)
        value = graph.value(measurement, DQV.value)
        assert isinstance(value, Literal)
        assert isinstance(metric, URIRef)
        assert value.datatype == graph.value(metric, DQV.expectedDataType)
        moment = graph.value(measurement, PROV.generatedAtTime)
        assert isinstance(moment, Literal)
        assert moment.datatype == XSD.dateTime
        key = (URIRef(str(node)), metric.removeprefix(str(PV)))
        assert key not in found, f"measured twice: {key}"
        found[key] = value.toPython()
    return found


def test_every_measurement_is_the_one_that_the_action_gives(
    app: CKANTestApp, dataset: dict[str, Any], with_request_context: None
) -> None:
    answer = app.get("/dataset/posti/quality.ttl")
    assert answer.mimetype == "text/turtle"
    graph = Graph().parse(data=answer.data, format="turtle")
    assert len(graph) == len(set(parse(answer.data, format=RdfFormat.TURTLE)))
    found, node = measured(graph), URIRef(f"{SITE}/dataset/{dataset['id']}")
    best = URIRef(f"{node}/resource/{dataset['resources'][0]['id']}")
    shown = call_action("resilient_quality_show", id=dataset["id"])
    of_file = {one.id for one in INDICATORS if one.of_file}
    for indicator in shown["indicators"]:
        name = indicator["id"]
        value = found.get((best if name in of_file else node, name))
        if indicator["state"] == "not_checked":
            assert value is None, name
        elif name in STATUS:
            assert (200 <= value < 300) is (indicator["state"] == "pass"), name
        else:
            assert value is (indicator["state"] == "pass"), name
    assert found[node, "scoring"] == shown["score"]
    for dimension, points in shown["dimensions"].items():
        assert found[node, f"{dimension}Scoring"] == points
    assert found[best, "accessUrlStatusCode"] == 404
    annotation = graph.value(node, DQV.hasQualityAnnotation)
    assert graph.value(annotation, OA.hasBody) == URIRef("https://piveau.eu/ns/scoring#good")


def test_each_file_is_measured_for_itself_and_what_nobody_tried_is_left_out(
    app: CKANTestApp, dataset: dict[str, Any]
) -> None:
    graph = Graph().parse(data=app.get("/dataset/posti/quality.jsonld").data, format="json-ld")
    found, node = measured(graph), f"{SITE}/dataset/{dataset['id']}"
    other = URIRef(f"{node}/resource/{dataset['resources'][1]['id']}")
    assert found[other, "formatMediaTypeNonProprietary"] is False
    assert (other, "accessUrlStatusCode") not in found
    assert (URIRef(node), "dcatApCompliance") not in found


def test_programs_get_it_at_the_page_and_people_are_led_to_the_dataset(
    app: CKANTestApp, dataset: dict[str, Any]
) -> None:
    asked = app.get("/dataset/posti/quality", headers={"Accept": "text/turtle"})
    assert asked.mimetype == "text/turtle"
    assert asked.headers["Content-Location"] == f"{SITE}/dataset/posti/quality.ttl"
    person = app.get("/dataset/posti/quality", follow_redirects=False)
    assert person.status_code == 302
    assert person.headers["Location"].endswith("/dataset/posti#resilient-quality")
    page = app.get("/dataset/posti").body
    assert (
        'rel="describedby" type="text/turtle" href="http://test.resilient.example/dataset/posti/quality.ttl"'
        in page
    )
    assert "pv:scoring" not in app.get("/dataset/posti.ttl").body


def test_nothing_is_said_of_what_is_not_for_everybody(app: CKANTestApp, dataset: dict[str, Any]) -> None:
    assert app.get("/dataset/nothing/quality.ttl").status_code == 404
    user = factories.Sysadmin()["name"]
    call_action("package_patch", context={"user": user}, id=dataset["id"], private=True)
    for address in ("/dataset/posti/quality.ttl", "/dataset/posti/quality.jsonld"):
        assert app.get(address).status_code == 404, address
    assert app.get("/dataset/posti/quality", headers={"Accept": "text/turtle"}).mimetype != "text/turtle"
