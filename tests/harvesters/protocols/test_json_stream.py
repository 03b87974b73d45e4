"""JSON documents item by item, as far as they can be read."""

import io
import json
from typing import Any

import pytest

from ckanext.resilient.harvest.answers import Response
from ckanext.resilient.harvest.documents import Document
from ckanext.resilient.harvesters.protocols.json_stream import MAX_DEPTH, JsonItems
from ckanext.resilient.svrc.issues import Issue


def items_of(body: str | bytes, broken: Issue | None = None) -> JsonItems:
    content = body.encode() if isinstance(body, str) else body
    return JsonItems(Document(Response("https://dati.example/data.json", 200), io.BytesIO(content), broken))


@pytest.mark.parametrize(
    "value",
    [
        {"a": [1, {"b": None}], "c": {}},
        [[], [[1.5]]],
        "testo «ü»",
        12345678901234567890,
        -0.25,
        1e300,
        True,
        None,
    ],
)
def test_a_value_is_what_pythons_own_reader_makes_of_it(value: Any):
    items = items_of(json.dumps({"dataset": [value], "other": value}))
    found = list(items)
    assert found[0] == ("dataset", value)
    assert type(found[0][1]) is type(value)
    if not isinstance(value, list):
        assert found[1] == ("other", value)
    assert items.failure == ""


def test_a_list_is_read_under_an_empty_name_and_members_under_theirs():
    assert list(items_of("[1, 2]")) == [("", 1), ("", 2)]
    assert list(items_of('{"x": 1, "dataset": [2, 3], "y": [4]}').named("dataset")) == [2, 3]


def test_a_document_can_be_read_again_and_with_a_byte_order_mark():
    items = items_of(b"\xef\xbb\xbf[1]")
    assert list(items) == list(items) == [("", 1)]


@pytest.mark.parametrize("rest", ["", '{"a": ', "x]", "2]]", '{"a" 1}]'])
def test_what_stands_before_a_fault_is_kept_and_the_fault_told(rest: str):
    items = items_of(f"[1, {rest}")
    assert list(items)[:1] == [("", 1)]
    (issue,) = items.broken_after(1)
    assert (issue.code, issue.params["count"]) == ("document-broken", "1")
    assert issue.message


def test_what_portals_leave_in_their_texts_and_programs_write_for_no_number_costs_nothing():
    items = items_of('["a\x01b", "c\nd", NaN, {"e": 1}]')
    assert [str(item) for _, item in items] == ["ab", "c d", "nan", "{'e': 1}"]
    assert items.broken_after(4) == ()


def test_a_broken_transfer_is_told_rather_than_the_fault_that_it_makes():
    items = items_of('[1, {"a": 2', Issue("answer-broken", params={"url": "https://dati.example"}))
    assert list(items) == [("", 1)]
    assert "broke off" in items.broken_after(1)[0].params["reason"]


@pytest.mark.parametrize("body", ["[" * 1_000_000, '[{"a":' * 100_000, "[1," + "[" * 5000])
def test_a_document_that_is_nested_to_do_harm_does_none(body: str):
    items = items_of(body)
    assert len(list(items)) <= 1
    assert items.failure == "it is nested too deeply"


def test_a_deep_but_honest_record_is_read():
    deep = "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)
    assert len(list(items_of(f"[{deep}]"))) == 1


def test_what_is_no_json_has_no_items():
    items = items_of("<html>")
    assert list(items) == []
    assert items.failure


@pytest.mark.parametrize(
    "digits", ["9" * 10_000, "9" * 3000 + "\x00" + "9" * 3000], ids=["endless", "hidden"]
)
def test_a_number_without_end_ends_the_reading_and_not_the_process(digits: str):
    items = items_of(json.dumps({"dataset": ["first"]})[:-2] + f", {digits}]" * 20)
    assert list(items)[:1] in ([], [("dataset", "first")])
    assert items.failure


def test_a_number_without_end_is_found_across_the_pieces_of_a_text(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ckanext.resilient.harvest.documents._PIECE", 1000)
    items = items_of('["first", ' + "9" * 10_000 + "]")
    assert list(items) in ([], [("", "first")])
    assert items.failure == "a number has too many digits"
