"""What is known of where a record is about, from the most exact statement to the coarsest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from ckanext.resilient.spatial.shapes import read_shapes
from ckanext.resilient.svrc.places import nuts_of, place_uri, regions

Place = Mapping[str, Any]
"""A place of `spatial_coverage`: uri, text, geom, bbox, centroid."""


def of_places(places: Iterable[Place]) -> list[BaseGeometry]:
    """The shapes of all places of a record, each once."""
    found = (shape for place in places for shape in of_place(place))
    return list({shape.wkb: shape for shape in found}.values())


def of_place(place: Place) -> list[BaseGeometry]:
    """The most exact of what a place says that can be read.

    Its outline, else its box, else the region or country that it names, else the point in its middle.
    """
    return (
        read_shapes(_text(place, "geom"))
        or read_shapes(_text(place, "bbox"))
        or of_region(_text(place, "uri"))
        or of_region(place_uri(_text(place, "text")))
        or read_shapes(_text(place, "centroid"))
    )


def of_region(uri: str) -> list[BaseGeometry]:
    """The outlines of a region or country of ours; of a code that we do not know, those of what it lies in."""
    code = nuts_of(uri)
    while code and code not in regions():
        code = code[:-1]
    return list(_outlines(code)) if code else []


@cache
def _outlines(code: str) -> tuple[BaseGeometry, ...]:
    """The NUTS 2 boxes of what is larger, joined where they touch: one box around Spain and its islands covers Portugal."""
    inside = [region for region in regions().values() if region.level == 2 and region.code.startswith(code)]
    boxes = [shapely.box(*region.box) for region in inside or [regions()[code]]]
    # Islands stand alone: an index keeps each outline to a part of its size, and theirs is small.
    return tuple(shapely.get_parts(shapely.unary_union(boxes)).tolist())


def _text(place: Place, name: str) -> str:
    return str(place.get(name) or "")
