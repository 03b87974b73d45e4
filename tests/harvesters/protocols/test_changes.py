"""Listings of changes only: what was asked for, what they prove, and what is read when a source cannot."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ckanext.resilient.harvesters.protocols import all_protocols
from tests.harvest.servers import Answer, Asked, Respond
from tests.harvesters.protocols.fake_ckan import FakeCkan, records
from tests.harvesters.protocols.fake_dcat_us import catalogue, dataset
from tests.harvesters.protocols.fake_dkan import metastore
from tests.harvesters.protocols.fake_ine_pt import catalogue as ine_catalogue
from tests.harvesters.protocols.fake_ine_pt import indicator, sent
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
