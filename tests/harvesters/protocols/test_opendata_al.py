"""opendata.gov.al's list: all pages, every value."""

import json
from typing import Any

import pytest

from ckanext.resilient.errors import FetchError, RejectRecord
from ckanext.resilient.harvesters.protocols.base import Endpoint, RawRecord
from ckanext.resilient.harvesters.protocols.opendata_al import PROTOCOL
from ckanext.resilient.svrc.record import Agent, SourceDataset
from tests.harvest.servers import Answer, Asked
from tests.harvesters.protocols.reading import Listed, listed
from tests.shared import fixture_path

Json = dict[str, Any]
PORTAL = Endpoint("https://opendata.example")
EU = "http://publications.europa.eu/resource/authority/"


def record(number: int, **more: Any) -> Json:
    return {
        "id": f"0d1f7c3e-0000-4000-8000-{number:012d}",
        "slug": f"cerdhet_{number}",
        "title": f"Çerdhet dhe kopshtet {number}",
        "description": "Vendet e lira në çerdhe.",
        "dctLicenseId": None,
        "dcatDistributions": [],
        **more,
    }


class FakePortal:
    """A portal with `count` records, which answers `faults[page]` instead of a page where given."""

    def __init__(self, count: int, faults: dict[int, Answer] | None = None, **told: Any) -> None:
        self.records = [record(number) for number in range(1, count + 1)]
        self.faults = faults or {}
        self.told = told

    def __call__(self, asked: Asked) -> Answer:
        if (asked.method, asked.path) != ("POST", "/api/Dataset/filter"):
            return Answer(200, b"<!DOCTYPE html><html><body><app-root></app-root></body></html>")
        wanted = json.loads(asked.body)
        page, size = wanted["page"], wanted["pageSize"]
        if page in self.faults:
            return self.faults[page]
        count = len(self.records)
        data = {
            "results": self.records[(page - 1) * size : page * size],
            "rowCount": count,
            "pageCount": -(-count // size),
            **self.told,
        }
        return Answer(body=json.dumps({"data": data}).encode())


def read(respond: Any, path: str = "", **more: Any) -> Listed:
    return listed(PROTOCOL, respond, path, **more)


def made(endpoint: Endpoint = PORTAL, **more: Any) -> SourceDataset:
    raw = record(1, **more)
    return PROTOCOL.read_record(RawRecord(raw["id"], raw), endpoint)


@pytest.mark.parametrize("path", ["", "/", "/api", "/api/Dataset/filter", "/api/Dataset"])
@pytest.mark.parametrize("count", [0, 2, 5])
def test_all_pages_are_asked_for_by_post(path: str, count: int):
    result = read(FakePortal(count), path, page_size=2)
    assert len(set(result.guids)) == count
    assert (result.end.complete, result.end.declared, result.codes) == (True, count, [])
    assert len(result.asked) == count // 2 + 1  # a full last page is not believed to be the last
    assert {asked.method for asked in result.asked} == {"POST"}


def test_without_a_count_of_pages_an_empty_one_ends_the_list():
    result = read(FakePortal(4, pageCount=None, rowCount=None), page_size=2)
    assert (len(result.guids), result.end.complete, result.end.declared) == (4, True, None)
    assert len(result.asked) == 3


def test_a_refusal_behind_the_last_page_is_the_end():
    result = read(FakePortal(4, faults={3: Answer(404, b"no")}), page_size=2)
    assert (len(result.guids), result.end.complete, result.codes) == (4, True, [])


def test_a_list_that_ends_before_its_own_count_is_not_complete():
    result = read(FakePortal(4, rowCount=6), page_size=2)
    assert (len(result.guids), result.end.complete, result.codes) == (4, False, ["count-differs"])


def test_pages_that_repeat_do_not_go_on_for_ever():
    page = json.dumps({"data": {"results": [record(1)], "rowCount": 9, "pageCount": 9}}).encode()
    result = read(lambda asked: Answer(body=page))
    assert (len(result.guids), result.end.complete, result.codes) == (1, False, ["page-repeats"])
    assert len(result.asked) == 2


def test_a_limit_is_kept():
    result = read(FakePortal(9), limit=3)
    assert (len(result.guids), result.end.complete, result.codes) == (3, False, [])
    assert [json.loads(asked.body)["pageSize"] for asked in result.asked] == [3]


@pytest.mark.parametrize(
    "fault",
    [
        Answer(500, b"oops"),
        Answer(200, b"<!DOCTYPE html><html></html>"),
        Answer(200, b"Request unsuccessful. Incapsula incident ID: 123-456"),
        Answer(200, b'{"data": {"results": null}}'),
    ],
)
def test_a_page_that_cannot_be_read_ends_the_listing_but_not_as_complete(fault: Answer):
    result = read(FakePortal(5, faults={2: fault}), page_size=2)
    assert len(result.guids) == 2
    assert not result.end.complete
    assert result.codes == ["page-lost"]


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (Answer(404), "http-status"),
        (Answer(200, b"<!DOCTYPE html><html></html>"), "looks-like-html"),
        (Answer(200, b"Request unsuccessful. Incapsula incident ID: 123-456"), "not-json"),
        (Answer(200, b'{"data": []}'), "not-opendata-al"),
        (Answer(200, b"[1]"), "not-opendata-al"),
    ],
)
def test_what_is_no_such_portal_is_said_to_be_none(sent: Answer, code: str):
    with pytest.raises(FetchError) as caught:
        read(lambda asked: sent)
    assert caught.value.issue.code == code


def test_a_record_arrives():
    dataset = made(
        resource="http://opendata.example/dataset/cerdhet_1",
        publisher={"name": "Bashkia e Shembullit"},
        issued="2024-02-01T10:15:30.4521637",
        modified="2024-06-30T09:00:00",
        landingPage="/dataset/cerdhet",
        accessRights=f"{EU}access-right/PUBLIC",
        keywords=["fëmijë", "çerdhe"],
        dctLicenseId="CC BY 4.0",
        viewCount=12,
    )
    assert dataset.title == {"und": "Çerdhet dhe kopshtet 1"}
    assert dataset.description == {"und": "Vendet e lira në çerdhe."}
    assert dataset.keywords == {"und": ["fëmijë", "çerdhe"]}
    assert dataset.uri == "http://opendata.example/dataset/cerdhet_1"
    assert (dataset.identifier, dataset.alternate_identifiers) == (record(1)["id"], ["cerdhet_1"])
    assert dataset.landing_page == "https://opendata.example/dataset/cerdhet"
    assert dataset.publishers == [Agent({"und": "Bashkia e Shembullit"})]
    assert (dataset.issued, dataset.modified) == ("2024-02-01T10:15:30.4521637", "2024-06-30T09:00:00")
    assert (dataset.licences, dataset.access_rights) == (["CC BY 4.0"], f"{EU}access-right/PUBLIC")
    assert dataset.extras == {"viewCount": "12"}


def test_addresses_of_files_get_the_portals_host():
    one, two = made(
        Endpoint("https://opendata.example/api/Dataset/filter"),
        dcatDistributions=[
            {
                "license": f"{EU}licence/CC_BY_4_0",
                "format": f"{EU}file-type/CSV",
                "mediaType": "text/csv",
                "accessUrl": "/dataset/cerdhet",
                "downloadUrl": "/files/Dataset/cerdhet.csv",
            },
            {"license": None, "format": None, "accessUrl": "https://bashkia.example/", "downloadUrl": None},
        ],
    ).distributions
    assert one.download_url == "https://opendata.example/files/Dataset/cerdhet.csv"
    assert one.access_url == "https://opendata.example/dataset/cerdhet"
    assert (one.licences, one.format, one.media_type) == (
        [f"{EU}licence/CC_BY_4_0"],
        f"{EU}file-type/CSV",
        "text/csv",
    )
    assert (two.access_url, two.download_url, two.licences, two.format) == (
        "https://bashkia.example/",
        "",
        [],
        "",
    )


def test_a_licence_from_the_root_gets_the_host_and_a_word_stays_a_word():
    files = made(dcatDistributions=[{"license": "/kushtet"}, {"license": "CC BY-SA 4.0"}]).distributions
    assert [file.licences for file in files] == [["https://opendata.example/kushtet"], ["CC BY-SA 4.0"]]


@pytest.mark.parametrize("title", [None, "", "  "])
def test_a_record_without_title_but_with_a_description_is_kept_for_normalisation(title: Any):
    assert made(title=title).title == {}


def test_a_record_without_title_and_description_is_rejected():
    with pytest.raises(RejectRecord) as caught:
        made(title=None, description="")
    assert (caught.value.issue.code, caught.value.issue.field) == ("title-missing", "title")


def test_what_is_no_record_is_rejected():
    with pytest.raises(RejectRecord):
        PROTOCOL.read_record(RawRecord("x", ["no record"]), PORTAL)


def test_a_recorded_page_arrives():
    page = fixture_path("al/opendata.gov.al-Dataset-filter-page1-RECONSTRUCTED.json").read_bytes()
    result = read(lambda asked: Answer(body=page))
    assert (len(result.guids), result.end.complete, result.end.declared) == (2, True, 2)
    first, second = result.records
    dataset = PROTOCOL.read_record(first, PORTAL)
    assert dataset.title == {"und": "Bizneset sipas formës ligjore (2026)"}
    assert [agent.name for agent in dataset.publishers] == [{"und": "Qëndra Kombëtare e Biznesit"}]
    assert [file.licences for file in dataset.distributions] == [[f"{EU}licence/CC_BY_4_0"], []]
    assert dataset.distributions[0].download_url == "https://opendata.gov.al/download/bizneset.csv"
    with pytest.raises(RejectRecord):  # it has only files
        PROTOCOL.read_record(second, PORTAL)


def test_a_recorded_page_past_the_end_is_no_loss():
    pages = [
        fixture_path(f"al/opendata.gov.al-Dataset-filter-{name}-RECONSTRUCTED.json").read_bytes()
        for name in ("page1", "empty")
    ]
    told = json.loads(pages[0])
    told["data"]["pageCount"] = 2
    answers = [json.dumps(told).encode(), pages[1]]
    result = read(lambda asked: Answer(body=answers[json.loads(asked.body)["page"] - 1]))
    assert (len(result.guids), result.end.complete, result.codes) == (2, True, [])
