"""RDF/XML as many portals write it: one flat element per node, and always the same bytes for the same graph.

rdflib's own writers order namespaces and nodes by hash, so that a page's ETag would change with every start.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree
from rdflib import BNode, Graph, Literal
from rdflib.namespace import RDF
from rdflib.term import Node

_BNODE = f"{{{RDF}}}nodeID"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def serialise(graph: Graph, namespaces: Mapping[str, str]) -> bytes:
    """The graph as RDF/XML, nodes and properties sorted (https://www.w3.org/TR/rdf-syntax-grammar/)."""
    root = etree.Element(f"{{{RDF}}}RDF", nsmap=dict(namespaces))
    for subject in sorted(set(graph.subjects()), key=lambda node: (isinstance(node, BNode), str(node))):
        _write_node(root, graph, subject)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _write_node(root: etree._Element, graph: Graph, subject: Node) -> None:
    types = sorted(graph.objects(subject, RDF.type), key=str)
    element = etree.SubElement(root, _name(types[0]) if types else f"{{{RDF}}}Description")
    element.set(_BNODE if isinstance(subject, BNode) else f"{{{RDF}}}about", str(subject))
    for predicate, value in sorted(
        graph.predicate_objects(subject), key=lambda pair: [str(one) for one in pair]
    ):
        if types and (predicate, value) == (RDF.type, types[0]):
            continue
        _write_value(etree.SubElement(element, _name(predicate)), value)


def _write_value(element: etree._Element, value: Node) -> None:
    if isinstance(value, Literal):
        element.text = str(value)
        if value.language:
            element.set(_XML_LANG, value.language)
        elif value.datatype:
            element.set(f"{{{RDF}}}datatype", str(value.datatype))
    else:
        element.set(_BNODE if isinstance(value, BNode) else f"{{{RDF}}}resource", str(value))


def _name(iri: Node) -> str:
    """`{namespace}local`, as lxml wants names."""
    cut = max(str(iri).rfind("#"), str(iri).rfind("/")) + 1
    return f"{{{str(iri)[:cut]}}}{str(iri)[cut:]}"
