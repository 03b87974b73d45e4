"""A large RDF document on disk: read once as a stream into an index, then described dataset by dataset.

What `rdf_parse` mends in documents of the usual size is not mended here: where a large one
breaks, reading ends, and what stands before is used.
"""

from __future__ import annotations

import gc
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from tempfile import TemporaryDirectory

import pyoxigraph as ox
from rdflib.graph import Graph
from rdflib.plugins.stores.memory import SimpleMemory
from rdflib.term import BNode, Literal, Node, URIRef

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import shown
from ckanext.resilient.harvest.documents import Document
from ckanext.resilient.harvesters.protocols.dcat_find import Found
from ckanext.resilient.harvesters.protocols.rdf_large import quads_of
from ckanext.resilient.harvesters.protocols.rdf_terms import (
    CATALOGUE_CLASSES,
    DATASET_CLASSES,
    HYDRA,
    LISTS_DATASET,
    OWN_RECORDS,
    PRIMARY_TOPIC,
    RDF_TYPE,
    SERVES_DATASET,
)
from ckanext.resilient.svrc.issues import Issue

_AT_ONCE = 100
_WRITTEN_AT_ONCE = 100_000
"""Statements that go to disk together: more is faster and takes more memory, here about 100 MB."""
_DEEPEST = 5
"""So many steps from a dataset its description goes; what no reader looks at is not fetched."""
_LARGEST = 20_000
"""Statements of one description; the largest real one seen has a tenth of it."""
_MOST_FRAME = 1000
_IDENTIFIER = re.compile(r"http://purl\.org/dc/(terms|elements/1\.1)/identifier")

_TYPE = ox.NamedNode(str(RDF_TYPE))
_DATASETS = frozenset(map(str, DATASET_CLASSES))
_CATALOGUES = frozenset(map(str, CATALOGUE_CLASSES))
_OWN = frozenset(map(str, OWN_RECORDS))
_LISTS = frozenset(map(str, LISTS_DATASET))
_POINT_HERE = (ox.NamedNode(str(SERVES_DATASET)), ox.NamedNode(str(PRIMARY_TOPIC)))

Subject = ox.NamedNode | ox.BlankNode


class LargePage:
    """A page of a feed whose graph is on disk; use it in a `with`, and it is gone.

    Attributes:
        graph: what the page says of itself: its catalogues, its count, its next page.
        issues: what was wrong with it; one means that it is not whole if `is_broken`.

    Raises:
        FetchError: it cannot be read at all.
    """

    def __init__(self, document: Document, rdf_format: str = "") -> None:
        self.url = document.url
        self.graph = _new_graph()
        self._folder = TemporaryDirectory(prefix="resilient-rdf-", ignore_cleanup_errors=True)
        self._store: ox.Store | None = ox.Store(self._folder.name)
        self._nodes: dict[str, None] = {}
        self._identifiers: Counter[str] = Counter()
        source = quads_of(document, rdf_format)
        try:
            self._fill(source.quads())
            self._check(document, source.failure)
        except BaseException:
            self.close()
            raise
        self.is_broken = bool(source.failure)
        self.issues = (*document.answer.issues, *document.text_issues(), *source.issues)
        if self.is_broken:
            params = {"url": shown(self.url), "count": str(len(self._nodes)), "reason": source.failure}
            self.issues = (*self.issues, Issue("document-broken", params=params))

    def close(self) -> None:
        """Delete what is on disk."""
        self._store = None
        gc.collect()  # the store goes on writing to its folder until it is really gone
        self._folder.cleanup()

    @property
    def is_catalogue(self) -> bool:
        """Whether the page describes a catalogue."""
        return any((None, RDF_TYPE, kind) in self.graph for kind in CATALOGUE_CLASSES)

    @property
    def shared(self) -> frozenset[str]:
        """Identifiers that several datasets without an address have."""
        return frozenset(name for name, count in self._identifiers.items() if count > 1)

    def parts(self) -> Iterator[tuple[Graph, Found]]:
        """The datasets in the order of the document, some at a time, each with all that is said of it."""
        nodes = iter(self._nodes)
        while some := list(islice(nodes, _AT_ONCE)):
            graph, found = _new_graph(), Found(is_catalogue=True)
            for kind in CATALOGUE_CLASSES:
                for catalogue in islice(self.graph.subjects(RDF_TYPE, kind), 5):
                    graph.add((catalogue, RDF_TYPE, kind))
            for name in some:
                self._describe(_subject(name), graph, found)
            yield graph, found

    def _fill(self, quads: Iterator[ox.Quad]) -> None:
        store = self._opened()
        while batch := list(islice(quads, _WRITTEN_AT_ONCE)):
            for quad in batch:
                self._note(quad)
            store.bulk_extend(batch)

    def _check(self, document: Document, failure: str) -> None:
        if self._nodes or self.is_catalogue:
            return
        params = {"url": shown(document.url)}
        if failure and not document.broken:
            raise FetchError(Issue("rdf-unreadable", params={**params, "format": "RDF", "reason": failure}))
        raise FetchError(document.broken or Issue("not-a-catalogue", params=params))

    def _opened(self) -> ox.Store:
        if self._store is None:
            raise ValueError("the page is closed")
        return self._store

    def _note(self, quad: ox.Quad) -> None:
        """Remember what is a dataset, and what the page says of itself."""
        predicate, value = quad.predicate.value, quad.object
        if predicate == _TYPE.value and isinstance(value, ox.NamedNode):
            if value.value in _DATASETS:
                self._nodes.setdefault(_name(quad.subject))
            elif value.value in _CATALOGUES:
                self._frame(quad)
        elif predicate in _LISTS and isinstance(value, (ox.NamedNode, ox.BlankNode)):
            self._nodes.setdefault(_name(value))
        elif predicate.startswith(HYDRA):
            self._frame(quad)
        elif isinstance(quad.subject, ox.BlankNode) and _IDENTIFIER.fullmatch(predicate):
            self._identifiers[_text(value)] += 1

    def _frame(self, quad: ox.Quad) -> None:
        if len(self.graph) < _MOST_FRAME:
            self.graph.add(_triple(quad))

    def _describe(self, node: Subject, graph: Graph, found: Found) -> None:
        """Put all that is said of a dataset into the graph, services and catalogue records that name it too."""
        store = self._opened()
        own = _term(node)
        start = len(graph)
        self._add(node, graph)
        if (own, None, None) in graph and any(predicate != RDF_TYPE for predicate in graph.predicates(own)):
            if _is_catalogue(graph, own):
                return
            found.described.append(own)
        elif isinstance(own, URIRef):
            found.named.append(str(own))
            return
        for pointer in _POINT_HERE:
            for quad in store.quads_for_pattern(None, pointer, node, None):
                if len(graph) - start < _LARGEST and isinstance(quad.subject, (ox.NamedNode, ox.BlankNode)):
                    self._add(quad.subject, graph)

    def _add(self, node: Subject, graph: Graph) -> None:
        """A node with what it leads to, except that other records are only named."""
        store = self._opened()
        left = _LARGEST
        seen = {node}
        waiting: list[tuple[Subject, int]] = [(node, 0)]
        while waiting:
            current, depth = waiting.pop()
            is_other = current != node and self._is_record(current)
            for quad in store.quads_for_pattern(current, _TYPE if is_other else None, None, None):
                left -= 1
                if left < 0:
                    return
                graph.add(_triple(quad))
                value = quad.object
                if isinstance(value, (ox.NamedNode, ox.BlankNode)) and value not in seen and depth < _DEEPEST:
                    seen.add(value)
                    waiting.append((value, depth + 1))

    def _is_record(self, node: Subject) -> bool:
        types = self._opened().quads_for_pattern(node, _TYPE, None, None)
        return any(isinstance(quad.object, ox.NamedNode) and quad.object.value in _OWN for quad in types)


def _new_graph() -> Graph:
    return Graph(store=SimpleMemory(), bind_namespaces="none")


def _is_catalogue(graph: Graph, node: Node) -> bool:
    return any((node, RDF_TYPE, kind) in graph for kind in CATALOGUE_CLASSES)


def _name(node: object) -> str:
    """A node as a text that tells blank ones apart."""
    return f"_:{node.value}" if isinstance(node, ox.BlankNode) else str(getattr(node, "value", ""))


def _subject(name: str) -> Subject:
    return ox.BlankNode(name[2:]) if name.startswith("_:") else ox.NamedNode(name)


def _text(value: object) -> str:
    return str(getattr(value, "value", "")).strip()


def _triple(quad: ox.Quad) -> tuple[Node, Node, Node]:
    return _term(quad.subject), URIRef(quad.predicate.value), _term(quad.object)


def _term(term: object) -> Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        datatype = term.datatype.value
        is_plain = datatype == "http://www.w3.org/2001/XMLSchema#string"
        return Literal(term.value, datatype=None if is_plain else URIRef(datatype), normalize=False)
    return Literal(str(term))
