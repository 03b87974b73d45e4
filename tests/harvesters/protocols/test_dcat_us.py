"""data.json: the whole catalogue, every value, and what ArcGIS Hub makes of it."""

import json
from typing import Any

import pytest

from ckanext.resilient.errors import FetchError, RejectRecord
from ckanext.resilient.harvesters.protocols.base import Endpoint
from ckanext.resilient.harvesters.protocols.dcat_us import PROTOCOL
from ckanext.resilient.svrc.normalise import Crosswalk, normalise
from ckanext.resilient.svrc.record import Agent, Contact, Period, Place, SourceDataset
from tests.harvest.servers import Answer, Asked
from tests.harvesters.protocols.fake_dcat_us import FEED, catalogue, dataset, served
from tests.harvesters.protocols.reading import Listed, listed
from tests.shared import fixture_path

Json = dict[str, Any]
PORTAL = Endpoint("https://dati.example/data.json")
ITEM = "https://www.arcgis.com/home/item.html?id="


def read(respond: Any, path: str = "", **more: Any) -> Listed:
    return listed(PROTOCOL, respond, path, **more)


def datasets(result: Listed) -> list[SourceDataset]:
    return [PROTOCOL.read_record(raw, PORTAL) for raw in result.records]


def made(**more: Any) -> SourceDataset:
    (found,) = datasets(read(served(catalogue(dataset(1, **more)))))
    return found


def fixture(name: str) -> Listed:
    return read(served(fixture_path(name).read_bytes()))


def codes(dataset: SourceDataset) -> list[str]:
    return [issue.code for issue in dataset.issues]


# Listing


@pytest.mark.parametrize(
    ("given", "held"),
    [
        ("", "/data.json"),
        ("/", "/data.json"),
        ("/data.json", "/data.json"),
        ("/opendata", "/opendata/data.json"),
        ("", FEED),
        (FEED, FEED),
        ("/export/pod", "/export/pod"),
        ("/export?format=pod", "/export"),
    ],
)
def test_the_catalogue_is_found_at_its_address_or_where_portals_keep_it(given: str, held: str):
    result = read(served(catalogue(dataset(1), dataset(2)), held), given)
    assert (len(result.guids), result.end.complete, result.codes) == (2, True, [])


@pytest.mark.parametrize("count", [0, 1, 100, 250])
def test_all_datasets_of_the_document_are_listed_in_batches(count: int):
    result = read(served(catalogue(*(dataset(number) for number in range(count)))))
    assert len(set(result.guids)) == len(result.guids) == count
    assert (result.end.complete, result.codes) == (True, [])
    assert max(len(page.records) for page in result.pages) <= 100


@pytest.mark.parametrize(
    ("document", "count"),
    [([dataset(1), dataset(2)], 2), (dataset(1), 1), ({"dataset": dataset(1)}, 1)],
)
def test_a_bare_list_or_a_single_dataset_is_read_too(document: Any, count: int):
    assert len(read(served(document)).guids) == count


def test_a_limit_is_kept():
    result = read(served(catalogue(*(dataset(number) for number in range(9)))), limit=3)
    assert (len(result.guids), result.end.complete, result.codes) == (3, False, [])


def test_a_dataset_that_comes_twice_counts_once_and_is_told():
    result = read(served(catalogue(dataset(1), dataset(1), dataset(2))))
    assert (len(result.guids), result.codes) == (2, ["record-repeated"])


def test_a_byte_order_mark_and_another_character_set_are_read():
    body = json.dumps(catalogue(dataset(1, title="Città")), ensure_ascii=False)
    (one,) = datasets(read(served(b"\xef\xbb\xbf" + body.encode())))
    assert one.title == {"und": "Città"}


JSON_LD = {
    "@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"},
    "@type": "dcat:Catalog",
    "dcat:dataset": [{"@id": "https://x.example/1", "@type": "dcat:Dataset", "dct:title": "Servizi"}],
}


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (Answer(404), "http-status"),
        (Answer(200, b"<!DOCTYPE html><html></html>"), "looks-like-html"),
        (Answer(200, b'{"dataset": [{"title": "broken off'), "not-json"),
        (Answer(200, b'{"@type": "dcat:Catalog"}'), "not-dcat-us"),
        (Answer(200, b'{"dataset": ["https://x.example/1"]}'), "not-dcat-us"),
        (Answer(200, b"[1]"), "not-dcat-us"),
        (Answer(200, json.dumps(JSON_LD).encode()), "not-dcat-us"),
    ],
)
@pytest.mark.parametrize("path", ["", "/data.json", "/api/feed/dcat-ap/2.0.1.json"])
def test_what_is_no_data_json_is_said_to_be_none(sent: Answer, code: str, path: str):
    with pytest.raises(FetchError) as caught:
        read(lambda asked: sent, path)
    assert caught.value.issue.code == code


def test_for_a_feed_in_json_ld_the_right_protocol_is_named():
    with pytest.raises(FetchError) as caught:
        read(served(JSON_LD, "/api/feed/dcat-ap/2.0.1.json"), "/api/feed/dcat-ap/2.0.1.json")
    assert "JSON-LD" in caught.value.issue.remedy
    assert "protocol dcat." in caught.value.issue.remedy


def test_a_server_that_fails_is_not_asked_for_another_document():
    asked_for: set[str] = set()

    def respond(asked: Asked) -> Answer:
        asked_for.add(asked.path)
        return Answer(500)

    with pytest.raises(FetchError):
        read(respond)
    assert asked_for == {"/data.json"}


# Identity


def test_a_record_without_identifier_keeps_its_name_when_its_text_changes():
    def guids(description: str) -> list[str]:
        nameless = dataset(1, description=description, landingPage="https://dati.example/1")
        del nameless["identifier"]
        return read(served(catalogue(nameless, dataset(2)))).guids

    assert guids("Before") == guids("After") == ["https://dati.example/1", dataset(2)["identifier"]]


def test_records_without_identifier_that_share_a_page_stay_apart():
    shared = [dataset(number, landingPage="https://dati.example/") for number in (1, 2)]
    for one in shared:
        del one["identifier"]
    assert read(served(catalogue(*shared))).guids == ["Servizi 1", "Servizi 2"]
    same = [{**shared[0], "modified": year} for year in ("2023", "2024")]
    result = read(served(catalogue(*same)))
    assert (len(result.guids), result.codes) == (2, [])


def test_layers_of_one_item_are_records_of_their_own():
    layers = [dataset(1, identifier=f"{ITEM}abc&sublayer={number}") for number in (0, 1)]
    assert read(served(catalogue(*layers))).guids == [one["identifier"] for one in layers]


# Values


def test_a_record_arrives():
    one = made(
        creator={"name": "Ufficio"},
        publisher={
            "name": "Ufficio statistica",
            "subOrganizationOf": {"name": "Comune", "subOrganizationOf": {"name": "Regione"}},
        },
        contactPoint={"@type": "vcard:Contact", "fn": "URP", "hasEmail": "mailto:urp@dati.example"},
        issued="2023-01-01",
        accrualPeriodicity="R/P1M",
        language=["it-IT", "de"],
        license="https://creativecommons.org/licenses/by/4.0/",
        rights="Uso libero",
        temporal="2020-01-01/2020-12-31",
        theme=["Salute"],
        landingPage="/servizi/1",
        references=["https://dati.example/guida"],
        describedBy="https://dati.example/dizionario",
        conformsTo="https://schema.example/servizi",
        isPartOf="collezione-1",
        systemOfRecords="Anagrafe",
        distribution=[
            {
                "@type": "dcat:Distribution",
                "title": "Servizi",
                "downloadURL": "https://dati.example/1.csv",
                "mediaType": "text/csv",
                "format": "CSV",
                "describedBy": "https://dati.example/colonne",
            },
            {},
        ],
    )
    assert one.title == {"und": "Servizi 1"}
    assert one.keywords == {"und": ["anziani"]}
    assert one.identifier == one.guid == "https://dati.example/servizi/1"
    assert one.publishers == [Agent({"und": "Ufficio statistica"})]
    assert one.extras == {"subOrganizationOf": "Comune > Regione", "systemOfRecords": "Anagrafe"}
    assert one.contacts == [Contact({"und": "URP"}, email="urp@dati.example")]
    assert (one.issued, one.modified, one.frequency) == ("2023-01-01", "2024-05-31", "R/P1M")
    assert (one.languages, one.access_rights) == (["it-IT", "de"], "public")
    assert one.licences == ["https://creativecommons.org/licenses/by/4.0/"]
    assert (one.rights, one.themes) == ({"und": "Uso libero"}, ["Salute"])
    assert one.periods == [Period("2020-01-01", "2020-12-31")]
    assert one.landing_page == "https://dati.example/servizi/1"
    assert one.related == ["https://dati.example/guida", "collezione-1"]
    assert one.documentation == ["https://dati.example/dizionario"]
    assert one.conforms_to == ["https://schema.example/servizi"]
    (file,) = one.distributions
    assert (file.download_url, file.format, file.media_type) == (
        "https://dati.example/1.csv",
        "CSV",
        "text/csv",
    )
    assert file.documentation == ["https://dati.example/colonne"]
    assert one.issues == []


@pytest.mark.parametrize(
    ("spatial", "expected"),
    [
        (None, []),
        ("", []),
        ("Italia", [Place(label={"und": "Italia"})]),
        ("http://www.geonames.org/2", [Place(uri="http://www.geonames.org/2")]),
        ("6.5735,46.3912,6.6069,46.4028", [Place(bbox="6.5735,46.3912,6.6069,46.4028")]),
        ("6.5735, 46.3912, 6.6069, 46.4028", [Place(bbox="6.5735,46.3912,6.6069,46.4028")]),
        ([6.5, 46.3, 6.6, 46.4], [Place(bbox="6.5,46.3,6.6,46.4")]),
        ("[[6.5, 46.3], [6.6, 46.4]]", [Place(bbox="6.5,46.3,6.6,46.4")]),
        (
            "[[-14.601813, -179.231086], [71.441059, 179.859681]]",
            [Place(bbox="-179.231086,-14.601813,179.859681,71.441059")],
        ),
        (
            {"type": "Point", "coordinates": [9.2, 45.4]},
            [Place(geom='{"coordinates": [9.2, 45.4], "type": "Point"}')],
        ),
        (["Italia", "Albania"], [Place(label={"und": "Italia"}), Place(label={"und": "Albania"})]),
    ],
)
def test_a_place_may_be_a_box_a_shape_an_address_or_a_name(spatial: Any, expected: list[Place]):
    assert made(spatial=spatial).places == expected


@pytest.mark.parametrize("modified", ["R/P1W", "R/P1D"])
def test_a_rhythm_in_the_place_of_a_date_is_a_frequency(modified: str):
    one = made(modified=modified)
    assert (one.modified, one.frequency) == ("", modified)
    other = made(modified=modified, accrualPeriodicity="R/P1Y")
    assert (other.modified, other.frequency) == ("", "R/P1Y")


def test_gaps_of_a_template_stay_empty_and_are_told():
    one = made(
        spatial="{{extent:computeSpatialProperty}}",
        contactPoint={"fn": "Ufficio dati", "hasEmail": "mailto:{{orgContactEmail}}"},
        description="Il segno {{x}} resta.",
    )
    assert (one.places, one.contacts) == ([], [Contact({"und": "Ufficio dati"})])
    assert one.description == {"und": "Il segno {{x}} resta."}
    assert [(issue.code, issue.field) for issue in one.issues] == [
        ("placeholder-left", "spatial"),
        ("placeholder-left", "contactPoint"),
    ]
    assert one.issues[0].record == "Servizi 1"


@pytest.mark.parametrize(
    "identifier", [f"{ITEM}abc&sublayer=2", "https://gis.example/portal/home/item.html?id=a"]
)
def test_the_account_of_an_item_s_owner_is_not_kept_as_a_name(identifier: str):
    contact = {"fn": "mrossi_gis", "hasEmail": "mailto:gis@dati.example"}
    one = made(identifier=identifier, contactPoint=contact)
    assert one.contacts == [Contact(email="gis@dati.example")]
    assert made(identifier=identifier, contactPoint={"fn": "mrossi_gis"}).contacts == []
    office = made(identifier=identifier, contactPoint={"fn": "Ufficio cartografico"})
    assert office.contacts == [Contact({"und": "Ufficio cartografico"})]


def test_a_licence_written_as_html_is_read_with_its_link():
    html = "<p>Dati: <a href='https://creativecommons.org/licenses/by/4.0/'>condizioni</a></p>"
    one = made(license=html)
    assert one.licences == ["Dati: [condizioni](https://creativecommons.org/licenses/by/4.0/)"]
    assert normalise(one, Crosswalk(("it",))).licence == "CC_BY_4_0"


@pytest.mark.parametrize("broken", [{}, {"title": None, "keyword": []}, "no record", None, 7])
def test_what_is_no_record_is_rejected(broken: Any):
    result = read(served(catalogue(dataset(1), broken)))
    with pytest.raises(RejectRecord) as caught:
        PROTOCOL.read_record(result.records[1], PORTAL)
    assert caught.value.issue.code == "record-unreadable"


def test_a_record_without_title_and_description_is_rejected():
    with pytest.raises(RejectRecord) as caught:
        made(title=" ", description=None)
    assert (caught.value.issue.code, caught.value.issue.field) == ("title-missing", "title")


# Real catalogues


def test_a_real_feed_of_arcgis_hub_arrives():
    result = fixture("arcgis/evian-fr-dcat-us-1.1.json")
    found = datasets(result)
    assert (len(found), result.end.complete, result.codes) == (8, True, [])
    first = found[0]
    assert first.guid == f"{ITEM}f6565516d1354383b25793e630cf3f2b&sublayer=5"
    assert first.places == [Place(bbox="6.5735,46.3912,6.6069,46.4028")]
    assert first.licences == [
        "Soumis à la licence Etalab : https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
    ]
    assert first.landing_page.startswith("https://ville-d-evian-opendata-ville-evian.hub.arcgis.com/maps/")
    titles = [file.title["und"] for file in first.distributions]
    assert titles == ["ArcGIS GeoService", "CSV", "GeoJSON", "Shapefile", "KML"]
    assert all(one.contacts == [] and one.publishers for one in found)
    assert [codes(one) for one in found[5:]] == [["placeholder-left"]] * 3
    stored = normalise(first, Crosswalk(("fr",)))
    assert (stored.licence, stored.places[0].bbox[:19]) == ("ETALAB_2_0", '{"type": "Polygon",')
    assert stored.description == {
        "fr": "Emplacement et description des stationnement vélos à Evian-les-Bains"
    }


def test_a_real_licence_of_fourteen_thousand_signs_arrives_as_text():
    (one,) = datasets(fixture("dcat-us/gsa-harvester-dcatus_bad_license_uri.json"))
    (licence,) = one.licences
    assert licence.startswith("OPEN DATA TERMS OF USE AGREEMENT")
    assert "<" not in licence
    assert one.contacts == [Contact(email="ocagoadmin@oakgov.com")]
    assert (one.distributions, bool(one.landing_page)) == ([], True)
    stored = normalise(one, Crosswalk(("en",)))
    assert "licence-unknown" in [issue.code for issue in stored.issues]


def test_a_real_catalogue_with_rhythms_and_parent_bodies_arrives():
    found = datasets(fixture("dcat-us/gsa-harvester-dcatus.json"))
    assert [one.identifier for one in found] == [f"cftc-dc{number}" for number in range(1, 8)]
    assert [one.frequency for one in found[:2]] == ["R/P1W", "R/P1M"]
    assert [one.modified for one in found] == ["", "", "", "", "2011-06-30", "", ""]
    assert found[0].extras["subOrganizationOf"] == "U.S. Government"
    assert found[0].related == ["some-collection-id"]
    assert found[0].places == [Place(label={"und": "United States"})]


def test_a_real_record_without_identifier_is_kept_and_told():
    result = fixture("dcat-us/gsa-harvester-dcatus_no_identifier.json")
    (one,) = datasets(result)
    assert (one.guid, one.identifier) == ("Commitment of Traders", "")
    assert [(issue.code, issue.record, issue.field) for issue in one.issues] == [
        ("identifier-missing", "Commitment of Traders", "identifier")
    ]


def test_real_records_without_identifier_or_title_are_kept():
    result = fixture("dcat-us/gsa-missing-identifier-title.data.json")
    first, second, third = datasets(result)
    assert codes(first) == ["identifier-missing"]
    assert (codes(second), second.places) == ([], [])
    assert (third.title, third.guid) == ({}, "Test-0002")
    stored = normalise(third, Crosswalk(("en",)))
    assert stored.title == {"en": "Sample dataset."}
    assert "title-from-description" in [issue.code for issue in stored.issues]


def test_a_real_title_that_is_a_number_arrives():
    (one,) = datasets(fixture("dcat-us/gsa-numerical-title.data.json"))
    assert (one.title, one.guid) == ({"und": "707"}, "null-spatial")


def test_a_real_document_that_does_not_call_itself_a_catalogue_is_read():
    result = fixture("dcat-us/gsa-missing-catalog.data.json")
    empty, kept = result.records
    assert PROTOCOL.read_record(kept, PORTAL).languages == ["en-US"]
    with pytest.raises(RejectRecord) as caught:
        PROTOCOL.read_record(empty, PORTAL)
    assert (caught.value.issue.code, caught.value.issue.record) == ("record-unreadable", empty.guid)


def test_real_boxes_with_the_latitude_first_are_turned():
    found = datasets(fixture("dcat-us/gsa-geospatial.data.json"))
    assert [one.places[0].bbox for one in found] == [
        "-179.231086,-14.601813,179.859681,71.441059",
        "-180,-90,180,90",
    ]
    assert all(normalise(one, Crosswalk(("en",))).places[0].bbox for one in found)
