"""The official SHACL shapes beside this repository, and what they say of a graph."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pyshacl import validate
from rdflib import OWL, RDF, SH, BNode, Graph
from rdflib.term import Identifier

from tests.shared import shared_folder

DCAT_AP_3 = (
    "dcat-ap-3.0.1/shapes.ttl",
    "dcat-ap-3.0.1/range.ttl",
    "dcat-ap-3.0.1/shapes_recommended.ttl",
    "dcat-ap-3.0.1/mdr-vocabularies.shape.ttl",
)
"""The release in force; not the generated files, which are broken, nor those on deprecated addresses."""

DCAT_AP_2 = (
    "dcat-ap-2.1.1/dcat-ap_2.1.1_shacl_shapes.ttl",
    "dcat-ap-2.1.1/dcat-ap_2.1.1_shacl_range.ttl",
    "dcat-ap-2.1.1/dcat-ap_2.1.1_shacl_shapes_recommended.ttl",
    "dcat-ap-2.1.1/dcat-ap_2.1.1_shacl_mdr-vocabularies.shape.ttl",
)
HIGH_VALUE = ("dcat-ap-hvd-3.0.0/hvd-SHACL-base.ttl",)

_DCT = "http://purl.org/dc/terms/"
PREFIXES = {
    "dct": _DCT,
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "adms": "http://www.w3.org/ns/adms#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "locn": "http://www.w3.org/ns/locn#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One result of a validation."""

    severity: str
    kind: str
    path: str
    rule: str
    focus: str
    value: str

    @property
    def what(self) -> str:
        """What is wrong, wherever it is: `Violation dcat:Distribution dct:format Class`."""
        return f"{self.severity} {self.kind} {self.path} {self.rule}"


@cache
def official_shapes(files: tuple[str, ...]) -> Graph:
    """The shapes of some files in one graph."""
    shapes = Graph()
    for name in files:
        shapes.parse(shared_folder() / "shacl" / name)
    # They name ontologies on the live web.
    shapes.remove((None, OWL.imports, None))
    return shapes


def results(graph: Graph, files: tuple[str, ...]) -> list[Result]:
    """What the shapes of some files say of a graph, worst first."""
    return results_by(graph, official_shapes(files))


def results_by(graph: Graph, shapes: Graph) -> list[Result]:
    """What shapes say of a graph, worst first."""
    # pySHACL asks for a store with contexts, which ours does without.
    _, report, _ = validate(Graph() + graph, shacl_graph=shapes, advanced=False, inplace=True)
    assert isinstance(report, Graph)
    # Not the details below a result, which say why one of several alternatives does not hold.
    return sorted({_result(report, node, graph) for node in report.objects(None, SH.result)})


def _result(report: Graph, node: Identifier, graph: Graph) -> Result:
    focus = report.value(node, SH.focusNode)
    return Result(
        severity=_local(report.value(node, SH.resultSeverity)),
        kind=short(_main_class(graph, focus)),
        path=short(report.value(node, SH.resultPath)),
        rule=_local(report.value(node, SH.sourceConstraintComponent)).removesuffix("ConstraintComponent"),
        focus=str(focus),
        value=str(report.value(node, SH.value) or ""),
    )


def _main_class(graph: Graph, node: Identifier | None) -> Identifier | None:
    kinds = sorted(graph.objects(node, RDF.type), key=lambda kind: ("skos/core" in str(kind), str(kind)))
    return kinds[0] if kinds else None


def _local(node: Identifier | None) -> str:
    return str(node or "").rpartition("#")[2]


def short(node: Identifier | None) -> str:
    """A property or class by prefix and name."""
    for prefix, namespace in PREFIXES.items():
        if node is not None and str(node).startswith(namespace):
            return f"{prefix}:{str(node).removeprefix(namespace)}"
    return "(inverse)" if isinstance(node, BNode) else str(node or "")
