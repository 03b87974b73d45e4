"""The map of the regions of the project: dots on public/resilient/map.svg, in the same projection (Mercator)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ckanext.resilient.pages import topics
from ckanext.resilient.svrc import places
from ckanext.resilient.svrc.vocabularies import vocabulary

# As in assets/src/map.json, which the picture is drawn from.
_WEST, _SOUTH, _EAST, _NORTH, WIDTH = -10.0, 34.5, 32.0, 51.3, 900
_SIDES = {"ES24": "left", "FRL": "left", "ITH3": "left", "ITH5": "below", "EL51": "below"}
"""Where a name stands that would cover another one on the right of its dot."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A region on the map: its name, its page, where it lies in the units of the picture, and
    on which side of the dot its name stands: right, left or below."""

    label: str
    url: str
    x: int
    y: int
    side: str


@dataclass(frozen=True, slots=True)
class RegionMap:
    """Size of the picture and the dots on it."""

    width: int
    height: int
    dots: list[Dot]


def region_map(dots: Iterable[Dot] | None = None) -> RegionMap:
    """The picture with these dots; with none given, the regions of the project with their pages."""
    return RegionMap(WIDTH, round(_y(_SOUTH)), list(_topic_dots() if dots is None else dots))


def dot(label: str, url: str, nuts: str) -> Dot:
    """A region at the middle of its box."""
    west, south, east, north = places.regions()[nuts].box
    x, y = _x((west + east) / 2), _y((south + north) / 2)
    return Dot(label, url, round(x), round(y), _SIDES.get(nuts, "right"))


def at(longitude: float, latitude: float) -> tuple[int, int]:
    """Where a point lies in the units of the picture; at its edge when it lies outside."""
    inside = min(max(longitude, _WEST), _EAST), min(max(latitude, _SOUTH), _NORTH)
    return round(_x(inside[0])), round(_y(inside[1]))


def _topic_dots() -> Iterator[Dot]:
    for topic in topics.topics("region"):
        nuts = str(vocabulary("partner_region").terms[topic.code].attributes["nuts"])
        yield dot(topic.label.split(" / ")[0], topic.url, nuts)


def _x(longitude: float) -> float:
    return (longitude - _WEST) * WIDTH / (_EAST - _WEST)


def _y(latitude: float) -> float:
    return (_mercator(_NORTH) - _mercator(latitude)) * WIDTH / math.radians(_EAST - _WEST)


def _mercator(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
