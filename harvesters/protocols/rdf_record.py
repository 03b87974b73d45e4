"""A typed view on one record's part of a graph, which remembers what no reader asked for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from urllib.parse import urljoin

from rdflib.graph import Graph
from rdflib.term import BNode, Literal, Node, URIRef

from ckanext.resilient.harvesters.protocols.rdf_terms import (
    CATALOGUE_CLASSES,
    OWN_RECORDS,
    RDF_TYPE,
    short_name,
)
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.own_terms import own_term
from ckanext.resilient.svrc.record import UNDECLARED, Text

LABELS = (
    "skos:prefLabel", "rdfs:label", "title", "foaf:name", "schema:name", "locn:geographicalName",
    "dcatapit:label",
)  # fmt: skip
"""Properties that name a thing, most specific first."""
_STAND_INS = ("rdf:value", *LABELS, "identifier", "skos:notation", "description", "schema:identifier")
_LINKS = ("foaf:homepage", "schema:url", "foaf:page", "accessURL", "rdfs:seeAlso")
_SAY_AGAIN = {*_STAND_INS, "skos:altLabel", "rdfs:comment", "abstract"}
"""Names and texts under a second property are no news when the same words were read already."""
_MAX_EXTRA = 8000
_MAX_DEPTH = 4
_KNOWN_LABELS = "http://publications.europa.eu/resource/authority/"
_TOKEN = re.compile(r"[\w.+-]{1,40}")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


def _is_known(iri: str) -> bool:
    """Whether an address is a term of a table that we have: what a feed says of it is no news."""
    return iri.startswith(_KNOWN_LABELS) or own_term(iri) is not None


def as_iri(text: str) -> URIRef | None:
    """A text as the address of a node, if it can be one."""
    return URIRef(text.strip()) if _ADDRESS.fullmatch(text.strip()) else None


class NodeView:
    """The properties of one node under short names; what is taken is no leftover."""

    def __init__(self, graph: Graph, node: Node, path: str = "") -> None:
        """Read all properties of `node`. `path` names it in the extras, e.g. `publisher`."""
        self.node = node
        self.path = path
        self._values: dict[str, dict[Node, None]] = {}
        self._taken: set[str] = {"rdf:type"}
        for predicate, value in graph.predicate_objects(node):
            if not isinstance(value, Literal) or value.strip():
                self._values.setdefault(short_name(str(predicate)), {})[value] = None

    @property
    def is_described(self) -> bool:
        """Whether the graph says more of the node than its class."""
        return any(name != "rdf:type" for name in self._values)

    @property
    def iri(self) -> str:
        """The node's address; empty for a blank node or a literal."""
        return str(self.node).strip() if isinstance(self.node, URIRef) else ""

    def take(self, *names: str) -> list[Node]:
        """The values of all these properties together, in the order of the names."""
        self._taken.update(names)
        return list(dict.fromkeys(value for name in names for value in self._values.get(name, ())))

    def take_first(self, *names: str) -> list[Node]:
        """The values of the first of these properties that has any."""
        for name in names:
            if self._values.get(name):
                return self.take(name)
        return []

    def leftovers(self) -> dict[str, list[Node]]:
        """What nobody took, by short name."""
        return {name: list(values) for name, values in self._values.items() if name not in self._taken}


class Record:
    """One dataset being read: its nodes, its extras, its issues."""

    def __init__(self, graph: Graph, base: str) -> None:
        """Start reading from the graph of a page at the address `base`."""
        self.graph = graph
        self.extras: dict[str, str] = {}
        self.issues: list[Issue] = []
        self._folder = urljoin(base, ".")
        self._views: dict[Node, NodeView] = {}
        self._kept: set[str] = set()
        self._open: set[Node] = set()

    def view(self, node: Node, path: str) -> NodeView:
        """The properties of a node. `path` names it in the extras, e.g. `publisher`."""
        if node not in self._views:
            self._views[node] = NodeView(self.graph, node, path)
        return self._views[node]

    def report(self, code: str, field: str, **params: str) -> None:
        """Add an issue; the record's name is filled in at the end."""
        self.issues.append(Issue(code, field=field, params=params))

    def word(self, node: Node) -> str:
        """A literal or an address as text, exactly as the source has it but for blanks around it."""
        text = str(node).strip()
        self._kept.add(text)
        return text

    def token(self, iri: str) -> str:
        """The word that became an address because it stood where an address belongs.

        `<dct:format rdf:resource="CSV"/>` is read as `<folder of the page>/CSV`.
        """
        rest = iri[len(self._folder) :] if iri.startswith(self._folder) else ""
        return rest if _TOKEN.fullmatch(rest) else ""

    def address_token(self, iri: str) -> str:
        """The mail address that became a web address in the same way; else the address itself."""
        rest = iri[len(self._folder) :] if iri.startswith(self._folder) else ""
        return rest if "@" in rest and "/" not in rest else iri

    def twin(self, iri: str) -> URIRef | None:
        """The node that was meant with an address that nothing describes.

        A feed that is served elsewhere than at home may name a file in full at one place and
        relative to the catalogue at another, which then is relative to the wrong page.
        """
        for kind in CATALOGUE_CLASSES:
            # One page has one catalogue, seldom a few; more would only be an attempt to keep us busy.
            for catalogue in islice(self.graph.subjects(RDF_TYPE, kind), 5):
                home = urljoin(str(catalogue), ".")
                twin = as_iri(self._folder + iri[len(home) :])
                if home.startswith("http") and iri.startswith(home) and (twin, None, None) in self.graph:
                    return twin
        return None

    def text_of(self, node: Node, path: str) -> str:
        """One value as one text: the literal, the address, or what stands for a node without one."""
        if isinstance(node, Literal):
            return self.word(node)
        view = self.view(node, path)
        if isinstance(node, URIRef):
            return self.word(node)
        if node in self._open:
            # A node that names itself by way of others says nothing.
            return ""
        self._open.add(node)
        texts = self.texts_of(view.take_first(*_STAND_INS), path)
        self._open.discard(node)
        self.keep(f"{path}.label", texts[1:])
        return texts[0] if texts else ""

    def texts_of(self, nodes: Iterable[Node], path: str) -> list[str]:
        """All values as texts, without repeats and gaps."""
        return list(dict.fromkeys(filter(None, (self.text_of(node, path) for node in nodes))))

    def pages_of(self, nodes: Iterable[Node], path: str) -> list[str]:
        """Addresses of web pages; a page without an address of its own may say it inside."""
        inner: list[Node] = []
        for node in nodes:
            links = self.view(node, path).take_first(*_LINKS) if isinstance(node, BNode) else []
            inner.extend(links or [node])
        return self.texts_of(inner, path)

    def one(self, nodes: Iterable[Node], path: str) -> str:
        """The first value as text; further ones go to the extras, with an issue."""
        return self.first(self.texts_of(nodes, path), path)

    def first(self, texts: list[str], path: str) -> str:
        """The first of some texts; the others go to the extras, with an issue."""
        if len(texts) > 1:
            self.keep(path, texts[1:])
            self.report("value-several", path, value=texts[0][:200], others="; ".join(texts[1:])[:500])
        return texts[0] if texts else ""

    def languages(self, nodes: Iterable[Node], path: str, joined: str = "") -> Text:
        """Texts by language. Two in one language are joined with `joined`, or the first one wins."""
        spoken: dict[tuple[str, str], None] = {}
        for node in nodes:
            spoken.update(dict.fromkeys(self._spoken(node, path)))
        found: dict[str, list[str]] = {}
        for language, text in spoken:
            if text:
                found.setdefault(language, []).append(text)
        elsewhere = {text for language, texts in found.items() if language != UNDECLARED for text in texts}
        plain = [text for text in found.pop(UNDECLARED, ()) if text not in elsewhere]
        if plain:
            found[UNDECLARED] = plain
        return {
            language: joined.join(texts) if joined else self.first(texts, path)
            for language, texts in found.items()
        }

    def _spoken(self, node: Node, path: str) -> list[tuple[str, str]]:
        if isinstance(node, Literal):
            return [((node.language or UNDECLARED).lower(), self.word(node))]
        view = self.view(node, path)
        address = [(UNDECLARED, self.word(node))] if isinstance(node, URIRef) else []
        labels = view.take_first(*LABELS, "description")
        if node in self._open or not labels:
            return address or [(UNDECLARED, self.text_of(node, path))]
        self._open.add(node)
        texts = [pair for label in labels for pair in self._spoken(label, path)]
        self._open.discard(node)
        return texts + address

    def keep(self, path: str, texts: Iterable[str]) -> None:
        """Put texts into the extras under the name that they have at the source."""
        old = self.extras.get(path, "")
        known = set(old.split("; "))
        new = [text for text in dict.fromkeys(texts) if text and text not in known]
        value = "; ".join([old, *new] if old else new)
        if len(value) > _MAX_EXTRA:
            self.report("value-cut", path, length=str(len(value)))
            value = f"{value[: _MAX_EXTRA - 1]}…"
        if value:
            self.extras[path] = value

    def keep_leftovers(self) -> None:
        """Put everything that no reader took into the extras; call it last."""
        views = list(self._views.values())
        nodes_at = Counter(view.path for view in views)
        for view in views:
            if _is_known(view.iri) or (view.path and self._stands_alone(view.node)):
                continue
            # Of several nodes in one place, each says whose value it is.
            owner = f"{view.iri} = " if view.iri and nodes_at[view.path] > 1 else ""
            said: set[str] = set()
            for name, values in view.leftovers().items():
                news = [value for value in values if name not in _SAY_AGAIN or self._is_news(value, said)]
                texts = [self._flat(value, 1 if name == "skos:inScheme" else _MAX_DEPTH) for value in news]
                local = name.rpartition(":")[2]
                path = f"{view.path}.{local}" if view.path else local
                self.keep(path, [owner + text for text in texts if text])

    def _is_news(self, node: Node, said: set[str]) -> bool:
        if not isinstance(node, Literal):
            return True
        text = str(node).strip()
        is_news = text not in self._kept and text not in said
        said.add(text)
        return is_news

    def _flat(self, node: Node, depth: int) -> str:
        if isinstance(node, Literal):
            return f"{str(node).strip()} ({node.language})" if node.language else str(node).strip()
        name = str(node) if isinstance(node, URIRef) else ""
        if depth == 0 or node in self._views or self._stands_alone(node):
            return name
        if depth == 1 and name:
            return name
        inside = NodeView(self.graph, node, "")
        self._views[node] = inside
        parts = [
            f"{key.rpartition(':')[2]}: {text}"
            for key, values in inside.leftovers().items()
            for text in (self._flat(value, depth - 1) for value in values)
            if text
        ]
        for key in list(inside.leftovers()):
            inside.take(key)
        return ", ".join([name, *parts] if name else parts)

    def _stands_alone(self, node: Node) -> bool:
        return any((node, RDF_TYPE, kind) in self.graph for kind in OWN_RECORDS)


__all__ = ["LABELS", "BNode", "Literal", "Node", "NodeView", "Record", "URIRef", "as_iri"]
