"""Series of datasets in RDF: which ones a dataset is part of, and what comes before and after it.

This depends on other datasets too. So it is not kept with a graph but added whenever one is given out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from rdflib import Graph
from rdflib.term import Node, URIRef

from ckanext.resilient.catalogue import graphs, syntaxes
from ckanext.resilient.catalogue.datasets import SERIES
from ckanext.resilient.catalogue.namespaces import DCAT
from ckanext.resilient.content import series
from ckanext.resilient.content.series import Series

_Found = Mapping[str, Series]
_LINE = re.compile(rf"^\S+ {re.escape(DCAT.inSeries.n3())} <(\S+)> \.\n", re.MULTILINE)
"""What is kept with a dataset of each series that it names, public or not."""
_RELATION = f" {DCAT.inSeries.n3()} "
"""Is in the text of a dataset that is in a series: nearly none is, and to look for lines takes a page's time."""


def complete(graph: Graph, package: Mapping[str, Any], node: URIRef | None = None) -> None:
    """Complete the graph of a dataset, or of a series, by what the other members say.

    Args:
        graph: which describes it already.
        package: the dataset or series, as `package_show` gives it.
        node: its node, where somebody else chose it.
    """
    own = str(package["id"])
    node = node or graphs.site().dataset(own)
    if package.get("type") == SERIES:
        found = series.find([own], graphs.visitor())
        _add_ends(graph, node, found.get(own))
        for one in found.values():
            _add_members(graph, one)
        return
    named = [str(one) for one in package.get(series.FIELD) or ()]
    found = series.find(named, graphs.visitor()) if named else {}
    _drop_unknown(graph, node, found)
    _add_neighbours(graph, node, own, found)
    for one in found.values():
        graph += _described(one)


def completed(
    texts: Mapping[str, str], described: set[str] | None = None
) -> tuple[dict[str, str], dict[str, str]]:
    """The N-Triples of datasets by id, completed in the same way, and those of their series by node.

    Args:
        texts: of datasets as they are kept.
        described: nodes of series that need no description; those that are described are added.
    """
    site = graphs.site()
    prefix = str(site.dataset(""))
    members = {package_id: text for package_id, text in texts.items() if _RELATION in text}
    named = {node for text in members.values() for node in _LINE.findall(text)}
    found = series.find((node.removeprefix(prefix) for node in named), graphs.visitor()) if named else {}
    done = {package_id: _completed(package_id, text, found) for package_id, text in members.items()}
    described = described if described is not None else set()
    new = {
        str(site.dataset(one)): item for one, item in found.items() if str(site.dataset(one)) not in described
    }
    described.update(new)
    return {**texts, **done}, {node: syntaxes.ntriples(_described(item)) for node, item in new.items()}


def _completed(package_id: str, text: str, found: _Found) -> str:
    site, graph = graphs.site(), Graph()
    known = {str(site.dataset(one)) for one in found}
    _add_neighbours(graph, site.dataset(package_id), package_id, found)
    return _LINE.sub(lambda line: line[0] if line[1] in known else "", text) + syntaxes.ntriples(graph)


def _described(one: Series) -> Graph:
    """A series by itself: what it is, and where it begins and ends."""
    graph = graphs.dataset_graph(dict(one.record))
    _add_ends(graph, graphs.site().dataset(str(one.record["id"])), one)
    return graph


def _drop_unknown(graph: Graph, node: Node, found: _Found) -> None:
    known = {graphs.site().dataset(one) for one in found}
    for one in list(graph.objects(node, DCAT.inSeries)):
        if one not in known:
            graph.remove((node, DCAT.inSeries, one))


def _add_neighbours(graph: Graph, node: Node, own: str, found: _Found) -> None:
    for one in found.values():
        for relation, other in zip((DCAT.prev, DCAT.next), one.around(own), strict=True):
            if other is not None:
                graph.add((node, relation, graphs.site().dataset(str(other["id"]))))


def _add_ends(graph: Graph, node: Node, one: Series | None) -> None:
    ends: Iterable[tuple[URIRef, Mapping[str, Any]]] = (
        ((DCAT.first, one.members[0]), (DCAT.last, one.members[-1])) if one and one.members else ()
    )
    for relation, member in ends:
        graph.add((node, relation, graphs.site().dataset(str(member["id"]))))


def _add_members(graph: Graph, one: Series) -> None:
    """Its datasets, each described as at its own address, so that the answer is whole."""
    found, organizations = {str(one.record["id"]): one}, graphs.Organizations()
    for member in one.members:
        described, own = graphs.dataset_graph(dict(member), organizations), str(member["id"])
        _drop_unknown(described, graphs.site().dataset(own), found)
        _add_neighbours(described, graphs.site().dataset(own), own, found)
        graph += described
