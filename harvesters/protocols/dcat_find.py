"""What a page of a DCAT feed holds: its datasets with stable identities, its count, its next page."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from urllib.parse import urljoin

from rdflib.graph import Graph
from rdflib.term import BNode, Literal, Node, URIRef

from ckanext.resilient.harvesters.protocols.listing import NAMED_BY_CONTENT
from ckanext.resilient.harvesters.protocols.rdf_record import NodeView, as_iri
from ckanext.resilient.harvesters.protocols.rdf_terms import (
    CATALOGUE_CLASSES,
    DATASET_CLASSES,
    HYDRA,
    LISTS_DATASET,
    RDF_TYPE,
)


@dataclass(slots=True)
class Found:
    """The datasets of one page in document order, and those that it only names."""

    described: list[Node] = field(default_factory=list[Node])
    named: list[str] = field(default_factory=list[str])
    is_catalogue: bool = False


def find_datasets(graph: Graph) -> Found:
    """All datasets and series of a page, nested catalogues included, whichever class or link marks them."""
    catalogues = {node for kind in CATALOGUE_CLASSES for node in graph.subjects(RDF_TYPE, kind)}
    typed = [node for kind in DATASET_CLASSES for node in graph.subjects(RDF_TYPE, kind)]
    listed = [_as_node(node) for link in LISTS_DATASET for node in graph.objects(None, link)]
    found = Found(is_catalogue=bool(catalogues) or any((None, link, None) in graph for link in LISTS_DATASET))
    for node in dict.fromkeys([*typed, *listed]):
        if node in catalogues:
            continue
        if NodeView(graph, node, "").is_described:
            found.described.append(node)
        elif isinstance(node, URIRef):
            found.named.append(str(node))
    return found


def _as_node(node: Node) -> Node:
    return (as_iri(node) or node) if isinstance(node, Literal) else node


def identities(
    graph: Graph, nodes: Iterable[Node], taken: Collection[str], shared: Collection[str] = ()
) -> tuple[dict[Node, str], list[str]]:
    """A stable identity for each dataset, and the identifiers that several share.

    The address of the node. A blank node has none: its `dct:identifier`, unless another
    blank node of the catalogue has the same; else a hash of its titles and file addresses,
    and of all its texts where even these are the same. Names of blank nodes change with
    every reading and are never used.

    Args:
        graph: the page.
        nodes: its datasets.
        taken: identities given on earlier pages.
        shared: identifiers known to be used by several datasets of which some are not on this page.
    """
    found: dict[Node, str] = {node: str(node).strip() for node in nodes if isinstance(node, URIRef)}
    blanks = [node for node in nodes if isinstance(node, BNode)]
    identifiers = {node: _identifier(graph, node) for node in blanks}
    owners: dict[str, list[Node]] = {}
    for node, identifier in identifiers.items():
        owners.setdefault(identifier, []).append(node)
    used = set(found.values())
    for node in blanks:
        identifier = identifiers[node]
        is_free = identifier not in used and identifier not in taken and identifier not in shared
        alone = identifier and len(owners[identifier]) == 1 and is_free
        guid = identifier if alone else _fingerprint(_titles_and_files(graph, node))
        is_taken = guid in used or guid in taken
        found[node] = _fingerprint(_all_texts(graph, node)) if is_taken else guid
        used.add(found[node])
    told = [
        name
        for name, nodes_ in owners.items()
        if name and (len(nodes_) > 1 or name in taken or name in shared)
    ]
    return found, told


def _identifier(graph: Graph, node: Node) -> str:
    values = NodeView(graph, node, "").take("identifier")
    return str(values[0]).strip() if values else ""


def _titles_and_files(graph: Graph, node: Node) -> list[str]:
    view = NodeView(graph, node, "")
    texts = [_tagged(title) for title in view.take("title", "rdfs:label")]
    for distribution in view.take("distribution"):
        inner = NodeView(graph, distribution, "")
        texts.extend(str(url).strip() for url in inner.take("accessURL", "downloadURL"))
    return texts


def _all_texts(graph: Graph, node: Node) -> list[str]:
    texts: list[str] = []
    seen: set[Node] = set()
    waiting = [node]
    while waiting:
        current = waiting.pop()
        seen.add(current)
        for predicate, value in graph.predicate_objects(current):
            if isinstance(value, BNode):
                waiting.extend([value] if value not in seen else [])
            else:
                texts.append(f"{predicate} {_tagged(value)}")
    return texts


def _tagged(node: Node) -> str:
    language = node.language or "" if isinstance(node, Literal) else ""
    return f"{language}|{str(node).strip()}"


def _fingerprint(texts: list[str]) -> str:
    digest = hashlib.sha256("\n".join(sorted(texts)).encode("utf-8", "replace"))
    return f"{NAMED_BY_CONTENT}{digest.hexdigest()[:40]}"


def declared_count(graph: Graph) -> int | None:
    """How many datasets the source says that it has (hydra:totalItems), if it does."""
    counts = [
        int(text)
        for namespace in HYDRA
        for value in graph.objects(None, URIRef(f"{namespace}totalItems"))
        if (text := str(value).strip()).isdecimal()
    ]
    return max(counts, default=None)


def next_page(graph: Graph, url: str) -> str:
    """Address of the next page (https://www.hydra-cg.com/spec/latest/core/#collections), or nothing.

    Both generations of Hydra are known: `nextPage` of a PagedCollection and `next` of a
    PartialCollectionView, on whatever subject, as address or as text.
    """
    links = [
        (str(subject), urljoin(url, str(target).strip()))
        for namespace in HYDRA
        for name in ("nextPage", "next")
        for subject, target in graph.subject_objects(URIRef(namespace + name))
        if str(target).strip()
    ]
    own = [target for subject, target in links if subject == url]
    return next(iter([*own, *(target for _, target in links)]), "")
