"""Is the RDF of a dataset sound: can every parser read it, and does it conform to shapes (SHACL)?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox
from pyshacl import validate
from rdflib import RDF, SH, SKOS, Graph, Literal, URIRef
from rdflib.term import BNode, Node

from ckanext.resilient.catalogue import syntaxes
from ckanext.resilient.catalogue.dcat_ap import short
from ckanext.resilient.catalogue.syntaxes import SYNTAXES, Syntax

VIOLATION = "violation"
_SEVERITIES = {SH.Violation: VIOLATION, SH.Warning: "warning", SH.Info: "info"}


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that is wrong or missing.

    Args:
        severity: `violation`, `warning` or `info`.
        focus: the node that it is about.
        path: the property, empty when it is about the node or the whole.
        message: what it is, in a sentence.
        value: the value that is not right, empty when one is missing.
        rule: the kind of constraint, such as `MinCount`; empty for what cannot be read.
        kind: the class of the node, such as `dcat:Distribution`.
        literal: whether the value is a text, and not an address or something described.
    """

    severity: str
    focus: str
    path: str
    message: str
    value: str = ""
    rule: str = ""
    kind: str = ""
    literal: bool = False


def shapes(paths: Iterable[Path] = ()) -> Graph:
    """Our own shapes together with those of these files."""
    graph = Graph().parse(data=_own(), format="turtle")
    for path in paths:
        graph.parse(path)
    return graph


@cache
def _own() -> str:
    return (files("ckanext.resilient") / "catalogue" / "shapes" / "core.ttl").read_text(encoding="utf-8")


def check(ntriples: str, against: Graph) -> list[Issue]:
    """What is wrong with N-Triples: first whether they can be read at all, then by the shapes."""
    lines = ntriples.encode()
    unreadable = [issue for syntax in SYNTAXES.values() if (issue := _unreadable(lines, syntax))]
    return unreadable or _by_shapes(ntriples, against)


def _unreadable(lines: bytes, syntax: Syntax) -> Issue | None:
    """What a reader says of it in one syntax."""
    try:
        for _ in ox.parse(syntaxes.write(lines, syntax), format=syntax.writer):
            pass
    except (SyntaxError, ValueError) as error:
        return Issue(VIOLATION, "", "", f"This cannot be read as {syntax.title}: {error}")
    return None


def _by_shapes(ntriples: str, against: Graph) -> list[Issue]:
    graph = Graph().parse(data=ntriples, format="nt")
    _, results, _ = validate(graph, shacl_graph=against, inference="none", inplace=True)
    if not isinstance(results, Graph):
        raise TypeError(f"The shapes cannot be used: {results}")
    # Not the details below a result, which say why one of several alternatives does not hold.
    found = [_issue(results, node, graph) for node in results.objects(None, SH.result)]
    order = tuple(_SEVERITIES.values())
    return sorted(
        found, key=lambda issue: (order.index(issue.severity), issue.focus, issue.path, issue.message)
    )


def _issue(results: Graph, node: Node, graph: Graph) -> Issue:
    def said(predicate: URIRef) -> str:
        value = results.value(node, predicate)
        return "" if value is None else str(value)

    path = results.value(node, SH.resultPath)
    inverse = results.value(path, SH.inversePath) if isinstance(path, BNode) else None
    kinds = sorted(map(str, graph.objects(results.value(node, SH.focusNode), RDF.type)))
    # A term of a list says that it is one beside what it stands for.
    kinds.sort(key=lambda kind: kind.startswith(str(SKOS)))
    return Issue(
        _SEVERITIES.get(URIRef(said(SH.resultSeverity)), VIOLATION),
        said(SH.focusNode),
        f"^{inverse}" if inverse else said(SH.resultPath),
        said(SH.resultMessage),
        said(SH.value),
        said(SH.sourceConstraintComponent).rpartition("#")[2].removesuffix("ConstraintComponent"),
        short(kinds[0]) if kinds else "",
        isinstance(results.value(node, SH.value), Literal),
    )
