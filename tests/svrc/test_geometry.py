"""Geometries of sources as GeoJSON."""

from __future__ import annotations

import json

import pytest

from ckanext.resilient.svrc.geometry import to_geojson

SQUARE = [[[0.0, 0.0], [2.0, 0.0], [2.0, 1.0], [0.0, 1.0], [0.0, 0.0]]]


@pytest.mark.parametrize(
    "text",
    [
        "0,0,2,1",
        "0 0 2 1",
        "[[0, 0], [2, 1]]",
        "POLYGON((0 0, 2 0, 2 1, 0 1, 0 0))",
        "<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POLYGON((0 0, 2 0, 2 1, 0 1, 0 0))",
        "<http://www.opengis.net/def/crs/OGC/1.3/CRS84> Polygon((0 0, 2 0, 2 1, 0 1, 0 0))",
        "SRID=4326;POLYGON((0 0, 2 0, 2 1, 0 1, 0 0))",
        json.dumps({"type": "Polygon", "coordinates": SQUARE}),
    ],
)
def test_a_shape_is_read_in_every_form(text: str) -> None:
    shape = to_geojson(text)
    assert shape
    assert json.loads(shape) == {"type": "Polygon", "coordinates": SQUARE}


def test_a_point_is_a_shape_too() -> None:
    assert json.loads(to_geojson("POINT(11.5 44.2)") or "") == {"type": "Point", "coordinates": [11.5, 44.2]}


def test_no_shape_is_no_error() -> None:
    assert to_geojson(" ") == ""


@pytest.mark.parametrize(
    "text",
    [
        "{{extent:computeSpatialProperty}}",
        "Italy",
        "200,0,300,1",
        "POLYGON((",
        "POINT EMPTY",
        '{"type": "Map"}',
        "{",
    ],
)
def test_what_is_no_shape_is_told_apart_from_none(text: str) -> None:
    assert to_geojson(text) is None
