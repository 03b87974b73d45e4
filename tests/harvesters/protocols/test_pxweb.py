"""PxWeb: every table of every folder and page, in every language, however the source misbehaves."""

import json
import time
from typing import Any

import pytest

from ckanext.resilient.errors import FetchError, RejectRecord, SkipRecord
from ckanext.resilient.harvesters.protocols.base import Endpoint, RawRecord
from ckanext.resilient.harvesters.protocols.pxweb import PROTOCOL
from ckanext.resilient.harvesters.protocols.pxweb_api import asked_languages
from ckanext.resilient.svrc.record import Contact, Period, SourceDataset
from tests.harvest.servers import Answer, Asked
from tests.harvesters.protocols.fake_pxweb import (
    FAST,
    FakePxWebV1,
    FakePxWebV2,
    answer,
    described,
    folder,
    table,
    table_v2,
)
from tests.harvesters.protocols.reading import Listed, listed
from tests.shared import fixture_path

Json = dict[str, Any]
PORTAL = Endpoint("https://px.example/api/v1")

SL = {
    "": [{"dbid": "Data", "text": "Baza"}],
    "Data": [
        folder("Dem", "Prebivalstvo"),
        {"type": "h", "text": "Naslov"},
        table("a.px", "Vrtci. 2015 - 2024"),
    ],
    "Data/Dem": [folder("Soc", "Sociala"), table("b.px", "Šole. 2015 - 2024")],
    "Data/Dem/Soc": [table("c.px", "Domovi. 2015 - 2024")],
}
EN = {
    "": [{"dbid": "Data", "text": "Database"}],
    "Data": [folder("Dem", "Population"), table("a.px", "Kindergartens. 2015 - 2024")],
    "Data/Dem": [table("b.px", "Schools. 2015 - 2024"), table("d.px", "English only")],
}


def read(portal: Any, path: str = "/api/v1", **more: Any) -> Listed:
    return listed(PROTOCOL, portal, path, **more)


def datasets(result: Listed, endpoint: Endpoint = PORTAL) -> dict[str, SourceDataset]:
    return {raw.guid: PROTOCOL.read_record(raw, endpoint) for raw in result.records}


def assert_part(result: Listed, count: int, *codes: str) -> None:
    assert len(result.guids) == count
    assert not result.end.complete
    assert result.codes == list(codes)


# Version 1: folders


@pytest.mark.parametrize(
    ("path", "options"),
    [
        ("/api/v1", {"languages": ["sl", "en"]}),
        ("/api/v1/", {"languages": "sl, en"}),
        ("/api/v1/sl", {"languages": ["en"]}),
        ("/api/v1/sl/Data/", {"languages": ["sl", "en"]}),
        ("", {"languages": ["sl", "en"]}),
    ],
)
def test_all_folders_are_walked_in_all_languages(path: str, options: Json):
    result = read(FakePxWebV1({"sl": SL, "en": EN}), path, **options)
    assert set(result.guids) == {"Data/a.px", "Data/Dem/b.px", "Data/Dem/d.px", "Data/Dem/Soc/c.px"}
    assert (result.end.complete, result.end.declared, result.codes) == (True, None, [])


def test_a_table_is_one_record_with_the_texts_of_all_languages():
    found = datasets(read(FakePxWebV1({"sl": SL, "en": EN}), languages=["sl", "en"]))
    assert found["Data/a.px"].title == {"sl": "Vrtci. 2015 - 2024", "en": "Kindergartens. 2015 - 2024"}
    assert found["Data/Dem/b.px"].title == {"sl": "Šole. 2015 - 2024", "en": "Schools. 2015 - 2024"}
    assert found["Data/Dem/Soc/c.px"].title == {"sl": "Domovi. 2015 - 2024"}
    assert found["Data/Dem/d.px"].title == {"en": "English only"}
    assert found["Data/a.px"].languages == ["sl", "en"]
    assert found["Data/Dem/Soc/c.px"].themes == ["Prebivalstvo"]
    assert found["Data/Dem/Soc/c.px"].extras["folders"] == "Prebivalstvo / Sociala"


def test_the_databases_of_an_office_may_be_its_subjects():
    found = datasets(read(FakePxWebV1({"sl": SL}), languages=["sl"], database_themes=True))
    assert found["Data/a.px"].themes == ["Baza"]
    assert found["Data/Dem/Soc/c.px"].themes == ["Baza"]
    assert found["Data/Dem/Soc/c.px"].extras["folders"] == "Baza / Prebivalstvo / Sociala"


@pytest.mark.parametrize(
    ("languages", "options", "first", "offered", "asked"),
    [
        (("sl", "en"), {}, "", (), ("sl", "en")),
        (("sl", "en"), {}, "en", (), ("en", "sl")),
        (("sl", "en"), {"languages": ["hr"]}, "", (), ("hr",)),
        (("sl",), {}, "", ("sv", "en"), ("sv", "en")),
        ((), {}, "", (), ()),
    ],
)
def test_languages_come_from_the_options_else_the_source_else_the_portal(
    languages: tuple[str, ...], options: Json, first: str, offered: tuple[str, ...], asked: tuple[str, ...]
):
    endpoint = Endpoint("https://px.example", options, languages)
    assert asked_languages(endpoint, first, offered) == asked


def test_without_any_language_english_is_asked_for():
    assert set(datasets(read(FakePxWebV1({"en": EN}), ""))["Data/a.px"].title) == {"en"}


def test_a_language_that_the_office_does_not_speak_is_told_and_costs_nothing():
    result = read(FakePxWebV1({"sl": SL}), languages=["sl", "fr"])
    assert (len(result.guids), result.end.complete, result.codes) == (3, True, ["http-status"])


def test_each_part_of_a_path_is_percent_encoded():
    name, file = "Naselja, cijene i 100 %", "a/b?č#1.px"
    tree = {
        "": [folder(name, "Cijene")],
        name: [table(file, "Tablica")],
        f"{name}/{file}": described("Tablica"),
    }
    result = read(FakePxWebV1({"hr": tree}), "/api/v1/hr/", details=True)
    assert [asked.path for asked in result.asked[2:]] == [
        "/api/v1/hr/Naselja%2C%20cijene%20i%20100%20%25",
        "/api/v1/hr/Naselja%2C%20cijene%20i%20100%20%25/a%2Fb%3F%C4%8D%231.px",
    ]
    (dataset,) = datasets(result).values()
    assert dataset.distributions[0].access_url.endswith("/a%2Fb%3F%C4%8D%231.px")


@pytest.mark.parametrize("path", ["/PXWeb/api/v1/hr/Opće stanje", "/PXWeb/api/v1/hr/Op%C4%87e%20stanje"])
def test_an_address_below_a_path_may_be_encoded_or_not(path: str):
    portal = FakePxWebV1({"hr": {"Opće stanje": [table("a.px", "Tablica")]}}, base="/PXWeb/api/v1")
    assert read(portal, path).guids == ["Opće stanje/a.px"]


def test_the_same_file_name_in_two_folders_means_two_tables():
    tree = {
        "": [folder("A", "A"), folder("B", "B")],
        "A": [table("1.px", "Eno")],
        "B": [table("1.px", "Drugo")],
    }
    assert read(FakePxWebV1({"sl": tree}), "/api/v1/sl").guids == ["A/1.px", "B/1.px"]


def test_a_new_year_in_the_title_does_not_make_a_new_record():
    def of(title: str) -> tuple[str, str]:
        result = read(FakePxWebV1({"es": {"DB": [table("a.px", title)]}}), "/api/v1/es/DB")
        return result.guids[0], PROTOCOL.read_record(result.records[0], PORTAL).title["es"]

    old, new = of("Paro registrado. 1997 - 2022"), of("Paro registrado. 1997 - 2023")
    assert (old[0], old[1], new[1]) == (
        new[0],
        "Paro registrado. 1997 - 2022",
        "Paro registrado. 1997 - 2023",
    )


def test_the_address_of_one_table_gives_that_table():
    result = read(FakePxWebV1({"es": {"DB/a.px": described("Paro")}}), "/api/v1/es/DB/a.px", details=True)
    assert (result.guids, result.end.complete) == (["DB/a.px"], True)
    assert datasets(result)["DB/a.px"].periods == [Period("2015", "2016")]


def test_details_are_asked_for_in_each_language():
    tree = {"": [table("a.px", "Vrtci")], "a.px": described("Vrtci")}
    result = read(FakePxWebV1({"sl": tree, "en": tree}), languages=["sl", "en"], details=True)
    dataset = datasets(result)["a.px"]
    assert dataset.periods == [Period("2015", "2016")]
    assert dataset.extras == {"variables_sl": "Spol, Leto", "variables_en": "Spol, Leto"}


def test_a_table_whose_details_are_lost_is_told_and_not_taken_for_vanished():
    tree = {"": [table("a.px", "Vrtci"), table("b.px", "Šole")], "b.px": described("Šole")}
    result = read(FakePxWebV1({"sl": tree}), "/api/v1/sl", details=True)
    assert result.guids == ["b.px"]
    assert_part(result, 1, "record-lost")


@pytest.mark.parametrize("language", ["sl", "en"])
@pytest.mark.parametrize(
    "sent", [Answer(500, b"oops"), Answer(404), Answer(200, b"<html>"), Answer(200, b"{}")]
)
def test_a_folder_that_is_lost_in_one_language_makes_the_listing_incomplete(language: str, sent: Answer):
    def fault(asked: Asked) -> Answer | None:
        return sent if asked.path == f"/api/v1/{language}/Data/Dem" else None

    result = read(FakePxWebV1({"sl": SL, "en": EN}, fault=fault), languages=["sl", "en"])
    assert "Data/a.px" in result.guids
    assert not result.end.complete
    assert result.codes == ["page-lost"]


def test_folders_that_lead_in_a_circle_end():
    tree = {"sl": {"": [folder("A", "A"), table("a.px", "Vrtci")]}}

    def everything_is_the_root(asked: Asked) -> Answer | None:
        return None if "config" in asked.query else answer(tree["sl"][""])

    result = read(FakePxWebV1(tree, fault=everything_is_the_root), "/api/v1/sl")
    assert_part(result, 1, "page-repeats")
    assert len(result.asked) == 3


def test_folders_without_end_are_left_after_so_many():
    def ever_deeper(asked: Asked) -> Answer | None:
        return None if "config" in asked.query else answer([folder(f"{len(asked.path)}", "Še globlje")])

    result = read(FakePxWebV1({}, fault=ever_deeper), "/api/v1/sl", max_pages=5)
    assert_part(result, 0, "paging-too-long")
    assert len(result.asked) == 6


def test_a_limit_is_kept_and_no_further_folder_is_opened():
    result = read(FakePxWebV1({"sl": SL}), "/api/v1/sl", limit=1)
    assert_part(result, 1)
    assert len(result.asked) == 3


def test_a_long_list_comes_in_pages():
    many = [table(f"{number}.px", "Tabla") for number in range(250)]
    result = read(FakePxWebV1({"es": {"DB": many}}), "/api/v1/es/DB")
    assert [len(page.records) for page in result.pages] == [100, 100, 50]
    assert result.end.complete


@pytest.mark.parametrize(
    "window", [{"maxCalls": 2, "timeWindow": 0.3}, {"maxCalls": "2", "timeWindow": "0.3"}]
)
def test_the_limit_of_calls_that_the_office_names_is_kept(window: Json):
    start = time.monotonic()
    result = read(FakePxWebV1({"sl": SL}, config={**FAST, **window}), "/api/v1/sl")
    assert len(result.asked) == 5
    assert time.monotonic() - start >= 0.6


@pytest.mark.parametrize(
    "config", [[], "no", {"maxCalls": 0, "timeWindow": 0}, {"maxCalls": -1, "timeWindow": "x"}]
)
def test_an_office_that_names_no_limit_is_read_all_the_same(config: Any):
    assert read(FakePxWebV1({"sl": SL}, config=config), "/api/v1/sl").end.complete


@pytest.mark.parametrize("body", [b"{}", b'[{"a": 1}]', b'["x"]', b"null", b'"text"'])
def test_what_is_no_pxweb_is_said_to_be_none(body: bytes):
    with pytest.raises(FetchError) as caught:
        read(lambda asked: Answer(200, body), "/api/v1/sl")
    assert caught.value.issue.code == "source-empty"
    assert "/api/v1/sl/" in caught.value.issue.record


def test_an_office_whose_interface_is_gone_says_so():
    with pytest.raises(FetchError) as caught:
        read(lambda asked: Answer(404, b"<html>IIS 404"), "")
    assert caught.value.issue.code == "http-status"
    assert "/api/v1/en/" in caught.value.issue.message


def test_letters_that_cannot_be_read_are_told():
    body = b'[{"id": "a.px", "type": "t", "text": "Espa\xf1a"}]'
    result = read(lambda asked: Answer(body=body), "/api/v1/es/DB")
    assert (len(result.guids), result.codes) == (1, ["letters-replaced"])


def test_a_date_without_zone_and_nothing_else_arrives_word_for_word():
    (dataset,) = datasets(
        read(FakePxWebV1({"es": {"DB": [table("a.px", " Paro ")]}}), "/api/v1/es/DB")
    ).values()
    (file,) = dataset.distributions
    assert dataset.title == {"es": "Paro"}
    assert (dataset.modified, dataset.identifier) == ("2023-01-09T15:04:41", "a.px")
    assert file.access_url.endswith("/api/v1/es/DB/a.px")
    assert (file.languages, file.download_url) == (["es"], "")
    assert dataset.licences == dataset.publishers == dataset.contacts == dataset.periods == []
    assert (dataset.description, dataset.frequency, dataset.issued, dataset.landing_page) == ({}, "", "", "")


# Version 2: pages

FR = [table_v2(1, "Crèches"), table_v2(2, "Écoles"), table_v2(3, "Foyers"), table_v2(5, "Seulement ici")]
EN2 = [
    table_v2(3, "Homes"),
    table_v2(4, "English only"),
    table_v2(2, "Schools"),
    table_v2(1, "Kindergartens"),
]


@pytest.mark.parametrize("path", ["/api/v2", "/api/v2/", "/api/v2/tables?query=x", ""])
def test_all_pages_are_read_and_languages_meet_whatever_their_order(path: str):
    result = read(FakePxWebV2({"fr": FR, "en": EN2}), path, page_size=2)
    found = datasets(result)
    assert set(found) == {"TAB1", "TAB2", "TAB3", "TAB4", "TAB5"}
    assert found["TAB1"].title == {"fr": "Crèches", "en": "Kindergartens"}
    assert found["TAB3"].title == {"fr": "Foyers", "en": "Homes"}
    assert (found["TAB4"].title, found["TAB5"].title) == ({"en": "English only"}, {"fr": "Seulement ici"})
    assert (result.end.complete, result.end.declared, result.codes) == (True, 5, [])


def test_languages_of_version_2_can_be_chosen():
    result = read(FakePxWebV2({"fr": FR, "en": EN2}), "/api/v2", languages=["en"])
    assert {asked.query["lang"][0] for asked in result.asked if asked.query} == {"en"}
    assert len(result.guids) == 4


@pytest.mark.parametrize("page", [{"totalPages": None}, {"totalPages": None, "totalElements": None}])
def test_pages_without_a_count_are_read_to_an_empty_one(page: Json):
    result = read(FakePxWebV2({"fr": FR}, page=page), "/api/v2", page_size=2)
    assert (len(result.guids), result.end.complete) == (4, True)


@pytest.mark.parametrize("page", [{"totalPages": 1}, {"totalPages": 2}])
def test_a_full_page_is_not_believed_to_be_the_last(page: Json):
    result = read(FakePxWebV2({"fr": FR}, page=page), "/api/v2", page_size=2)
    assert (len(result.guids), result.end.complete, result.codes) == (4, True, [])


def test_a_refusal_behind_the_last_page_is_the_end():
    def refused(asked: Asked) -> Answer | None:
        return Answer(404, b"no") if asked.query.get("pageNumber") == ["3"] else None

    result = read(FakePxWebV2({"fr": FR}, fault=refused), "/api/v2", page_size=2)
    assert (len(result.guids), result.end.complete, result.codes) == (4, True, [])


@pytest.mark.parametrize("page", [{"totalElements": 9}, {"totalPages": 9, "totalElements": 9}])
def test_a_list_whose_counts_lie_is_not_complete(page: Json):
    result = read(FakePxWebV2({"fr": FR}, page=page), "/api/v2", page_size=2)
    assert not result.end.complete
    assert result.codes == ["count-differs"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_that_repeat_end_the_listing(language: str):
    def same(asked: Asked) -> Answer | None:
        if asked.query.get("lang") != [language]:
            return None
        return answer({"tables": FR[:2], "page": {"totalPages": 99, "totalElements": 198}})

    result = read(FakePxWebV2({"fr": FR[:3], "en": EN2}, fault=same), "/api/v2", page_size=2)
    assert not result.end.complete
    assert result.codes == ["page-repeats"]


def test_a_size_of_page_that_is_ignored_does_no_harm():
    def everything(asked: Asked) -> Answer | None:
        if "lang" not in asked.query:
            return None
        return answer({"tables": FR, "page": {"totalPages": 2, "totalElements": 4}})

    result = read(FakePxWebV2({"fr": FR}, fault=everything), "/api/v2", page_size=2)
    assert_part(result, 4, "page-repeats")


def test_pages_without_end_are_left_after_so_many():
    def ever_more(asked: Asked) -> Answer | None:
        if "lang" not in asked.query:
            return None
        return answer({"tables": [table_v2(int(asked.query["pageNumber"][0]), "Plus")]})

    assert_part(read(FakePxWebV2({"fr": FR}, fault=ever_more), "/api/v2", max_pages=3), 3, "paging-too-long")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "sent", [Answer(500, b"oops"), Answer(200, b"<html>"), Answer(200, b'{"tables": 1}')]
)
def test_a_page_that_is_lost_in_one_language_makes_the_listing_incomplete(language: str, sent: Answer):
    def fault(asked: Asked) -> Answer | None:
        return sent if asked.query.get("pageNumber") == ["2"] and asked.query["lang"] == [language] else None

    result = read(FakePxWebV2({"fr": FR, "en": EN2}, fault=fault), "/api/v2", page_size=2)
    assert "TAB1" in result.guids
    assert not result.end.complete
    assert result.codes == ["page-lost"]


def test_a_limit_is_kept_in_version_2():
    assert_part(read(FakePxWebV2({"fr": FR, "en": EN2}), "/api/v2", limit=2), 2)


def test_without_a_config_the_tables_are_read_in_the_language_of_the_source():
    result = read(FakePxWebV2({"": FR}, config=[]), "/api/v2")
    assert (len(result.guids), result.end.complete) == (4, True)
    assert datasets(result)["TAB1"].title == {"und": "Crèches"}


def test_something_that_is_no_table_is_rejected_by_its_reader():
    result = read(FakePxWebV2({"fr": [*FR, "x"]}), "/api/v2")
    assert len(result.guids) == 5
    with pytest.raises(RejectRecord) as caught:
        PROTOCOL.read_record(result.records[-1], PORTAL)
    assert caught.value.issue.code == "record-unreadable"


def made(**more: Any) -> SourceDataset:
    (dataset,) = datasets(read(FakePxWebV2({"fr": [table_v2(1, "Crèches", **more)]}), "/api/v2")).values()
    return dataset


def test_a_table_of_version_2_arrives():
    dataset = made(
        description="Places d'accueil",
        tags=["enfance"],
        source="INSEE",
        paths=[[{"id": "POP", "label": "Population"}, {"id": "ENF", "label": "Enfance"}]],
        subjectCode="POP",
        timeUnit="Annual",
        discontinued=True,
        links=[
            {"rel": "self", "href": "https://px.example/tables/TAB1"},
            {"rel": "data", "href": "https://px.example/tables/TAB1/data?lang=fr&outputFormat=json-stat2"},
        ],
    )
    assert dataset.description == {"fr": "Places d'accueil"}
    assert dataset.keywords == {"fr": ["enfance"]}
    assert (dataset.themes, dataset.provenance) == (["Population"], {"fr": "INSEE"})
    assert (dataset.modified, dataset.periods) == ("2026-06-08T06:00:00Z", [Period("2015", "2024")])
    assert dataset.extras == {
        "subjectCode": "POP",
        "timeUnit": "Annual",
        "discontinued": "true",
        "variables_fr": "region, year",
    }
    (file,) = dataset.distributions
    assert file.access_url == file.download_url
    assert (file.format, file.languages) == ("json-stat2", ["fr"])
    assert file.modified == dataset.modified, "the file is the table"
    assert dataset.publishers == dataset.licences == []


@pytest.mark.parametrize(
    ("first", "last", "period"),
    [
        ("2025M01", "2026M04", Period("2025-01", "2026-04")),
        ("2024Q1", "2025K4", Period("2024-01", "2025-12")),
        ("2024H2", "2024H2", Period("2024-07", "2024-12")),
        ("1997", None, Period("1997", "")),
    ],
)
def test_points_in_time_are_read_in_the_notation_of_px(first: str, last: str | None, period: Period):
    assert made(firstPeriod=first, lastPeriod=last).periods == [period]


@pytest.mark.parametrize("point", ["2024W05", "2024M13", "2024M00", "2024Q5", "total", ""])
def test_points_in_time_that_are_no_months_stay_empty(point: str):
    assert made(firstPeriod=point, lastPeriod=point).periods == []


def test_a_table_that_is_not_public_is_skipped():
    with pytest.raises(SkipRecord) as caught:
        made(category="internal")
    assert caught.value.issue.field == "category"


def test_a_table_without_any_title_is_rejected():
    with pytest.raises(RejectRecord) as caught:
        made(label=" ")
    assert caught.value.issue.code == "title-missing"


@pytest.mark.parametrize("payload", [None, [], "x", {"tables": {"fr": 1}}, {"tables": []}])
def test_what_is_no_record_is_rejected(payload: Any):
    with pytest.raises(RejectRecord):
        PROTOCOL.read_record(RawRecord("x", payload), PORTAL)


def test_persons_behind_a_table_are_left_out_and_their_office_is_kept():
    staff = {
        "name": "Anna Svensson",
        "organization": "SCB",
        "mail": "anna.svensson@scb.example",
        "phone": "1",
    }
    metadata = {"dimension": {}, "extension": {"contact": [staff]}}
    portal = FakePxWebV2({"fr": [table_v2(1, "Crèches")]}, metadata=metadata)
    (dataset,) = datasets(read(portal, "/api/v2", details=True)).values()
    assert dataset.contacts == [Contact({"und": "SCB"})]


# Real payloads


def test_real_tables_of_version_1_arrive():
    body = json.loads(fixture_path("pxweb/eustat-v1-DB-list.json").read_text())
    detail = json.loads(fixture_path("pxweb/eustat-v1-PX_050403-metadata.json").read_text())
    tree: Json = {"DB": body, **{f"DB/{entry['id']}": detail for entry in body}}
    portal = FakePxWebV1({"es": tree, "eu": tree}, base="/bankupx/api/v1")
    result = read(portal, "/bankupx/api/v1/es/DB", languages=["eu"], details=True)
    assert (result.guids, result.end.complete) == (["DB/PX__fe_inem06.px", "DB/PX__feinem_inem06.px"], True)
    first = datasets(result)["DB/PX__fe_inem06.px"]
    assert first.title["es"].endswith("por ámbitos territoriales y sexo. 1997 - 2022")
    assert (first.modified, first.periods) == ("2023-01-09T15:04:41", [Period("2015", "2025")])
    assert len(first.distributions) == 2


def test_a_real_config_and_real_metadata_of_version_2_arrive():
    config = json.loads(fixture_path("pxweb/pxwebapi2-scb-config.json").read_text())
    metadata = json.loads(fixture_path("pxweb/pxwebapi2-scb-TAB6471-metadata.json").read_text())
    config["timeWindow"] = 0.1
    tables = {language: [table_v2(6471, metadata["label"])] for language in ("sv", "en")}
    result = read(FakePxWebV2(tables, config=config, metadata=metadata), "/api/v2", details=True)
    (dataset,) = datasets(result).values()
    assert result.end.complete
    assert list(dataset.title) == ["sv", "en"]
    assert dataset.licences == ["https://creativecommons.org/share-your-work/public-domain/cc0/"]
    assert dataset.description["sv"].startswith("Från och med referensåret 2025")
    assert dataset.contacts == [Contact({"und": "SCB"}, email="information@scb.se", phone="010-479 50 00")]


# One table alone, as a JSON-stat document


def json_stat(**more: Any) -> Json:
    return {
        "version": "2.0",
        "class": "dataset",
        "label": "Crèches par commune",
        "source": "Office de la statistique",
        "updated": "2025-03-01",
        "note": ["Sans les crèches familiales."],
        "id": ["annee", "commune"],
        "size": [2, 2],
        "role": {"time": ["annee"], "geo": ["commune"]},
        "dimension": {
            "annee": {"label": "Année", "category": {"index": {"2021": 0, "2023": 1}}},
            "commune": {"category": {"index": ["a", "b"], "label": {"a": "Apt", "b": "Bagnols"}}},
        },
        "value": [1, 2, 3, 4],
        **more,
    }


def at(place: str, body: Any) -> Any:
    """A server that has one document."""
    return lambda asked: answer(body) if asked.path == place else Answer(404, b"no")


def test_a_json_stat_file_is_one_table_with_the_files_that_it_links_to():
    links = {"alternate": [{"type": "text/csv", "href": "https://stat.example/creches.csv"}]}
    document = json_stat(href="https://stat.example/creches.json", link=links)
    result = read(at("/tables/creches.json", document), "/tables/creches.json")
    (dataset,) = datasets(result).values()
    assert (result.guids, result.end.complete) == (["https://stat.example/creches.json"], True)
    assert dataset.title == {"und": "Crèches par commune"}
    assert dataset.description == {"und": "Sans les crèches familiales."}
    assert dataset.provenance == {"und": "Office de la statistique"}
    assert (dataset.modified, dataset.periods) == ("2025-03-01", [Period("2021", "2023")])
    assert dataset.extras["variables"] == "Année, commune"
    own, other = dataset.distributions
    assert (own.download_url.endswith("/tables/creches.json"), own.format) == (True, "JSON-stat")
    assert (other.download_url, other.media_type) == ("https://stat.example/creches.csv", "text/csv")


def test_a_json_stat_file_without_a_name_is_named_by_its_address():
    result = read(at("/creches.json", json_stat()), "/creches.json")
    assert result.guids[0].endswith("/creches.json")


@pytest.mark.parametrize("path", ["/api/v2/tables/TAB7", "/api/v2/tables/TAB7/metadata?lang=fr"])
def test_the_address_of_one_table_of_version_2_gives_that_table_as_the_list_names_it(path: str):
    px = {"px": {"language": "fr", "subject-code": "PO", "subject-area": "Population"}}
    result = read(at("/api/v2/tables/TAB7/metadata", json_stat(extension=px)), path)
    (dataset,) = datasets(result).values()
    assert result.guids == ["TAB7"]
    assert (dataset.title, dataset.themes) == ({"fr": "Crèches par commune"}, ["Population"])
    assert dataset.extras["subjectCode"] == "PO"
    (file,) = dataset.distributions
    assert file.access_url.endswith("/api/v2/tables/TAB7/data?lang=fr")
    assert result.asked[-1].query == ({"lang": ["fr"]} if "?" in path else {})


@pytest.mark.parametrize("body", [[], {"class": "collection"}, {"class": "dataset"}, json_stat(dimension=[])])
def test_a_file_that_is_no_json_stat_is_said_to_be_none(body: Any):
    with pytest.raises(FetchError) as caught:
        read(at("/x.json", body), "/x.json")
    assert caught.value.issue.code == "source-empty"
