"""Whatever our schema accepts comes out as RDF that every parser reads back as the same triples."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse
from rdflib import RDF, SKOS, Graph
from rdflib.term import BNode, Literal, URIRef

from ckanext.resilient.catalogue import concepts
from ckanext.resilient.catalogue.namespaces import new_graph
from ckanext.resilient.catalogue.site import Site
from ckanext.resilient.svrc.vocabularies import authority, vocabulary, vocabulary_names
from tests.catalogue.generated import datasets
from tests.catalogue.packages import SITE, described, shown

SYNTAXES = {
    "turtle": RdfFormat.TURTLE,
    "xml": RdfFormat.RDF_XML,
    "json-ld": RdfFormat.JSON_LD,
    "nt": RdfFormat.N_TRIPLES,
}
EXAMPLES = 500
TABLES = ("data-theme", "frequency", "language", "country", "file-type", "access-right", "hvd-category")


@pytest.mark.slow
@pytest.mark.parametrize("of_rdflib", SYNTAXES)
def test_generated_datasets_survive_every_syntax(of_rdflib: str) -> None:
    """In four parts, 2,000 datasets in all."""
    part = list(SYNTAXES).index(of_rdflib)

    @seed(part)
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(package=datasets())
    def survive(package: dict[str, Any]) -> None:
        site = Site(SITE.url, machine_text=part % 2 == 1)
        _survives_every_syntax(_without_terms(described(shown(package), site)), of_rdflib)

    survive()


@pytest.mark.slow
def test_the_terms_of_our_tables_survive_every_syntax() -> None:
    graph = new_graph()
    for name in TABLES:
        for term in authority(name):
            concepts.authority_term(graph, name, term.code)
    for name in vocabulary_names():
        for term in vocabulary(name):
            concepts.own_term(graph, SITE, name, term.code)
    for term in authority("licence"):
        concepts.licence(graph, term.code)
    for syntax in SYNTAXES:
        _survives_every_syntax(graph, syntax)


def _survives_every_syntax(graph: Graph, of_rdflib: str) -> None:
    """Write a graph in all syntaxes; Oxigraph reads all of them, rdflib one."""
    for term in {term for triple in graph for term in triple}:
        assert isinstance(term, (URIRef, BNode, Literal))
        assert not (isinstance(term, Literal) and (term.ill_typed or not str(term).strip())), term.n3()
    written = {syntax: graph.serialize(format=syntax, encoding="utf-8") for syntax in SYNTAXES}
    read = {syntax: _canonical(content, SYNTAXES[syntax]) for syntax, content in written.items()}
    for syntax, found in read.items():
        assert len(found) == len(graph), syntax
        assert found == read["nt"], syntax
    again = Graph().parse(data=written[of_rdflib], format=of_rdflib)
    assert _canonical(again.serialize(format="nt", encoding="utf-8"), RdfFormat.N_TRIPLES) == read["nt"]


def _canonical(content: bytes, syntax: RdfFormat) -> Dataset:
    """What is written, its blank nodes named by what is said of them (https://www.w3.org/TR/rdf-canon/)."""
    found = Dataset(parse(content, syntax))
    found.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return found


def _without_terms(graph: Graph) -> Graph:
    """The graph without what it says of terms of tables: always the same, and tried once."""
    for kind in (SKOS.Concept, SKOS.ConceptScheme):
        for node in list(graph.subjects(RDF.type, kind)):
            if (node, SKOS.inScheme, None) in graph or kind == SKOS.ConceptScheme:
                graph.remove((node, None, None))
    return graph
