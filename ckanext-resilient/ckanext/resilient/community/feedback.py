"""What people say of a dataset as linked data (https://www.w3.org/TR/vocab-dqv/#dqv:UserQualityFeedback)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rdflib import BNode, Graph, Literal, Namespace
from rdflib.namespace import PROV, RDF, XSD
from rdflib.term import URIRef

from ckanext.resilient.catalogue.namespaces import DQV, OA
from ckanext.resilient.community import words
from ckanext.resilient.svrc.languages import content_language

LDQD = Namespace("http://www.w3.org/2016/05/ldqd#")
"""The dimensions of quality that the authors of the vocabulary propose."""

RELEVANCE = LDQD.relevancy
DIMENSIONS = {
    words.BROKEN_LINK: LDQD.availability,
    words.WRONG_VALUE: LDQD.semanticAccuracy,
    words.TRANSLATION: LDQD.versatility,
    words.LICENCE: LDQD.licensing,
    words.FILE: LDQD.semanticAccuracy,
}
"""Which dimension a suggestion is about; something else is about none."""


def add(graph: Graph, dataset: URIRef, rows: Iterable[Mapping[str, Any]]) -> None:
    """Add an annotation for each statement, as the actions give them to everybody; who made it is not said."""
    for row in rows:
        bodies = list(_bodies(graph, row))
        if bodies:
            _annotate(graph, dataset, row, bodies)


def _bodies(graph: Graph, row: Mapping[str, Any]) -> Iterable[Literal | BNode]:
    if "value" in row and row["kind"] == "rating":
        yield Literal(row["value"], datatype=XSD.integer)
    if row["text"]:
        body = BNode()
        graph.add((body, RDF.type, OA.TextualBody))
        graph.add((body, RDF.value, Literal(row["text"], lang=content_language(row["language"]) or None)))
        yield body


def _annotate(
    graph: Graph, dataset: URIRef, row: Mapping[str, Any], bodies: Iterable[Literal | BNode]
) -> None:
    said = BNode()
    graph.add((dataset, DQV.hasQualityAnnotation, said))
    graph.add((said, RDF.type, DQV.UserQualityFeedback))
    graph.add((said, OA.hasTarget, dataset))
    graph.add((said, OA.motivatedBy, DQV.qualityAssessment))
    graph.add((said, PROV.generatedAtTime, Literal(row["changed"], datatype=XSD.dateTime)))
    dimension = DIMENSIONS.get(row.get("about", "")) if row["kind"] != "rating" else RELEVANCE
    if dimension is not None:
        graph.add((said, DQV.inDimension, dimension))
    for body in bodies:
        graph.add((said, OA.hasBody, body))
