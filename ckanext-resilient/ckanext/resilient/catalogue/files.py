"""The files of a dataset as dcat:Distribution."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rdflib import Graph
from rdflib.term import BNode, Identifier, Literal, URIRef

from ckanext.resilient.catalogue import given
from ckanext.resilient.catalogue.concepts import authority_term, foreign_licence, licence, media_type
from ckanext.resilient.catalogue.namespaces import (
    ADMS,
    DCAT,
    DCATAP,
    DCTERMS,
    RDF,
    RDFS,
    SPDX,
    XSD,
)
from ckanext.resilient.catalogue.nodes import (
    add,
    count,
    decimal,
    duration,
    iri,
    listed,
    plain,
    texts,
)
from ckanext.resilient.catalogue.site import Site
from ckanext.resilient.catalogue.statements import (
    add_documents,
    add_languages,
    add_laws,
    add_standards,
    statement,
)
from ckanext.resilient.quality.description import addresses

Values = Mapping[str, Any]

_HEX = re.compile(r"(?:[0-9a-fA-F]{2})+", re.ASCII)
_ALGORITHMS = {
    re.sub(r"\W", "", name).lower(): name
    for name in ("md2", "md4", "md5", "md6", "sha1", "sha224", "sha256", "sha384", "sha512")
}


def add_files(graph: Graph, node: URIRef, package: Values, site: Site) -> list[URIRef]:
    """The files of a dataset; gives their nodes, in order."""
    shared = _licence(graph, given.shared_licence(package))
    found: list[URIRef] = []
    for resource in package.get("resources") or ():
        file = site.distribution(str(package["id"]), str(resource["id"]))
        graph.add((node, DCAT.distribution, file))
        graph.add((file, RDF.type, DCAT.Distribution))
        _add_texts(graph, file, resource, site)
        _add_addresses(graph, file, resource)
        _add_formats(graph, file, resource)
        add(graph, file, DCTERMS.license, _licence(graph, given.own_licence(resource)) or shared)
        _add_rights(graph, file, resource, site)
        _add_state(graph, file, resource)
        add(graph, file, DCTERMS.issued, given.issued(package, resource))
        add(graph, file, DCTERMS.modified, given.modified(package, resource))
        _add_measures(graph, file, resource)
        add_laws(graph, file, resource, high_value=bool(package.get("hvd_category")))
        found.append(file)
    return found


def _add_texts(graph: Graph, file: URIRef, resource: Values, site: Site) -> None:
    for field, relation in (("name", DCTERMS.title), ("description", DCTERMS.description)):
        given = resource.get(f"{field}_translated") or resource.get(field)
        add(graph, file, relation, *texts(given, machine=site.machine_text))


def _add_addresses(graph: Graph, file: URIRef, resource: Values) -> None:
    """Where the data are: the page of the file here when a source gives no address that can be one."""
    access, download = addresses(resource)
    add(graph, file, DCAT.accessURL, iri(access) or iri(download) or file)
    add(graph, file, DCAT.downloadURL, iri(download))


def _add_formats(graph: Graph, file: URIRef, resource: Values) -> None:
    kind = media_type(graph, resource.get("mimetype"))
    known = authority_term(graph, "file-type", resource.get("format"), DCTERMS.MediaTypeOrExtent)
    add(graph, file, DCAT.mediaType, kind)
    add(graph, file, DCTERMS["format"], known or _foreign_format(graph, resource))
    add(graph, file, DCAT.compressFormat, media_type(graph, resource.get("compress_format")))
    add(graph, file, DCAT.packageFormat, media_type(graph, resource.get("package_format")))


def _foreign_format(graph: Graph, resource: Values) -> Identifier | None:
    label = given.format_words(resource)
    if label is None:
        return None
    node = BNode()
    graph.add((node, RDF.type, DCTERMS.MediaTypeOrExtent))
    graph.add((node, RDFS.label, label))
    return node


def _licence(graph: Graph, value: str) -> Identifier | None:
    return licence(graph, value) or foreign_licence(graph, value)


def _add_rights(graph: Graph, file: URIRef, resource: Values, site: Site) -> None:
    labels = given.rights(resource, machine=site.machine_text)
    add(graph, file, DCTERMS.rights, statement(graph, DCTERMS.RightsStatement, labels))


def _add_state(graph: Graph, file: URIRef, resource: Values) -> None:
    status = authority_term(graph, "distribution-status", resource.get("status"))
    add(graph, file, ADMS.status, status)
    availability = authority_term(graph, "planned-availability", resource.get("availability"))
    add(graph, file, DCATAP.availability, availability)
    add_languages(graph, file, resource.get("language"))
    add_documents(graph, file, resource.get("documentation"))
    add_standards(graph, file, resource.get("conforms_to"))
    source = iri(resource.get("uri"))
    if source is not None and source != file:
        graph.add((file, DCTERMS.source, source))


def _add_measures(graph: Graph, file: URIRef, resource: Values) -> None:
    add(graph, file, DCAT.byteSize, count(resource.get("size")))
    add(graph, file, DCAT.temporalResolution, duration(resource.get("temporal_resolution")))
    metres = decimal(resource.get("spatial_resolution_in_meters"))
    add(graph, file, DCAT.spatialResolutionInMeters, metres)
    value, algorithm = plain(resource.get("hash")), _algorithm(resource.get("hash_algorithm"))
    if algorithm is not None and _HEX.fullmatch(value):
        checksum = BNode()
        graph.add((file, SPDX.checksum, checksum))
        graph.add((checksum, RDF.type, SPDX.Checksum))
        graph.add((checksum, SPDX.algorithm, algorithm))
        graph.add((algorithm, RDF.type, SPDX.ChecksumAlgorithm))
        sum_of = Literal(value.lower(), datatype=XSD.hexBinary, normalize=False)
        graph.add((checksum, SPDX.checksumValue, sum_of))


def _algorithm(value: Any) -> URIRef | None:
    """A checksum algorithm by its address or its name; a sum without one says nothing."""
    name = _ALGORITHMS.get(re.sub(r"\W", "", plain(value)).lower())
    return SPDX[f"checksumAlgorithm_{name}"] if name else iri(value)


def licence_nodes(graph: Graph, package: Values) -> list[Identifier]:
    """All licences of a dataset itself: of the EU table, and the originals that no table knows."""
    found = [licence(graph, package.get("license_id"))]
    found += [foreign_licence(graph, value) for value in listed(package.get("source_license"))]
    return [node for node in found if node is not None]
