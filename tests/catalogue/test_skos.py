"""Our vocabularies as SKOS: whole, in nine languages, and sound by the rules of SKOS itself."""

from __future__ import annotations

from collections import Counter

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse
from rdflib import DCTERMS, RDF, SKOS, Graph, URIRef

from ckanext.resilient.catalogue import skos, syntaxes
from ckanext.resilient.svrc import schemes
from ckanext.resilient.svrc.vocabularies import LANGUAGES

BASE = "https://data.example.org"
ALL = skos.all_schemes(BASE)
HIERARCHY = {SKOS.broader, SKOS.narrower}


def test_every_concept_has_one_name_in_each_of_nine_languages() -> None:
    concepts = list(ALL.subjects(SKOS.inScheme, None, unique=True))
    ours = [concept for concept in concepts if isinstance(concept, URIRef)]
    assert len(ours) == sum(len(scheme.concepts) for scheme in schemes.schemes().values())
    for concept in ours:
        languages = Counter(label.language for label in ALL.objects(concept, SKOS.prefLabel))
        assert languages == Counter(LANGUAGES), concept


def test_a_name_is_either_the_first_or_another_one() -> None:
    """S13 of SKOS: prefLabel and altLabel are disjoint."""
    for concept in ALL.subjects(RDF.type, SKOS.Concept):
        assert not set(ALL.objects(concept, SKOS.prefLabel)) & set(ALL.objects(concept, SKOS.altLabel))


def test_a_concept_is_not_the_same_as_something_wider() -> None:
    """S46 of SKOS: exactMatch is disjoint with broadMatch and relatedMatch."""
    for concept in ALL.subjects(RDF.type, SKOS.Concept):
        same = set(ALL.objects(concept, SKOS.exactMatch))
        wider = set(ALL.objects(concept, SKOS.broadMatch)) | set(ALL.objects(concept, SKOS.relatedMatch))
        assert not same & wider


def test_every_concept_of_ours_that_is_named_is_described() -> None:
    named = {node for triple in ALL for node in triple if str(node).startswith(f"{BASE}/vocabulary/")}
    assert named == set(ALL.subjects(SKOS.prefLabel, None)) & named


def test_wider_and_narrower_concepts_name_each_other() -> None:
    inside = URIRef(f"{BASE}/vocabulary/skill/gender-knowledge")
    wider = URIRef(f"{BASE}/vocabulary/skill_type/inclusion")
    assert (inside, SKOS.broadMatch, wider) in ALL
    assert (wider, SKOS.narrowMatch, inside) in ALL


def test_one_concept_brings_the_names_of_all_that_it_names() -> None:
    concept = schemes.concept("skill_type", "inclusion")
    assert concept
    graph = skos.concept_graph(BASE, concept)
    own = URIRef(f"{BASE}/vocabulary/skill_type/inclusion")
    within = list(graph.objects(own, SKOS.narrowMatch))
    assert len(within) == 4
    assert all(graph.value(other, SKOS.prefLabel) for other in within)
    assert graph.value(URIRef(f"{BASE}/vocabulary/skill_type"), DCTERMS.title)


def test_the_glossary_says_what_its_words_mean() -> None:
    word = URIRef(f"{BASE}/vocabulary/glossary/social-economy")
    meanings = {text.language for text in ALL.objects(word, SKOS.definition)}
    assert meanings == set(LANGUAGES)
    assert (word, SKOS.exactMatch, URIRef("http://eurovoc.europa.eu/3082")) in ALL


@pytest.mark.parametrize("syntax", syntaxes.SYNTAXES.values(), ids=lambda syntax: syntax.extension)
def test_every_syntax_says_the_same(syntax: syntaxes.Syntax) -> None:
    lines = syntaxes.ntriples(ALL).encode()
    written = syntaxes.write(lines, syntax)
    read = {quad.triple for quad in parse(written, format=syntax.writer)}
    grounded = {
        t for t in read if isinstance(t.subject, NamedNode) and isinstance(t.object, NamedNode | Literal)
    }
    original = {quad.triple for quad in parse(lines, format=RdfFormat.N_TRIPLES)}
    assert len(read) == len(original) == len(ALL)
    assert grounded <= original
    other = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld", "nt": "nt"}[syntax.extension]
    assert len(Graph().parse(data=written, format=other)) == len(ALL)
