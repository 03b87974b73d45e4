"""The statements of a large RDF document one by one: RDF/XML, Turtle, N-Triples and JSON-LD as a stream."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import IO, Any, cast
from xml.sax import SAXException

import pyoxigraph as ox
from rdflib.graph import Graph
from rdflib.plugins.stores.memory import SimpleMemory
from rdflib.term import BNode, Literal, Node, URIRef

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import shown
from ckanext.resilient.harvest.documents import Document
from ckanext.resilient.harvesters.protocols.json_stream import JsonItems
from ckanext.resilient.harvesters.protocols.rdf_jsonld import ForeignContextRefused, parse_jsonld
from ckanext.resilient.harvesters.protocols.rdf_parse import UNREADABLE, Notes, detect_format, quiet_rdflib
from ckanext.resilient.harvesters.protocols.rdf_terms import WELL_KNOWN_PREFIXES
from ckanext.resilient.harvesters.protocols.rdf_xml import CONTROL, DECLARATION, has_document_type
from ckanext.resilient.svrc.issues import Issue

_AT_ONCE = 100
_ROOT = "_:resilient-root"
_TAIL = 4096
_ASIDE = re.compile(r"<!--.*?-->|<\?.*?\?>", re.DOTALL)
_TAG = re.compile(r"<([A-Za-z_][\w.:-]*)")


class Quads:
    """The statements of a document.

    Attributes:
        failure: why reading ended before the document did; empty when it did not.
    """

    def __init__(self, document: Document, read: Callable[[Document, Notes], Iterator[ox.Quad]]) -> None:
        self._document = document
        self._read = read
        self._notes = Notes(shown(document.url))
        self.failure = ""

    @property
    def issues(self) -> list[Issue]:
        """What was mended on the way."""
        return self._notes.issues

    def quads(self) -> Iterator[ox.Quad]:
        """The statements up to the end, or to the first fault.

        Raises:
            FetchError: the document is refused for safety.
        """
        try:
            yield from self._read(self._document, self._notes)
        except ForeignContextRefused as error:
            params = {"url": shown(self._document.url), "context": shown(str(error))}
            raise FetchError(Issue("foreign-context-refused", params=params)) from error
        except (SyntaxError, OSError, SAXException, *UNREADABLE) as error:
            words = str(error).replace(self._document.url, "").split()
            self.failure = " ".join(words)[:200] or type(error).__name__
        if self._document.broken:
            self.failure = self._document.broken.message


def quads_of(document: Document, rdf_format: str = "") -> Quads:
    """The statements of a document that is too large to be read as a whole.

    Raises:
        FetchError: it is a web page, or refused for safety.
    """
    start = document.start()
    url = shown(document.url)
    if start.is_html and not rdf_format:
        raise FetchError(Issue("looks-like-html", params={"url": url}))
    language = rdf_format or detect_format(start)
    if language == "xml" and has_document_type(CONTROL.sub("", start.text.lstrip("\ufeff"))):
        raise FetchError(Issue("document-type-refused", params={"url": url}))
    return Quads(document, _READERS[language])


def _from_xml(document: Document, notes: Notes) -> Iterator[ox.Quad]:
    root, end = "", ""

    def clean(pieces: Iterator[str]) -> Iterator[str]:
        nonlocal root, end
        # The text is UTF-8 by now: a declaration that names another character set would mislead the parser.
        first = DECLARATION.sub("", next(pieces, ""), count=1)
        tag = _TAG.search(_ASIDE.sub("", first))
        root = tag[1] if tag else ""
        for piece in chain([first], pieces):
            kept = CONTROL.sub("", piece)
            if len(kept) < len(piece):
                notes.add("xml-control-characters", "")
            end = (end + kept)[-_TAIL:]
            yield kept

    stream = cast("IO[bytes]", document.stream(clean))
    yield from ox.parse(stream, format=ox.RdfFormat.RDF_XML, base_iri=document.url, lenient=True)
    # The parser is content with a document that ends between two tags; half a catalogue is no whole one.
    if not _ASIDE.sub("", end).rstrip(" \t\r\n>").endswith(f"</{root}"):
        raise ValueError("it breaks off")


def _from_turtle(document: Document, notes: Notes) -> Iterator[ox.Quad]:
    # Prefixes that a document forgot have their usual meaning; those that it declares have its own.
    usual = " ".join(f"@prefix {name}: <{meaning}> ." for name, meaning in WELL_KNOWN_PREFIXES.items())
    stream = cast("IO[bytes]", document.stream(lambda pieces: chain([f"{usual} "], pieces)))
    return ox.parse(stream, format=ox.RdfFormat.TURTLE, base_iri=document.url, lenient=True)


def _from_jsonld(document: Document, notes: Notes) -> Iterator[ox.Quad]:
    """Item by item with the context and the address of the whole, each read like a small document."""
    items = JsonItems(document)
    head = _head(items)
    batch: dict[str, Any] = {}
    waiting = 0
    for name, item, is_listed in items.entries():
        if name in head:
            continue
        if is_listed:
            batch.setdefault(name, []).append(item)
        else:
            batch[name] = item
        waiting += 1
        if waiting == _AT_ONCE:
            yield from _from_items(head, batch, document.url, notes)
            batch, waiting = {}, 0
    yield from _from_items(head, batch, document.url, notes)
    if items.failure:
        raise ValueError(items.failure)


def _head(items: JsonItems) -> dict[str, Any]:
    """What all items share: context, and address of the object that holds them."""
    head: dict[str, Any] = {}
    contexts: list[Any] = []
    for name, item in items:
        if name == "@context":
            contexts.append(item)
        elif name in {"@id", "id"} and isinstance(item, str):
            head[name] = item
    if contexts:
        head["@context"] = contexts[0] if len(contexts) == 1 else contexts
    return head


def _from_items(head: dict[str, Any], batch: dict[str, Any], url: str, notes: Notes) -> Iterator[ox.Quad]:
    listed = batch.pop("", [])
    graph = Graph(store=SimpleMemory(), bind_namespaces="none")
    with quiet_rdflib():
        if listed:
            parse_jsonld(json.dumps(listed), graph, url, notes.add)
        if batch:
            # Members of an object that has no address of its own belong together all the same.
            own = {} if head.keys() & {"@id", "id"} or batch.keys() == {"@graph"} else {"@id": _ROOT}
            parse_jsonld(json.dumps({**head, **own, **batch}), graph, url, notes.add)
    return (ox.Quad(_ox(s), _ox(p), _ox(o)) for s, p, o in graph)  # pyright: ignore[reportArgumentType]


def _ox(term: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(term, URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, BNode):
        return ox.BlankNode(re.sub(r"\W", "-", str(term)))
    if isinstance(term, Literal) and term.language:
        return ox.Literal(str(term), language=term.language)
    datatype = term.datatype if isinstance(term, Literal) else None
    return ox.Literal(str(term), datatype=ox.NamedNode(str(datatype)) if datatype else None)


_READERS: dict[str, Callable[[Document, Notes], Iterator[ox.Quad]]] = {
    "xml": _from_xml,
    "turtle": _from_turtle,
    "jsonld": _from_jsonld,
}
