"""What a source says of its places is found by a box on the map and by the name of the place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ckan.tests.helpers import call_action

from ckanext.resilient.svrc.places import NUTS
from tests.harvest.conftest import portal_with
from tests.harvest.portal import Make, act, record

__all__ = ["portal_with"]

BARI, SPLIT, LAIBACH = "16.8,41.1,16.9,41.2", "16.4,43.5,16.5,43.6", "14.4,46,14.6,46.1"
SQUARE = [[16.4, 43.4], [16.6, 43.4], [16.6, 43.6], [16.4, 43.6], [16.4, 43.4]]
PLACES: dict[str, dict[str, Any]] = {
    "Luogo per codice": {"spatial_uri": f"{NUTS}ITF4"},
    "Luogo per nome": {"geographical_name": "Puglia"},
    "Luogo per geometria": {"spatial": json.dumps({"type": "Polygon", "coordinates": [SQUARE]})},
    "Luogo per estremi": {
        "bbox-west-long": "16.4",
        "bbox-south-lat": "43.4",
        "bbox-east-long": "16.6",
        "bbox-north-lat": "43.6",
    },
    "Luogo ignoto": {"spatial": "Atlantide"},
}


@pytest.fixture(params=["solr-spatial-field", "solr-bbox"])
def harvested(request: pytest.FixtureRequest, ckan_config: dict[str, Any], portal_with: Make) -> None:
    """A source that says in different ways where its records are about, read, in both indexes of ckanext-spatial."""
    ckan_config["ckanext.spatial.search_backend"] = request.param
    ckan_config["ckan.search.solr_allowed_query_parsers"] = ["frange", "field"]
    portal = portal_with(0)
    portal.records[:] = [
        record(
            str(number), title=title, extras=[{"key": key, "value": value} for key, value in place.items()]
        )
        for number, (title, place) in enumerate(PLACES.items())
    ]
    assert act("resilient_harvest_run", id="portal", full=True)["written"] == len(PLACES)


def found(**asked: Any) -> set[str]:
    answer = call_action("package_search", fq="type:dataset", **asked)
    return {dataset["title"] for dataset in answer["results"]}


@pytest.mark.usefixtures("harvested")
def test_a_harvested_record_is_found_where_it_is_about() -> None:
    assert found(extras={"ext_bbox": BARI}) == {"Luogo per codice", "Luogo per nome"}
    assert found(extras={"ext_bbox": SPLIT}) == {"Luogo per geometria", "Luogo per estremi"}
    assert found(extras={"ext_bbox": LAIBACH}) == set()
    assert found(q="Pouilles") == {"Luogo per codice", "Luogo per nome"}
