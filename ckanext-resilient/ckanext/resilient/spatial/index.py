"""The part of a Solr document that `resilient_spatial` adds: the fields that ckanext-spatial searches."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import ckan.plugins as p
from shapely.geometry.base import BaseGeometry

from ckanext.resilient.spatial import config, extents
from ckanext.resilient.spatial.shapes import box_around, read_shapes, to_wkt

INDEXER = "spatial_query"
"""The plugin of ckanext-spatial that searches: without it nothing is known of the fields that Solr has."""

_RAW = {"spatial", "extras_spatial", "coupled-resource", "extras_coupled-resource"}
"""What ckanext-spatial takes out of the document once it has read it: it may be longer than Solr can take."""

Document = dict[str, Any]


def with_extent(doc: Document) -> Document:
    """The Solr document with where the record is about, and without raw geometries.

    ckanext-spatial then finds nothing left to index, so that a broken geometry of its field
    `spatial` does not end the indexing of the record.
    """
    if not p.plugin_loaded(INDEXER) or "validated_data_dict" not in doc:
        return doc
    shapes = [
        *extents.of_places(_places(json.loads(doc["validated_data_dict"]))),
        *_drawn(doc.get("spatial") or doc.get("extras_spatial")),
    ]
    kept = {name: value for name, value in doc.items() if name not in _RAW}
    return {**kept, **_FIELDS[config.search_backend()](shapes)} if shapes else kept


def _places(record: Mapping[str, Any]) -> list[extents.Place]:
    places = record.get("spatial_coverage")
    return [place for place in places if isinstance(place, dict)] if isinstance(places, list) else []


def _drawn(value: Any) -> list[BaseGeometry]:
    """ckanext-spatial's own field: a geometry as text, or parsed where a schema holds JSON."""
    return read_shapes(json.dumps(value) if isinstance(value, dict) else str(value or ""))


def _corners(shapes: list[BaseGeometry]) -> Document:
    return dict(zip(("minx", "miny", "maxx", "maxy"), box_around(shapes), strict=True))


def _outlines(shapes: list[BaseGeometry]) -> Document:
    return {config.geometry_field(): list(dict.fromkeys(map(to_wkt, shapes)))}


_FIELDS: Mapping[str, Callable[[list[BaseGeometry]], Document]] = {
    "solr-bbox": _corners,
    "solr-spatial-field": _outlines,
}
