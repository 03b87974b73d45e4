"""What everybody may read of a dataset is linked data, and nothing else is."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import pytest
from ckan.tests import factories
from rdflib import Graph
from rdflib.namespace import RDF
from rdflib.term import URIRef

from ckanext.resilient.catalogue.namespaces import DQV, OA
from ckanext.resilient.community.feedback import LDQD
from ckanext.resilient.quality.interfaces import IQualityFeedback
from tests.community.conftest import act, member

ID = "asili"
DATASET = URIRef("https://data.example/dataset/1")


def graph_of(dataset: dict[str, Any]) -> Graph:
    graph = Graph()
    for plugin in p.PluginImplementations(IQualityFeedback):
        plugin.add_quality_feedback(graph, DATASET, dataset["id"])
    return graph


@pytest.mark.usefixtures("with_request_context")
def test_ratings_and_readable_words_are_annotations_of_the_dataset(dataset: dict[str, Any]) -> None:
    reader, other = factories.User(), factories.User()["name"]
    act("resilient_rating_set", reader["name"], id=ID, value=4, comment="Good.", name="Ana")
    reported = act("resilient_rating_set", other, id=ID, value=1, comment="Bad words.")
    act("resilient_statement_report", id=reported["id"])
    act("resilient_suggestion_create", other, id=ID, about="other", note="A map, please.")
    act(
        "resilient_suggestion_create", other, id=ID,
        about="better-licence", field="license_id", value="CC_BY_4_0", note="See their page.",
    )  # fmt: skip
    graph = graph_of(dataset)
    said = set(graph.objects(DATASET, DQV.hasQualityAnnotation))
    assert len(said) == 4
    assert {graph.value(one, RDF.type) for one in said} == {DQV.UserQualityFeedback}
    assert {graph.value(one, OA.hasTarget) for one in said} == {DATASET}
    assert {graph.value(one, DQV.inDimension) for one in said} == {LDQD.relevancy, LDQD.licensing, None}
    numbers = {body.toPython() for body in graph.objects(None, OA.hasBody) if hasattr(body, "datatype")}
    assert numbers == {4, 1}
    texts = {str(text): text.language for text in graph.objects(None, RDF.value)}
    assert texts == {"Good.": "en", "A map, please.": "en", "See their page.": "en"}
    written = graph.serialize(format="nt")
    for secret in (reader["id"], reader["name"], reader["email"], "Ana"):
        assert secret not in written


@pytest.mark.usefixtures("with_request_context")
def test_what_the_own_organisation_thinks_of_its_data_is_no_feedback_of_users(
    dataset: dict[str, Any], organisation: dict[str, Any]
) -> None:
    act(
        "resilient_rating_set", member(organisation, "editor")["name"], id=ID, value=5, comment="We did well."
    )
    assert len(graph_of(dataset)) == 0
    act("resilient_rating_set", factories.User()["name"], id=ID, value=2)
    assert {body.toPython() for body in graph_of(dataset).objects(None, OA.hasBody)} == {2}


def test_where_nobody_said_anything_there_is_nothing(dataset: dict[str, Any]) -> None:
    assert len(graph_of(dataset)) == 0
