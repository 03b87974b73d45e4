"""The constraints of the official files, each by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import BNode, Identifier, Node

from tests.catalogue.shapes import DCAT_AP_3, official_shapes

COMPONENTS: dict[URIRef, str] = {
    SH.minCount: "MinCount",
    SH.maxCount: "MaxCount",
    SH.nodeKind: "NodeKind",
    SH.datatype: "Datatype",
    SH["class"]: "Class",
    SH.node: "Node",
    SH.hasValue: "HasValue",
    SH["or"]: "Or",
    SH.pattern: "Pattern",
}
_SHAPE = URIRef(f"{SH}shape")  # which is no SHACL: whoever wrote it meant `sh:node`
_NO_CONSTRAINTS = {
    SH.path, SH.severity, SH.description, SH.message, _SHAPE, SH.property, SH.targetClass, RDF.type,
}  # fmt: skip
"""What else stands at a shape."""


@dataclass(frozen=True)
class Constraint:
    """One constraint on what a class's things have at a path, or on the thing itself where there is none.

    `inner` are the constraints on a value, where a value has to conform to a shape, and `others` those of the same
    property shape.
    """

    kind: URIRef
    path: URIRef | None
    inverse: bool
    component: str
    parameter: Identifier
    severity: URIRef
    inner: tuple[Inner, ...] = field(default=())

    @property
    def name(self) -> str:
        path = f"{'^' if self.inverse else ''}{_local(self.path)}"
        return f"{_local(self.kind)} {path} {self.component} {_local(self.parameter)} {_local(self.severity)}"


@dataclass(frozen=True)
class Inner:
    """A constraint on a value itself, or on what is reached from it over some properties.

    `scheme` is the list that has to be named there too.
    """

    paths: tuple[URIRef, ...]
    component: str
    parameter: Identifier
    scheme: Identifier | None


def constraints() -> list[Constraint]:
    """Every constraint of the official files, in a fixed order."""
    shapes = official_shapes(DCAT_AP_3)
    found = {one.name: one for one in _constraints(shapes)}
    return [found[name] for name in sorted(found)]


def _constraints(shapes: Graph) -> Iterator[Constraint]:
    for shape, kind in shapes.subject_objects(SH.targetClass):
        assert isinstance(kind, URIRef)
        yield from _of_shape(shapes, shape, kind, None, inverse=False)
        for rule in shapes.objects(shape, SH.property):
            path = shapes.value(rule, SH.path)
            inverse = shapes.value(path, SH.inversePath)
            inner = inverse if isinstance(inverse, URIRef) else path
            assert isinstance(inner, URIRef), f"{kind}: a path that is not known here"
            yield from _of_shape(shapes, rule, kind, inner, inverse=inverse is not None)


def _of_shape(
    shapes: Graph, shape: Node, kind: URIRef, path: URIRef | None, *, inverse: bool
) -> Iterator[Constraint]:
    severity = shapes.value(shape, SH.severity) or SH.Violation
    assert isinstance(severity, URIRef)
    for predicate, parameter in shapes.predicate_objects(shape):
        if predicate in COMPONENTS:
            assert isinstance(parameter, Identifier)
            inner = tuple(_inner(shapes, parameter)) if predicate == SH.node else ()
            yield Constraint(kind, path, inverse, COMPONENTS[predicate], parameter, severity, inner)
        else:
            _known(predicate)


def _inner(shapes: Graph, shape: Node, paths: tuple[URIRef, ...] = ()) -> Iterator[Inner]:
    """What a value has to be, through all shapes that the one of the value names."""
    scheme = shapes.value(shape, SH.hasValue)
    assert scheme is None or isinstance(scheme, Identifier)
    for predicate, parameter in shapes.predicate_objects(shape):
        if predicate == SH["or"]:
            for other in Collection(shapes, parameter):
                yield from _inner(shapes, other, paths)
        elif predicate == SH.node:
            yield from _inner(shapes, parameter, paths)
        elif predicate == SH.property:
            path = shapes.value(parameter, SH.path)
            assert isinstance(path, URIRef)
            yield from _inner(shapes, parameter, (*paths, path))
        elif predicate in COMPONENTS:
            assert isinstance(parameter, Identifier)
            yield Inner(paths, COMPONENTS[predicate], parameter, scheme)
        else:
            _known(predicate)


def _known(predicate: Node) -> None:
    assert predicate in _NO_CONSTRAINTS or not str(predicate).startswith(str(SH)), (
        f"{predicate} is not tested"
    )


def _local(node: Node | None) -> str:
    if isinstance(node, BNode):
        return "(shape)"
    return str(node) if isinstance(node, Literal) else str(node or "").replace("/", "#").rpartition("#")[2]
