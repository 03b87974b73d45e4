"""The facts of an RDF payload, by walking its triples.

Written from https://www.w3.org/TR/vocab-dcat-3/, DCAT-AP_IT and the vocabularies that they name, without the
code under test.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote

from rdflib import DCTERMS, FOAF, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DC
from rdflib.term import Node

from tests.payload_facts.facts import GEOMETRY, Facts, distinct, formats_of

DCAT = Namespace("http://www.w3.org/ns/dcat#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
ADMS = Namespace("http://www.w3.org/ns/adms#")
LOCN = Namespace("http://www.w3.org/ns/locn#")
DCATAPIT = Namespace("http://dati.gov.it/onto/dcatapit#")
OGC = Namespace("http://www.opengis.net/rdf#")

_DATASETS = (DCAT.Dataset, DCAT.DatasetSeries, DCATAPIT.Dataset)
_NAMES = (FOAF.name, VCARD.fn, SKOS.prefLabel, RDFS.label)
_PLACE_NAMES = (RDFS.label, SKOS.prefLabel, LOCN.geographicalName, DCATAPIT.geographicalIdentifier)
_SHAPES = (LOCN.geometry, DCAT.bbox, DCAT.centroid, OGC.asWKT)


def parsed(pages: list[tuple[str, bytes]], form: str) -> Graph:
    """One graph of all pages."""
    graph = Graph()
    for address, content in pages:
        graph.parse(data=content, format=form, publicID=address)
    return graph


def facts_of(graph: Graph) -> list[Facts]:
    """The facts of each dataset that is described, that is: has a title."""
    nodes = dict.fromkeys(node for kind in _DATASETS for node in graph.subjects(RDF.type, kind))
    return [_facts(graph, node) for node in nodes if (node, DCTERMS.title, None) in graph]


def _facts(graph: Graph, node: Node) -> Facts:
    files = [*_objects(graph, node, DCAT.distribution)]
    terms = [node, *files]
    return Facts(
        id=str(node) if isinstance(node, URIRef) else "",
        titles=_texts(graph, node, DCTERMS.title),
        descriptions=_texts(graph, node, DCTERMS.description) or _texts(graph, node, DCTERMS.abstract),
        publishers=_labels(graph, _objects(graph, node, DCTERMS.publisher), _NAMES),
        licences=_licences(graph, terms),
        issued=distinct(map(str, _objects(graph, node, DCTERMS.issued))),
        modified=distinct(map(str, _objects(graph, node, DCTERMS.modified))),
        places=[place for found in _objects(graph, node, DCTERMS.spatial) for place in _place(graph, found)],
        languages=distinct(map(str, _objects(graph, node, DCTERMS.language, DC.language))),
        contacts=[
            word
            for found in _objects(graph, node, DCAT.contactPoint, ADMS.contactPoint)
            for word in _contact(graph, found)
        ],
        files=[_addresses(graph, file) for file in files],
        keywords=distinct(map(str, _objects(graph, node, DCAT.keyword))),
        themes=[
            name
            for theme in _objects(graph, node, DCAT.theme)
            for name in (_names_of(graph, [theme]) if isinstance(theme, BNode) else [str(theme)])
            if not name.endswith("/")  # where the name should stand
        ],
        frequencies=_names_of(graph, _objects(graph, node, DCTERMS.accrualPeriodicity)),
        formats=[found for file in files for found in _formats(graph, file)],
        file_names=distinct(text for file in files for _, text in _texts(graph, file, DCTERMS.title)),
        pages=distinct(map(str, _objects(graph, node, DCAT.landingPage))),
    )


def _names_of(graph: Graph, nodes: Iterable[Node]) -> list[str]:
    """The labels of nodes, which may stand in RDF's own value and below; else their address or text."""
    found: list[str] = []
    for node in nodes:
        inner = [value for name in (RDF.value, *_NAMES) for value in graph.objects(node, name)]
        texts = [str(value) for value in inner if isinstance(value, Literal)]
        deeper = _names_of(graph, (value for value in inner if not isinstance(value, Literal)))
        found += [*texts, *deeper] or ([] if isinstance(node, BNode) else [str(node)])
    return distinct(found)


def _addresses(graph: Graph, file: Node) -> list[str]:
    return distinct(map(str, _objects(graph, file, DCAT.accessURL, DCAT.downloadURL)))


def _formats(graph: Graph, file: Node) -> list[tuple[str, str]]:
    said = _objects(graph, file, DCTERMS["format"], DCAT.mediaType)
    return formats_of(_addresses(graph, file), _names_of(graph, said))


def _objects(graph: Graph, node: Node, *properties: URIRef) -> list[Node]:
    return list(dict.fromkeys(value for name in properties for value in graph.objects(node, name)))


def _texts(graph: Graph, node: Node, name: URIRef) -> list[tuple[str, str]]:
    values = [value for value in graph.objects(node, name) if isinstance(value, Literal) and value.strip()]
    return [(value.language or "", str(value)) for value in values]


def _labels(graph: Graph, nodes: Iterable[Node], names: tuple[URIRef, ...]) -> list[str]:
    """The names of nodes; an address without a name stands for itself."""
    found: list[str] = []
    for node in nodes:
        own = distinct(str(value) for name in names for value in graph.objects(node, name))
        found += own or ([str(node)] if isinstance(node, URIRef | Literal) else [])
    return distinct(found)


def _licences(graph: Graph, nodes: Iterable[Node]) -> list[str]:
    found = [value for node in nodes for value in graph.objects(node, DCTERMS.license)]
    texts = [
        [str(value)] if isinstance(value, URIRef | Literal) else _labels(graph, [value], _NAMES)
        for value in found
    ]
    return distinct(text for one in texts for text in one)


def _place(graph: Graph, node: Node) -> list[str]:
    if isinstance(node, Literal):
        return distinct([str(node)])
    own = [str(node)] if isinstance(node, URIRef) else []
    names = [str(value) for name in _PLACE_NAMES for value in graph.objects(node, name)]
    shape = [GEOMETRY] if any((node, name, None) in graph for name in _SHAPES) else []
    return distinct([*own, *names, *shape])


def _contact(graph: Graph, node: Node) -> list[str]:
    names = [str(value) for value in graph.objects(node, VCARD.fn)]
    return distinct([*names, *(_email(str(value)) for value in graph.objects(node, VCARD.hasEmail))])


def _email(text: str) -> str:
    """The address of a mailto: link, or of a relative one that was written without it."""
    bare = text.removeprefix("mailto:").strip()
    return unquote(bare.rsplit("/", 1)[-1]) if bare.startswith("http") and "@" in bare else bare
