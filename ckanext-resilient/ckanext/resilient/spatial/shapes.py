"""Geometries of sources to what Solr can index: what is broken is left out, what is too long is simplified."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import shapely
from shapely.geometry.base import BaseGeometry

from ckanext.resilient.svrc.geometry import to_geojson

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

LONGEST = 20_000
"""Characters of the longest outline in the index; a longer one is simplified."""

_WORLD = shapely.box(-180, -90, 180, 90)
_METRE = 1e-5
"""About one metre in degrees: more digits only make the index larger."""

_NARROWEST = 100 * _METRE
_COARSER = (0.001, 0.01, 0.1)


def read_shapes(text: str) -> list[BaseGeometry]:
    """The geometries in a text (GeoJSON, WKT or a box), each valid and on the earth; none when it is broken."""
    geojson = to_geojson(text)
    if not geojson:
        return []
    shape = shapely.from_geojson(geojson, on_invalid="ignore")
    return [tidy for part in _parts(shape) for tidy in _tidy(part)] if shape is not None else []


def _parts(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    if isinstance(shape, shapely.GeometryCollection):
        for part in shape.geoms:
            yield from _parts(part)
    elif not shape.is_empty:
        yield shape


def _tidy(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    """The flat, valid parts of a shape; none where it leaves the earth, as metres of a projection do."""
    if _WORLD.covers(shapely.box(*shape.bounds)):
        valid = shapely.make_valid(shapely.force_2d(shape))
        rounded = shapely.set_precision(valid, _METRE)
        yield from _parts(valid.representative_point() if rounded.is_empty else rounded)


def to_wkt(shape: BaseGeometry) -> str:
    """A shape as Solr reads it: boxes as `ENVELOPE`, which is cheap, outlines no longer than Solr can take."""
    west, _, east, _ = shape.bounds
    # Solr takes an outline of more than half the earth for one across the date line.
    if _is_box(shape) or east - west > 180:
        return _envelope(shape.bounds)
    for tolerance in (0.0, *_COARSER):
        text = shapely.to_wkt(shape.simplify(tolerance) if tolerance else shape, rounding_precision=5)
        if len(text) <= LONGEST:
            return text
    return _envelope(shape.bounds)


def _is_box(shape: BaseGeometry) -> bool:
    return (
        isinstance(shape, shapely.Polygon)
        and len(shape.exterior.coords) == 5
        and shape.equals(shape.envelope)
    )


def _envelope(box: Box) -> str:
    west, south, east, north = box
    return f"ENVELOPE({west:.5f}, {east:.5f}, {north:.5f}, {south:.5f})"


def box_around(shapes: Iterable[BaseGeometry]) -> Box:
    """The box around shapes; around a point it is 100 metres wide, since a search by area never meets a point."""
    west, south, east, north = shapely.total_bounds(list(shapes)).tolist()
    wider, higher = (max(0.0, _NARROWEST - size) / 2 for size in (east - west, north - south))
    return west - wider, south - higher, east + wider, north + higher
