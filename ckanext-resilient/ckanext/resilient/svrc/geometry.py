"""Geometries of sources (GeoJSON, WKT, boxes) to GeoJSON text (https://www.rfc-editor.org/rfc/rfc7946)."""

from __future__ import annotations

import json
import re
from typing import Any, cast

from geomet import wkt  # pyright: ignore[reportMissingTypeStubs] - the package has no annotations

_TYPES = {
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
}
_WKT_LEAD = re.compile(r"^\s*(?:<[^>]*>\s*)?(?:SRID=\d+;\s*)?", re.IGNORECASE)
_NUMBER = r"-?\d+(?:\.\d+)?"
_BOX = re.compile(rf"^\[?\s*({_NUMBER})[\s,]+({_NUMBER})[\s,]+({_NUMBER})[\s,]+({_NUMBER})\s*\]?$")
_BOX_CORNERS = re.compile(
    rf"^\[?\[\s*({_NUMBER})\s*,\s*({_NUMBER})\s*\]\s*,\s*\[\s*({_NUMBER})\s*,\s*({_NUMBER})\s*\]\]?$"
)


def to_geojson(text: str) -> str | None:
    """A geometry as GeoJSON text; "" when there is none, None when it cannot be read.

    Boxes are read as west, south, east, north (also as two corners).
    """
    stripped = text.strip()
    if not stripped:
        return ""
    if stripped.startswith("{"):
        return _from_json(stripped)
    box = _BOX.match(stripped) or _BOX_CORNERS.match(stripped)
    if box:
        return _from_box(*(float(number) for number in box.groups()))
    return _from_wkt(_WKT_LEAD.sub("", stripped).upper())


def _from_json(text: str) -> str | None:
    try:
        loaded: Any = json.loads(text)
    except (ValueError, RecursionError):
        return None
    kind = cast(dict[str, Any], loaded).get("type") if isinstance(loaded, dict) else None
    return json.dumps(loaded, ensure_ascii=False) if kind in _TYPES else None


def _from_box(west: float, south: float, east: float, north: float) -> str | None:
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        return None
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def _from_wkt(text: str) -> str | None:
    loads = cast(Any, wkt).loads
    try:
        geometry: Any = loads(text)
    except (ValueError, StopIteration, IndexError, TypeError):
        # geomet raises what its tokenizer meets; each of them means "not WKT"
        return None
    return json.dumps(geometry) if geometry.get("coordinates") or geometry.get("geometries") else None
