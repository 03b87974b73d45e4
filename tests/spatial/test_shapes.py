"""Any text that calls itself a geometry becomes something that Solr can take, or nothing."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from ckanext.resilient.spatial import extents
from ckanext.resilient.spatial.shapes import LONGEST, box_around, read_shapes, to_wkt
from ckanext.resilient.svrc.places import NUTS

PUGLIA = NUTS + "ITF4"
ITALY = "http://publications.europa.eu/resource/authority/country/ITA"
SPAIN = "http://publications.europa.eu/resource/authority/country/ESP"
BOW_TIE = {"type": "Polygon", "coordinates": [[[16, 40], [17, 41], [17, 40], [16, 41], [16, 40]]]}


def wkt(text: str | dict[str, Any]) -> list[str]:
    return [to_wkt(shape) for shape in read_shapes(text if isinstance(text, str) else json.dumps(text))]


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "not a geometry",
        "{",
        "[1, 2]",
        '{"type": "Point"}',
        '{"type": "Point", "coordinates": []}',
        '{"type": "Point", "coordinates": ["a", "b"]}',
        '{"type": "Point", "coordinates": [NaN, 41]}',
        '{"type": "Polygon", "coordinates": [[1, 2]]}',
        '{"type": "Polygon", "coordinates": [[[1, 2], [3, 4]]]}',
        '{"type": "GeometryCollection", "geometries": null}',
        '{"type": "Point", "coordinates": [4500000, 2100000]}',
    ],
    ids=lambda text: text[:40] or "empty",
)
def test_a_broken_geometry_is_no_geometry(broken: str) -> None:
    assert read_shapes(broken) == []


@given(st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=6),
    max_leaves=20,
))  # fmt: skip
def test_no_coordinates_of_a_polygon_end_the_reading(coordinates: Any) -> None:
    for shape in read_shapes(json.dumps({"type": "Polygon", "coordinates": coordinates})):
        assert shape.is_valid
        assert all(map(math.isfinite, shape.bounds))


def test_a_box_is_an_envelope_and_other_outlines_stay_what_they_are() -> None:
    assert wkt("16, 40, 17.5, 41") == ["ENVELOPE(16.00000, 17.50000, 41.00000, 40.00000)"]
    assert wkt({"type": "Point", "coordinates": [16.87, 41.12, 5]}) == ["POINT (16.87 41.12)"]
    assert wkt({"type": "Polygon", "coordinates": [[[16, 40], [17, 40], [16, 41], [16, 40]]]}) == [
        "POLYGON ((16 41, 17 40, 16 40, 16 41))"
    ]


def test_an_outline_that_crosses_itself_is_mended() -> None:
    assert wkt(BOW_TIE) == [
        "MULTIPOLYGON (((16.5 40.5, 16 40, 16 41, 16.5 40.5)), ((16.5 40.5, 17 41, 17 40, 16.5 40.5)))"
    ]


def test_a_box_without_width_is_a_point() -> None:
    assert wkt("16, 40, 16, 40") == ["POINT (16 40)"]
    assert box_around(read_shapes("16, 40, 16, 40")) == pytest.approx((15.9995, 39.9995, 16.0005, 40.0005))


def test_a_collection_keeps_its_sound_parts() -> None:
    parts = [{"type": "Point", "coordinates": [16, 41]}, BOW_TIE, {"type": "Point", "coordinates": [500, 41]}]
    assert len(wkt({"type": "GeometryCollection", "geometries": parts})) == 2


def test_an_outline_is_simplified_until_solr_can_take_it() -> None:
    coast = [[16 + math.sin(turn / 9000) / 3, 41 + math.cos(turn / 9000) / 3] for turn in range(56549)]
    [text] = wkt({"type": "Polygon", "coordinates": [[*coast, coast[0]]]})
    assert text.startswith("POLYGON")
    assert len(text) <= LONGEST
    assert shapely.from_wkt(text).area == pytest.approx(math.pi / 9, rel=0.01)


def test_the_whole_world_does_not_turn_into_the_other_half() -> None:
    assert wkt("-180, -90, 180, 90") == ["ENVELOPE(-180.00000, 180.00000, 90.00000, -90.00000)"]


def test_the_most_exact_statement_about_a_place_is_taken() -> None:
    box, point = "16, 40, 17, 41", '{"type": "Point", "coordinates": [16.5, 40.5]}'
    assert extents.of_place({"geom": point, "bbox": box, "uri": PUGLIA}) == read_shapes(point)
    assert extents.of_place({"geom": "broken", "bbox": box, "uri": PUGLIA}) == read_shapes(box)
    assert extents.of_place({"geom": "broken", "uri": PUGLIA}) == extents.of_region(PUGLIA) != []
    assert extents.of_place({"text": "Pouilles", "centroid": point}) == extents.of_region(PUGLIA)
    assert extents.of_place({"text": "Nowhere", "centroid": point}) == read_shapes(point)
    assert extents.of_place({"text": "Nowhere"}) == []


def test_a_country_is_what_its_regions_cover() -> None:
    lisbon = shapely.Point(-9.14, 38.72)
    assert shapely.box(*box_around(extents.of_region(SPAIN))).contains(lisbon)
    assert not any(region.contains(lisbon) for region in extents.of_region(SPAIN))
    rome, ajaccio = shapely.Point(12.5, 41.9), shapely.Point(8.74, 41.92)
    assert [region.contains(rome) for region in extents.of_region(ITALY)].count(True) == 1
    assert not any(region.contains(ajaccio) for region in extents.of_region(ITALY))


def test_an_unknown_code_is_where_its_larger_region_is() -> None:
    assert extents.of_region(NUTS + "ITF4Z") == extents.of_region(PUGLIA)
    assert extents.of_region(NUTS + "DE300") == []


def test_a_place_that_is_named_twice_is_there_once() -> None:
    assert len(extents.of_places([{"uri": PUGLIA}, {"text": "Apulia"}])) == 1
