"""The Albanian sample portal answers as opendata.gov.al does, with the page of its application before it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from ckanext.resilient.harvesters.samples.catalogue import load

FILTER = "/api/Dataset/filter"
Call = Callable[..., Any]


@pytest.fixture
def base(bases: dict[str, str]) -> str:
    """Where the portal runs."""
    return bases["al-sample"]


@pytest.fixture
def page(base: str, ask: Call) -> Call:
    """A page of the list."""
    return lambda **body: ask(f"{base}{FILTER}", "POST", json.dumps(body).encode())


@pytest.fixture
def one(base: str, ask: Call) -> Call:
    """A dataset by its name in the YAML file."""
    return lambda name: ask(f"{base}/api/Dataset/get/{name.replace('-', '_')}").json["data"]


def test_pages_lose_and_repeat_nothing(page: Call) -> None:
    found = [page(page=number, pageSize=7).json["data"] for number in (1, 2, 3, 4)]
    assert [len(one["results"]) for one in found] == [7, 7, 3, 0]
    assert {(one["rowCount"], one["pageCount"]) for one in found} == {(17, 3)}
    ids = [dataset["id"] for one in found for dataset in one["results"]]
    assert sorted(ids) == sorted(dataset.id for dataset in load("al-sample").datasets)


def test_the_list_is_only_given_by_post(base: str, ask: Call) -> None:
    assert ask(base + FILTER).status == 405


@pytest.mark.parametrize("body", [b"[1]", b"{", b'{"page": "first"}', b'{"page": null}'])
def test_a_body_that_makes_no_sense_is_refused(base: str, ask: Call, body: bytes) -> None:
    assert ask(base + FILTER, "POST", body).status == 400


def test_a_dataset_is_found_by_id_and_by_slug(base: str, ask: Call, one: Call) -> None:
    found = one("strehimi-social-kerkesa-dhe-miratime")
    assert ask(f"{base}/api/Dataset/metadata/{found['id']}").json["data"] == found
    assert ask(f"{base}/api/Dataset/get/nothing").status == 404
    assert ask(f"{base}/api/Dataset/delete").status == 404


def test_licences_are_on_files_and_addresses_without_a_host(one: Call) -> None:
    found = one("ndermarrjet-sociale-te-regjistruara")
    (file,) = found["dcatDistributions"]
    assert found["dctLicenseId"] is None
    assert file["license"].endswith("/licence/CC_BYSA_4_0")
    assert (file["accessUrl"], file["downloadUrl"]) == (
        "/dataset/ndermarrjet-sociale-te-regjistruara",
        "/files/al/ndermarrjet-sociale.csv",
    )


def test_some_titles_and_dates_are_missing_and_a_page_has_no_format(one: Call) -> None:
    assert one("ndertesa-publike-te-paperdorura")["title"] is None
    assert one("ndihma-ushqimore-e-shperndare")["issued"] is None
    page = one("qendrat-ditore-dhe-shtepite-e-te-moshuarve")["dcatDistributions"][2]
    assert (page["format"], page["downloadUrl"]) == (None, None)


@pytest.mark.parametrize("path", ["/robots.txt", "/api-docs", "/dataset/unknown", "/catalog.rdf"])
def test_every_other_address_answers_with_the_page_of_the_application(
    base: str, ask: Call, path: str
) -> None:
    answer = ask(base + path)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert b"<app-root>" in answer.body


def test_a_file_that_is_not_there_is_not_found(base: str, ask: Call) -> None:
    assert ask(f"{base}/files/Dataset/kopshtet_2023.csv").status == 404


def test_no_other_portal_has_the_applications_page(bases: dict[str, str], ask: Call) -> None:
    assert ask(f"{bases['pt-sample']}/robots.txt").status == 404
