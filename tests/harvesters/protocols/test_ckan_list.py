"""Listing a CKAN or DKAN portal: all of it, and never taking a part for the whole."""

import json
from typing import Any

import pytest

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.http import HttpClient
from ckanext.resilient.harvesters.protocols.base import Endpoint
from ckanext.resilient.harvesters.protocols.ckan import PROTOCOL
from tests.harvest.clients import client, code_of
from tests.harvest.servers import Answer, serving
from tests.harvesters.protocols.dcat_help import drained
from tests.harvesters.protocols.fake_ckan import JSON, FakeCkan, answer, failure, record, records
from tests.harvesters.protocols.reading import Listed, listed


def read(portal: Any, path: str = "", **more: Any) -> Listed:
    return listed(PROTOCOL, portal, path, **more)


def assert_all(result: Listed, count: int) -> None:
    assert len(set(result.guids)) == len(result.guids) == count
    assert result.end.complete
    assert result.end.declared == count
    assert result.codes == []


def assert_part(result: Listed, count: int, *codes: str) -> None:
    assert len(result.guids) == count
    assert not result.end.complete
    assert set(codes) <= set(result.codes)


@pytest.mark.parametrize("count", [0, 1, 3, 4, 7])
def test_all_pages_are_read(count: int):
    assert_all(read(FakeCkan(records(count)), page_size=3), count)


def test_the_order_is_stable_and_the_pages_are_as_large_as_asked():
    result = read(FakeCkan(records(5)), page_size=2)
    first = result.asked[0].query
    assert first == {"rows": ["2"], "start": ["0"], "sort": ["metadata_modified asc, id asc"]}
    assert [asked.query["start"] for asked in result.asked] == [["0"], ["2"], ["4"], ["0"]]


@pytest.mark.parametrize("accepted", ["id asc", ""])
def test_an_order_that_the_portal_refuses_is_replaced(accepted: str):
    assert_all(read(FakeCkan(records(5), sorts=frozenset({accepted, ""})), page_size=2), 5)


def test_a_portal_that_gives_fewer_per_page_than_asked_is_read_to_its_end():
    assert_all(read(FakeCkan(records(7), largest_page=2), page_size=5), 7)


@pytest.mark.parametrize(
    "refusal",
    [
        Answer(405, b"no"),
        Answer(400, b'"Bad request - JSON Error: No request body data"'),
        Answer(403, b"forbidden"),
        Answer(200, b"<!DOCTYPE html><html>shell"),
    ],
)
def test_post_is_used_where_get_is_refused(refusal: Answer):
    result = read(FakeCkan(records(3), methods=frozenset({"POST"}), refusal=refusal), page_size=2)
    assert_all(result, 3)
    assert [asked.method for asked in result.asked] == ["GET", "POST", "POST", "POST"]


def test_the_method_can_be_given():
    assert {a.method for a in read(FakeCkan(records(1)), method="post").asked} == {"POST"}
    with pytest.raises(FetchError):
        read(FakeCkan(records(1), methods=frozenset({"POST"})), method="get")


@pytest.mark.parametrize(
    ("path", "actions", "options"),
    [
        ("", "/api/3/action", {}),
        ("/ckan/", "/ckan/api/3/action", {}),
        ("/opendata/api/3/action", "/opendata/api/3/action", {}),
        ("/opendata/api/3/action/package_search?fq=x", "/opendata/api/3/action", {}),
        ("/data", "/data/api/action", {"action_path": "api/action/"}),
    ],
)
def test_the_actions_are_found_from_the_address(path: str, actions: str, options: dict[str, str]):
    assert len(read(FakeCkan(records(2), path=actions), path, **options).guids) == 2


def test_filters_reach_the_portal_from_options_and_from_a_pasted_address():
    result = read(
        FakeCkan(records(1)),
        "/api/3/action/package_search?fq=tags:nidi",
        q="scuola",
        organization=["comune-a", "comune-b"],
        groups="sociale",
    )
    assert result.asked[0].query["q"] == ["scuola"]
    assert result.asked[0].query["fq"] == [
        'tags:nidi organization:("comune-a" OR "comune-b") groups:("sociale")'
    ]


def test_a_filter_is_never_lost_by_falling_back_to_another_action():
    portal = FakeCkan(records(2), actions=frozenset({"package_list", "package_show"}))
    with pytest.raises(FetchError):
        read(portal, organization="comune-a")


def at_start(start: int, sent: Answer):
    def fault(action: str, params: dict[str, Any]) -> Answer | None:
        return sent if action == "package_search" and int(params["start"]) == start else None

    return fault


@pytest.mark.parametrize(
    "sent",
    [
        failure("Internal error", 500),
        Answer(200, b'{"success": false, "error": "Solr is down"}', JSON),
        Answer(200, b'"an exception happened"', JSON),
        Answer(200, b"<html>maintenance</html>"),
        Answer(200, b'{"success": true, "result": {"count": 5, "res', JSON),
    ],
)
def test_a_page_that_cannot_be_read_ends_the_listing_but_not_as_complete(sent: Answer):
    result = read(FakeCkan(records(5), fault=at_start(2, sent)), page_size=2)
    assert_part(result, 2, "page-lost")
    assert "2" in result.end.issues[0].message


def test_pages_that_repeat_end_the_listing_but_not_as_complete():
    def same_page(action: str, params: dict[str, Any]) -> Answer:
        return answer({"count": 6, "results": records(2)})

    assert_part(read(FakeCkan([], fault=same_page), page_size=2), 2, "page-repeats")


def test_a_source_that_stops_before_its_own_count_is_not_complete():
    assert_part(read(FakeCkan(records(3), count=9), page_size=2), 3, "count-differs")


def test_a_portal_without_a_count_is_read_until_a_page_is_empty():
    portal = FakeCkan(records(5))

    def uncounted(action: str, params: dict[str, Any]) -> Answer:
        start, rows = int(params["start"]), int(params["rows"])
        return answer({"results": portal.records[start : start + rows]})

    portal.fault = uncounted
    result = read(portal, page_size=2)
    assert (len(result.guids), result.end.complete, result.end.declared) == (5, True, None)


def test_a_record_on_two_pages_counts_once():
    doubled = [record(1), record(2), record(2), record(3)]
    result = read(FakeCkan(doubled), page_size=2)
    assert_part(result, 3, "count-differs", "record-repeated")


def test_a_portal_that_grows_while_it_is_read_is_counted_again():
    portal = FakeCkan(records(4))

    def grow(action: str, params: dict[str, Any]) -> None:
        if int(params["start"]) == 2:
            portal.records = [*records(4), record(5)]

    portal.fault = grow
    assert_all(read(portal, page_size=2), 5)

    def grow_at_the_end(action: str, params: dict[str, Any]) -> None:
        if int(params["rows"]) == 0:
            portal.records = [*portal.records, record(9)]

    portal.fault = grow_at_the_end
    assert_part(read(portal, page_size=2), 5, "count-differs")


def test_a_limit_is_kept_and_is_no_fault_of_the_source():
    result = read(FakeCkan(records(9)), page_size=4, limit=6)
    assert len(result.guids) == 6
    assert (result.end.complete, result.end.declared, result.codes) == (False, 9, [])
    assert [asked.query["rows"] for asked in result.asked] == [["4"], ["2"]]
    assert read(FakeCkan(records(3)), limit=5).end.complete


def test_without_a_search_the_list_of_current_datasets_is_read():
    portal = FakeCkan(records(5), actions=frozenset({"current_package_list_with_resources", "package_list"}))
    assert_all(read(portal, page_size=2), 5)


def test_dkan_nests_its_list_once_more():
    def nested(action: str, params: dict[str, Any]) -> Answer | None:
        found = records(2) if int(params.get("offset") or 0) == 0 else []
        return answer([found]) if action.startswith("current") else None

    actions = frozenset({"current_package_list_with_resources", "package_list"})
    assert_all(read(FakeCkan(records(2), actions=actions, fault=nested)), 2)


def test_with_names_only_each_dataset_is_read_by_itself_and_may_come_as_a_list():
    portal = FakeCkan(records(3), actions=frozenset({"package_list", "package_show"}), show_as_list=True)
    assert_all(read(portal), 3)
    result = read(FakeCkan(records(3), show_as_list=True), use_package_list=True)
    assert_all(result, 3)
    assert not [asked for asked in result.asked if asked.path.endswith("package_search")]


def test_one_dataset_that_cannot_be_shown_is_named_and_stops_nothing():
    def fault(action: str, params: dict[str, Any]) -> Answer | None:
        return failure("boom", 500) if params.get("id") == "servizio-2" else None

    result = read(FakeCkan(records(3), fault=fault), use_package_list=True)
    assert_part(result, 2, "record-lost")
    lost = next(issue for page in result.pages for issue in page.issues)
    assert lost.record == "servizio-2"
    assert "boom" in lost.message


@pytest.mark.parametrize(
    ("document", "count", "complete"),
    [
        ({"success": True, "result": record(1)}, 1, True),
        ({"success": True, "result": [record(1)]}, 1, True),
        ({"success": True, "result": {"count": 2, "results": records(2)}}, 2, True),
        ({"success": True, "result": {"count": 858, "results": records(2)}}, 2, False),
        (records(3), 3, True),
        (record(1), 1, True),
    ],
)
@pytest.mark.parametrize("path", ["/export/page.json", "/export"])
def test_a_saved_answer_at_the_address_is_read(document: Any, count: int, complete: bool, path: str):
    def serve(asked: Any) -> Answer:
        return Answer(body=json.dumps(document).encode()) if asked.path == path else Answer(404)

    result = read(serve, path)
    assert (len(result.guids), result.end.complete) == (count, complete)
    assert result.codes == ([] if complete else ["count-differs"])


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (Answer(200, b"<!DOCTYPE html><html>"), "looks-like-html"),
        (Answer(404, b"nothing"), "http-status"),
        (Answer(200, b'{"success": false, "error": {"message": "Access denied"}}'), "ckan-refused"),
        (Answer(200, b'"Bad request"'), "ckan-refused"),
        (Answer(200, b'{"catalog": []}'), "not-ckan"),
        (Answer(200, b'[{"id": "1", "title": "a harvest source", "url": "https://a.example"}]'), "not-ckan"),
    ],
)
def test_what_is_no_ckan_is_said_to_be_none(sent: Answer, code: str):
    with pytest.raises(FetchError) as caught:
        read(lambda asked: sent)
    assert caught.value.issue.code == code
    assert caught.value.issue.remedy


def test_a_host_that_cannot_be_reached_is_asked_once_only():
    asked_hosts: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        asked_hosts.append(host)
        raise OSError(host)

    with pytest.raises(FetchError):
        next(PROTOCOL.list_records(Endpoint("https://gone.example"), HttpClient(resolver=resolver)))
    assert asked_hosts == ["gone.example"]


@pytest.mark.parametrize("action", ["package_search", "current_package_list_with_resources"])
def test_pages_that_are_too_large_are_asked_for_in_smaller_ones(action: str):
    portal = FakeCkan(records(12), actions=frozenset({action, "package_list"}))
    with serving(portal) as server, client(server, max_bytes=2000) as http:
        listing = PROTOCOL.list_records(Endpoint(server.url, {"page_size": 12}), http)
        pages, end = drained(listing)
    assert len({raw.guid for page in pages for raw in page.records}) == 12
    assert end.complete
    assert max(len(page.records) for page in pages) < 12


def test_a_record_that_is_too_large_alone_is_an_error():
    with serving(FakeCkan(records(2))) as server, client(server, max_bytes=100) as http:
        assert code_of(lambda: drained(PROTOCOL.list_records(Endpoint(server.url), http))) == "too-large"
