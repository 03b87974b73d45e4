"""DKAN in both versions: all datasets by the way that the portal understands, every value."""

import json
from typing import Any

import pytest

from ckanext.resilient.errors import FetchError, RejectRecord
from ckanext.resilient.harvesters.protocols.base import Endpoint, RawRecord
from ckanext.resilient.harvesters.protocols.dkan import PROTOCOL
from ckanext.resilient.svrc.dates import read_date
from ckanext.resilient.svrc.record import Agent, Contact, Period, SourceDataset
from tests.harvest.servers import Answer, Asked, Respond
from tests.harvesters.protocols.fake_ckan import FakeCkan, answer, failure
from tests.harvesters.protocols.fake_dkan import ITEMS, dataset, dkan_1, metastore
from tests.harvesters.protocols.reading import Listed, listed
from tests.shared import fixture_path

Json = dict[str, Any]
PORTAL = Endpoint("https://dati.example")


def read(respond: Respond, path: str = "", **more: Any) -> Listed:
    return listed(PROTOCOL, respond, path, **more)


def datasets(result: Listed) -> list[SourceDataset]:
    return [PROTOCOL.read_record(raw, PORTAL) for raw in result.records]


def made(**more: Any) -> SourceDataset:
    (found,) = datasets(read(metastore(dataset(1, **more))))
    return found


# Version 2


@pytest.mark.parametrize("path", ["", "/", "/api/1", f"{ITEMS}?show-reference-ids", "/api/1/metastore"])
@pytest.mark.parametrize("count", [0, 1, 250])
def test_all_datasets_of_the_metastore_are_listed(path: str, count: int):
    result = read(metastore(*(dataset(number) for number in range(count))), path)
    assert len(set(result.guids)) == len(result.guids) == count
    assert (result.end.complete, result.codes) == (True, [])
    assert [(asked.path, asked.query) for asked in result.asked] == [(ITEMS, {})]
    assert max(len(page.records) for page in result.pages) <= 100


def test_a_portal_below_a_path_is_read_there():
    portal = metastore(dataset(1), items=f"/provider-data{ITEMS}")
    assert len(read(portal, "/provider-data").guids) == 1


def test_the_address_of_one_dataset_gives_that_one():
    one = dataset(1)
    result = read(metastore(one, dataset(2)), f"{ITEMS}/{one['identifier']}")
    assert result.guids == [one["identifier"]]


def test_a_limit_is_kept():
    result = read(metastore(*(dataset(number) for number in range(9))), limit=3)
    assert (len(result.guids), result.end.complete, result.codes) == (3, False, [])


def test_a_dataset_that_comes_twice_counts_once():
    result = read(metastore(dataset(1), dataset(1), dataset(2)))
    assert (len(result.guids), result.codes) == (2, ["record-repeated"])


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_portal_that_fails_is_not_taken_for_an_old_one(status: int):
    asked_for: list[str] = []

    def respond(asked: Asked) -> Answer:
        asked_for.append(asked.path)
        return Answer(status)

    with pytest.raises(FetchError):
        read(respond)
    assert set(asked_for) == {ITEMS}


@pytest.mark.parametrize("body", [b"{}", b"[1, 2]", b'[{"a": 1}]', b'"text"', b"null"])
def test_what_is_no_dkan_is_said_to_be_none(body: bytes):
    with pytest.raises(FetchError) as caught:
        read(lambda asked: Answer(body=body))
    assert caught.value.issue.code == "source-empty"
    assert ITEMS in caught.value.issue.record


def test_a_dataset_of_version_2_arrives():
    found = made(
        **{
            "%modified": "2024-06-01T00:00:00",
            "%Ref:publisher": [{"identifier": "p", "data": {"name": "x"}}],
        },
        theme=["Sociale"],
        publisher={"@type": "org:Organization", "name": "Comune"},
        contactPoint={"fn": "URP", "hasEmail": "mailto:urp@comune.example"},
        license="https://creativecommons.org/licenses/by/4.0/",
        issued="2020-01-01",
        temporal="2020-01-01/2020-12-31",
        accrualPeriodicity="R/P1Y",
        references=["https://comune.example/r"],
        extra="kept",
        distribution=[
            {
                "title": "Sportelli",
                "downloadURL": "https://dati.example/1.csv",
                "mediaType": "text/csv",
                "format": "csv",
                "describedBy": "https://dati.example/api/1/metastore/schemas/data-dictionary/items/d",
            }
        ],
    )
    assert found.title == {"und": "Servizi sociali 1"}
    assert (found.keywords, found.themes) == ({"und": ["anziani"]}, ["Sociale"])
    assert found.publishers == [Agent({"und": "Comune"})]
    assert found.contacts == [Contact({"und": "URP"}, email="urp@comune.example")]
    assert found.licences == ["https://creativecommons.org/licenses/by/4.0/"]
    assert (found.issued, found.modified, found.frequency) == ("2020-01-01", "2024-05-31", "R/P1Y")
    assert found.periods == [Period("2020-01-01", "2020-12-31")]
    assert found.identifier == found.guid
    assert found.extras == {"extra": "kept"}
    (file,) = found.distributions
    assert (file.title, file.download_url) == ({"und": "Sportelli"}, "https://dati.example/1.csv")
    assert (file.media_type, file.format) == ("text/csv", "csv")
    assert file.documentation[0].endswith("/items/d")


def test_parts_that_are_wrapped_with_their_own_ids_are_read_like_others():
    bare = dataset(1, publisher={"name": "Comune"})
    wrapped = {
        **bare,
        "publisher": {"identifier": "p", "data": bare["publisher"]},
        "keyword": [{"identifier": "k", "data": "anziani"}],
        "distribution": [{"identifier": "d", "data": bare["distribution"][0]}],
    }
    whole = {"identifier": bare["identifier"], "data": wrapped}
    assert datasets(read(metastore(wrapped))) == datasets(read(metastore(bare)))
    assert datasets(read(metastore(whole))) == datasets(read(metastore(bare)))


@pytest.mark.parametrize("as_text", [True, False])
def test_a_shape_is_kept(as_text: bool):
    shape = {"type": "Point", "coordinates": [16.2, 39.3]}
    (place,) = made(spatial=json.dumps(shape) if as_text else shape).places
    assert json.loads(place.geom) == shape


def test_a_place_by_name_is_kept():
    (place,) = made(spatial="Cosenza").places
    assert place.label == {"und": "Cosenza"}


@pytest.mark.parametrize("distribution", [None, [], {}, [{}]])
def test_a_dataset_without_files_is_kept(distribution: Any):
    assert made(distribution=distribution).distributions == []
    bare = {name: value for name, value in dataset(1).items() if name != "distribution"}
    assert datasets(read(metastore(bare)))[0].distributions == []


def test_a_dataset_without_any_text_is_rejected():
    with pytest.raises(RejectRecord) as caught:
        made(title="", description="")
    assert caught.value.issue.code == "title-missing"


@pytest.mark.parametrize("payload", [None, [], "x", {}, {"identifier": "x"}])
def test_what_is_no_record_is_rejected(payload: Any):
    with pytest.raises(RejectRecord):
        PROTOCOL.read_record(RawRecord("x", payload), PORTAL)


# Version 1


@pytest.mark.parametrize("path", ["", "/api/3", "/api/3/action", "/api/3/action/package_list"])
@pytest.mark.parametrize(
    "actions",
    [("package_list", "package_show"), ("package_list", "current_package_list_with_resources")],
)
def test_a_portal_of_version_1_is_read_by_its_actions(path: str, actions: tuple[str, ...]):
    result = read(dkan_1(5, *actions), path, page_size=2)
    assert (len(set(result.guids)), result.end.complete, result.codes) == (5, True, [])


def test_private_means_nothing_in_version_1():
    assert [one.title for one in datasets(read(dkan_1(1)))] == [{"und": "Servizi sociali del quartiere 1"}]


def test_names_can_be_read_one_by_one_and_a_lost_one_is_told():
    portal = dkan_1(3, "package_list", "package_show", "current_package_list_with_resources")
    portal.fault = lambda action, params: failure("boom", 500) if params.get("id") == "servizio-2" else None
    result = read(portal, use_package_list=True)
    assert (len(result.guids), result.end.complete, result.codes) == (
        2,
        False,
        ["record-lost", "count-differs"],
    )


def test_a_portal_with_nothing_but_data_json_is_read_from_it():
    def respond(asked: Asked) -> Answer:
        body = json.dumps({"dataset": [dataset(1), dataset(2)]}).encode()
        return Answer(body=body) if asked.path == "/data.json" else Answer(404, b"<html>")

    for path in ("", "/data.json"):
        result = read(respond, path)
        assert (len(result.guids), result.end.complete) == (2, True)
        assert datasets(result)[0].keywords == {"und": ["anziani"]}


def test_the_real_record_of_version_1_arrives_as_a_list_with_its_odd_dates():
    body = json.loads(fixture_path("ckan/dkan-hautsdefrance-package_show.json").read_text())
    real = body["result"][0]
    portal = FakeCkan(
        [real],
        actions=frozenset({"package_list", "package_show"}),
        fault=lambda action, params: answer(body["result"]) if action == "package_show" else None,
    )
    result = read(portal)
    (found,) = datasets(result)
    assert (result.guids, result.end.complete, result.codes) == ([real["id"]], True, [])
    assert found.title == {"und": "Antennes régionales de la Région Hauts-de-France (au 01/10/2019)"}
    assert found.licences == ["http://www.etalab.gouv.fr/pages/Licence_ouverte_Open_licence-5899923.html"]
    assert len(found.keywords["und"]) == 13
    assert found.publishers[0].name == {"und": "Région Hauts-de-France"}
    assert (found.issued, read_date(found.issued)) == ("mar, 10/12/2019 - 09:23", "2019-12-10T09:23:00")
    assert found.modified == "2019-10-01"
    first, second = found.distributions
    assert (first.byte_size, first.media_type, second.format) == ("42 octets", "xlsx", "")
    assert (first.modified, read_date(first.modified)) == ("jeu, 19/12/2019 - 03:00", "2019-12-19T03:00:00")
