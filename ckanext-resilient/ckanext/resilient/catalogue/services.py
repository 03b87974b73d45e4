"""Data services: a distribution that is one (WMS, WFS …) is described as dcat:DataService beside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rdflib import Graph
from rdflib.term import URIRef

from ckanext.resilient.catalogue.namespaces import DCAT, DCATAP, DCTERMS, FOAF, RDF
from ckanext.resilient.catalogue.nodes import add
from ckanext.resilient.svrc.vocabularies import authority

_OGC = "http://www.opengis.net/def/serviceType/ogc/"
_STANDARDS = {
    "WCS_SRVC": f"{_OGC}wcs",
    "WFS_SRVC": f"{_OGC}wfs",
    "WMS_SRVC": f"{_OGC}wms",
    "WMTS_SRVC": f"{_OGC}wmts",
}
_SHARED = (
    DCAT.contactPoint,
    DCAT.theme,
    DCAT.keyword,
    DCATAP.hvdCategory,
    DCTERMS.accessRights,
    DCTERMS.publisher,
    FOAF.page,
)
"""What holds for a dataset and for the service that gives its data."""

_OWN = (DCTERMS.title, DCTERMS.description, DCTERMS.license, DCATAP.applicableLegislation)
"""What a service has of its distribution."""


def add_services(graph: Graph, node: URIRef, files: list[URIRef], package: Mapping[str, Any]) -> None:
    """The services among the files of a dataset that is described already."""
    for file, resource in zip(files, package.get("resources") or (), strict=True):
        code = str(resource.get("format") or "")
        term = authority("file-type").get(code)
        if term is not None and term.attributes.get("kind") == "service":
            _add_service(graph, node, file, code)


def _add_service(graph: Graph, node: URIRef, file: URIRef, code: str) -> None:
    service = URIRef(f"{file}#service")
    graph.add((file, DCAT.accessService, service))
    graph.add((service, RDF.type, DCAT.DataService))
    graph.add((service, DCAT.servesDataset, node))
    for address in graph.objects(file, DCAT.accessURL):
        endpoint = URIRef(str(address).partition("?")[0])
        graph.add((service, DCAT.endpointURL, endpoint))
        if "getcapabilities" in str(address).lower():
            graph.add((service, DCAT.endpointDescription, URIRef(str(address))))
    for source, relations in ((node, _SHARED), (file, _OWN)):
        for relation in relations:
            add(graph, service, relation, *graph.objects(source, relation))
    if (service, DCTERMS.title, None) not in graph:
        # DCAT-AP wants a title: the service has the name of the data that it gives.
        add(graph, service, DCTERMS.title, *graph.objects(node, DCTERMS.title))
    if code in _STANDARDS:
        standard = URIRef(_STANDARDS[code])
        graph.add((service, DCTERMS.conformsTo, standard))
        graph.add((standard, RDF.type, DCTERMS.Standard))
