"""The content that the portal comes with is valid DCAT-AP, and every warning about it has its reason."""

from __future__ import annotations

import pytest
from rdflib import DCAT, FOAF, RDF, Graph, Literal

from ckanext.resilient.catalogue.graphs import catalogue_head, dataset_graph
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


@pytest.fixture
def shipped_graph(clean: None, ckan_config: dict[str, object]) -> Graph:
    """The catalogue of a portal with the shipped datasets, whose operator filled in all options."""
    for name, value in OPTIONS.items():
        ckan_config[f"ckanext.resilient.catalogue.{name}"] = value
    packages = load_shipped()
    graph = catalogue_head(len(packages), packages[0]["metadata_modified"])
    catalogue = graph.value(predicate=RDF.type, object=DCAT.Catalog)
    for package in packages:
        described = dataset_graph(package)
        graph += described
        dataset = described.value(predicate=RDF.type, object=DCAT.Dataset)
        assert catalogue is not None
        assert dataset is not None
        graph.add((catalogue, DCAT.dataset, dataset))
    return graph


@pytest.mark.slow
def test_the_shipped_catalogue_is_valid(shipped_graph: Graph) -> None:
    assert len(set(shipped_graph.subjects(RDF.type, DCAT.Dataset))) == 20
    names = {name.language for name in shipped_graph.objects(None, FOAF.name) if isinstance(name, Literal)}
    assert names >= {"en", "it", "el", "sq"}, "the publisher has a name in all languages"
    assert {result.what for result in results(shipped_graph, DCAT_AP_3)} == set(ACCEPTED)
    assert {result.what for result in results(shipped_graph, DCAT_AP_2)} == {*ACCEPTED, *CHANGED_IN_3}
