"""The shapes of DCAT-AP 3.0.1 as SHACL, made of the table `shapes/dcat-ap-3.0.1.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from rdflib import ODRL2, RDF, SH, TIME, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import BNode, Node

from ckanext.resilient.catalogue.namespaces import PREFIXES, SKOS, XSD

_NAMESPACES = {**PREFIXES, "odrl": ODRL2, "time": TIME}
_SHAPES = "urn:resilient:dcat-ap-3.0.1:"
_KINDS = {"text": SH.Literal, "thing": SH.BlankNodeOrIRI, "address": SH.IRI}
_DATES = (XSD.date, XSD.dateTime, XSD.gYear, XSD.gYearMonth)
_RESOURCES = ("dcat:Catalog", "dcat:Dataset", "dcat:DataService", "dcat:DatasetSeries")

Asked = Mapping[str, Any]
"""What is asked of one property: see the head of the table."""


@cache
def source() -> str:
    """The table, as it is written."""
    path = files("ckanext.resilient") / "catalogue" / "shapes" / "dcat-ap-3.0.1.yaml"
    return path.read_text(encoding="utf-8")


@cache
def dcat_ap() -> Graph:
    """The shapes; the same graph for all who ask."""
    graph = Graph(bind_namespaces="none")
    asked = yaml.safe_load(source())
    for name, values in asked["lists"].items():
        _add_list(graph, name, values)
    _add_resource(graph)
    _add_date(graph)
    for kind, properties in asked["classes"].items():
        for path, values in properties.items():
            _add_property(graph, kind, path, values)
    for kind, paths in asked["one_of"].items():
        _add_one_of(graph, kind, paths)
    return graph


def full(name: str) -> URIRef:
    """The address of a name such as `dct:title`."""
    prefix, _, local = name.partition(":")
    return URIRef(f"{_NAMESPACES[prefix]}{local}")


def short(address: str) -> str:
    """The name of an address, such as `dct:title`; the address where its vocabulary has no prefix here."""
    for prefix, namespace in _NAMESPACES.items():
        if address.startswith(str(namespace)):
            return f"{prefix}:{address.removeprefix(str(namespace))}"
    return address


def _node(name: str) -> URIRef:
    return URIRef(_SHAPES + name)


def _add_property(graph: Graph, kind: str, path: str, asked: Asked) -> None:
    """One property shape for what must be, one for what is advised, one for the list its values come from."""
    must = list(_musts(asked))
    if must:
        _add(graph, kind, path, "must", SH.Warning if asked.get("lenient") else SH.Violation, must)
    if asked.get("advised"):
        _add(graph, kind, path, "advised", SH.Warning, [(SH.minCount, Literal(1))])
    of_list = asked.get("must_list") or asked.get("list")
    if of_list:
        severity = SH.Violation if asked.get("must_list") else SH.Warning
        rules: list[tuple[URIRef, Node]] = [(SH.nodeKind, SH.IRI), (SH.node, _node(f"list/{of_list}"))]
        _add(graph, kind, path, "list", severity, rules)
    if asked.get("holds"):
        _add(
            graph, kind, path, "holds", SH.Warning,
            [(SH.nodeKind, SH.IRI), (SH.hasValue, URIRef(asked["holds"]))],
        )  # fmt: skip


def _musts(asked: Asked) -> Iterator[tuple[URIRef, Node]]:
    if "least" in asked:
        yield SH.minCount, Literal(asked["least"])
    if "most" in asked:
        yield SH.maxCount, Literal(asked["most"])
    if "is" in asked:
        yield SH.nodeKind, _KINDS[asked["is"]]
    if asked.get("type") == "date":
        yield SH.node, _node("date")
    elif "type" in asked:
        yield SH.datatype, full(asked["type"])
    if asked.get("a") == "resource":
        yield SH.node, _node("resource")
    elif "a" in asked:
        yield SH["class"], full(asked["a"])


def _add(
    graph: Graph, kind: str, path: str, name: str, severity: URIRef, rules: Sequence[tuple[URIRef, Node]]
) -> None:
    """A property shape of a class."""
    shape = _of_class(graph, kind)
    rule = _node(f"{kind}/{path.replace('^', 'inverse/')}/{name}")
    graph.add((shape, SH.property, rule))
    graph.add((rule, SH.path, _path(graph, path)))
    graph.add((rule, SH.severity, severity))
    for predicate, value in rules:
        graph.add((rule, predicate, value))


def _of_class(graph: Graph, kind: str) -> URIRef:
    shape = _node(kind)
    graph.add((shape, RDF.type, SH.NodeShape))
    graph.add((shape, SH.targetClass, full(kind)))
    return shape


def _path(graph: Graph, path: str) -> Node:
    """A property, or after `^` the property of another thing that leads here."""
    if not path.startswith("^"):
        return full(path)
    inverse = BNode("inverse")
    graph.add((inverse, SH.inversePath, full(path[1:])))
    return inverse


def _add_list(graph: Graph, name: str, asked: Asked) -> None:
    """The shape of a term of a list: by what is said of it, or how its address begins."""
    shape = _node(f"list/{name}")
    graph.add((shape, RDF.type, SH.NodeShape))
    if "scheme" in asked:
        rules: list[tuple[URIRef, Node]] = [(SH.hasValue, URIRef(asked["scheme"])), (SH.nodeKind, SH.IRI)]
        if asked.get("described"):
            rules.append((SH["class"], SKOS.ConceptScheme))
        _add_inner(graph, shape, SKOS.inScheme, rules)
    if "like" in asked:
        graph.add((shape, SH.pattern, Literal(f"^{asked['like']}")))
    if "a" in asked:
        graph.add((shape, SH["class"], full(asked["a"])))
    if "any" in asked:
        _add_alternatives(graph, shape, [_node(f"list/{one}") for one in asked["any"]])
    for other in asked.get("all", ()):
        graph.add((shape, SH.node, _node(f"list/{other}")))
    if "kind" in asked:
        rules = [(SH.nodeKind, SH.IRI), (SH.node, _node(f"list/{asked['kind']}"))]
        _add_inner(graph, shape, full("dct:type"), rules)


def _add_inner(graph: Graph, shape: URIRef, path: URIRef, rules: Sequence[tuple[URIRef, Node]]) -> None:
    rule = URIRef(f"{shape}/{short(str(path))}")
    graph.add((shape, SH.property, rule))
    graph.add((rule, SH.path, path))
    for predicate, value in rules:
        graph.add((rule, predicate, value))


def _add_alternatives(graph: Graph, shape: URIRef, alternatives: Sequence[Node]) -> None:
    head = BNode(f"alternatives{len(graph)}")
    Collection(graph, head, list(alternatives))
    graph.add((shape, SH["or"], head))


def _add_resource(graph: Graph) -> None:
    """What a catalogue can be about."""
    shape = _node("resource")
    graph.add((shape, RDF.type, SH.NodeShape))
    kinds = [_node(f"resource/{kind}") for kind in _RESOURCES]
    for kind, alternative in zip(_RESOURCES, kinds, strict=True):
        graph.add((alternative, SH["class"], full(kind)))
    _add_alternatives(graph, shape, kinds)


def _add_date(graph: Graph) -> None:
    """A day, a moment, a month or a year."""
    shape = _node("date")
    graph.add((shape, RDF.type, SH.NodeShape))
    kinds = [_node(f"date/{short(str(kind))}") for kind in _DATES]
    for kind, alternative in zip(_DATES, kinds, strict=True):
        graph.add((alternative, SH.datatype, kind))
    _add_alternatives(graph, shape, kinds)


def _add_one_of(graph: Graph, kind: str, paths: Sequence[str]) -> None:
    """One of several properties is there, as a rule."""
    shape = _node(f"{kind}/one-of")
    graph.add((shape, RDF.type, SH.NodeShape))
    graph.add((shape, SH.targetClass, full(kind)))
    graph.add((shape, SH.severity, SH.Warning))
    alternatives = [_node(f"{kind}/one-of/{path}") for path in paths]
    for path, alternative in zip(paths, alternatives, strict=True):
        graph.add((alternative, SH.path, full(path)))
        graph.add((alternative, SH.minCount, Literal(1)))
    _add_alternatives(graph, shape, alternatives)
