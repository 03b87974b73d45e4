"""Who stands behind a dataset: publishers, creators, holders of rights, and who answers questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rdflib import Graph
from rdflib.term import BNode, Identifier, Literal, URIRef

from ckanext.resilient.catalogue.concepts import publisher_type
from ckanext.resilient.catalogue.namespaces import DCAT, DCTERMS, FOAF, PROV, RDF, VCARD
from ckanext.resilient.catalogue.nodes import add, entries, iri, mail, telephone, text, texts
from ckanext.resilient.catalogue.site import Site

Values = Mapping[str, Any]

_PUBLISHER_ROLE = URIRef("http://inspire.ec.europa.eu/metadata-codelist/ResponsiblePartyRole/publisher")


def add_parties(graph: Graph, node: URIRef, package: Values, site: Site) -> None:
    """Everybody that a dataset names.

    DCAT-AP knows one publisher: the first; others are attributed in that role. A dataset of ours that names
    none is published by its organisation here; a harvested one is not, whoever fetched it did not make it.
    """
    publishers = [agent(graph, values, site) for values in entries(package.get("publisher"))]
    if not publishers and not package.get("source_guid"):
        publishers = [organisation(graph, package.get("organization"), site)]
    add(graph, node, DCTERMS.publisher, *publishers[:1])
    for other in publishers[1:]:
        attribution = BNode()
        graph.add((node, PROV.qualifiedAttribution, attribution))
        graph.add((attribution, RDF.type, PROV.Attribution))
        graph.add((attribution, DCAT.hadRole, _PUBLISHER_ROLE))
        graph.add((_PUBLISHER_ROLE, RDF.type, DCAT.Role))
        add(graph, attribution, PROV.agent, other)
    for field, role in (("creator", DCTERMS.creator), ("rights_holder", DCTERMS.rightsHolder)):
        add(graph, node, role, *(agent(graph, values, site) for values in entries(package.get(field))))
    add_contacts(graph, node, package.get("contact"), site)


def agent(graph: Graph, values: Values, site: Site) -> Identifier:
    """An organisation or person as foaf:Agent."""
    node: Identifier = iri(values.get("uri")) or BNode()
    graph.add((node, RDF.type, FOAF.Agent))
    add(graph, node, FOAF.name, *_names(values, site))
    add(graph, node, FOAF.mbox, mail(values.get("email")))
    add(graph, node, FOAF.homepage, document(graph, values.get("url")))
    add(graph, node, DCTERMS.identifier, text(values.get("identifier")))
    if (node, DCTERMS.type, None) not in graph:
        # One and the same body may be listed twice, with two kinds; it may have one.
        add(graph, node, DCTERMS.type, publisher_type(graph, values.get("type")))
    return node


def organisation(graph: Graph, values: Values | None, site: Site) -> Identifier | None:
    """An organisation of this site as foaf:Agent, as `package_show` gives it; None when there is none."""
    if not values:
        return None
    node = site.organization(str(values.get("id") or values.get("name")))
    graph.add((node, RDF.type, FOAF.Agent))
    titles = texts(values.get("title_translated"), machine=site.machine_text)
    add(graph, node, FOAF.name, *(titles or [text(values.get("title") or values.get("name"))]))
    add(graph, node, FOAF.homepage, document(graph, values.get("url")))
    add(graph, node, FOAF.mbox, mail(values.get("email")))
    add(graph, node, DCTERMS.identifier, text(values.get("identifier")))
    add(graph, node, DCTERMS.type, publisher_type(graph, values.get("dcat_type")))
    return node


def add_contacts(graph: Graph, node: Identifier, contacts: Any, site: Site) -> None:
    """Who answers questions, as vcard:Kind."""
    for values in entries(contacts):
        contact: Identifier = iri(values.get("uri")) or BNode()
        graph.add((node, DCAT.contactPoint, contact))
        graph.add((contact, RDF.type, VCARD.Kind))
        add(graph, contact, VCARD.fn, *_names(values, site))
        add(graph, contact, VCARD.hasEmail, mail(values.get("email")))
        add(graph, contact, VCARD.hasURL, iri(values.get("url")))
        add(graph, contact, VCARD.hasTelephone, telephone(values.get("phone")))
        add(graph, contact, VCARD.hasUID, text(values.get("identifier")))


def document(graph: Graph, address: Any) -> URIRef | None:
    """A web page as foaf:Document."""
    node = iri(address)
    if node is not None:
        graph.add((node, RDF.type, FOAF.Document))
    return node


def _names(values: Values, site: Site) -> list[Literal]:
    """A name in its languages; one without a language where there is no other."""
    found = texts(values.get("name_translated"), machine=site.machine_text)
    single = text(values.get("name"))
    return found or ([single] if single else [])
