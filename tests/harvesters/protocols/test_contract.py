"""What every protocol must keep, whichever it is."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.http import HttpClient
from ckanext.resilient.harvesters.protocols import all_protocols
from ckanext.resilient.harvesters.protocols.base import Endpoint, Protocol
from tests.harvest.servers import Answer, Asked, Respond
from tests.harvesters.protocols.fake_ckan import FakeCkan, records
from tests.harvesters.protocols.fake_csw import csw_source
from tests.harvesters.protocols.fake_datosgobes import datosgobes_source
from tests.harvesters.protocols.fake_dcat_us import dcat_us_source
from tests.harvesters.protocols.fake_dkan import dkan_source
from tests.harvesters.protocols.fake_ine_pt import ine_pt_source
from tests.harvesters.protocols.fake_opendatasoft import opendatasoft_source
from tests.harvesters.protocols.fake_pxweb import pxweb_source
from tests.harvesters.protocols.fake_socrata import socrata_source
from tests.harvesters.protocols.habits import FAILING, LYING, MISLEADING, PER_PAGE, RECORDS, Habit, Paged
from tests.harvesters.protocols.paged import WAYS
from tests.harvesters.protocols.reading import Listed, listed

PROTOCOLS = all_protocols()


def udata_source(asked: Asked) -> Answer:
    found = [{"id": str(n), "title": f"Servizi {n}", "resources": []} for n in range(3)]
    return Answer(body=json.dumps({"data": found, "total": 3, "next_page": None}).encode())


def opendata_al_source(asked: Asked) -> Answer:
    found = [{"id": str(n), "title": f"Servizi {n}", "dcatDistributions": []} for n in range(3)]
    return Answer(body=json.dumps({"data": {"results": found, "rowCount": 3, "pageCount": 1}}).encode())


def dcat_source(asked: Asked) -> Answer:
    prefixes = "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> ."
    names = [f"<https://dati.example/{n}>" for n in range(3)]
    described = [f'{name} a dcat:Dataset ; dct:title "Servizi"@it .' for name in names]
    catalogue = f"<https://dati.example/> a dcat:Catalog ; dcat:dataset {', '.join(names)} ."
    return Answer(
        body=" ".join([prefixes, catalogue, *described]).encode(), headers={"Content-Type": "text/turtle"}
    )


# A whole, small source of each protocol; a new protocol adds its own here.
SOURCES: dict[str, Respond] = {
    "ckan": FakeCkan(records(3)),
    "datosgobes": datosgobes_source,
    "csw": csw_source,
    "dcat": dcat_source,
    "dcat_us": dcat_us_source,
    "dkan": dkan_source,
    "ine_pt": ine_pt_source,
    "opendata_al": opendata_al_source,
    "opendatasoft": opendatasoft_source,
    "pxweb": pxweb_source(),
    "socrata": socrata_source,
    "udata": udata_source,
}

every_protocol = pytest.mark.parametrize("protocol", PROTOCOLS.values(), ids=PROTOCOLS.keys())


def test_every_protocol_has_a_source_to_be_tested_with():
    assert PROTOCOLS.keys() == SOURCES.keys()


@every_protocol
def test_its_name_is_a_key_and_its_texts_are_written(protocol: Protocol):
    assert protocol.name.isidentifier()
    assert protocol.name.islower()
    assert protocol.title
    assert all(option.help and option.name.isidentifier() for option in protocol.options)
    assert len({option.name for option in protocol.options}) == len(protocol.options)


@every_protocol
def test_the_defaults_of_its_options_have_their_types(protocol: Protocol):
    for option in protocol.options:
        fits = option.default is None or isinstance(option.default, (option.type, tuple))
        assert fits, option.name


@every_protocol
def test_a_private_address_is_refused_before_anything_is_read(protocol: Protocol):
    with HttpClient() as http, pytest.raises(FetchError) as caught:
        next(protocol.list_records(Endpoint("http://127.0.0.1:9/"), http))
    assert caught.value.issue.code == "address-refused"


@every_protocol
@pytest.mark.parametrize("status", [401, 404, 500])
def test_a_source_that_answers_with_an_error_is_unreadable_and_not_empty(protocol: Protocol, status: int):
    with pytest.raises(FetchError) as caught:
        listed(protocol, lambda asked: Answer(status, b"no"))
    assert caught.value.issue.message
    assert caught.value.issue.remedy


@every_protocol
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!DOCTYPE html><html><body>Welcome</body></html>",
        b"Request unsuccessful. Incapsula incident ID: 0-0",
        b"{}",
        b"[",
        b'{"success": false}',
        b"\x00\xff\xfe\x00",
        b"[" * 100_000,
    ],
    ids=["nothing", "page", "firewall", "object", "cut", "refusal", "binary", "deep"],
)
def test_an_answer_of_another_kind_is_unreadable_and_not_empty(protocol: Protocol, body: bytes):
    with pytest.raises(FetchError):
        listed(protocol, lambda asked: Answer(200, body))


@every_protocol
def test_all_records_of_a_whole_source_are_listed_once(protocol: Protocol):
    result = listed(protocol, SOURCES[protocol.name])
    assert len(result.guids) == len(set(result.guids)) == 3
    assert all(result.guids)
    assert (result.end.complete, result.codes) == (True, [])


@every_protocol
def test_a_limit_is_kept_and_what_is_left_out_does_not_count_as_vanished(protocol: Protocol):
    result = listed(protocol, SOURCES[protocol.name], limit=2)
    assert len(result.guids) == 2
    assert not result.end.complete


@every_protocol
def test_reading_a_record_twice_gives_the_same_and_asks_nobody(protocol: Protocol):
    result = listed(protocol, SOURCES[protocol.name])
    endpoint = Endpoint("https://portal.example")
    for raw in result.records:  # the server is gone by now
        dataset = protocol.read_record(raw, endpoint)
        assert dataset == protocol.read_record(raw, endpoint)
        assert dataset.guid == raw.guid
        assert "".join(dataset.title.values()).startswith("Servizi")


ONE_DOCUMENT = frozenset({"dcat_us", "ine_pt"})
every_way = pytest.mark.parametrize(("name", "paged"), WAYS.values(), ids=WAYS.keys())
ways_that_lead_on = pytest.mark.parametrize(
    ("name", "paged"),
    [way for way in WAYS.values() if not way[1].pages_are_independent],
    ids=[key for key, way in WAYS.items() if not way[1].pages_are_independent],
)
ways_with_a_total = pytest.mark.parametrize(
    ("name", "paged"),
    [way for way in WAYS.values() if way[1].tell],
    ids=[key for key, way in WAYS.items() if way[1].tell],
)


def habits(table: dict[str, Habit]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("habit", table.values(), ids=table.keys())


def read(name: str, paged: Paged, habit: Habit | None = None) -> Listed:
    respond = habit(paged) if habit else paged.respond
    return listed(PROTOCOLS[name], respond, paged.path, **paged.options)


def test_every_protocol_that_pages_has_a_paged_source():
    assert {name for name, _ in WAYS.values()} == PROTOCOLS.keys() - ONE_DOCUMENT


@every_way
def test_all_pages_of_a_source_are_read(name: str, paged: Paged):
    result = read(name, paged)
    assert len(set(result.guids)) == len(result.guids) == RECORDS
    assert (result.end.complete, result.codes) == (True, [])


@every_way
@habits(FAILING)
def test_a_page_that_cannot_be_read_costs_no_other_and_makes_the_listing_incomplete(
    name: str, paged: Paged, habit: Habit
):
    result = read(name, paged, habit)
    at_least = RECORDS - PER_PAGE if paged.pages_are_independent else PER_PAGE
    assert at_least <= len(set(result.guids)) == len(result.guids) < RECORDS
    assert not result.end.complete
    assert {"page-lost", "record-lost"} & set(result.codes)


@ways_that_lead_on
@habits(MISLEADING)
def test_pages_that_lead_nowhere_end_and_make_the_listing_incomplete(name: str, paged: Paged, habit: Habit):
    result = read(name, paged, habit)
    assert PER_PAGE <= len(set(result.guids)) == len(result.guids) < RECORDS
    assert not result.end.complete
    assert {"page-repeats", "paging-repeats"} & set(result.codes)
    assert len(result.asked) < 20


@ways_with_a_total
@habits(LYING)
def test_a_total_that_lies_is_told_and_never_makes_a_listing_complete(name: str, paged: Paged, habit: Habit):
    result = read(name, paged, habit)
    assert PER_PAGE <= len(set(result.guids)) == len(result.guids) <= RECORDS
    assert not result.end.complete
    assert "count-differs" in result.codes
    assert len(result.asked) < 20


def cut(respond: Respond) -> Respond:
    """Every document of a source without its last third."""

    def shorter(asked: Asked) -> Answer:
        answer = respond(asked)
        return replace(answer, body=answer.body[: len(answer.body) * 2 // 3])

    return shorter


def hung_up(respond: Respond) -> Respond:
    """Every document of a source, with the connection cut before its last third."""

    def shorter(asked: Asked) -> Answer:
        answer = respond(asked)
        headers = {**answer.headers, "Content-Length": str(len(answer.body))}
        return replace(answer, headers=headers, stream=iter([answer.body[: len(answer.body) * 2 // 3]]))

    return shorter


@pytest.mark.parametrize("name", ["dcat_us", "dkan", "ine_pt"])
@pytest.mark.parametrize("habit", [cut, hung_up])
def test_what_stands_before_the_end_of_a_broken_document_is_kept(
    name: str, habit: Callable[[Respond], Respond]
):
    result = listed(PROTOCOLS[name], habit(SOURCES[name]))
    assert 1 <= len(result.guids) < 3
    assert not result.end.complete
    assert {"document-broken", "answer-broken"} & set(result.codes)
