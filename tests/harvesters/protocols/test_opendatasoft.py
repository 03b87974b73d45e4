"""Opendatasoft: all datasets by the interface that the portal has, every value of a dataset."""

import json
from typing import Any

import pytest

from ckanext.resilient.errors import FetchError, RejectRecord
from ckanext.resilient.harvesters.protocols.base import Endpoint, ListingEnd, RawRecord
from ckanext.resilient.harvesters.protocols.opendatasoft import PROTOCOL
from ckanext.resilient.harvesters.protocols.opendatasoft_shapes import as_payload
from ckanext.resilient.svrc.normalise import Crosswalk, normalise
from ckanext.resilient.svrc.record import Agent, Contact, Period, Place, SourceDataset
from tests.harvest.servers import Answer, Asked, Respond
from tests.harvesters.protocols.fake_opendatasoft import (
    EXPLORE,
    OLDER,
    SEARCH,
    FakeOpendatasoft,
    as_search_gives_it,
    dataset,
    refusal,
)
from tests.harvesters.protocols.reading import Listed, listed

Json = dict[str, Any]
PORTAL = Endpoint("https://data.exemple.fr/explore")
SINCE = "2026-05-01T00:00:00Z"


def read(respond: Respond, path: str = "", **more: Any) -> Listed:
    return listed(PROTOCOL, respond, path, **more)


def datasets(count: int) -> list[Json]:
    return [dataset(number) for number in range(count)]


def dataset_of(one: Json, base: str = EXPLORE) -> SourceDataset:
    payload = as_payload(one, base)
    return PROTOCOL.read_record(RawRecord(payload["id"], payload), PORTAL)


def made(**default: Any) -> SourceDataset:
    return dataset_of(dataset(1, **default))


def with_groups(**groups: Json) -> SourceDataset:
    one = dataset(1)
    one["metas"] |= groups
    return dataset_of(one)


def with_own(**own: Any) -> SourceDataset:
    return dataset_of({**dataset(1), **own})


def changes(respond: Respond) -> tuple[list[Asked], ListingEnd]:
    """What is asked for when only changes are wanted, and how that listing ends."""
    result = listed(PROTOCOL, respond, since=SINCE)
    return result.asked, result.end


# Listing


@pytest.mark.parametrize(
    "path",
    ["", "/", "/explore", "/pages/accueil", EXPLORE, f"{EXPLORE}/catalog", f"{EXPLORE}/catalog/datasets/"],
)
@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_all_pages_are_read_in_the_order_of_ids(path: str, count: int):
    result = read(FakeOpendatasoft(*datasets(count)), path, page_size=2)
    assert result.guids == [f"servizi-{number:05d}" for number in range(count)]
    assert (result.end.complete, result.end.declared, result.codes) == (True, count, [])
    assert {asked.query["order_by"][0] for asked in result.asked} == {"dataset_id"}


@pytest.mark.parametrize("speaks", [EXPLORE, OLDER, SEARCH])
def test_every_interface_gives_the_same_datasets_under_the_same_names(speaks: str):
    result = read(FakeOpendatasoft(*datasets(5), speaks=(speaks,)), page_size=2)
    assert result.guids == [f"servizi-{number:05d}" for number in range(5)]
    assert (result.end.complete, result.end.declared, result.codes) == (True, 5, [])
    titles = [PROTOCOL.read_record(raw, PORTAL).title for raw in result.records]
    assert titles == [{"und": f"Servizi {number}"} for number in range(5)]


@pytest.mark.parametrize(
    ("path", "speaks"),
    [(OLDER, OLDER), ("/api/datasets/1.0/search/?rows=1&start=40", SEARCH), ("/api/datasets/1.0", SEARCH)],
)
def test_an_address_of_one_interface_is_read_by_that_alone(path: str, speaks: str):
    portal = FakeOpendatasoft(*datasets(3), speaks=(EXPLORE, OLDER, SEARCH))
    result = read(portal, path)
    assert (len(result.guids), result.end.complete) == (3, True)
    assert len(result.asked) == 1
    assert result.asked[0].path.startswith("/api/datasets" if speaks == SEARCH else OLDER)


def test_the_error_of_the_best_interface_is_told_when_none_answers():
    with pytest.raises(FetchError) as caught:
        read(FakeOpendatasoft(speaks=()))
    assert caught.value.issue.code == "http-status"
    assert "/api/explore/v2.1/" in caught.value.issue.message


def test_an_error_that_is_no_absence_is_not_hidden_by_an_older_interface():
    portal = FakeOpendatasoft(*datasets(2), speaks=(EXPLORE, SEARCH), faults={1: Answer(403, b"no")})
    with pytest.raises(FetchError):
        read(portal)
    assert portal.count == 1


def test_a_portal_that_cannot_order_by_id_is_read_without_an_order():
    result = read(FakeOpendatasoft(*datasets(5), orders=False), page_size=2)
    assert (len(result.guids), result.end.complete, result.codes) == (5, True, [])
    assert "order_by" in result.asked[0].query
    assert all("order_by" not in asked.query for asked in result.asked[1:])


def test_a_catalogue_beyond_the_last_page_is_read_from_its_exports():
    result = read(FakeOpendatasoft(*datasets(10_500)))
    assert (len(result.guids), result.end.complete, result.codes) == (10_500, True, [])
    assert {asked.path for asked in result.asked[1:]} == {f"{EXPLORE}/catalog/exports/json"}
    assert {asked.query["limit"][0] for asked in result.asked[1:]} == {"1000"}


def test_an_export_that_heeds_no_limit_is_read_once():
    class Whole(FakeOpendatasoft):
        def _part(self, query: Any, size: int) -> list[Any]:
            return self.datasets if size < 0 else super()._part(query, size)

    result = read(Whole(*datasets(10_500)))
    assert (len(result.guids), result.end.complete, len(result.asked)) == (10_500, True, 2)


def test_a_first_slice_of_a_large_catalogue_needs_no_export():
    result = read(FakeOpendatasoft(*datasets(150), total_count=20_000), limit=120)
    assert len(result.guids) == 120
    assert [asked.path for asked in result.asked] == [f"{EXPLORE}/catalog/datasets"] * 2
    assert not result.end.complete


def test_pages_never_reach_the_ten_thousandth_dataset():
    result = read(FakeOpendatasoft(*datasets(9_999)))
    assert (len(result.guids), result.end.complete, result.codes) == (9_999, True, [])
    sums = [int(asked.query["limit"][0]) + int(asked.query["offset"][0]) for asked in result.asked]
    assert max(sums) == 9_999


@pytest.mark.parametrize("told", [0, 3, 1000])
def test_a_total_that_lies_is_told_and_costs_no_dataset(told: int):
    result = read(FakeOpendatasoft(*datasets(6), total_count=told), page_size=2)
    assert (len(result.guids), result.end.complete, result.codes) == (6, False, ["count-differs"])


@pytest.mark.parametrize("told", [None, "6", True, -1.5])
def test_a_total_that_is_no_number_is_none(told: Any):
    result = read(FakeOpendatasoft(*datasets(3), total_count=told), page_size=2)
    assert (len(result.guids), result.end.complete, result.end.declared) == (3, True, None)


def test_pages_that_repeat_end():
    result = read(FakeOpendatasoft(*datasets(6), ignores=("offset",)), page_size=2)
    assert (len(result.guids), result.end.complete, result.codes) == (2, False, ["page-repeats"])


@pytest.mark.parametrize(
    "fault", [Answer(500), Answer(200, b"<html></html>"), Answer(200, b'{"message": "?"}')]
)
def test_a_page_that_fails_leaves_what_was_read(fault: Answer):
    result = read(FakeOpendatasoft(*datasets(6), faults={2: fault}), page_size=2)
    assert (len(result.guids), result.end.complete, result.codes) == (2, False, ["page-lost"])


def test_a_request_behind_the_end_that_fails_is_no_fault():
    result = read(FakeOpendatasoft(*datasets(4), faults={3: Answer(400, b"{}")}, orders=True), page_size=2)
    assert (len(result.guids), result.end.complete, result.codes) == (4, True, [])


@pytest.mark.parametrize("status", [200, 400])
def test_a_refusal_is_told_in_the_words_of_the_portal(status: int):
    told = {"error_code": "ODSQLError", "message": "ODSQL query is malformed"}
    with pytest.raises(FetchError) as caught:
        read(lambda asked: refusal(status, **told), where="theme ==")
    assert caught.value.issue.code == "opendatasoft-refused"
    assert "ODSQL query is malformed" in caught.value.issue.message


@pytest.mark.parametrize("status", [200, 403, 429])
def test_a_quota_that_is_used_up_says_until_when(status: int):
    told = {
        "errorcode": 10002,
        "reset_time": "2026-01-26T00:00:00Z",
        "limit_time_unit": "day",
        "call_limit": 10000,
        "error": "Too many requests on the domain.",
    }
    with pytest.raises(FetchError) as caught:
        read(lambda asked: refusal(status, **told))
    assert caught.value.issue.code == "quota-used-up"
    assert "(10000)" in caught.value.issue.message
    assert "2026-01-26" in caught.value.issue.message


def test_filters_of_options_and_of_a_pasted_address_are_sent_together():
    address = f"{EXPLORE}/catalog/datasets?where=publisher%3D%22CAF%22&refine=language:fr&limit=3&offset=9"
    portal = FakeOpendatasoft(*datasets(2))
    result = read(portal, address, where="size > 1", refine="theme:Santé; keyword:a", exclude="publisher:X")
    query = result.asked[0].query
    assert query["where"] == ['(publisher="CAF") and (size > 1)']
    assert query["refine"] == ["language:fr", "theme:Santé", "keyword:a"]
    assert query["exclude"] == ["publisher:X"]
    assert query["offset"] == ["0"]


def test_nothing_empty_is_sent():
    result = read(FakeOpendatasoft(*datasets(1)), where="", refine="", exclude=" ; ")
    assert result.asked[0].query.keys() == {"limit", "offset", "order_by"}


def test_search_gets_its_filters_in_its_own_form():
    result = read(FakeOpendatasoft(*datasets(1), speaks=(SEARCH,)), refine="theme:Santé", exclude="keyword:b")
    query = result.asked[-1].query
    assert (query["refine.theme"], query["exclude.keyword"]) == (["Santé"], ["b"])
    assert query["interopmetas"] == ["true"]


def test_a_filter_that_search_does_not_know_does_not_bring_in_everything():
    with pytest.raises(FetchError):
        read(FakeOpendatasoft(*datasets(3), speaks=(SEARCH,)), where='theme="Santé"')


def test_only_changes_are_asked_for_by_each_date_that_may_tell_one():
    asked, end = changes(FakeOpendatasoft(*datasets(2)))
    (where,) = asked[0].query["where"]
    for moment in ("modified", "data_processed", "metadata_processed"):
        assert f"{moment} >= date'{SINCE}'" in where
    assert (end.complete, end.partial) == (False, True)


def test_changes_that_broke_off_are_not_all_changes():
    _, end = changes(FakeOpendatasoft(*datasets(2), total_count=9))
    assert (end.complete, end.partial) == (False, False)


def test_search_cannot_tell_changes_so_it_is_read_as_a_whole():
    _, end = changes(FakeOpendatasoft(*datasets(2), speaks=(SEARCH,)))
    assert (end.complete, end.partial) == (True, False)


@pytest.mark.parametrize(
    ("path", "body", "count"),
    [
        ("/export.json", datasets(2), 2),
        (f"{EXPLORE}/catalog/exports/json?limit=-1", datasets(2), 2),
        ("/saved.json", {"total_count": 2, "results": datasets(2)}, 2),
        (f"{EXPLORE}/catalog/datasets/servizi-00000", dataset(0), 1),
        ("/api/datasets/1.0/servizi-00000/", as_search_gives_it(dataset(0)), 1),
        (f"{OLDER}/catalog/datasets/servizi-00000", {"links": [], "dataset": dataset(0)}, 1),
    ],
    ids=["saved export", "export", "saved page", "one", "one of search", "one of 2.0"],
)
def test_an_address_of_a_document_is_read_as_it_is(path: str, body: Any, count: int):
    result = read(lambda asked: Answer(200, json.dumps(body).encode()), path)
    assert result.guids == ["servizi-00000", "servizi-00001"][:count]
    assert (result.end.complete, len(result.asked)) == (True, 1)


def test_what_is_no_dataset_is_listed_and_rejected():
    result = read(FakeOpendatasoft(dataset(0), None, "text", 7, {"dataset_id": "x"}, dataset(1)))
    assert len(result.guids) == 6
    codes = [_outcome(raw) for raw in result.records]
    assert codes == ["", *["record-unreadable"] * 3, "title-missing", ""]


def _outcome(raw: RawRecord) -> str:
    """The code for which a record is rejected; empty when it is read."""
    try:
        PROTOCOL.read_record(raw, PORTAL)
    except RejectRecord as error:
        return error.issue.code
    return ""


# Reading


def test_a_dataset_is_read_word_for_word():
    found = dataset_of(
        {
            **dataset(
                1, license="Licence Ouverte v2.0 (Etalab)", license_url="https://www.etalab.gouv.fr/licence"
            ),
            "dataset_uid": "da_abc",
        }
    )
    assert found.title == {"und": "Servizi 1"}
    assert found.description == {"und": "<p>Sportelli e orari.</p>"}
    assert found.publishers == [Agent({"und": "Comune"})]
    assert (found.themes, found.keywords) == (["Santé"], {"und": ["anziani"]})
    assert found.licences == ["Licence Ouverte v2.0 (Etalab)", "https://www.etalab.gouv.fr/licence"]
    assert found.modified == "2024-05-31T10:00:14+00:00"
    assert (found.identifier, found.alternate_identifiers) == ("servizi-00001", ["da_abc"])
    assert found.uri == found.landing_page == "https://data.exemple.fr/explore/dataset/servizi-00001/"
    assert found.extras == {"records_count": "12"}


def test_the_date_of_the_data_stands_in_where_none_is_declared_and_on_the_exports():
    found = made(modified=None, data_processed="2024-05-02T00:00:00+00:00")
    assert found.modified == "2024-05-02T00:00:00+00:00"
    assert {file.modified for file in found.distributions} == {"2024-05-02T00:00:00+00:00"}
    assert {file.modified for file in made().distributions} == {"2024-05-31T10:00:14+00:00"}


@pytest.mark.parametrize(
    ("theme", "read_as"),
    [
        (["Culture, Heritage", "Environment"], ["Culture, Heritage", "Environment"]),
        ("Spatial planning, Town planning, Buildings, Equipment, Housing",) * 2,
        ("Santé, Accompagnement", ["Santé", "Accompagnement"]),
        ("Santé", ["Santé"]),
        (None, []),
    ],
)
def test_themes_come_as_list_or_text_and_their_names_hold_commas(theme: Any, read_as: Any):
    assert made(theme=theme).themes == ([read_as] if isinstance(read_as, str) else read_as)


@pytest.mark.parametrize(
    "keyword", [["seniors", "aides"], "seniors, aides", "seniors;aides", '["seniors","aides"]']
)
def test_keywords_come_as_list_or_text(keyword: Any):
    assert made(keyword=keyword).keywords == {"und": ["seniors", "aides"]}


def test_a_text_is_in_the_only_language_of_the_metadata():
    assert made(metadata_languages=["fr"]).title == {"fr": "Servizi 1"}
    assert made(metadata_languages=["fr", "en"]).title == {"und": "Servizi 1"}
    assert made(metadata_languages=["fr", "en"], default_language="fr").title == {"fr": "Servizi 1"}


def test_translations_are_kept():
    found = made(
        metadata_languages=["fr", "en"],
        default_language="fr",
        title_en="Services 1",
        description={"fr": "Guichets", "en": "Desks"},
        keyword_en=["elderly"],
    )
    assert found.title == {"fr": "Servizi 1", "en": "Services 1"}
    assert found.description == {"fr": "Guichets", "en": "Desks"}
    assert found.keywords == {"fr": ["anziani"], "en": ["elderly"]}
    assert "title_en" not in found.extras


def test_a_federated_dataset_leads_to_its_origin():
    found = made(
        federated=True,
        source_domain_address="data.origine.fr",
        source_domain_title="Origine",
        source_dataset="écoles",
        references="https://a.example/1, https://b.example/2",
    )
    assert found.landing_page == found.uri == "https://data.origine.fr/explore/dataset/%C3%A9coles/"
    own = "https://data.exemple.fr/explore/dataset/servizi-00001/"
    assert found.related == ["https://a.example/1", "https://b.example/2", own]
    assert found.extras["source_domain_title"] == "Origine"
    assert made(federated=True, source_domain_address="data.origine.fr").landing_page == own


def test_a_copy_without_publisher_is_of_the_portal_that_it_was_taken_from():
    found = made(publisher=None, source_domain_title="Pays de la Loire")
    assert found.publishers == [Agent({"und": "Pays de la Loire"})]
    assert "source_domain_title" not in found.extras


def test_a_reference_that_is_no_address_is_kept():
    assert made(references="Ministère").related == ["Ministère"]


def test_the_dcat_group_is_read_before_the_profile_of_a_country():
    found = with_groups(
        dcat={
            "issued": "2023-01-10",
            "created": "2022-01-10",
            "creator": "Ufficio dati",
            "contact_name": "Sportello",
            "contact_email": "dati@comune.example",
            "accrualperiodicity": "http://publications.europa.eu/resource/authority/frequency/ANNUAL",
            "temporal_coverage_start": "2020-01-01",
            "temporal_coverage_end": "2021-12-31",
            "conforms_to": ["https://schema.example/1"],
            "granularity": "Comune",
        },
        dcat_ap={"issued": "1999", "accessrights": "PUBLIC", "hvd_category": "http://data.europa.eu/bna/c_1"},
    )
    assert found.issued == "2023-01-10"
    assert found.creators == [Agent({"und": "Ufficio dati"})]
    assert found.contacts == [Contact({"und": "Sportello"}, email="dati@comune.example")]
    assert found.frequency.endswith("/ANNUAL")
    assert found.periods == [Period("2020-01-01", "2021-12-31")]
    assert found.conforms_to == ["https://schema.example/1"]
    assert (found.access_rights, found.hvd_categories) == ("PUBLIC", ["http://data.europa.eu/bna/c_1"])
    kept = {name: found.extras[name] for name in ("dcat.created", "dcat.granularity", "dcat_ap.issued")}
    assert kept == {"dcat.created": "2022-01-10", "dcat.granularity": "Comune", "dcat_ap.issued": "1999"}


@pytest.mark.parametrize(
    ("temporal", "period"),
    [("2020-01-01/2021-12-31", Period("2020-01-01", "2021-12-31")), ("2020/..", Period("2020", ""))],
)
def test_a_span_of_time_may_stand_in_one_text(temporal: str, period: Period):
    assert with_groups(dcat={"temporal": temporal}).periods == [period]


def test_a_time_in_words_is_kept_as_it_is():
    found = with_groups(dcat={"temporal": "depuis 2015"})
    assert (found.periods, found.extras["dcat.temporal"]) == ([], "depuis 2015")


@pytest.mark.parametrize(
    "groups",
    [
        {"dcat": {"accrualperiodicity": "Annuelle"}},
        {"default": {"title": "t", "update_frequency": "Annuelle"}},
        {"custom": {"frequence-de-mise-a-jour": "Annuelle"}},
        {"custom": {"Fréquence de production": "Annuelle"}},
    ],
)
def test_the_frequency_has_several_places(groups: dict[str, Json]):
    found = with_groups(**groups)
    assert found.frequency == "Annuelle"
    assert normalise(found, Crosswalk()).frequency.endswith("/ANNUAL")
    assert "Annuelle" not in found.extras.values()


def test_places_are_names_shapes_and_inspire_boxes():
    shape = {"type": "Polygon", "coordinates": [[[0, 1], [1, 1], [1, 0], [0, 1]]]}
    one = dataset(
        1,
        territory=["Paris"],
        geographic_reference=["fr_60_75"],
        bbox={"type": "Feature", "geometry": shape, "properties": {}},
    )
    one["metas"]["inspire"] = {
        "extend_bounding_box_westbound_longitude": "0.1",
        "extend_bounding_box_southbound_latitude": "46.4",
        "extend_bounding_box_eastbound_longitude": "0.5",
        "extend_bounding_box_northbound_latitude": "46.6",
        "contact_individual_name": "Bureau",
        "contact_email": "sig@exemple.fr",
        "file_identifier": "{73E}",
        "hierarchy_level": "dataset",
    }
    found = dataset_of(one)
    assert found.places[0] == Place(label={"und": "Paris"})
    assert json.loads(found.places[1].geom) == shape
    assert found.places[2] == Place(bbox="0.1,46.4,0.5,46.6")
    assert found.contacts == [Contact({"und": "Bureau"}, email="sig@exemple.fr")]
    assert "{73E}" in found.alternate_identifiers
    assert found.extras == {"records_count": "12", "geographic_reference": "fr_60_75"}


def test_mentions_are_rights_and_fields_of_the_portal_are_kept():
    found = dataset_of(
        {
            **dataset(1),
            "metas": {
                "default": {"title": "t", "attributions": ["IGN", "INSEE"], "timezone": "Europe/Paris"},
                "custom": {"direction": "DASES"},
                "explore": {"popularity_score": 12},
            },
        }
    )
    assert found.rights == {"und": "IGN\nINSEE"}
    assert found.extras == {"timezone": "Europe/Paris", "custom.direction": "DASES"}


def test_columns_are_kept_with_their_descriptions():
    fields = [
        {"name": "nom", "label": "Nom du lieu", "type": "text", "description": None},
        {"name": "cp", "label": "", "type": "int", "description": "Code postal"},
        {},
    ]
    assert with_own(fields=fields).extras["fields"] == "Nom du lieu; cp: Code postal"


# Files


def formats(found: SourceDataset) -> list[str]:
    return [file.format for file in found.distributions]


@pytest.mark.parametrize(
    ("features", "count", "made_of_it"),
    [
        ([], 12, ["CSV", "JSON", "XLSX"]),
        (["geo"], 50_000, ["CSV", "JSON", "XLSX", "GeoJSON", "Shapefile"]),
        (["geo"], 50_001, ["CSV", "JSON", "XLSX", "GeoJSON"]),
        (["geo"], None, ["CSV", "JSON", "XLSX", "GeoJSON"]),
        (None, 12, ["CSV", "JSON", "XLSX"]),
    ],
)
def test_exports_are_those_that_are_not_cut_off(features: Any, count: Any, made_of_it: list[str]):
    assert formats(dataset_of({**dataset(1, records_count=count), "features": features})) == made_of_it


def test_without_records_or_the_right_to_see_them_there_is_no_export():
    assert formats(with_own(has_records=False)) == []
    hidden = with_own(data_visible=False)
    assert (formats(hidden), hidden.extras["data_visible"]) == ([], "false")


@pytest.mark.parametrize(
    ("base", "csv", "attachment"),
    [
        (
            EXPLORE,
            "/api/explore/v2.1/catalog/datasets/servizi-00001/exports/csv",
            "/api/explore/v2.1/catalog/datasets/servizi-00001/attachments/notice_pdf",
        ),
        (
            SEARCH,
            "/explore/dataset/servizi-00001/download/?format=csv",
            "/api/datasets/1.0/servizi-00001/attachments/notice_pdf",
        ),
    ],
)
def test_files_have_the_addresses_of_the_interface_that_gave_them(base: str, csv: str, attachment: str):
    added = {"id": "notice_pdf", "title": "Notice", "mimetype": "application/pdf", "url": "odsfile://n.pdf"}
    found = dataset_of({**dataset(1), "attachments": [added]}, base)
    addresses = [file.download_url for file in found.distributions]
    assert addresses[0] == f"https://data.exemple.fr{csv}"
    assert addresses[-1] == f"https://data.exemple.fr{attachment}"
    assert found.distributions[-1].title == {"und": "Notice"}
    assert found.distributions[-1].media_type == "application/pdf"


def test_files_of_the_publisher_may_stand_elsewhere():
    found = with_own(
        has_records=False,
        attachments=[
            {"href": "https://a.example/x.zip", "metas": {"mime-type": "application/zip", "title": "x.zip"}},
            {"url": "odsfile://nowhere"},
            "text",
            {},
        ],
        alternative_exports=[{"id": "gtfs_zip", "description": "GTFS", "url": "odsfile://gtfs.zip"}],
    )
    assert [file.access_url.removeprefix("https://") for file in found.distributions] == [
        "a.example/x.zip",
        "data.exemple.fr/api/explore/v2.1/catalog/datasets/servizi-00001/alternative_exports/gtfs_zip",
    ]
    assert found.distributions[0].title == {"und": "x.zip"}


@pytest.mark.parametrize("value", [None, 7, [], {}, [None], {"a": None}, "x" * 50_000, True, [["x"]]])
@pytest.mark.parametrize(
    "name",
    ["title", "theme", "keyword", "bbox", "territory", "references", "license", "publisher", "language"],
)
def test_no_value_of_a_field_costs_the_record(name: str, value: Any):
    found = made(**{"title": "t", "description": "d", name: value})
    normalise(found, Crosswalk())
    assert found.description == {"und": "d"}


@pytest.mark.parametrize(
    "name", ["attachments", "alternative_exports", "features", "fields", "has_records", "metas"]
)
@pytest.mark.parametrize("value", [None, 7, "x", [7], {"a": 7}, [[]]])
def test_no_shape_of_a_part_ends_the_reading(name: str, value: Any):
    payload = as_payload({**dataset(1), name: value}, EXPLORE)
    code = _outcome(RawRecord(payload["id"], payload))
    assert code == ("title-missing" if name == "metas" else "")


@pytest.mark.parametrize("name", ["interop_metas", "extra_metas", "metas", "attachments", "features"])
@pytest.mark.parametrize("value", [None, 7, "x", [7], {"dcat": 7}, {"a": []}, [[]]])
def test_no_shape_of_a_part_ends_the_reading_of_search_either(name: str, value: Any):
    payload = as_payload({**as_search_gives_it(dataset(1)), name: value}, SEARCH)
    code = _outcome(RawRecord(payload["id"], payload))
    assert code == ("title-missing" if name == "metas" else "")


def test_names_of_groups_are_written_in_several_ways():
    found = with_groups(**{"DCAT-AP": {"Issued": "2024-01-01"}, "dcat": {"Contact name": "Ufficio"}})
    assert (found.issued, found.contacts) == ("2024-01-01", [Contact({"und": "Ufficio"})])
