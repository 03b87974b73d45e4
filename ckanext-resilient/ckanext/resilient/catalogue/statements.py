"""What datasets, files and services say alike: languages, documents, standards, laws, statements in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rdflib import Graph
from rdflib.term import BNode, Identifier, Literal, URIRef

from ckanext.resilient.catalogue.concepts import authority_term
from ckanext.resilient.catalogue.namespaces import DCATAP, DCTERMS, ELI, FOAF, RDF, RDFS
from ckanext.resilient.catalogue.nodes import add, iri, iris, listed, text
from ckanext.resilient.catalogue.parties import document

HIGH_VALUE_LAW = URIRef("http://data.europa.eu/eli/reg_impl/2023/138/oj")
"""The regulation that makes a dataset of one of its categories a high-value dataset, with all its files."""


def statement(graph: Graph, kind: URIRef, labels: Iterable[Literal]) -> Identifier | None:
    """A statement in words, such as a dct:RightsStatement; None when there are no words."""
    said = list(labels)
    if not said:
        return None
    node = BNode()
    graph.add((node, RDF.type, kind))
    add(graph, node, RDFS.label, *said)
    return node


def add_languages(graph: Graph, node: Identifier, values: Any) -> None:
    """The languages of the data."""
    for value in listed(values):
        add(graph, node, DCTERMS.language, authority_term(graph, "language", value, DCTERMS.LinguisticSystem))


def add_documents(graph: Graph, node: Identifier, values: Any) -> None:
    """Pages that explain the data."""
    add(graph, node, FOAF.page, *(document(graph, value) for value in listed(values)))


def add_standards(graph: Graph, node: Identifier, values: Any) -> None:
    """Standards that the data follow, by address or by name."""
    for value in listed(values):
        label = text(value)
        standard: Identifier | None = iri(value)
        if standard is None and label is not None:
            standard = BNode()
            graph.add((standard, RDFS.label, label))
        if standard is not None:
            graph.add((standard, RDF.type, DCTERMS.Standard))
            graph.add((node, DCTERMS.conformsTo, standard))


def add_laws(graph: Graph, node: Identifier, values: Mapping[str, Any], *, high_value: bool) -> None:
    """The laws that ask for the data; a high-value dataset is one by the law on them."""
    laws = iris(values.get("applicable_legislation"))
    for law in dict.fromkeys([*laws, HIGH_VALUE_LAW] if high_value else laws):
        graph.add((node, DCATAP.applicableLegislation, law))
        graph.add((law, RDF.type, ELI.LegalResource))
