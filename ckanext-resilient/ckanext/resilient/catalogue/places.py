"""Where and when: places with their addresses, labels and shapes, and periods.

A shape or label of a dataset's own stands on a node of its own. The address of a region is shared by all
datasets of a catalogue: what stands there is what our table of regions says, once.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from rdflib import Graph
from rdflib.term import BNode, Identifier, Literal, URIRef

from ckanext.resilient.catalogue.concepts import authority_term
from ckanext.resilient.catalogue.namespaces import DCAT, DCTERMS, GSP, LOCN, RDF, SKOS
from ckanext.resilient.catalogue.nodes import add, entries, iri, moment, text
from ckanext.resilient.svrc.places import Region, nuts_of, regions

_SHAPES = (("geom", LOCN.geometry), ("bbox", DCAT.bbox), ("centroid", DCAT.centroid))
_DEPTH = {"POINT": 0, "MULTIPOINT": 1, "LINESTRING": 1, "MULTILINESTRING": 2, "POLYGON": 2, "MULTIPOLYGON": 3}
"""How many lists are around the positions of each shape."""


def add_places(graph: Graph, node: Identifier, places: Any) -> None:
    """The places of a dataset, each region with its country beside it, which every catalogue knows."""
    for place in entries(places):
        address = iri(place.get("uri"))
        own = {name: shape for name, _ in _SHAPES if (shape := wkt(place.get(name))) is not None}
        label = text(place.get("text"))
        if address is not None:
            add(graph, node, DCTERMS.spatial, address, _country(graph, address))
            label = _news(graph, address, label)
        if own or label is not None:
            _add_own(graph, node, label, own)


def _news(graph: Graph, address: URIRef, label: Literal | None) -> Literal | None:
    """What a label says beyond its address: nothing for a name of that place."""
    if not _describe(graph, address):
        add(graph, address, SKOS.prefLabel, label)
        return None
    names = {str(name) for name in graph.objects(address, SKOS.prefLabel)}
    return None if label is None or str(label) in names else label


def _add_own(graph: Graph, node: Identifier, label: Literal | None, shapes: Mapping[str, Literal]) -> None:
    place = BNode()
    graph.add((node, DCTERMS.spatial, place))
    graph.add((place, RDF.type, DCTERMS.Location))
    add(graph, place, SKOS.prefLabel, label)
    for name, relation in _SHAPES:
        add(graph, place, relation, shapes.get(name))


def _describe(graph: Graph, address: URIRef) -> bool:
    """Say what our tables know of an address; gives whether they know it."""
    graph.add((address, RDF.type, DCTERMS.Location))
    region = regions().get(nuts_of(str(address)))
    country = authority_term(graph, "country", address)
    if region is not None:
        add(graph, address, DCAT.bbox, _box(region))
        if country is None:
            add(graph, address, SKOS.prefLabel, text(region.name))
    return region is not None or country is not None


def _country(graph: Graph, address: URIRef) -> URIRef | None:
    """The country of a region of ours; None for a country itself and for places elsewhere."""
    code = nuts_of(str(address))
    country = regions().get(code[:2]) if len(code) > 2 else None
    found = iri(country.uri) if country else None
    if found is not None:
        _describe(graph, found)
    return found


def _box(region: Region) -> Literal:
    west, south, east, north = region.box
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return Literal(f"POLYGON({_positions([ring], 2)})", datatype=GSP.wktLiteral)


def wkt(geometry: Any) -> Literal | None:
    """A GeoJSON geometry as well-known text; None when it is none that can be drawn."""
    try:
        return Literal(_shape(json.loads(geometry)), datatype=GSP.wktLiteral) if geometry else None
    except (ArithmeticError, KeyError, LookupError, RecursionError, TypeError, ValueError):
        # The schema asks for the name of a shape only: its coordinates may be anything.
        return None


def _shape(geometry: Any) -> str:
    kind = str(geometry["type"]).upper()
    if kind == "GEOMETRYCOLLECTION":
        return f"{kind}({', '.join(_shape(part) for part in _several(geometry['geometries']))})"
    coordinates = geometry["coordinates"]
    inner = _positions(coordinates, _DEPTH[kind]) if _DEPTH[kind] else _position(coordinates)
    return f"{kind}({inner})"


def _positions(coordinates: Any, depth: int) -> str:
    if depth == 1:
        return ", ".join(_position(position) for position in _several(coordinates))
    return ", ".join(f"({_positions(part, depth - 1)})" for part in _several(coordinates))


def _several(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise ValueError("Not a list of coordinates.")
    return cast("list[Any]", value)


def _position(position: Any) -> str:
    east, north, *_height = _several(position)
    return f"{_number(east)} {_number(north)}"


def _number(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ValueError("Not a coordinate.")
    return format(Decimal(repr(value)), "f")


def add_periods(graph: Graph, node: Identifier, periods: Any) -> None:
    """The periods of a dataset; either end may be open."""
    for period in entries(periods):
        start, end = moment(period.get("start")), moment(period.get("end"))
        if start is None and end is None:
            continue
        span = BNode()
        graph.add((node, DCTERMS.temporal, span))
        graph.add((span, RDF.type, DCTERMS.PeriodOfTime))
        add(graph, span, DCAT.startDate, start)
        add(graph, span, DCAT.endDate, end)
