"""Our concept schemes as SKOS (https://www.w3.org/TR/skos-reference/)."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import DCTERMS, RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef

from ckanext.resilient.svrc.matches import Match
from ckanext.resilient.svrc.schemes import Concept, Labels, Scheme, concept, narrower, schemes

_MATCH = {
    "exact": SKOS.exactMatch,
    "close": SKOS.closeMatch,
    "broad": SKOS.broadMatch,
    "narrow": SKOS.narrowMatch,
    "related": SKOS.relatedMatch,
}


def all_schemes(base: str) -> Graph:
    """Every scheme with all its concepts.

    Args:
        base: the address of the site, which the addresses of schemes and concepts begin with.
    """
    graph = Graph()
    for scheme in schemes().values():
        _add_scheme(graph, base, scheme)
        _add_concepts(graph, base, scheme)
    return graph


def scheme_graph(base: str, scheme: Scheme) -> Graph:
    """A scheme with all its concepts."""
    graph = Graph()
    _add_scheme(graph, base, scheme)
    _add_concepts(graph, base, scheme)
    return graph


def concept_graph(base: str, found: Concept) -> Graph:
    """A concept, with the names of its scheme and of the concepts of ours that it names."""
    graph = Graph()
    _add_scheme(graph, base, schemes()[found.scheme])
    _add_concept(graph, base, found)
    wider = concept(*found.broader) if found.broader else None
    for other in (*narrower(found), *([wider] if wider else [])):
        _add_texts(graph, concept_uri(base, other.scheme, other.code), SKOS.prefLabel, other.labels)
    return graph


def scheme_uri(base: str, name: str) -> URIRef:
    """The address of a scheme."""
    return URIRef(f"{base}/vocabulary/{name}")


def concept_uri(base: str, scheme: str, code: str) -> URIRef:
    """The address of a concept."""
    return URIRef(f"{base}/vocabulary/{scheme}/{code}")


def _add_scheme(graph: Graph, base: str, scheme: Scheme) -> None:
    uri = scheme_uri(base, scheme.name)
    graph.add((uri, RDF.type, SKOS.ConceptScheme))
    graph.add((uri, DCTERMS.identifier, Literal(scheme.name)))
    _add_texts(graph, uri, DCTERMS.title, scheme.labels)
    _add_texts(graph, uri, SKOS.prefLabel, scheme.labels)
    for found in scheme:
        if not _is_within_its_scheme(found):
            graph.add((uri, SKOS.hasTopConcept, concept_uri(base, found.scheme, found.code)))


def _add_concepts(graph: Graph, base: str, concepts: Iterable[Concept]) -> None:
    for found in concepts:
        _add_concept(graph, base, found)


def _add_concept(graph: Graph, base: str, found: Concept) -> None:
    uri, scheme = concept_uri(base, found.scheme, found.code), scheme_uri(base, found.scheme)
    graph.add((uri, RDF.type, SKOS.Concept))
    graph.add((uri, SKOS.inScheme, scheme))
    if not _is_within_its_scheme(found):
        graph.add((uri, SKOS.topConceptOf, scheme))
    graph.add((uri, SKOS.notation, Literal(found.code)))
    _add_texts(graph, uri, SKOS.prefLabel, found.labels)
    _add_texts(graph, uri, SKOS.definition, found.definitions)
    for language, names in found.others.items():
        for name in names:
            graph.add((uri, SKOS.altLabel, Literal(name, lang=language)))
    if found.broader:
        graph.add((uri, SKOS.broadMatch, concept_uri(base, *found.broader)))
    for other in narrower(found):
        graph.add((uri, SKOS.narrowMatch, concept_uri(base, other.scheme, other.code)))
    for match in found.matches:
        _add_match(graph, uri, match)


def _add_match(graph: Graph, uri: URIRef, match: Match) -> None:
    """A match; one without an address is described where it stands, under a name that is the same every time."""
    other = URIRef(match.uri) if match.uri else BNode(f"{match.scheme}-{match.code}")
    graph.add((uri, _MATCH[match.relation], other))
    if not match.uri:
        scheme = BNode(match.scheme)
        graph.add((other, RDF.type, SKOS.Concept))
        graph.add((other, SKOS.notation, Literal(match.code)))
        graph.add((other, SKOS.inScheme, scheme))
        graph.add((scheme, RDF.type, SKOS.ConceptScheme))
        graph.add((scheme, RDFS.label, Literal(match.title, lang="en")))
        _add_texts(graph, other, SKOS.prefLabel, match.labels)


def _is_within_its_scheme(found: Concept) -> bool:
    return found.broader is not None and found.broader[0] == found.scheme


def _add_texts(graph: Graph, subject: URIRef | BNode, predicate: URIRef, texts: Labels) -> None:
    for language, text in texts.items():
        if "_" not in language:  # CKAN's own locales stand beside the languages of our tables
            graph.add((subject, predicate, Literal(text, lang=language)))
