"""The region or country that a box of degrees stands for, where it matches one closely."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, cast

from ckanext.resilient.svrc.places import Region, exact_region, regions

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

_ALIKE = 0.85
"""Share that a box and a region's have in common, of all that both cover."""

_CLEARLY = 0.05
"""By so much the best region must be better than another one beside it."""

_FAR_AWAY = ("ES7", "FRY")
"""Islands and overseas regions: who says France or Spain often means the country without them."""

_CORNERS = 4


def region_of_shape(geojson: str) -> str:
    """The address of the region or country whose extent a shape has; "" when none matches it closely.

    A town's box lies in many regions' boxes and matches none, so a place is only told by its whole extent.
    """
    box = _extent(geojson)
    return _best(box) if box else ""


def _extent(geojson: str) -> Box | None:
    try:
        points = list(_points(json.loads(geojson))) if geojson else []
    except (ValueError, RecursionError):
        return None
    if len(points) < _CORNERS:
        return None
    easts, norths = [point[0] for point in points], [point[1] for point in points]
    return min(easts), min(norths), max(easts), max(norths)


def _points(node: Any) -> Iterator[tuple[float, float]]:
    if isinstance(node, dict):
        shape = cast(dict[str, Any], node)
        yield from _points(shape.get("coordinates", shape.get("geometries", ())))
    elif isinstance(node, list):
        parts = cast(list[Any], node)
        if len(parts) > 1 and all(type(part) in {int, float} for part in parts):
            yield float(parts[0]), float(parts[1])
        else:
            for part in parts:
                yield from _points(part)


def _best(box: Box) -> str:
    alike = sorted(
        ((_likeness(box, extent), region) for region, extent in _extents()), key=lambda item: -item[0]
    )
    best, region = alike[0]
    if best < _ALIKE:
        return ""
    # A region and the one it is part of may have the same extent: they do not contradict each other.
    rivals = (
        other for likeness, other in alike[1:] if likeness > best - _CLEARLY and not _related(region, other)
    )
    return "" if any(rivals) else exact_region(region.code)


def _related(one: Region, other: Region) -> bool:
    return one.code.startswith(other.code) or other.code.startswith(one.code)


@cache
def _extents() -> tuple[tuple[Region, Box], ...]:
    """Every region with its extent, larger regions first; two countries also without what is far away."""
    known = sorted(regions().values(), key=lambda region: (region.level, region.code))
    nearby = [
        (region, _around(part.box for part in known if _is_near(part, region.code)))
        for region in known
        if region.level == 0 and any(code.startswith(region.code) for code in _FAR_AWAY)
    ]
    return (*((region, region.box) for region in known), *nearby)


def _is_near(part: Region, country: str) -> bool:
    return part.level == 1 and part.code.startswith(country) and part.code not in _FAR_AWAY


def _around(boxes: Iterable[Box]) -> Box:
    wests, souths, easts, norths = zip(*boxes, strict=True)
    return min(wests), min(souths), max(easts), max(norths)


def _likeness(one: Box, other: Box) -> float:
    """The part that two boxes share, of all that they cover together: 1 when they are the same."""
    shared = _area(
        (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))
    )
    together = _area(one) + _area(other) - shared
    return shared / together if together else 0.0


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])
