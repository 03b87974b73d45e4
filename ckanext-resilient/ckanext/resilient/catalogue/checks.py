"""Is the RDF of a dataset sound: can every parser read it, and does it conform to shapes (SHACL)?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox
from pyshacl import validate
from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from ckanext.resilient.catalogue import syntaxes
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
    """

    severity: str
    focus: str
    path: str
    message: str
    value: str = ""


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
    _, results, _ = validate(graph, shacl_graph=against, inference="none")
    if not isinstance(results, Graph):
        raise TypeError(f"The shapes cannot be used: {results}")
    found = [_issue(results, node) for node in results.subjects(RDF.type, SH.ValidationResult)]
    order = tuple(_SEVERITIES.values())
    return sorted(
        found, key=lambda issue: (order.index(issue.severity), issue.focus, issue.path, issue.message)
    )


def _issue(results: Graph, node: Node) -> Issue:
    def said(predicate: URIRef) -> str:
        value = results.value(node, predicate)
        return "" if value is None else str(value)

    severity = _SEVERITIES.get(URIRef(said(SH.resultSeverity)), VIOLATION)
    return Issue(severity, said(SH.focusNode), said(SH.resultPath), said(SH.resultMessage), said(SH.value))
