"""Socrata: all assets that hold data, by the way that the portal understands, every value."""

import json
from typing import Any

import pytest

from ckanext.resilient.errors import FetchError, RejectRecord, SkipRecord
from ckanext.resilient.harvest.http import HttpClient, HttpSettings
from ckanext.resilient.harvesters.protocols.base import Endpoint, RawRecord
from ckanext.resilient.harvesters.protocols.socrata import PROTOCOL
from ckanext.resilient.svrc.normalise import Crosswalk, normalise
from ckanext.resilient.svrc.record import Agent, Column, Contact, Place, SourceDataset
from tests.harvest.servers import Answer, Asked, Respond, serving
from tests.harvesters.protocols.fake_dcat_us import catalogue, dataset
from tests.harvesters.protocols.fake_socrata import CATALOGUE, HOST, FakeSocrata, asset, asset_id
from tests.harvesters.protocols.reading import Listed, listed
from tests.shared import fixture_path

Json = dict[str, Any]
PORTAL = Endpoint("https://dati.example")
SAMPLES = "socrata/eu-catalog-v1-page.json"


def read(respond: Respond, path: str = "", **more: Any) -> Listed:
    return listed(PROTOCOL, respond, path, **more)


def assets(count: int) -> list[Json]:
    return [asset(number) for number in range(count)]


def dataset_of(result: Json) -> SourceDataset:
    key = str(result["resource"]["id"])
    return PROTOCOL.read_record(RawRecord(key, {"id": key, "result": result}), PORTAL)


def made(**resource: Any) -> SourceDataset:
    return dataset_of(asset(1, "dati.example", **resource))


def with_fields(**fields: str) -> SourceDataset:
    result = asset(1, "dati.example")
    pairs = [{"key": key, "value": value} for key, value in fields.items()]
    result["classification"]["domain_metadata"] = pairs
    return dataset_of(result)


def sample(key: str) -> SourceDataset:
    results = json.loads(fixture_path(SAMPLES).read_bytes())["results"]
    return dataset_of(next(one for one in results if one["resource"]["id"] == key))


def view(name: str, **more: Any) -> Json:
    return {**json.loads(fixture_path(f"socrata/koop-views-{name}-view.json").read_bytes()), **more}


def dataset_of_view(one: Json) -> SourceDataset:
    return PROTOCOL.read_record(RawRecord(one["id"], {"id": one["id"], "view": one}), PORTAL)


# Listing by the catalogue


@pytest.mark.parametrize("path", ["", "/", CATALOGUE, f"{CATALOGUE}?limit=1&order=name", "/browse"])
@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_all_pages_of_the_portal_are_read_in_the_order_of_ids(path: str, count: int):
    portal = FakeSocrata(*assets(count), asset(8, "other.example"))
    result = read(portal, path, page_size=2)
    assert result.guids == [asset_id(number) for number in range(count)]
    assert (result.end.complete, result.end.declared, result.codes) == (True, count, [])
    for asked in result.asked:
        assert asked.query["order"] == ["dataset_id"]
        assert asked.query["domains"] == asked.query["search_context"] == [HOST]


def test_the_catalogue_may_stand_at_another_address():
    with serving(FakeSocrata(asset(1, "dati.example"), asset(2, "other.example"))) as server:
        settings = HttpSettings(frozenset({server.pair}), backoff=0.01, min_delay=0)
        endpoint = Endpoint("https://dati.example", {"catalogue": server.url + CATALOGUE})
        with HttpClient(settings) as http:
            pages = list(PROTOCOL.list_records(endpoint, http))
    assert [record.guid for page in pages for record in page.records] == [asset_id(1)]


def test_a_pasted_address_of_the_catalogue_keeps_its_portal_and_its_filters():
    portal = FakeSocrata(asset(1, "dati.example"), asset(2))
    address = f"{CATALOGUE}?domains=dati.example&search_context=dati.example&only=dataset&offset=50"
    result = read(portal, address)
    assert result.guids == [asset_id(1)]
    assert result.asked[0].query["only"] == ["dataset"]
    assert result.asked[0].query["offset"] == ["0"]


def test_filters_are_sent_and_nothing_empty_is():
    result = read(
        FakeSocrata(*assets(2)), only="dataset", provenance="official", domains=f"{HOST}, b.example"
    )
    (query,) = (asked.query for asked in result.asked)
    assert (query["only"], query["provenance"]) == (["dataset"], ["official"])
    assert query["domains"] == [f"{HOST},b.example"]
    (query,) = (asked.query for asked in read(FakeSocrata(*assets(2)), only="", catalogue="").asked)
    assert "only" not in query
    assert "catalogue" not in query


def test_a_portal_that_gives_less_per_page_than_asked_is_read_to_its_end():
    result = read(FakeSocrata(*assets(7), most=3), page_size=5)
    assert (len(result.guids), result.end.complete) == (7, True)


def test_a_catalogue_too_deep_for_offsets_is_read_by_the_last_id_of_each_page(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("ckanext.resilient.harvesters.protocols.socrata_pages._DEEPEST", 10)
    result = read(FakeSocrata(*assets(23), deepest=10), page_size=5)
    assert (len(set(result.guids)), result.end.complete, result.end.declared) == (23, True, 23)
    scrolled = [asked.query for asked in result.asked[1:]]
    assert [query["scroll_id"] for query in scrolled[:3]] == [[""], [asset_id(4)], [asset_id(9)]]
    assert not any("order" in query or "offset" in query for query in scrolled)


def test_offsets_never_pass_the_depth_that_the_catalogue_allows(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ckanext.resilient.harvesters.protocols.socrata_pages._DEEPEST", 10)
    result = read(FakeSocrata(*assets(12), deepest=10, resultSetSize=9), page_size=4)
    assert [asked.query["limit"] for asked in result.asked] == [["4"], ["4"], ["2"]]
    assert (len(result.guids), result.end.complete, result.codes) == (10, False, ["count-differs"])


@pytest.mark.parametrize(("told", "complete", "codes"), [(9, False, ["count-differs"]), (None, True, [])])
def test_without_a_true_count_an_empty_page_ends_the_list(told: int | None, complete: bool, codes: list[str]):
    result = read(FakeSocrata(*assets(4), resultSetSize=told), page_size=2)
    assert (len(result.guids), result.end.complete, result.codes) == (4, complete, codes)
    assert len(result.asked) == 3


def test_a_count_that_is_too_small_does_not_hide_the_rest():
    result = read(FakeSocrata(*assets(5), resultSetSize=2), page_size=2)
    assert (len(result.guids), result.end.complete, result.codes) == (5, False, ["count-differs"])


@pytest.mark.parametrize(("deepest", "ignored", "requests"), [(10_000, "offset", 2), (3, "scroll_id", 3)])
def test_pages_that_repeat_do_not_go_on_for_ever(
    monkeypatch: pytest.MonkeyPatch, deepest: int, ignored: str, requests: int
):
    monkeypatch.setattr("ckanext.resilient.harvesters.protocols.socrata_pages._DEEPEST", deepest)
    portal = FakeSocrata(*assets(9), ignores=(ignored,))
    result = read(portal, page_size=2)
    assert (len(result.guids), result.end.complete, result.codes) == (2, False, ["page-repeats"])
    assert len(result.asked) == requests


def test_an_asset_that_comes_twice_counts_once():
    result = read(FakeSocrata(asset(1), asset(1), asset(2)))
    assert (result.guids, result.end.complete) == ([asset_id(1), asset_id(2)], False)
    assert result.codes == ["record-repeated", "count-differs"]


def test_assets_of_portals_that_were_not_asked_for_are_left_out_and_told():
    portal = FakeSocrata(
        *assets(3), asset(5, "other.example"), asset(6, "other.example"), ignores=("domains",)
    )
    result = read(portal, page_size=2)
    assert result.guids == [asset_id(0), asset_id(1), asset_id(2)]
    assert (result.end.complete, result.end.declared) == (True, 3)
    issues = [issue for page in result.pages for issue in page.issues]
    assert [(issue.code, issue.params["count"]) for issue in issues] == [("records-elsewhere", "1")] * 2
    assert issues[0].params["portals"] == "other.example"


def test_the_same_portal_with_and_without_www_is_one():
    assert len(read(FakeSocrata(asset(1, f"www.{HOST}"), ignores=("domains",))).guids) == 1


def test_a_limit_is_kept():
    result = read(FakeSocrata(*assets(9)), limit=3)
    assert (len(result.guids), result.end.complete, result.codes) == (3, False, [])
    assert [asked.query["limit"] for asked in result.asked] == [["3"]]


@pytest.mark.parametrize(
    "fault", [Answer(500), Answer(200, b"<html>"), Answer(200, b'{"error": "Something went wrong"}')]
)
def test_a_page_that_cannot_be_read_ends_the_listing_but_not_as_complete(fault: Answer):
    # Errors of the server are tried again, so the following requests fail too.
    result = read(FakeSocrata(*assets(5), faults=dict.fromkeys(range(2, 9), fault)), page_size=2)
    assert (len(result.guids), result.end.complete, result.codes) == (2, False, ["page-lost"])


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (Answer(404), "http-status"),
        (Answer(200, b"<html>"), "looks-like-html"),
        (Answer(200, b'{"results": {}}'), "not-socrata"),
        (Answer(200, b"[1]"), "not-socrata"),
        (Answer(400, b'{"error": "Domain not found"}'), "http-status"),
        (Answer(200, b'{"code": "not_found", "error": true, "message": "Cannot find view"}'), "not-socrata"),
    ],
)
@pytest.mark.parametrize("path", ["", CATALOGUE, "/api/views"])
def test_what_is_no_such_portal_is_said_to_be_none(sent: Answer, code: str, path: str):
    with pytest.raises(FetchError) as caught:
        read(lambda asked: sent, path)
    assert caught.value.issue.code == code


# Other ways


def at(path: str, body: Any) -> Respond:
    def respond(asked: Asked) -> Answer:
        return Answer(body=json.dumps(body).encode()) if asked.path == path else Answer(404)

    return respond


@pytest.mark.parametrize("path", ["", "/data.json"])
def test_without_a_catalogue_data_json_gives_the_same_assets_under_the_same_ids(path: str):
    found = [
        dataset(number, identifier=f"https://dati.example/api/views/{asset_id(number)}") for number in (1, 2)
    ]
    result = read(at("/data.json", catalogue(*found, dataset(3))), path)
    assert result.guids == [asset_id(1), asset_id(2), dataset(3)["identifier"]]
    assert (result.end.complete, result.codes) == (True, [])
    one = PROTOCOL.read_record(result.records[0], PORTAL)
    assert (one.guid, one.title, one.publishers) == (
        asset_id(1),
        {"und": "Servizi 1"},
        [Agent({"und": "Comune"})],
    )


def test_a_catalogue_that_fails_is_not_replaced():
    asked_for: set[str] = set()

    def respond(asked: Asked) -> Answer:
        asked_for.add(asked.path)
        return Answer(503)

    with pytest.raises(FetchError):
        read(respond)
    assert asked_for == {CATALOGUE}


@pytest.mark.parametrize("path", ["", "/api/views", "/api/views.json"])
@pytest.mark.parametrize("count", [1, 200, 201])
def test_without_a_catalogue_and_data_json_the_views_are_read(path: str, count: int):
    views = [view("schools", id=asset_id(number)) for number in range(count)]

    def respond(asked: Asked) -> Answer:
        if asked.path != "/api/views":
            return Answer(404)
        page, size = int(asked.query["page"][0]), int(asked.query["limit"][0])
        return Answer(body=json.dumps(views[(page - 1) * size : page * size]).encode())

    result = read(respond, path)
    assert (len(set(result.guids)), result.end.complete, result.codes) == (count, True, [])


def test_the_address_of_one_view_gives_that_one():
    result = read(at("/api/views/gza6-uqxz.json", view("schools")), "/api/views/gza6-uqxz.json")
    assert (result.guids, result.end.complete) == (["gza6-uqxz"], True)


def test_the_real_answer_for_a_view_that_is_missing_is_an_error():
    body = json.loads(fixture_path("socrata/koop-views-missing-views.json").read_bytes())
    with pytest.raises(FetchError) as caught:
        read(at("/api/views/aaaa-0000.json", body), "/api/views/aaaa-0000.json")
    assert caught.value.issue.code == "not-socrata"


# What is no dataset


@pytest.mark.parametrize("kind", ["chart", "filter", "story", "calendar", "federated_href", "datalens"])
def test_assets_that_only_show_data_are_skipped(kind: str):
    with pytest.raises(SkipRecord) as caught:
        made(type=kind)
    issue = caught.value.issue
    assert (issue.code, issue.record, issue.field) == ("record-no-dataset", "Servizi 1", "resource.type")
    assert kind in issue.message


@pytest.mark.parametrize("kind", ["dataset", "map"])
@pytest.mark.parametrize("parents", [["bbbb-0001"], "bbbb-0001"])
def test_views_of_other_assets_are_skipped(kind: str, parents: Any):
    with pytest.raises(SkipRecord) as caught:
        made(type=kind, parent_fxf=parents)
    assert (caught.value.issue.code, caught.value.issue.field) == (
        "record-no-dataset",
        "resource.parent_fxf",
    )
    assert "bbbb-0001" in caught.value.issue.message


def test_what_the_publisher_keeps_from_other_catalogues_is_skipped():
    with pytest.raises(SkipRecord) as caught:
        made(hide_from_data_json=True)
    assert caught.value.issue.code == "record-not-public"


@pytest.mark.parametrize("result", ["no record", None, [], {}, {"metadata": {}}])
def test_what_is_no_record_is_rejected(result: Any):
    body = {"results": [asset(1), result], "resultSetSize": 2}
    found = read(at(CATALOGUE, body))
    assert len(found.records) == 2
    with pytest.raises(RejectRecord) as caught:
        PROTOCOL.read_record(found.records[1], PORTAL)
    assert caught.value.issue.code == "record-unreadable"


def test_a_record_without_title_and_description_is_rejected():
    assert made(name=None).title == {}
    with pytest.raises(RejectRecord) as caught:
        made(name=None, description=" ")
    assert (caught.value.issue.code, caught.value.issue.field) == ("title-missing", "resource.name")


# Values


def test_a_table_arrives():
    result = asset(
        7,
        "dati.example",
        attribution_link="https://comune.example",
        contact_email="dati@comune.example",
        createdAt="2021-01-22T11:27:16.000Z",
        publication_date="2023-10-18T09:48:20.000Z",
        columns_name=["Giorno"],
        page_views={"page_views_total": 12},
        download_count=3,
        locked=False,
    )
    result["classification"]["domain_category"] = "Salute"
    result["classification"]["categories"] = ["public safety"]
    result["metadata"]["license"] = "Creative Commons Attribution 4.0 International"
    one = dataset_of(result)
    assert (one.guid, one.identifier, one.uri) == (
        asset_id(7),
        asset_id(7),
        "https://dati.example/d/aaaa-0007",
    )
    assert one.landing_page == "https://dati.example/Salute/Servizi/aaaa-0007"
    assert (one.title, one.description) == ({"und": "Servizi 7"}, {"und": "Sportelli e orari."})
    assert (one.keywords, one.themes) == ({"und": ["anziani"]}, ["Salute"])
    assert one.publishers == [Agent({"und": "Comune"}, url="https://comune.example")]
    assert one.contacts == [Contact(email="dati@comune.example")]
    assert (one.issued, one.modified) == ("2023-10-18T09:48:20.000Z", "2024-05-31T10:00:14.000Z")
    assert one.licences == ["Creative Commons Attribution 4.0 International"]
    assert one.extras == {"columns": "Giorno", "createdAt": "2021-01-22T11:27:16.000Z"}
    table, rows = one.distributions
    assert table.download_url == "https://dati.example/api/views/aaaa-0007/rows.csv?accessType=DOWNLOAD"
    assert (table.access_url, table.format, table.media_type) == (table.download_url, "CSV", "text/csv")
    assert (rows.access_url, rows.download_url) == ("https://dati.example/resource/aaaa-0007.json", "")
    assert one.issues == []


def test_names_of_people_are_not_kept():
    everything = json.dumps([str(made()), str(sample("gn9e-3qhr"))])
    assert "Rossi" not in everything
    assert "Dades Obertes Catalunya" not in everything


def test_the_files_of_a_map_and_of_a_stored_file_arrive():
    shapes = made(type="map").distributions
    assert [file.format for file in shapes] == ["GeoJSON", "Shapefile"]
    assert shapes[0].download_url == (
        "https://dati.example/api/geospatial/aaaa-0001?method=export&format=GeoJSON"
    )
    (stored,) = made(type="file", blob_mime_type="application/zip; charset=binary").distributions
    assert stored.download_url == "https://dati.example/download/aaaa-0001/application%2Fzip"
    assert stored.media_type == "application/zip"
    assert made(type="file", blob_mime_type=None).distributions == []
    assert made(type="href").distributions == []


def test_what_the_public_made_is_marked():
    assert made(provenance="community").extras == {"asset_provenance": "community"}


@pytest.mark.parametrize(
    ("key", "value", "field", "expected"),
    [
        ("Idioma_Idioma", "Català", "languages", ["Català"]),
        ("Frequenza_di_aggiornamento_Frequenza", "Giornaliera", "frequency", "Giornaliera"),
        ("Actualització_Periodicitat", "Diari", "frequency", "Diari"),
        ("Metadata_Frequency", "Daily", "frequency", "Daily"),
        ("Licentie_Licentie", "Creative Commons 0 (CC0)", "licences", ["Creative Commons 0 (CC0)"]),
        ("Àmbit-geogràfic_Àmbit-geogràfic", "Catalunya", "places", [Place(label={"und": "Catalunya"})]),
        ("Enllaços-relacionats_URL", "https://x.example/", "related", ["https://x.example/"]),
    ],
)
def test_fields_of_the_portal_that_are_understood_are_read(key: str, value: str, field: str, expected: Any):
    one = with_fields(**{key: value})
    assert getattr(one, field) == expected
    assert one.extras == {}


@pytest.mark.parametrize(
    "key",
    [
        "Frequenza_di_aggiornamento_Data-ultima-modifica",
        "Àmbit-geogràfic_Informació-geogràfica",
        "Actors_Departament",
        "Enllaços-relacionats_Nom",
        "Dades_Superfície-(ha)",
    ],
)
def test_other_fields_of_the_portal_are_kept_under_their_names(key: str):
    one = with_fields(**{key: "03/04/2024"})
    assert one.extras == {key: "03/04/2024"}
    assert (one.frequency, one.places) == ("", [])


def test_fields_without_value_leave_nothing():
    assert with_fields(Metadata_Frequency="", **{"Metadata_Time-Period": " "}).extras == {}


def test_translated_titles_and_descriptions_are_kept():
    one = with_fields(
        **{
            "Idioma_Dataset-name-(EN)": "Services",
            "Idioma_Nombre-del-conjunto-de-datos-(ES)": "Servicios",
            "Idioma_Dataset-description-(EN)": "Places and hours.",
        }
    )
    assert one.title == {"und": "Servizi 1", "en": "Services", "es": "Servicios"}
    assert one.description == {"und": "Sportelli e orari.", "en": "Places and hours."}


# Real assets


def test_a_real_page_of_the_european_catalogue_is_cut_down_to_the_portals_that_are_wanted():
    body = fixture_path(SAMPLES).read_bytes()
    result = read(
        lambda asked: Answer(body=body), domains="analisi.transparenciacatalunya.cat,opendata.l-h.cat"
    )
    assert len(result.guids) == 4
    # The same page comes again, though the catalogue says that it has 5421 assets.
    assert result.codes == ["records-elsewhere", "page-repeats"]
    assert not result.end.complete


def test_a_real_subset_is_listed_completely():
    body = fixture_path("socrata/eu-catalog-v1-catalunya-lombardia-subset.json").read_bytes()
    domains = "analisi.transparenciacatalunya.cat,opendata.l-h.cat,www.dati.lombardia.it"
    result = read(lambda asked: Answer(body=body), domains=domains)
    assert (len(result.guids), result.end.complete, result.codes) == (5, True, [])
    found = [PROTOCOL.read_record(raw, PORTAL) for raw in result.records]
    assert all(one.title and one.licences and one.publishers and one.frequency for one in found)
    assert all(len(one.distributions) == 2 for one in found)


def test_a_real_catalan_dataset_has_three_languages_and_its_true_licence():
    one = sample("gn9e-3qhr")
    assert one.title == {
        "und": "Quantitat d’aigua als embassaments de les Conques Internes de Catalunya",
        "en": "Water quantity in the dams of Catalonia Internal Basins",
        "es": "Cantidad de agua en los embalses de las Cuencas Internas de Catalunya",
    }
    terms = "https://administraciodigital.gencat.cat/ca/dades/dades-obertes/informacio-practica/llicencies/"
    assert one.licences == ["See Terms of Use", terms]
    assert one.publishers == [Agent({"und": "Agència Catalana de l’Aigua (ACA)"})]
    assert (one.languages, one.frequency, one.themes) == (["Català"], "Diària", ["Medi Ambient"])
    assert one.places == [Place(label={"und": "Conques internes de Catalunya"})]
    assert one.extras["Actors_Departament"] == "Territori, Habitatge i Transició Ecològica"
    assert one.distributions[0].download_url == (
        "https://analisi.transparenciacatalunya.cat/api/views/gn9e-3qhr/rows.csv?accessType=DOWNLOAD"
    )
    stored = normalise(one, Crosswalk(("ca", "es")))
    assert list(stored.title) == ["ca", "es", "en"]
    assert (stored.languages, stored.frequency[-5:]) == (
        ["http://publications.europa.eu/resource/authority/language/CAT"],
        "DAILY",
    )


def test_real_datasets_of_hospitalet_and_lombardia_arrive():
    city, region = sample("qtv3-9x52"), sample("avft-pty4")
    assert (city.frequency, city.licences) == ("Diari", ["Creative Commons Attribution 4.0 International"])
    assert region.frequency == "Giornaliera"
    assert region.extras["Frequenza_di_aggiornamento_Data-ultima-modifica"] == "03/04/2024"
    assert normalise(city, Crosswalk(("ca",))).licence == "CC_BY_4_0"
    assert normalise(region, Crosswalk(("it",))).licence == "CC0"


def test_a_real_dataset_without_publisher_or_description_arrives():
    one = sample("5k74-3jha")
    assert (one.publishers, one.licences) == ([], ["Public Domain", "Creative Commons 0 (CC0)"])
    assert sample("m9d7-ebf2").description == {}


def test_real_datasets_without_licence_or_frequency_say_none():
    results = json.loads(fixture_path("socrata/us-catalog-v1-2results.json").read_bytes())["results"]
    salaries, districts = map(dataset_of, results)
    assert salaries.licences == ["See Terms of Use"]
    assert salaries.publishers == [Agent({"und": "City of Chicago"}, url="http://www.chicago.gov")]
    assert (districts.licences, districts.frequency) == ([], "")


def test_a_real_view_of_a_table_arrives():
    one = dataset_of_view(view("schools"))
    assert (one.title, one.themes) == ({"und": "Private Schools"}, ["Education"])
    assert one.licences == ["Public Domain"]
    assert (one.issued, one.modified) == ("1405460627", "1405460676")
    assert one.places == [Place(bbox="-122.39976574276,47.5104202546896,-122.259756561179,47.7314306297115")]
    assert one.extras["Data-Owner_Owner"] == "Seattle City GIS Program"
    assert one.landing_page == "https://dati.example/d/gza6-uqxz"
    assert [file.format for file in one.distributions] == ["CSV", "JSON"]
    assert "Department of Information Technology" not in str(one)
    stored = normalise(one, Crosswalk(("en",)))
    assert (stored.issued, stored.modified) == ("2014-07-15T21:43:47+00:00", "2014-07-15T21:44:36+00:00")
    assert stored.places[0].bbox.startswith('{"type": "Polygon"')


def test_columns_are_told_line_by_line_whatever_their_lists_lack():
    columns = {
        "columns_name": ["Giorno", "Posti\nliberi", "Note"],
        "columns_field_name": ["giorno", "posti", ""],
        "columns_datatype": ["Calendar date", None],
        "columns_description": ["", "Posti liberi alle 8"],
    }
    assert made(**columns).extras["columns"].splitlines() == [
        "Giorno (giorno, Calendar date)",
        "Posti liberi (posti): Posti liberi alle 8",
        "Note",
    ]


def test_what_is_said_of_the_columns_and_of_the_data_is_said_of_the_files():
    columns = {
        "columns_name": ["Giorno", "Posti\nliberi"],
        "columns_description": ["", "Posti liberi alle 8"],
        "data_updated_at": "2024-05-31T10:00:14.000Z",
        "updatedAt": "2024-06-01T00:00:00.000Z",
    }
    table, rows = made(**columns).distributions
    assert table.columns == [Column("Giorno", {}), Column("Posti liberi", {"und": "Posti liberi alle 8"})]
    assert rows.columns == [], "its names are others"
    assert table.modified == rows.modified == "2024-05-31T10:00:14.000Z"
    assert made(**columns | {"columns_description": []}).distributions[0].columns == []


def test_what_a_view_keeps_beside_its_fields_can_be_read_by_a_person():
    own = {"drawingInfo": {"transparency": "0"}, "Data Owner": {"Owner": "Town of Apt"}}
    one = dataset_of_view(view("zip", createdAt=1405459647, metadata={"custom_fields": own}))
    assert one.extras["createdAt"] == "2014-07-15T21:27:27+00:00"
    assert one.extras["Data-Owner_Owner"] == "Town of Apt"
    assert not any("drawingInfo" in name for name in one.extras)


def test_a_real_view_of_a_shape_file_arrives():
    one = dataset_of_view(view("zip"))
    assert one.publishers == [Agent({"und": "Department of Ecology"}, url="http://www.ecy.wa.gov/")]
    assert one.places[0].bbox.startswith("-124.00511800000427,45.52546855905342,")
    assert [file.format for file in one.distributions] == ["GeoJSON", "Shapefile"]
    assert "collyard" not in str(one)


def test_a_view_tells_its_stored_file_and_its_links():
    stored = view("zip", viewType="blobby")
    (file,) = dataset_of_view(stored).distributions
    assert (file.title, file.byte_size) == ({"und": "EM_shapstate.zip"}, "1171335")
    assert file.download_url == "https://dati.example/download/3rgj-95q8/application%2Fzip"
    points = {"text/csv": "https://comune.example/a.csv", "application/json": None}
    (link,) = dataset_of_view(view("zip", viewType="href", metadata={"accessPoints": points})).distributions
    assert (link.access_url, link.media_type) == ("https://comune.example/a.csv", "text/csv")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"flags": []}, "record-no-dataset"),
        ({"flags": [], "displayType": "chart"}, "record-no-dataset"),
        ({"modifyingViewUid": "bbbb-0001"}, "record-no-dataset"),
        ({"viewType": "story"}, "record-no-dataset"),
        ({"publicationStage": "unpublished"}, "record-not-public"),
        ({"hideFromDataJson": True}, "record-not-public"),
    ],
)
def test_views_that_are_no_datasets_or_not_public_are_skipped(more: Json, code: str):
    with pytest.raises(SkipRecord) as caught:
        dataset_of_view(view("schools", **more))
    assert caught.value.issue.code == code


def test_a_view_that_tells_no_flags_is_taken_for_a_dataset():
    one = view("schools")
    del one["flags"]
    assert dataset_of_view(one).title == {"und": "Private Schools"}


def test_what_is_no_view_is_rejected():
    result = read(at("/api/views", [view("schools"), {"id": "x"}]), "/api/views")
    with pytest.raises(RejectRecord):
        PROTOCOL.read_record(result.records[1], PORTAL)
