"""Boxes of degrees that stand for a region or a country."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.resilient.svrc.boxes import region_of_shape
from ckanext.resilient.svrc.geometry import to_geojson
from ckanext.resilient.svrc.places import COUNTRY, NUTS, nuts_of, regions


def region(box: str) -> str:
    return region_of_shape(to_geojson(box) or "")


@pytest.mark.parametrize("code", sorted(regions()))
def test_the_extent_of_every_region_leads_to_it_or_to_the_larger_one_of_the_same_extent(code: str) -> None:
    found = nuts_of(region(",".join(map(str, regions()[code].box))))
    assert regions()[found].box == regions()[code].box
    assert code.startswith(found) or found.startswith(code)


@pytest.mark.parametrize(
    ("box", "place"),
    [
        ("6.62,35.49,18.52,47.10", COUNTRY + "ITA"),
        ("-5.2,41.3,9.6,51.1", COUNTRY + "FRA"),
        ("-9.4,35.9,4.4,43.8", COUNTRY + "ESP"),
        ("13.3,45.4,16.7,46.9", COUNTRY + "SVN"),
        ("10.6,44.8,13.1,46.7", NUTS + "ITH3"),
        ("-2.2,39.8,0.8,42.95", NUTS + "ES24"),
        ("4.2,42.9,7.8,45.2", NUTS + "FRL0"),
    ],
)
def test_an_extent_that_nearly_fits_is_recognised(box: str, place: str) -> None:
    assert region(box) == place


@pytest.mark.parametrize(
    "box",
    [
        "-180,-90,180,90",
        "-25,34,45,72",
        "11.20,44.40,11.45,44.56",
        "0,0,0,0",
        "5.9,45.8,10.5,47.8",
        "6.6,36.6,12.0,47.1",
    ],
)
def test_the_world_a_town_another_country_and_half_a_country_are_no_region_of_ours(box: str) -> None:
    assert region(box) == ""


def test_a_point_and_no_shape_tell_no_region() -> None:
    assert region_of_shape(json.dumps({"type": "Point", "coordinates": [11.3, 44.5]})) == ""
    assert region_of_shape("") == ""


@given(st.recursive(st.floats() | st.text() | st.none() | st.booleans(), st.lists))
def test_no_coordinates_break_it(coordinates: object) -> None:
    shape = json.dumps({"type": "Polygon", "coordinates": coordinates})
    assert isinstance(region_of_shape(shape), str)
