"""Things that break one constraint each: copies of sound ones, changed in several ways for every constraint."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, XSD, Graph, Literal, URIRef
from rdflib.term import BNode, Identifier, Node

from tests.catalogue.conformance.official import Constraint, Inner

SOUND = Path(__file__).with_name("sound.ttl")

_OTHER = "https://fault.example/"
_NO_SCHEME = URIRef(f"{_OTHER}scheme")
_LITERALS = {
    XSD.date: "2020-02-03", XSD.dateTime: "2020-02-03T04:05:06", XSD.gYear: "2020", XSD.gYearMonth: "2020-02",
    XSD.decimal: "3.5", XSD.duration: "P2Y", XSD.nonNegativeInteger: "7", XSD.hexBinary: "abcd",
}  # fmt: skip
"""Another right value of each datatype."""

NOT_BREAKABLE = "DatasetSeries ^inSeries NodeKind BlankNodeOrIRI Warning"
"""What leads to a thing is never a literal: no graph breaks this."""


@dataclass(frozen=True)
class Fault:
    """A thing that breaks a constraint."""

    constraint: Constraint
    focus: Identifier


class Faults:
    """A graph of sound things, and of broken ones beside them."""

    def __init__(self) -> None:
        self.graph = Graph().parse(SOUND)
        self._sound = Graph().parse(SOUND)
        self._number = 0

    def add(self, constraint: Constraint) -> list[Fault]:
        """Break a constraint in several ways; every third broken thing has no address."""
        ways = getattr(self, f"_ways_{constraint.component.lower()}")
        return [Fault(constraint, focus) for focus in ways(constraint)]

    def _new(self) -> Identifier:
        self._number += 1
        return BNode(f"f{self._number}") if self._number % 3 == 0 else URIRef(f"{_OTHER}{self._number}")

    def _iri(self) -> URIRef:
        self._number += 1
        return URIRef(f"{_OTHER}{self._number}")

    def _copy(self, of: Node, to: Identifier) -> Identifier:
        for predicate, value in self._sound.predicate_objects(of):
            self.graph.add((to, predicate, value))
        return to

    def _example(self, constraint: Constraint) -> URIRef:
        """The sound thing of a class with most said of it."""
        candidates = [
            node for node in self._sound.subjects(RDF.type, constraint.kind) if isinstance(node, URIRef)
        ]
        return max(sorted(candidates), key=lambda node: len(list(self._sound.predicate_objects(node))))

    def _right(self, constraint: Constraint) -> Identifier:
        value = self._sound.value(self._example(constraint), constraint.path)
        assert isinstance(value, Identifier), constraint.name
        return value

    def _having(self, constraint: Constraint, *values: Identifier) -> Identifier:
        """A copy of the sound thing with these values at the path instead of its own."""
        focus = self._copy(self._example(constraint), self._new())
        self.graph.remove((focus, constraint.path, None))
        for value in values:
            assert constraint.path is not None
            self.graph.add(
                (value, constraint.path, focus) if constraint.inverse else (focus, constraint.path, value)
            )
        return focus

    def _another(self, value: Identifier) -> Identifier:
        """One more right value."""
        if isinstance(value, Literal):
            lexical = _LITERALS.get(value.datatype, f"{value} more") if value.datatype else f"{value} more"
            return Literal(lexical, lang=value.language, datatype=value.datatype)
        return self._copy(value, self._iri())

    def _ways_mincount(self, constraint: Constraint) -> Iterator[Identifier]:
        for _ in range(3):
            yield self._having(constraint)
        focus = self._having(constraint)  # under a wrong name
        self.graph.add((focus, URIRef(f"{constraint.path}s"), Literal("text")))
        yield focus

    def _ways_maxcount(self, constraint: Constraint) -> Iterator[Identifier]:
        right = self._right(constraint)
        yield self._having(constraint, right, self._another(right))
        yield self._having(constraint, right, Literal("text"), Literal("more"))
        yield self._having(constraint, right, self._iri())
        yield self._having(constraint, Literal("text"), BNode(f"b{self._number}"))

    def _ways_nodekind(self, constraint: Constraint) -> Iterator[Identifier]:
        if constraint.name == NOT_BREAKABLE:
            return
        right = self._right(constraint)
        if str(constraint.parameter).endswith("#Literal"):
            yield self._having(constraint, self._iri())
            yield self._having(constraint, BNode(f"b{self._number}"))
            yield self._having(constraint, right, self._iri())
            return
        yield self._having(constraint, Literal("text"))
        yield self._having(constraint, Literal("text", lang="en"))
        yield self._having(constraint, right, Literal(str(right), datatype=XSD.anyURI))
        if str(constraint.parameter).endswith("#IRI"):
            yield self._having(constraint, self._copy(right, BNode(f"b{self._number}")))

    def _ways_datatype(self, constraint: Constraint) -> Iterator[Identifier]:
        right = self._right(constraint)
        yield self._having(constraint, Literal("text"))
        yield self._having(constraint, Literal(str(right), lang="en"))
        yield self._having(constraint, right, self._iri())
        yield self._having(constraint, Literal(str(right), datatype=XSD.normalizedString))
        yield self._having(constraint, Literal("twelve", datatype=URIRef(constraint.parameter)))

    def _ways_class(self, constraint: Constraint) -> Iterator[Identifier]:
        yield self._having(constraint, self._iri())
        other = self._iri()
        self.graph.add((other, RDF.type, URIRef(f"{_OTHER}Thing")))
        yield self._having(constraint, other)
        yield self._having(constraint, BNode(f"b{self._number}"))
        if not constraint.inverse:
            yield self._having(constraint, Literal("text"))
            yield self._having(constraint, self._right(constraint), self._iri())

    def _ways_hasvalue(self, constraint: Constraint) -> Iterator[Identifier]:
        yield self._having(constraint)
        yield self._having(constraint, self._iri())
        yield self._having(constraint, Literal(str(constraint.parameter)))

    def _ways_or(self, constraint: Constraint) -> Iterator[Identifier]:
        """Of a class as a whole there is one such constraint: neither datasets nor services."""
        for _ in range(3):
            focus = self._copy(self._example(constraint), self._new())
            for path in ("dataset", "service"):
                self.graph.remove((focus, URIRef(f"http://www.w3.org/ns/dcat#{path}"), None))
            yield focus

    def _ways_node(self, constraint: Constraint) -> Iterator[Identifier]:
        """Whatever a value has to be, broken for each part of it."""
        for inner in constraint.inner:
            for value in self._wrong_values(constraint, inner):
                yield self._having(constraint, value)

    def _wrong_values(self, constraint: Constraint, inner: Inner) -> Iterator[Identifier]:
        right = self._right(constraint)
        if inner.component == "Datatype":
            yield Literal("text")
            yield Literal("10:00:00", datatype=XSD.time)
            yield Literal(str(right), lang="en")
            if inner.parameter in {XSD.date, XSD.dateTime}:  # of the others rdflib takes anything
                yield Literal("May", datatype=URIRef(inner.parameter))
            yield self._iri()
        elif not inner.paths and inner.component == "Class":
            yield self._iri()
            yield BNode(f"b{self._number}")
            yield Literal("text")
        elif inner.component == "Pattern":
            kinds = list(self._sound.objects(right, RDF.type))
            for address in ("https://fault.example/https://", "https://sws.example/", "urn:"):
                value = URIRef(f"{address}{self._number}")
                for kind in kinds:
                    self.graph.add((value, RDF.type, kind))
                self._number += 1
                yield value
        else:
            yield from self._badly_listed(right, inner)

    def _badly_listed(self, right: Identifier, inner: Inner) -> Iterator[Identifier]:
        """Terms that are said to be of another list, of none, or of theirs in a wrong way."""
        *way, last = inner.paths
        for named in _named(inner):
            value = reached = self._copy(right, self._iri())
            for path in way:
                following = self._copy(self._sound.value(right, path) or right, self._iri())
                self.graph.set((reached, path, following))
                reached = following
            self.graph.remove((reached, last, None))
            for one in named:
                self.graph.add((reached, last, one))
            yield value


def _named(inner: Inner) -> list[list[Identifier]]:
    """What is said to be the list, in each broken way."""
    right = [inner.scheme] if inner.scheme else []
    if inner.component in {"MinCount", "HasValue"}:
        return [[], [_NO_SCHEME], [Literal(str(right[0]))]] if inner.component == "HasValue" else [[]] * 3
    if inner.component == "NodeKind":
        return [[*right, Literal("list")], [*right, Literal("list", lang="en")], [*right, BNode("list")]]
    assert inner.component == "Class", inner
    return [[*right, _NO_SCHEME], [*right, URIRef(f"{_NO_SCHEME}/2")], [*right, Literal("list")]]
