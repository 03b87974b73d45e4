"""Real payloads, served over HTTP and read up to the dict that would be stored: nothing they hold is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvesters.protocols import all_protocols
from tests.payload_facts.arrival import found_among, lost, missing
from tests.payload_facts.facts import Facts
from tests.payload_facts.independent import found_facts, listed_facts
from tests.payload_facts.reading import Reading, read
from tests.payloads import Payload, all_payloads
from tests.shared import fixtures_folder

ROLES = {"page", "single-record", "fragment", "not-a-catalogue"}
REFUSED = [payload for payload in all_payloads() if payload.get("refused")]
READABLE = [payload for payload in all_payloads() if not payload.get("refused")]


@dataclass
class Case:
    """A payload, what was read of it, and the server that it came from."""

    payload: Payload
    reading: Reading
    server: str


@pytest.fixture(scope="module", params=READABLE, ids=lambda payload: payload.name)
def case(request: pytest.FixtureRequest) -> Iterator[Case]:
    payload: Payload = request.param
    with payload.served() as server:
        yield Case(payload, read(payload, server), server.url)


def test_every_file_is_listed_and_no_other() -> None:
    folder = fixtures_folder()
    files = [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]
    held = {path.as_posix() for path in files}
    assert {payload.name for payload in all_payloads()} == held - {"PROVENANCE.md"}


@pytest.mark.parametrize("payload", all_payloads(), ids=lambda payload: payload.name)
def test_an_entry_agrees_with_itself(payload: Payload) -> None:
    records = payload.records("")
    assert payload["role"] in ROLES
    assert payload["protocol"] in all_protocols()
    if not payload.get("refused"):
        assert len(records) == payload.get("records_held", payload["datasets"])
    if payload.get("datasets") is not None and len(records) == payload["datasets"]:
        assert sum(record["distributions"] for record in records) == payload["distributions"]


@pytest.mark.parametrize("payload", REFUSED, ids=lambda payload: payload.name)
def test_a_payload_that_is_refused_says_why_and_what_helps(payload: Payload) -> None:
    with payload.served() as server, pytest.raises(FetchError) as refusal:
        read(payload, server)
    assert refusal.value.issue.code == payload["refused"]
    assert server.url in refusal.value.issue.message
    assert refusal.value.issue.remedy


@pytest.mark.parametrize(
    ("payload", "protocol", "code"),
    [
        pytest.param(payload, protocol, code, id=f"{payload.name} {protocol}")
        for payload in REFUSED
        for protocol, code in payload.get("refused_by", {}).items()
    ],
)
def test_other_protocols_refuse_it_as_plainly(payload: Payload, protocol: str, code: str) -> None:
    with payload.served() as server, pytest.raises(FetchError) as refusal:
        read(payload, server, protocol)
    assert refusal.value.issue.code == code
    assert server.url in refusal.value.issue.message
    assert refusal.value.issue.remedy


def test_all_datasets_and_their_files_arrive(case: Case) -> None:
    datasets = case.reading.arrived
    files = sum(len(one.several("resources")) for one in datasets)
    assert (len(datasets), files) == (case.payload["datasets"], case.payload["distributions"])


def test_texts_arrive_in_the_languages_that_a_person_reads(case: Case) -> None:
    languages = {language for one in case.reading.arrived for language in one.languages}
    assert sorted(languages) == case.payload["languages"]


def test_the_listed_facts_of_each_dataset_arrive(case: Case) -> None:
    for record in case.payload.records(case.server):
        facts = listed_facts(record)
        arrived = found_among(case.reading.arrived, facts.id, record["title"].values())
        assert arrived is not None, f"{facts.id or record['title']} did not arrive"
        assert lost(missing(facts, arrived), case.payload, arrived) == []
        if "description" in record:
            assert sorted(arrived.descriptions) == sorted(record["description"])


def test_everything_that_an_independent_reader_finds_arrives(case: Case) -> None:
    found = found_facts(case.payload, case.server)
    assert len(found) == case.payload["datasets"]
    for facts in found:
        arrived = found_among(case.reading.arrived, facts.id, [text for _, text in facts.titles])
        assert arrived is not None, f"{facts.id or facts.titles} did not arrive"
        assert lost(missing(facts, arrived), case.payload, arrived) == []


def test_what_is_listed_as_not_carried_is_really_lost(case: Case) -> None:
    datasets = [(facts, found_among(case.reading.arrived, facts.id, [])) for facts in _facts(case)]
    misses = [miss for facts, arrived in datasets if arrived for miss in missing(facts, arrived)]
    for given in case.payload.get("not_carried", []):
        assert given["reason"]
        assert any(field == given["field"] and given["value"] in value for field, value in misses), given


def _facts(case: Case) -> list[Facts]:
    listed = [listed_facts(record) for record in case.payload.records(case.server)]
    return [facts for facts in [*listed, *found_facts(case.payload, case.server)] if facts.id]


def test_rejected_records_are_named_with_field_and_remedy(case: Case) -> None:
    for one in case.payload.rejected:
        wanted = one["record"].replace("{server}", case.server), one["field"]
        named = [(issue["record"], issue["field"]) for issue in case.reading.issues if issue["remedy"]]
        assert wanted in named


def test_faults_of_the_source_are_named(case: Case) -> None:
    codes = {issue["code"] for issue in case.reading.issues}
    codes |= {issue["code"] for one in case.reading.arrived for issue in one.issues}
    assert set(case.payload.get("noticed", [])) <= codes


def test_people_who_are_withheld_do_not_arrive(case: Case) -> None:
    held = case.payload.content(case.server).decode()
    stored = json.dumps([dict(one.package) for one in case.reading.arrived], ensure_ascii=False)
    for name in case.payload.get("withheld", []):
        assert name in held
        assert name not in stored


def test_the_count_that_the_source_declares_is_read(case: Case) -> None:
    declared = case.payload.get("declared_count")
    if declared is None:
        return
    assert case.reading.end.declared == declared


def test_only_a_list_that_was_read_to_its_end_is_whole(case: Case) -> None:
    counted = case.payload.get("declared_count", case.payload["datasets"]) == case.payload["datasets"]
    assert case.reading.end.complete == case.payload.get("whole", counted)
