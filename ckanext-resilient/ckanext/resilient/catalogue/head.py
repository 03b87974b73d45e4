"""The catalogue itself as dcat:Catalog: who publishes it, what it covers, in which languages, by which themes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rdflib import Graph
from rdflib.term import BNode, URIRef

from ckanext.resilient.catalogue.concepts import authority_term, describe_scheme, licence
from ckanext.resilient.catalogue.namespaces import DCAT, DCTERMS, FOAF, RDF
from ckanext.resilient.catalogue.nodes import add, count, moment, texts
from ckanext.resilient.catalogue.parties import agent, document
from ckanext.resilient.catalogue.places import add_places
from ckanext.resilient.catalogue.site import Site
from ckanext.resilient.svrc.languages import language_uri
from ckanext.resilient.svrc.vocabularies import authority


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a catalogue says of itself.

    Args:
        title: by language, or in one.
        description: by language, or in one.
        publisher: with the fields of an agent of ours.
        languages: base codes of the languages that it speaks.
        countries: EU codes of the countries that it covers.
        licence: EU code of the licence of its descriptions.
        issued: when it was first published.
        modified: when one of its datasets changed last.
        total: how many datasets it has.
    """

    title: Mapping[str, str] | str
    description: Mapping[str, str] | str
    publisher: Mapping[str, Any]
    languages: Sequence[str] = ()
    countries: Sequence[str] = field(default_factory=tuple[str, ...])
    licence: str = ""
    issued: str = ""
    modified: str = ""
    total: int = 0


def add_catalogue(graph: Graph, catalogue: Catalogue, site: Site, node: URIRef | None = None) -> URIRef:
    """Describe the catalogue in a graph; gives its node, which a caller may choose."""
    node = node or site.catalogue
    graph.add((node, RDF.type, DCAT.Catalog))
    add(graph, node, DCTERMS.title, *texts(catalogue.title, machine=False))
    add(graph, node, DCTERMS.description, *texts(catalogue.description, machine=False))
    add(
        graph,
        node,
        DCTERMS.publisher,
        agent(graph, {"uri": f"{node}#publisher", **catalogue.publisher}, site),
    )
    add(graph, node, FOAF.homepage, document(graph, site.url))
    add(graph, node, DCAT.themeTaxonomy, describe_scheme(graph, "data-theme"))
    for language in catalogue.languages:
        uri = language_uri(language)
        add(graph, node, DCTERMS.language, authority_term(graph, "language", uri, DCTERMS.LinguisticSystem))
    terms = [authority("country").get(code) for code in catalogue.countries]
    add_places(graph, node, [{"uri": term.uri} for term in terms if term])
    add(graph, node, DCTERMS.license, licence(graph, catalogue.licence))
    add(graph, node, DCTERMS.issued, moment(catalogue.issued))
    add(graph, node, DCTERMS.modified, moment(catalogue.modified))
    extent = BNode()
    graph.add((node, DCTERMS.extent, extent))
    graph.add((extent, RDF.type, DCTERMS.SizeOrDuration))
    add(graph, extent, RDF.value, count(catalogue.total))
    return node
