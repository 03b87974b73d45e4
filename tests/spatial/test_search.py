"""A box on the map finds what lies in it, whatever a dataset says of its place."""

from __future__ import annotations

import json
from typing import Any

import ckan.plugins as p
import pytest
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action

from ckanext.resilient.spatial import index, setup
from ckanext.resilient.svrc.places import NUTS

PUGLIA, ALGARVE = NUTS + "ITF4", NUTS + "PT150"
SPAIN = "http://publications.europa.eu/resource/authority/country/ESP"
BARI, FARO, LISBON = "16.8,41.1,16.9,41.2", "-8.0,37.0,-7.9,37.1", "-9.2,38.7,-9.1,38.8"
MADRID, SPLIT, LAIBACH = "-3.8,40.4,-3.7,40.5", "16.4,43.5,16.5,43.6", "14.4,46,14.6,46.1"
POINT_IN_SPLIT = '{"type": "Point", "coordinates": [16.44, 43.51]}'
BACKENDS = ("solr-spatial-field", "solr-bbox")


def make(name: str, **values: Any) -> None:
    call_action(
        "package_create",
        {"user": factories.Sysadmin()["name"]},
        type="dataset",
        name=name,
        title_translated={"en": name},
        owner_org=factories.Organization()["id"],
        **values,
    )


def found(box: str) -> list[str]:
    answer = call_action("package_search", extras={"ext_bbox": box}, sort="name asc")
    return [dataset["name"] for dataset in answer["results"]]


@pytest.fixture(params=BACKENDS)
def catalogue(request: pytest.FixtureRequest, ckan_config: dict[str, Any], clean: None) -> str:
    """Datasets that say in different ways where they are about, in both indexes of ckanext-spatial."""
    ckan_config["ckanext.spatial.search_backend"] = request.param
    # ckanext-spatial allows the parser of the index that is set when CKAN starts.
    ckan_config["ckan.search.solr_allowed_query_parsers"] = ["frange", "field"]
    make("country", spatial_coverage=[{"uri": SPAIN}])
    make("named", spatial_coverage=[{"text": "Pouilles"}])
    make("nowhere", spatial_coverage=[{"text": "Atlantis"}])
    make("point", spatial_coverage=[{"text": "Split", "centroid": POINT_IN_SPLIT}])
    make("region", spatial_coverage=[{"uri": PUGLIA}])
    make("two", spatial_coverage=[{"uri": PUGLIA}, {"uri": ALGARVE}])
    return request.param


def test_a_box_finds_regions_countries_names_and_points(catalogue: str) -> None:
    assert found(BARI) == ["named", "region", "two"]
    assert set(found(MADRID)) >= {"country"}
    assert "point" in found(SPLIT)
    assert "two" in found(FARO)
    assert found(LAIBACH) == []


@pytest.mark.parametrize("catalogue", ["solr-spatial-field"], indirect=True)
def test_the_index_of_outlines_has_no_land_between_two_places(catalogue: str) -> None:
    assert found(MADRID) == ["country"]
    assert found(LISBON) == []


@pytest.mark.parametrize("catalogue", ["solr-spatial-field"], indirect=True)
def test_the_search_page_takes_a_box(catalogue: str, app: CKANTestApp) -> None:
    page = app.get("/dataset/", query_string={"ext_bbox": BARI}).text
    assert 'href="/dataset/region"' in page
    assert 'href="/dataset/country"' not in page
    answer = app.get("/api/3/action/package_search", query_string={"ext_bbox": FARO}).json
    assert [dataset["name"] for dataset in answer["result"]["results"]] == ["two"]


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(
    "geometry",
    [
        '{"type": "Polygon", "coordinates": [[[1, 2], [3, 4]]]}',
        '{"type": "Polygon", "coordinates": [[1, 2]]}',
        '{"type": "Point", "coordinates": [4500000, 2100000]}',
        '{"type": "Point", "coordinates": ["a", "b"]}',
        '{"type": "GeometryCollection", "geometries": [{}]}',
        '["Point"]',
        "null",
    ],
)
def test_a_broken_geometry_costs_itself_only(
    with_plugins: None, ckan_config: dict[str, Any], backend: str, geometry: str
) -> None:
    ckan_config["ckanext.spatial.search_backend"] = backend
    coverage = {"spatial_coverage": [{"uri": PUGLIA, "geom": geometry}]}
    document = {"validated_data_dict": json.dumps(coverage), "spatial": geometry, "extras_spatial": geometry}
    for plugin in p.PluginImplementations(p.IPackageController):
        if plugin.name in {"resilient_spatial", "spatial_query"}:
            document = plugin.before_dataset_index(document)
    assert document.keys() - {"validated_data_dict"} in ({"spatial_geom"}, {"minx", "miny", "maxx", "maxy"})


def test_a_geometry_longer_than_solr_takes_is_indexed(catalogue: str) -> None:
    ring = [[16 + n / 20000, 41 + (n % 7) / 1000] for n in range(9000)]
    outline = {"type": "Polygon", "coordinates": [[*ring, [16.2, 40.9], ring[0]]]}
    make("long", spatial_coverage=[{"geom": json.dumps(outline)}])
    assert "long" in found("16.1,40.95,16.3,41")


def test_without_ckanext_spatial_the_document_stays_as_it_is(
    ckan_config: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    ckan_config["ckan.plugins"] = "resilient_spatial"
    request.getfixturevalue("with_plugins")
    document = {"validated_data_dict": json.dumps({"spatial_coverage": [{"uri": PUGLIA}]}), "spatial": "x"}
    assert index.with_extent(document) == document
    assert "add spatial_query to ckan.plugins" in setup.complaint()


def test_a_wrong_order_of_plugins_is_named(ckan_config: dict[str, Any], with_plugins: None) -> None:
    assert setup.complaint() == ""
    ckan_config["ckan.plugins"] = ["spatial_query", "resilient_spatial"]
    assert "Put resilient_spatial before spatial_query" in setup.complaint()
