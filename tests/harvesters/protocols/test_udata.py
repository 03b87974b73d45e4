"""udata's API: all pages, every value."""

import json
from typing import Any

import pytest

from ckanext.resilient.errors import FetchError, RejectRecord, SkipRecord
from ckanext.resilient.harvesters.protocols.base import Endpoint, RawRecord
from ckanext.resilient.harvesters.protocols.udata import PROTOCOL
from ckanext.resilient.svrc.record import Agent, Contact, Period, Place, SourceDataset
from tests.harvest.servers import Answer, Asked
from tests.harvesters.protocols.reading import Listed, listed
from tests.shared import fixture_path

Json = dict[str, Any]


def record(number: int, **more: Any) -> Json:
    return {
        "id": f"{number:024x}",
        "slug": f"creches-{number}",
        "title": f"Crèches municipales {number}",
        "description": "Les **places** disponibles.",
        "resources": [],
        "deleted": None,
        "archived": None,
        "private": False,
        **more,
    }


class FakeUdata:
    """A portal with `records`, which answers `faults[page]` instead of a page where given."""

    def __init__(self, count: int, faults: dict[int, Answer] | None = None, sorts: bool = True) -> None:
        self.records = [record(number) for number in range(1, count + 1)]
        self.faults = faults or {}
        self.sorts = sorts
        self.total = count

    def __call__(self, asked: Asked) -> Answer:
        if asked.path != "/api/1/datasets/":
            return Answer(404, b'{"message": "not found"}')
        if "sort" in asked.query and not self.sorts:
            return Answer(400, b'{"errors": {"sort": "unknown"}}')
        page, size = int(asked.query["page"][0]), int(asked.query["page_size"][0])
        if page in self.faults:
            return self.faults[page]
        found = self.records[(page - 1) * size : page * size]
        link = f"https://elsewhere.example/?page={page + 1}" if page * size < self.total else None
        body = {"data": found, "page": page, "page_size": size, "total": self.total, "next_page": link}
        return Answer(body=json.dumps(body).encode())


def read(respond: Any, path: str = "", **more: Any) -> Listed:
    return listed(PROTOCOL, respond, path, **more)


def made(**more: Any) -> SourceDataset:
    raw = record(1, **more)
    return PROTOCOL.read_record(RawRecord(raw["id"], raw), Endpoint("https://data.example/api/1"))


@pytest.mark.parametrize("path", ["", "/", "/api/1", "/api/1/datasets/", "/api/1/datasets/?q=x"])
@pytest.mark.parametrize("count", [0, 2, 5])
def test_all_pages_are_read_on_the_host_that_was_given(path: str, count: int):
    result = read(FakeUdata(count), path, page_size=2)
    assert len(set(result.guids)) == count
    assert (result.end.complete, result.end.declared, result.codes) == (True, count, [])
    assert {asked.query["sort"][0] for asked in result.asked} == {"created"}


def test_an_order_that_the_portal_refuses_is_left_out():
    assert read(FakeUdata(3, sorts=False), page_size=2).end.complete


def test_a_limit_is_kept():
    result = read(FakeUdata(9), limit=3)
    assert (len(result.guids), result.end.complete, result.codes) == (3, False, [])
    assert len(result.asked) == 1


@pytest.mark.parametrize(
    "fault", [Answer(500, b"oops"), Answer(200, b"<html>"), Answer(200, b'{"message": "no"}')]
)
def test_a_page_that_cannot_be_read_ends_the_listing_but_not_as_complete(fault: Answer):
    result = read(FakeUdata(5, faults={2: fault}), page_size=2)
    assert len(result.guids) == 2
    assert not result.end.complete
    assert result.codes == ["page-lost"]


def test_pages_that_repeat_or_stop_early_are_not_complete():
    portal = FakeUdata(2)
    portal.total = 6
    assert (read(portal, page_size=2).codes, read(portal, page_size=2).end.complete) == (
        ["count-differs"],
        False,
    )
    same = json.dumps({"data": [record(1)], "total": 3, "next_page": "https://x.example"}).encode()
    result = read(lambda asked: Answer(body=same))
    assert (result.codes, result.guids) == (["page-repeats"], [record(1)["id"]])


@pytest.mark.parametrize(
    ("document", "count", "complete"),
    [
        ({"data": [record(1), record(2)], "total": 2, "next_page": None}, 2, True),
        ({"data": [record(1)], "total": 15, "next_page": "https://data.example/?page=2"}, 1, False),
        ({"datasets": [{"dataset": record(1), "resources": [{"url": "https://a.example"}]}]}, 1, True),
        ([record(1), record(2)], 2, True),
        (record(1), 1, True),
    ],
)
@pytest.mark.parametrize("path", ["/saved/page.json", "/saved"])
def test_a_saved_answer_at_the_address_is_read(document: Any, count: int, complete: bool, path: str):
    def respond(asked: Asked) -> Answer:
        return Answer(body=json.dumps(document).encode()) if asked.path == path else Answer(404)

    result = read(respond, path)
    assert (len(result.guids), result.end.complete) == (count, complete)


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (Answer(404), "http-status"),
        (Answer(200, b"<html>"), "looks-like-html"),
        (Answer(200, b"{}"), "not-udata"),
        (Answer(200, b'[{"dv_agency": "001"}, {"dv_agency": "002"}]'), "not-udata"),
    ],
)
def test_what_is_no_udata_is_said_to_be_none(sent: Answer, code: str):
    with pytest.raises(FetchError) as caught:
        read(lambda asked: sent)
    assert caught.value.issue.code == code


def test_a_record_arrives():
    dataset = made(
        acronym="CM",
        tags=["petite-enfance", "creche"],
        frequency="annual",
        license="lov2",
        access_type="open",
        created_at="2021-01-06T17:35:53+00:00",
        last_modified="2023-01-18T07:51:59+00:00",
        temporal_coverage={"start": "2020-01-01", "end": "2020-12-31"},
        spatial={
            "zones": ["fr:commune:13055"],
            "geom": {"type": "Point", "coordinates": [5, 43]},
            "granularity": "poi",
        },
        page="https://data.example/datasets/creches/",
        uri="https://data.example/api/1/datasets/creches/",
        organization={
            "id": "o1",
            "name": "Ville",
            "page": "https://data.example/organizations/ville/",
            "class": "Organization",
        },
        contact_points=[
            {"name": "Service", "email": "s@x.example", "role": "contact"},
            {"name": "Région", "role": "rightsHolder"},
        ],
        harvest={
            "remote_id": "r-1",
            "remote_url": "https://ville.example/creches",
            "domain": "ville.example",
        },
        schema={"name": "etalab/schema", "url": None},
        extras={"ods:url": "https://ods.example", "recommendations": [{"id": "1"}]},
        quality={"score": 0.5},
    )
    assert dataset.title == {"und": "Crèches municipales 1"}
    assert dataset.description == {"und": "Les **places** disponibles."}
    assert dataset.keywords == {"und": ["petite-enfance", "creche"]}
    assert (dataset.frequency, dataset.licences, dataset.access_rights) == ("annual", ["lov2"], "open")
    assert (dataset.issued, dataset.modified) == ("2021-01-06T17:35:53+00:00", "2023-01-18T07:51:59+00:00")
    assert dataset.periods == [Period("2020-01-01", "2020-12-31")]
    assert dataset.places[0] == Place(label={"und": "fr:commune:13055"})
    assert json.loads(dataset.places[1].geom)["type"] == "Point"
    assert dataset.publishers == [
        Agent({"und": "Ville"}, identifier="o1", url="https://data.example/organizations/ville/")
    ]
    assert dataset.contacts == [Contact({"und": "Service"}, email="s@x.example")]
    assert dataset.rights_holders == [Agent({"und": "Région"})]
    assert dataset.landing_page == "https://data.example/datasets/creches/"
    assert dataset.identifier == record(1)["id"]
    assert dataset.alternate_identifiers == ["r-1"]
    assert dataset.conforms_to == ["etalab/schema"]
    assert dataset.extras == {
        "acronym": "CM",
        "harvest_domain": "ville.example",
        "ods:url": "https://ods.example",
        "spatial_granularity": "poi",
    }


def test_a_resource_arrives():
    (file,) = made(
        resources=[
            {
                "id": "f1",
                "latest": "https://data.example/r/f1",
                "url": "https://static.example/creches.csv",
                "title": "creches.csv",
                "description": "Toutes",
                "format": "csv",
                "mime": "text/csv",
                "filesize": 493,
                "filetype": "file",
                "checksum": {"type": "sha1", "value": "abc"},
                "created_at": "2021-01-08",
                "last_modified": "2023-01-18",
                "schema": {"name": "s", "url": "https://schema.example/s.json"},
            }
        ]
    ).distributions
    assert (file.uri, file.access_url, file.download_url) == (
        "https://data.example/r/f1",
        "https://static.example/creches.csv",
        "https://static.example/creches.csv",
    )
    assert (file.format, file.media_type, file.byte_size) == ("csv", "text/csv", "493")
    assert (file.checksum, file.checksum_algorithm) == ("abc", "sha1")
    assert (file.issued, file.modified) == ("2021-01-08", "2023-01-18")
    assert file.conforms_to == ["https://schema.example/s.json"]


@pytest.mark.parametrize("state", ["deleted", "archived", "private"])
def test_what_is_not_public_is_skipped(state: str):
    with pytest.raises(SkipRecord) as caught:
        made(**{state: "2024-01-01"})
    assert caught.value.issue.field == state


def test_a_record_without_title_but_with_a_description_is_kept_for_normalisation():
    assert made(title=" ").title == {}


def test_a_record_without_title_and_description_is_rejected():
    with pytest.raises(RejectRecord) as caught:
        made(title=" ", description="")
    assert (caught.value.issue.code, caught.value.issue.field) == ("title-missing", "title")


def test_what_is_no_record_is_rejected():
    with pytest.raises(RejectRecord):
        PROTOCOL.read_record(RawRecord("x", ["no record"]), Endpoint("https://data.example"))


def test_real_pages_arrive():
    pages = {
        "1": fixture_path("udata/datagouvfr-datasets-page1-RECONSTRUCTED.json").read_bytes(),
        "2": fixture_path("udata/datagouvfr-datasets-page2-RECONSTRUCTED.json").read_bytes(),
    }
    result = read(lambda asked: Answer(body=pages[asked.query["page"][0]]), "/api/1")
    assert (len(result.guids), result.end.complete) == (15, True)
    datasets = [PROTOCOL.read_record(raw, Endpoint("https://data.example/api/1")) for raw in result.records]
    assert all(one.title and one.description and one.frequency and one.publishers for one in datasets)
    assert sum(len(one.distributions) for one in datasets) == 99
    assert sum(len(one.periods) for one in datasets) == 6
    assert not any("recommend" in name for one in datasets for name in one.extras)


def test_a_real_export_with_its_parts_side_by_side_arrives():
    body = fixture_path("udata/datagouvfr-fixtures-slim.json").read_bytes()
    result = read(lambda asked: Answer(body=body), "/slim.json")
    datasets = [
        PROTOCOL.read_record(raw, Endpoint("https://data.example/slim.json")) for raw in result.records
    ]
    assert (len(datasets), result.end.complete) == (15, True)
    assert sum(len(one.distributions) for one in datasets) == 99
    assert all(one.publishers for one in datasets)
