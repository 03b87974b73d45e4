"""From an answer to a graph: RDF/XML, Turtle, N-Triples and JSON-LD, within limits and without side doors."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from xml.sax import SAXException

from rdflib.exceptions import ParserError
from rdflib.graph import Graph
from rdflib.plugins.stores.memory import SimpleMemory
from rdflib.term import Literal, URIRef

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import Response, shown
from ckanext.resilient.harvesters.protocols.rdf_jsonld import ForeignContextRefused, parse_jsonld
from ckanext.resilient.harvesters.protocols.rdf_turtle import parse_turtle
from ckanext.resilient.harvesters.protocols.rdf_xml import DocumentTypeRefused, parse_xml
from ckanext.resilient.svrc.issues import Issue

MAX_TRIPLES = 1_000_000
"""About 1 GB in memory; the largest real catalogue page seen has a twentieth of it."""
MAX_SECONDS = 120.0
_MOST_SPOTS = 10_000

Note = Callable[[str, str], None]

_FORBIDDEN_IN_ADDRESSES = re.compile(r"""[<>" {}|\\^`]""")

_MEDIA_TYPES = {
    "application/rdf+xml": "xml",
    "text/turtle": "turtle",
    "application/x-turtle": "turtle",
    "application/turtle": "turtle",
    "text/n3": "turtle",
    "text/rdf+n3": "turtle",
    "application/n-triples": "turtle",
    "application/ld+json": "jsonld",
}
_EXTENSIONS = {
    ".rdf": "xml",
    ".owl": "xml",
    ".ttl": "turtle",
    ".n3": "turtle",
    ".nt": "turtle",
    ".jsonld": "jsonld",
}
UNREADABLE = (
    SAXException,
    ParserError,
    ValueError,
    RecursionError,
    # rdflib stumbles over broken documents with these as well.
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    TypeError,
)


class _LimitReached(Exception):
    """More triples, or more time, than one page may take."""


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """The graph of one page, its address, and what was mended on the way."""

    graph: Graph
    url: str
    issues: tuple[Issue, ...] = ()


def parse_rdf(
    answer: Response,
    rdf_format: str = "",
    *,
    max_triples: int = MAX_TRIPLES,
    max_seconds: float = MAX_SECONDS,
) -> ParsedPage:
    """The graph of an answer.

    Args:
        answer: what came from the address.
        rdf_format: `xml`, `turtle` or `jsonld` when the source labels its answers wrongly.
        max_triples: more is refused.
        max_seconds: longer is refused.

    Raises:
        FetchError: the answer is not RDF, is broken, or is refused for safety; the issue says which.
    """
    url = shown(answer.url)
    if not answer.text.strip("\ufeff \t\r\n"):
        raise FetchError(Issue("answer-empty", params={"url": url}))
    if answer.is_html and not rdf_format:
        raise FetchError(Issue("looks-like-html", params={"url": url}))
    language = rdf_format or detect_format(answer)
    notes = Notes(url)
    store = _WatchedStore(max_triples, time.monotonic() + max_seconds, notes.add)
    graph = Graph(store=store, bind_namespaces="none")
    try:
        with quiet_rdflib():
            _PARSERS[language](answer.text, graph, answer.url, notes.add)
    except DocumentTypeRefused as error:
        raise FetchError(Issue("document-type-refused", params={"url": url})) from error
    except ForeignContextRefused as error:
        params = {"url": url, "context": shown(str(error))}
        raise FetchError(Issue("foreign-context-refused", params=params)) from error
    except _LimitReached as error:
        raise FetchError(Issue("rdf-too-large", params={"url": url})) from error
    except UNREADABLE as error:
        params = {"url": url, "format": _TITLES[language], "reason": _reason(error, answer.url)}
        raise FetchError(Issue("rdf-unreadable", params=params)) from error
    return ParsedPage(graph, answer.url, (*answer.issues, *answer.text_issues, *notes.issues))


def detect_format(answer: Response) -> str:
    """`xml`, `turtle` or `jsonld`: what the body looks like, else its label, else its file extension."""
    start = answer.text[:2048].lstrip("\ufeff \t\r\n")
    labelled = _MEDIA_TYPES.get(answer.content_type, "")
    # Portals label RDF as text/plain, JSON as RDF/XML and so on: what cannot be mistaken goes first.
    if re.match(r"<\?xml|<!DOCTYPE|<!--|<[A-Za-z][\w.-]*(:[\w.-]+)?[\s>]", start):
        return "xml"
    if start.startswith(("{", "[")) and labelled != "turtle":
        return "jsonld"
    if re.match(r"(@prefix|@base|prefix\s|base\s|#)", start, re.IGNORECASE):
        return "turtle"
    path = urlsplit(answer.url).path.casefold()
    by_name = next((kind for ending, kind in _EXTENSIONS.items() if path.endswith(ending)), "")
    return labelled or by_name or "turtle"


class Notes:
    """What was mended in a document: each kind once, with its spots."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._seen: dict[str, dict[str, None]] = {}

    def add(self, code: str, spot: str) -> None:
        """Note one spot."""
        spots = self._seen.setdefault(code, {})
        if len(spots) < _MOST_SPOTS:
            spots.setdefault(spot)

    @property
    def issues(self) -> list[Issue]:
        """One issue per kind, with the first spots."""
        return [
            Issue(
                code, params={"url": self._url, "count": str(len(spots)), "spots": "; ".join(list(spots)[:3])}
            )
            for code, spots in self._seen.items()
        ]


class _WatchedStore(SimpleMemory):
    """Holds a page's triples within limits, and notes addresses with characters that RFC 3987 forbids.

    rdflib only logs such addresses, and CKAN's logging set-up switches its logger off.
    """

    def __init__(self, max_triples: int, end: float, note: Note) -> None:
        super().__init__()
        self._left = max_triples
        self._end = end
        self._note = note

    def add(self, triple: Any, context: Any, quoted: bool = False) -> None:
        self._left -= 1
        if self._left < 0 or (self._left % 256 == 0 and time.monotonic() > self._end):
            raise _LimitReached
        for term in triple:
            address = term.datatype if isinstance(term, Literal) else term
            if isinstance(address, URIRef) and _FORBIDDEN_IN_ADDRESSES.search(address):
                self._note("iri-invalid", address[:120])
        super().add(triple, context, quoted)


@contextmanager
def quiet_rdflib() -> Generator[None, None, None]:
    """Keep this thread's warnings of rdflib out of the log; what other threads or other levels say stays.

    They tell of addresses that `_WatchedStore` notes, and of literals that do not fit their
    datatype, which the readers see as they are.
    """
    thread = threading.get_ident()

    def keep(record: logging.LogRecord) -> bool:
        return record.thread != thread or record.levelno >= logging.ERROR

    logger = logging.getLogger("rdflib.term")
    logger.addFilter(keep)
    try:
        yield
    finally:
        logger.removeFilter(keep)


def _reason(error: Exception, url: str) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if isinstance(error, IndexError):
        return "it breaks off"
    words = str(error).replace(url, "").strip(" :<>")
    return (words.splitlines() or ["no reason given"])[0][:200]


_PARSERS = {"xml": parse_xml, "turtle": parse_turtle, "jsonld": parse_jsonld}
_TITLES = {"xml": "RDF/XML", "turtle": "Turtle", "jsonld": "JSON-LD"}
