"""The points of data.europa.eu's Metadata Quality Assessment, computed from RDF and the reference tables alone.

https://data.europa.eu/mqa/methodology: it shares nothing with the suite's own scoring, which reads the dict of a
dataset. One distribution, the best, answers for all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

from rdflib import DCAT, DCTERMS, RDF, Graph, URIRef
from rdflib.term import Identifier, Node

from tests.shared import shared_folder

EU = "http://publications.europa.eu/resource/authority/"
EXCELLENT = 351


@cache
def _flagged(name: str) -> frozenset[Node]:
    table = Graph().parse(shared_folder() / "eu-vocab/mqa" / name)
    return frozenset(table.subjects(None, None))


@cache
def _addresses(table: str) -> frozenset[str]:
    items = json.loads((shared_folder() / f"eu-vocab/json/{table}.json").read_text("utf-8"))["items"]
    return frozenset(item["uri"] for item in items)


@cache
def _media_types() -> frozenset[str]:
    lines = (shared_folder() / "eu-vocab/mqa/iana-media-types.jsonl").read_text("utf-8").splitlines()
    return frozenset(json.loads(line).get("uri", "") for line in lines)


def points(graph: Graph, dataset: Identifier, status: Mapping[str, int], *, conforms: bool) -> int:
    """The points of a dataset.

    Args:
        graph: that describes it.
        dataset: its node.
        status: what the portal answered to HEAD, by address.
        conforms: whether the shapes find no violation.
    """

    def has(name: URIRef) -> bool:
        return (dataset, name, None) in graph

    right = graph.value(dataset, DCTERMS.accessRights)
    total = (
        30 * has(DCAT.keyword) + 30 * has(DCAT.theme) + 20 * has(DCTERMS.spatial) + 20 * has(DCTERMS.temporal)
    )
    total += 30 * conforms + 10 * (right is not None) + 5 * (str(right) in _addresses("access-right"))
    total += 20 * has(DCAT.contactPoint) + 10 * has(DCTERMS.publisher)
    files = list(graph.objects(dataset, DCAT.distribution))
    if not files:
        return total + 5 * has(DCTERMS.issued) + 5 * has(DCTERMS.modified)
    return total + max(_file_points(graph, file, status) for file in files)


def _file_points(graph: Graph, file: Node, status: Mapping[str, int]) -> int:
    def has(name: URIRef) -> bool:
        return (file, name, None) in graph

    def answers(name: URIRef) -> bool:
        return any(200 <= status[str(address)] < 300 for address in graph.objects(file, name))

    total = 50 * answers(DCAT.accessURL) + 20 * has(DCAT.downloadURL) + 30 * answers(DCAT.downloadURL)
    kind, media = graph.value(file, DCTERMS["format"]), graph.value(file, DCAT.mediaType)
    total += 20 * (kind is not None) + 10 * (media is not None)
    total += 10 * (str(kind) in _addresses("file-type") and str(media) in _media_types())
    total += 20 * (kind in _flagged("edp-non-proprietary-format.rdf"))
    total += 20 * (kind in _flagged("edp-machine-readable-format.rdf"))
    licence = graph.value(file, DCTERMS.license)
    total += 20 * (licence is not None) + 10 * (str(licence) in _addresses("licence"))
    total += 5 * (has(DCTERMS.rights) + has(DCAT.byteSize) + has(DCTERMS.issued) + has(DCTERMS.modified))
    return total


def datasets(graph: Graph) -> list[Node]:
    """The datasets that a graph describes."""
    return list(graph.subjects(RDF.type, DCAT.Dataset))
