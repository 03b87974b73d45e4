"""Listings of changes only: what was asked for, what they prove, and what is read when a source cannot."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from ckanext.resilient.harvesters.protocols import all_protocols
from tests.harvest.servers import Answer, Asked, Respond
from tests.harvesters.protocols.fake_ckan import FakeCkan, records
from tests.harvesters.protocols.fake_dcat_us import catalogue, dataset
from tests.harvesters.protocols.fake_dkan import metastore
from tests.harvesters.protocols.fake_ine_pt import catalogue as ine_catalogue
from tests.harvesters.protocols.fake_ine_pt import indicator, sent
from tests.harvesters.protocols.fake_pxweb import FakePxWebV2, table_v2
from tests.harvesters.protocols.fake_socrata import FakeSocrata, asset, asset_id
from tests.harvesters.protocols.reading import listed

PROTOCOLS = all_protocols()
SINCE = "2026-05-01T11:00:00Z"
TURTLE = (
    "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> . "
    '<https://dati.example/> a dcat:Catalog . <https://dati.example/1> a dcat:Dataset ; dct:title "Asili"@it .'
)


def dated(days: int) -> list[dict[str, Any]]:
    """Records of one day of May each."""
    return [
        one | {"metadata_modified": f"2026-05-{n:02d}T12:00:00.5"} for n, one in enumerate(records(days), 1)
    ]


class Filtering:
    """A CKAN portal that heeds a filter by date and an order by date."""

    def __init__(self, *days: int) -> None:
        self.all = [one for n, one in enumerate(dated(28), 1) if n in days]

    def __call__(self, asked: Asked) -> Answer:
        found = self.all
        if "metadata_modified:[" in (filters := asked.query.get("fq", [""])[0]):
            since = filters.split("[")[1].split(" ")[0]
            found = [one for one in found if one["metadata_modified"] + "Z" >= since]
        if asked.query.get("sort", [""])[0].startswith("metadata_modified desc"):
            found = found[::-1]
        return FakeCkan(found)(asked)


def ckan(respond: Respond, since: str = SINCE, **options: Any) -> Any:
    return listed(PROTOCOLS["ckan"], respond, since=since, **options)


def test_a_portal_that_filters_is_asked_for_changes_only():
    result = ckan(Filtering(1, 2, 3), since="2026-05-02T00:00:00Z", fq="tags:nidi")
    assert len(result.guids) == 2
    assert (result.end.complete, result.end.partial, result.codes) == (False, True, [])
    assert result.asked[0].query["fq"] == ["tags:nidi metadata_modified:[2026-05-02T00:00:00Z TO *]"]


def test_no_change_is_believed_when_the_newest_record_is_older():
    result = ckan(Filtering(1, 2, 3), since="2026-05-09T00:00:00Z")
    assert (result.guids, result.end.partial, result.end.complete) == ([], True, False)


def test_no_change_is_not_believed_when_a_newer_record_is_there():
    def blind(asked: Asked) -> Answer:
        return FakeCkan([] if "fq" in asked.query else dated(3)[::-1])(asked)

    result = ckan(blind, since="2026-05-02T00:00:00Z")
    assert (len(result.guids), result.end.partial, result.end.complete) == (3, False, True)


def test_a_portal_that_ignores_the_filter_is_read_as_a_whole():
    result = ckan(FakeCkan(dated(3)), since="2026-05-02T00:00:00Z")
    assert (len(result.guids), result.end.partial, result.end.complete) == (3, False, True)
    assert "fq" not in result.asked[-1].query


def test_changes_that_break_off_are_neither_partial_nor_complete():
    filtering = Filtering(1, 2, 3, 4)

    def respond(asked: Asked) -> Answer:
        return Answer(500) if asked.query.get("start") == ["2"] else filtering(asked)

    result = ckan(respond, since="2026-05-01T00:00:00Z", page_size=2)
    assert (len(result.guids), result.end.partial, result.end.complete) == (2, False, False)


@pytest.mark.parametrize("path", ["/catalog.ttl", "/ckan/catalog.ttl?q=nidi"])
def test_a_feed_of_ckanext_dcat_is_asked_for_changes_and_never_complete_then(path: str):
    answer = Answer(body=TURTLE.encode(), headers={"Content-Type": "text/turtle"})
    result = listed(PROTOCOLS["dcat"], lambda asked: answer, path, since=SINCE)
    assert result.asked[0].query["modified_since"] == [SINCE]
    assert (len(result.guids), result.end.partial, result.end.complete) == (1, True, False)


def test_a_feed_that_stumbles_over_the_question_is_read_as_a_whole():
    def respond(asked: Asked) -> Answer:
        return Answer(400) if "modified_since" in asked.query else Answer(body=TURTLE.encode())

    result = listed(PROTOCOLS["dcat"], respond, "/catalog.ttl", since=SINCE)
    assert (len(result.guids), result.end.partial, result.end.complete) == (1, False, True)


def test_another_feed_is_not_asked_for_changes():
    answer = Answer(body=TURTLE.encode())
    result = listed(PROTOCOLS["dcat"], lambda asked: answer, "/feed.ttl", since=SINCE)
    assert [asked.query for asked in result.asked] == [{}]
    assert result.end.complete


def moment(day: int) -> str:
    return f"2026-05-{day:02d}T12:00:00.000Z"


def udata_record(day: int) -> dict[str, Any]:
    return {"id": f"{day:024x}", "title": f"Crèches {day}", "resources": [], "last_update": moment(day)}


class Ordering:
    """A udata portal, one dataset for each day; it orders by the last update unless it is `blind`."""

    def __init__(self, *days: int, blind: bool = False, lost: int = 0) -> None:
        self.days, self.blind, self.lost = days, blind, lost

    def __call__(self, asked: Asked) -> Answer:
        number, size = int(asked.query["page"][0]), int(asked.query["page_size"][0])
        if number == self.lost:
            return Answer(500)
        is_newest_first = asked.query["sort"] == ["-last_update"] and not self.blind
        days = sorted(self.days, reverse=True) if is_newest_first else self.days
        found = [udata_record(day) for day in days[(number - 1) * size : number * size]]
        more = "/next" if number * size < len(days) else None
        body = {"data": found, "total": len(days), "page": number, "page_size": size, "next_page": more}
        return Answer(body=json.dumps(body).encode())


def udata(respond: Respond, day: int) -> Any:
    return listed(PROTOCOLS["udata"], respond, since=f"2026-05-{day:02d}T00:00:00Z", page_size=2)


def test_udata_is_read_up_to_what_was_known_before():
    result = udata(Ordering(1, 2, 3, 4, 5, 6), 4)
    assert result.guids == [f"{day:024x}" for day in (6, 5, 4)]
    assert (result.end.partial, result.end.complete, result.codes) == (True, False, [])
    assert [asked.query["page"] for asked in result.asked] == [["1"], ["2"]]


@pytest.mark.parametrize(("since", "new"), [(7, 0), (1, 6)])
def test_udata_tells_nothing_new_and_everything_new_apart(since: int, new: int):
    result = udata(Ordering(1, 2, 3, 4, 5, 6), since)
    assert (len(result.guids), result.end.partial, result.end.complete) == (new, new == 0, new == 6)


def test_a_udata_portal_that_ignores_the_order_is_read_as_a_whole():
    result = udata(Ordering(3, 6, 1, 5, 2, 4, blind=True), 4)
    assert (len(result.guids), result.end.partial, result.end.complete) == (6, False, True)
    assert result.asked[-1].query["sort"] == ["created"]


def test_an_order_that_ends_on_a_later_page_costs_no_record():
    result = udata(Ordering(6, 5, 1, 4, 3, 2, blind=True), 4)
    assert (len(result.guids), result.end.partial, result.end.complete) == (6, False, True)


def test_datasets_of_one_moment_show_no_order():
    result = udata(Ordering(3, 3, 3, blind=True), 9)
    assert not result.end.partial
    assert result.asked[-1].query["sort"] == ["created"]


def test_udata_changes_that_break_off_are_neither_partial_nor_complete():
    result = udata(Ordering(1, 2, 3, 4, 5, 6, lost=2), 1)
    assert (len(result.guids), result.end.partial, result.end.complete) == (2, False, False)


def socrata(day: int, *days: int, **habits: Any) -> Any:
    assets = [asset(number, updatedAt=moment(found)) for number, found in enumerate(days)]
    since = f"2026-05-{day:02d}T00:00:00Z"
    return listed(PROTOCOLS["socrata"], FakeSocrata(*assets, **habits), since=since, page_size=2)


def test_socrata_is_read_up_to_what_was_known_before():
    result = socrata(4, 1, 5, 2, 6, 3)
    assert result.guids == [asset_id(3), asset_id(1)]
    assert (result.end.partial, result.end.complete, result.codes) == (True, False, [])
    assert {asked.query["order"][0] for asked in result.asked} == {"updatedAt DESC"}


@pytest.mark.parametrize("habits", [{"ignores": ("order",)}, {"faults": {1: Answer(400, b"{}")}}])
def test_a_catalogue_without_that_order_is_read_as_a_whole(habits: dict[str, Any]):
    result = socrata(4, 1, 5, 2, 6, 3, **habits)
    assert (len(result.guids), result.end.partial, result.end.complete) == (5, False, True)


class Office:
    """A statistical office whose tables were updated so many days ago; it may not heed `pastDays`."""

    def __init__(self, *ages: int, heeds: bool = True, languages: tuple[str, ...] = ("sl",)) -> None:
        self.ages, self.heeds, self.languages = ages, heeds, languages

    def __call__(self, asked: Asked) -> Answer:
        most = int(asked.query.get("pastDays", ["9999"])[0]) if self.heeds else 9999
        tables = [
            table_v2(age, f"Vrtci {age}", updated=_days_ago(age).isoformat())
            for age in self.ages
            if age <= most
        ]
        return FakePxWebV2(dict.fromkeys(self.languages, tables))(asked)


def _days_ago(days: int) -> datetime:
    return datetime.now(timezone.utc) - timedelta(days=days)


def pxweb(office: Office, days: int) -> Any:
    since = _days_ago(days).strftime("%Y-%m-%dT%H:%M:%SZ")
    return listed(PROTOCOLS["pxweb"], office, "/api/v2", since=since)


@pytest.mark.parametrize(("days", "new"), [(3, 2), (0, 0)])
def test_an_office_is_asked_for_the_tables_of_the_last_days(days: int, new: int):
    result = pxweb(Office(2, 3, 40, 90), days)
    assert (len(result.guids), result.end.partial, result.end.complete) == (new, True, False)
    assert result.codes == []


@pytest.mark.parametrize("office", [Office(2, 3, 40, heeds=False), Office(2, 3, 40, languages=("sl", "en"))])
def test_an_office_that_cannot_say_it_or_says_it_by_language_is_read_as_a_whole(office: Office):
    result = pxweb(office, 3)
    assert (len(result.guids), result.end.partial, result.end.complete) == (3, False, True)


def data_json(asked: Asked) -> Answer:
    return Answer(body=json.dumps(catalogue(dataset(1))).encode())


DOCUMENTS: dict[str, tuple[Respond, str]] = {
    "dcat": (lambda asked: Answer(body=TURTLE.encode()), "/feed.ttl"),
    "dcat_us": (data_json, "/data.json"),
    "dkan": (metastore(dataset(1)), "/api/1/metastore/schemas/dataset/items"),
    "ine_pt": (lambda asked: sent(ine_catalogue(indicator(1))), "/catalogo.xml"),
    "socrata": (data_json, "/data.json"),
}
every_document = pytest.mark.parametrize("name", DOCUMENTS)


def told(respond: Respond, etag: str) -> Respond:
    """A source that tells the state of its documents and sends only what changed."""

    def answer(asked: Asked) -> Answer:
        if asked.headers.get("if-none-match") == etag:
            return Answer(304)
        whole = respond(asked)
        return Answer(whole.status, whole.body, {**whole.headers, "ETag": etag})

    return answer


@every_document
def test_the_state_of_a_document_is_kept_for_the_next_run(name: str):
    respond, path = DOCUMENTS[name]
    result = listed(PROTOCOLS[name], told(respond, '"7"'), path)
    assert [one.etag for one in result.end.documents.values()] == ['"7"']
    assert result.end.complete


@every_document
def test_an_unchanged_document_is_not_read_again_and_nothing_vanishes(name: str):
    respond, path = DOCUMENTS[name]
    result = listed(PROTOCOLS[name], told(respond, '"7"'), path, etag='"7"')
    assert (result.guids, result.codes, len(result.asked)) == ([], [], 1)
    assert (result.end.complete, result.end.partial) == (False, True)
    assert [one.etag for one in result.end.documents.values()] == ['"7"']


@every_document
def test_a_document_that_changed_is_read_as_a_whole(name: str):
    respond, path = DOCUMENTS[name]
    result = listed(PROTOCOLS[name], told(respond, '"8"'), path, etag='"7"')
    assert (len(result.guids), result.end.complete, result.end.partial) == (1, True, False)
    assert [one.etag for one in result.end.documents.values()] == ['"8"']
