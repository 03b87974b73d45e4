"""Where a harvested dataset comes from: nobody who harvests it from us shall take us for its origin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rdflib import Graph
from rdflib.term import BNode, Identifier, Literal, URIRef

from ckanext.resilient.catalogue.concepts import change_type
from ckanext.resilient.catalogue.namespaces import ADMS, DCAT, DCATAP, DCTERMS, FOAF, PROV, RDF, RDFS, SKOS
from ckanext.resilient.catalogue.nodes import add, iri, listed, moment, plain, text
from ckanext.resilient.catalogue.site import Site
from ckanext.resilient.svrc.text import is_address

Values = Mapping[str, Any]

_OF_SOURCE = (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.landingPage)
_OF_HIGH_VALUE = (DCATAP.applicableLegislation, DCATAP.hvdCategory, DCAT.distribution)
"""What a dataset has of its source, so that it holds there too."""

_PROFILE = URIRef("http://data.europa.eu/r5r/")


def add_source(graph: Graph, node: URIRef, package: Values, site: Site) -> None:
    """The dataset as it is at its source, by dct:source; nothing for a dataset of our own.

    Its class is a narrower one of dcat:Dataset: shapes find a dataset there, and a harvester that lists
    what is a dcat:Dataset here does not find everything twice.
    """
    guid = plain(package.get("source_guid"))
    if not guid:
        return
    address = iri(package.get("source_uri")) or (iri(guid) if is_address(guid) else None)
    source: Identifier = address if address not in (None, node) else BNode()
    graph.add((site.source_class, RDFS.subClassOf, DCAT.Dataset))
    graph.add((source, RDF.type, site.source_class))
    for relation in (*_OF_SOURCE, *(_OF_HIGH_VALUE if package.get("hvd_category") else ())):
        add(graph, source, relation, *graph.objects(node, relation))
    add(graph, source, DCTERMS.identifier, text(guid))
    graph.add((node, DCTERMS.source, source))
    graph.add((node, PROV.wasDerivedFrom, source))


def add_identifiers(graph: Graph, node: URIRef, package: Values) -> None:
    """Its identifier, and the others that it goes by, the one at its source among them."""
    identifier = text(package.get("identifier"))
    harvested = package.get("source_guid")
    add(graph, node, DCTERMS.identifier, identifier or (None if harvested else text(package["id"])))
    others = [*listed(package.get("alternate_identifier")), *listed(harvested)]
    for value in dict.fromkeys(map(plain, others)):
        if value and Literal(value) != identifier:
            other = BNode()
            graph.add((node, ADMS.identifier, other))
            graph.add((other, RDF.type, ADMS.Identifier))
            graph.add((other, SKOS.notation, Literal(value)))


def add_record(graph: Graph, node: URIRef, package: Values) -> URIRef | None:
    """The entry of the dataset in this catalogue: since when it is here, and when it was last fetched or edited.

    None for a dataset that is not stored, as in a rehearsal.
    """
    changed = moment(package.get("metadata_modified"))
    if changed is None:
        return None
    record = URIRef(f"{node}#record")
    graph.add((record, RDF.type, DCAT.CatalogRecord))
    graph.add((record, FOAF.primaryTopic, node))
    graph.add((record, DCTERMS.modified, changed))
    created = moment(package.get("metadata_created"))
    add(graph, record, DCTERMS.issued, created)
    graph.add((record, ADMS.status, change_type(graph, "created" if created == changed else "updated")))
    graph.add((record, DCTERMS.conformsTo, _PROFILE))
    graph.add((_PROFILE, RDF.type, DCTERMS.Standard))
    return record
