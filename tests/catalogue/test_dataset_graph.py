"""What a dataset says as linked data: each thing that stock CKAN loses or breaks is there, and nothing is invented."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action
from rdflib import DCTERMS, FOAF, PROV, RDF, SKOS, Graph, Literal, URIRef
from rdflib.compare import to_isomorphic

from ckanext.resilient.catalogue.graphs import catalogue_head, dataset_graph
from ckanext.resilient.catalogue.namespaces import ADMS, DCAT, DCATAP, LOCN, SPDX, VCARD
from ckanext.resilient.catalogue.site import Site
from tests.catalogue.packages import SITE, described, shown
from tests.catalogue.shapes import HIGH_VALUE, results
from tests.content.records import AGENT, AREA, DATASET

SITE_OF_TESTS = Site("http://test.resilient.example")
EU = "http://publications.europa.eu/resource/authority/"
FILE = {"url": "https://example.org/a.csv", "format": "CSV", "mimetype": "text/csv"}


def graph_of(*, machine_text: bool = False, **fields: Any) -> Graph:
    package = shown({"title_translated": {"en": "A title"}, **fields})
    return described(package, Site(SITE.url, machine_text=machine_text))


def values(graph: Graph, name: URIRef, of: URIRef = DCAT.Dataset) -> list[str]:
    """The values of a property of everything of a class, as texts with their languages."""
    found = [value for node in graph.subjects(RDF.type, of) for value in graph.objects(node, name)]
    return sorted(
        f"{value}@{value.language}" if isinstance(value, Literal) and value.language else str(value)
        for value in found
    )


def labels(graph: Graph, name: URIRef, of: URIRef = DCAT.Dataset) -> list[str]:
    """What the values that are nodes are called."""
    found = [value for node in graph.subjects(RDF.type, of) for value in graph.objects(node, name)]
    return sorted(
        str(label) for node in found for label in graph.objects(node, None) if isinstance(label, Literal)
    )


def test_an_uploaded_file_can_be_accessed_and_downloaded() -> None:
    upload = "https://catalogue.example/dataset/1/resource/2/download/a.csv"
    graph = graph_of(resources=[{**FILE, "url": upload, "url_type": "upload"}])
    assert values(graph, DCAT.accessURL, DCAT.Distribution) == [upload]
    assert values(graph, DCAT.downloadURL, DCAT.Distribution) == [upload]


@pytest.mark.parametrize("url", ["", "not an address", "javascript:alert(1)"])
def test_a_file_without_an_address_is_accessed_at_its_page_here(url: str) -> None:
    graph = graph_of(resources=[{"url": url}])
    page = f"{SITE.url}/dataset/id-0/resource/file-0"
    assert values(graph, DCAT.accessURL, DCAT.Distribution) == [page]
    assert values(graph, DCAT.downloadURL, DCAT.Distribution) == []


def test_formats_and_licences_are_addresses_of_the_european_tables() -> None:
    graph = graph_of(license_id="CC_BY_4_0", resources=[FILE, {**FILE, "license": f"{EU}licence/CC0"}])
    assert set(values(graph, DCTERMS["format"], DCAT.Distribution)) == {f"{EU}file-type/CSV"}
    assert set(values(graph, DCAT.mediaType, DCAT.Distribution)) == {
        "http://www.iana.org/assignments/media-types/text/csv"
    }
    assert values(graph, DCTERMS.license, DCAT.Distribution) == [f"{EU}licence/CC0", f"{EU}licence/CC_BY_4_0"]


def test_a_licence_that_no_table_knows_is_handed_on_as_its_source_writes_it() -> None:
    graph = graph_of(license_id="notspecified", source_license=["Riutilizzo libero"], resources=[FILE])
    assert labels(graph, DCTERMS.license, DCAT.Distribution) == ["Riutilizzo libero"]
    several = graph_of(license_id="notspecified", source_license=["One", "Another"], resources=[FILE])
    assert values(several, DCTERMS.license, DCAT.Distribution) == [], "none is chosen"
    assert labels(several, DCTERMS.license) == ["Another", "One"]


def test_the_original_of_a_known_licence_stays_beside_it() -> None:
    original = "https://creativecommons.org/licenses/by/3.0/it/"
    graph = graph_of(resources=[{**FILE, "license": f"{EU}licence/CC_BY_3_0", "source_license": original}])
    assert values(graph, DCTERMS.license, DCAT.Distribution) == [f"{EU}licence/CC_BY_3_0"]
    assert labels(graph, DCTERMS.rights, DCAT.Distribution) == [original]


def test_an_identifier_that_looks_like_an_address_is_a_text() -> None:
    doi = "https://doi.org/10.1000/1"
    found = graph_of(identifier=doi).value(SITE.dataset("id-0"), DCTERMS.identifier)
    assert found == Literal(doi)


@pytest.mark.parametrize(
    ("checksum", "algorithm", "kept"),
    [("00FF", "SHA-256", True), ("00ff", "", False), ("xyz", "md5", False), ("abc", "md5", False)],
)
def test_a_checksum_needs_its_algorithm(checksum: str, algorithm: str, kept: bool) -> None:
    graph = graph_of(resources=[{**FILE, "hash": checksum, "hash_algorithm": algorithm}])
    known = values(graph, SPDX.algorithm, SPDX.Checksum)
    assert known == (["http://spdx.org/rdf/terms#checksumAlgorithm_sha256"] if kept else [])


def test_there_is_one_publisher_and_the_others_are_attributed() -> None:
    graph = graph_of(publisher=[{"name": "First"}, {"name": "Second"}])
    assert labels(graph, DCTERMS.publisher) == ["First"]
    attributed = [graph.value(node, PROV.agent) for node in graph.subjects(RDF.type, PROV.Attribution)]
    assert [str(graph.value(node, FOAF.name)) for node in attributed] == ["Second"]


def test_the_organisation_publishes_what_is_its_own_but_not_what_was_harvested() -> None:
    organization = {"id": "o-1", "title": "A cooperative"}
    assert labels(graph_of(organization=organization), DCTERMS.publisher) == ["A cooperative"]
    assert values(graph_of(organization=organization, source_guid="x"), DCTERMS.publisher) == []


def test_a_contact_is_a_vcard_kind_with_its_languages() -> None:
    graph = graph_of(contact=[{**AGENT, "uri": ""}])
    assert values(graph, VCARD.fn, VCARD.Kind) == ["Comune di Esempio@it", "Municipality of Esempio@en"]
    assert values(graph, VCARD.hasEmail, VCARD.Kind) == ["mailto:dati@example.org"]


def test_machine_text_is_left_out_or_marked_as_the_site_chooses() -> None:
    title = {"it": "Asili", "en-t-it": "Nurseries"}
    assert values(graph_of(title_translated=title), DCTERMS.title) == ["Asili@it"]
    marked = graph_of(title_translated=title, machine_text=True)
    assert values(marked, DCTERMS.title) == ["Asili@it", "Nurseries@en-t-it"]


def test_a_high_value_dataset_names_the_law_on_it_for_each_file() -> None:
    graph = graph_of(hvd_category=["http://data.europa.eu/bna/c_ac64a52d"], resources=[FILE])
    law = ["http://data.europa.eu/eli/reg_impl/2023/138/oj"]
    assert values(graph, DCATAP.applicableLegislation) == law
    assert values(graph, DCATAP.applicableLegislation, DCAT.Distribution) == law
    assert values(graph_of(resources=[FILE]), DCATAP.applicableLegislation) == []


@pytest.mark.slow
def test_a_high_value_dataset_satisfies_the_shapes_for_such() -> None:
    declared = {**DATASET, "hvd_category": ["http://data.europa.eu/bna/c_ac64a52d"]}
    assert results(described(shown(declared)), HIGH_VALUE) == []
    undeclared = described(shown({**declared, "hvd_category": []}))
    assert "dcatap:hvdCategory" in {result.path for result in results(undeclared, HIGH_VALUE)}


def test_a_map_service_is_a_data_service_that_serves_the_dataset() -> None:
    url = "https://example.org/wms?service=WMS&request=GetCapabilities"
    graph = graph_of(resources=[{"url": url, "format": "WMS_SRVC"}, FILE])
    assert values(graph, DCAT.endpointURL, DCAT.DataService) == ["https://example.org/wms"]
    assert values(graph, DCAT.endpointDescription, DCAT.DataService) == [url]
    assert values(graph, DCAT.servesDataset, DCAT.DataService) == [f"{SITE.url}/dataset/id-0"]
    assert values(graph, DCTERMS.title, DCAT.DataService) == ["A title@en"]


def test_a_region_has_its_country_beside_it_and_a_shape_of_its_own_its_own_node() -> None:
    nuts = "http://data.europa.eu/nuts/code/ITH35"
    graph = graph_of(spatial_coverage=[{"uri": nuts, "text": "Mestre", "geom": AREA}])
    places = set(graph.objects(SITE.dataset("id-0"), DCTERMS.spatial))
    assert {URIRef(nuts), URIRef(f"{EU}country/ITA")} < places
    (own,) = [place for place in places if not isinstance(place, URIRef)]
    assert str(graph.value(own, LOCN.geometry)).startswith("POLYGON((11 45,")
    assert graph.value(own, SKOS.prefLabel) == Literal("Mestre")
    assert len(list(graph.objects(URIRef(nuts), DCAT.bbox))) == 1


def test_a_dataset_says_in_the_terms_of_our_vocabularies_what_it_is_about() -> None:
    graph = graph_of(social_need=["housing"], theme=[f"{EU}data-theme/SOCI"], source_theme=["Casa"])
    need = SITE.concept("social_need", "housing")
    assert str(need) == f"{SITE.url}/vocabulary/social_need/housing"
    assert str(need) in values(graph, DCTERMS.subject)
    assert len(set(graph.objects(need, SKOS.prefLabel))) == 9
    assert "Casa" in labels(graph, DCTERMS.subject)
    assert values(graph, DCAT.theme) == [f"{EU}data-theme/SOCI"]


def test_a_source_is_no_second_dataset_of_this_catalogue() -> None:
    graph = graph_of(source_guid="g-1", source_uri="https://example.org/d/1", alternate_identifier=["other"])
    assert set(graph.subjects(RDF.type, DCAT.Dataset)) == {SITE.dataset("id-0")}
    assert values(graph, DCTERMS.source) == ["https://example.org/d/1"]
    assert labels(graph, ADMS.identifier) == ["g-1", "other"]
    assert values(graph, DCTERMS.identifier) == [], "the id here is not the dataset's identifier"


def test_a_record_of_stock_ckan_is_described_too() -> None:
    graph = graph_of(
        title_translated=None,
        title="Bare",
        notes="Only text",
        tags=[{"name": "one", "display_name": "One"}],
        license_id="other",
        license_url="https://example.org/licence",
        spatial_coverage="everywhere",
        alternate_identifier="x-1",
        resources=[{"url": "https://example.org/x", "name": "X", "created": "2026-01-02T03:04:05.000006"}],
    )
    assert values(graph, DCTERMS.title) == ["Bare"]
    assert values(graph, DCAT.keyword) == ["One"]
    assert values(graph, DCTERMS.license, DCAT.Distribution) == ["https://example.org/licence"]
    assert labels(graph, ADMS.identifier) == ["x-1"]


def test_a_series_and_its_members_name_each_other() -> None:
    member = graph_of(in_series=["s-1"])
    assert values(member, DCAT.inSeries) == [f"{SITE.url}/dataset/s-1"]
    series = described(shown({"type": "dataset_series", "title": "A series"}))
    assert set(series.subjects(RDF.type, DCAT.DatasetSeries)) == {SITE.dataset("id-0")}


def test_ckanext_dcat_gives_the_same_graph(organisation: dict[str, Any], app: CKANTestApp) -> None:
    made = factories.Dataset(**DATASET, owner_org=organisation["id"])
    ours = dataset_graph(call_action("package_show", id=made["id"]))
    theirs = Graph().parse(
        data=str(call_action("dcat_dataset_show", id=made["id"], format="ttl")), format="turtle"
    )
    assert to_isomorphic(theirs) == to_isomorphic(ours)
    page = Graph().parse(data=app.get(f"/dataset/{made['name']}.rdf").body, format="xml")
    assert (
        SITE_OF_TESTS.dataset(made["id"]),
        DCTERMS.title,
        Literal("Centri diurni per anziani", lang="it"),
    ) in page


@pytest.mark.usefixtures("clean")
def test_the_catalogue_speaks_all_its_languages(app: CKANTestApp) -> None:
    with app.flask_app.app_context():
        graph = catalogue_head(3)
    node = SITE_OF_TESTS.catalogue
    said = {text.language for text in graph.objects(node, DCTERMS.description) if isinstance(text, Literal)}
    assert said == {"en", "pt", "es", "fr", "it", "el", "hr", "sl", "sq"}
    assert len({str(text) for text in graph.objects(node, DCTERMS.description)}) == len(said)
    assert URIRef(f"{EU}language/SQI") in set(graph.objects(node, DCTERMS.language))
    assert graph.value(node, DCAT.themeTaxonomy) == URIRef(f"{EU}data-theme")
    publisher = graph.value(node, DCTERMS.publisher)
    assert str(graph.value(publisher, FOAF.name)) == "Resilient"
