"""The content that the portal comes with is valid DCAT-AP, and every warning about it has its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from rdflib import DCAT, FOAF, RDF, Graph, Literal

from ckanext.resilient.catalogue.graphs import catalogue_head, dataset_graph
from tests.catalogue import mqa
from tests.catalogue.packages import load_shipped
from tests.catalogue.shapes import DCAT_AP_2, DCAT_AP_3, results

ACCEPTED = {
    "Warning dcat:Catalog dct:publisher Node": "The publisher of the catalogue is no body of the EU.",
    "Warning dcat:Dataset dct:publisher Node": "The publisher of the datasets is no body of the EU.",
    "Warning dcat:Dataset dct:spatial Node": "A NUTS region is in no list of the shape; its country is beside it.",
    "Warning dct:Location dcat:centroid MinCount": "We know the box of a region; the centre of a box is not its own.",
    "Warning foaf:Agent dct:type MinCount": "The editors are people of several bodies: no kind of the list fits.",
}
CHANGED_IN_3 = {
    "Violation dcat:Distribution dcat:byteSize Datatype": "xsd:decimal became xsd:nonNegativeInteger.",
    "Violation dcat:Distribution adms:status Node": "ADMS' own list of states became the EU table.",
    "Violation dct:PeriodOfTime dcat:endDate Node": "Years and months became dates too.",
    "Violation dct:PeriodOfTime dcat:startDate Node": "Years and months became dates too.",
}
"""What cannot be right for both releases."""

OPTIONS = {
    "countries": "PRT ESP FRA ITA GRC HRV SVN ALB",
    "issued": "2026-05-01",
    "licence": "CC0",
    "publisher_type": "NonProfitOrganisation",
}


@dataclass(frozen=True)
class Portal:
    """What a portal with the shipped datasets says of them, and how it answers at their addresses."""

    graph: Graph
    status: Mapping[str, int]


_portal: list[Portal] = []


@pytest.fixture
def portal(request: pytest.FixtureRequest, ckan_config: dict[str, object]) -> Portal:
    """A portal whose operator filled in all options; its content is loaded once for all tests."""
    if not _portal:
        request.getfixturevalue("clean")
        for name, value in OPTIONS.items():
            ckan_config[f"ckanext.resilient.catalogue.{name}"] = value
        graph = _catalogue(load_shipped())
        client = request.getfixturevalue("app").flask_app.test_client()
        addresses = {
            str(value) for name in (DCAT.accessURL, DCAT.downloadURL) for value in graph.objects(None, name)
        }
        site = str(ckan_config["ckan.site_url"])
        assert all(address.startswith(site) for address in addresses)
        status = {address: client.head(address.removeprefix(site)).status_code for address in addresses}
        _portal.append(Portal(graph, status))
    return _portal[0]


def _catalogue(packages: list[dict[str, Any]]) -> Graph:
    graph = catalogue_head(len(packages), packages[0]["metadata_modified"])
    catalogue = graph.value(predicate=RDF.type, object=DCAT.Catalog)
    assert catalogue is not None
    for package in packages:
        described = dataset_graph(package)
        graph += described
        for dataset in mqa.datasets(described):
            graph.add((catalogue, DCAT.dataset, dataset))
    return graph


@pytest.mark.slow
def test_the_shipped_catalogue_is_valid(portal: Portal) -> None:
    assert len(mqa.datasets(portal.graph)) == 20
    names = {name.language for name in portal.graph.objects(None, FOAF.name) if isinstance(name, Literal)}
    assert names >= {"en", "it", "el", "sq"}, "the publisher has a name in all languages"
    assert {result.what for result in results(portal.graph, DCAT_AP_3)} == set(ACCEPTED)
    assert {result.what for result in results(portal.graph, DCAT_AP_2)} == {*ACCEPTED, *CHANGED_IN_3}


@pytest.mark.slow
def test_every_shipped_dataset_is_excellent_as_europe_measures(portal: Portal) -> None:
    """Computed from the RDF and from HEAD; that the shapes find no violation, the test above holds."""
    points = {
        str(dataset): mqa.points(portal.graph, dataset, portal.status, conforms=True)
        for dataset in mqa.datasets(portal.graph)
    }
    assert {dataset: found for dataset, found in points.items() if found < mqa.EXCELLENT} == {}
