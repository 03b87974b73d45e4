"""The sample portals of Portugal and France answer as udata does, each in its own way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from ckanext.resilient.harvesters.samples.catalogue import load

PATH = "/api/1/datasets/"
Call = Callable[..., Any]


@pytest.fixture
def pages(bases: dict[str, str], ask: Call) -> Call:
    """A page of a portal's list."""

    def call(key: str, **params: Any) -> Any:
        return ask(f"{bases[key]}{PATH}?{urlencode(params)}")

    return call


@pytest.fixture
def one(bases: dict[str, str], ask: Call) -> Call:
    """One dataset of a portal, by its slug or id."""
    return lambda key, name: ask(f"{bases[key]}{PATH}{name}/")


@pytest.mark.parametrize("key", ["pt-sample", "fr-sample"])
def test_pages_lose_and_repeat_nothing(pages: Call, key: str) -> None:
    found = [pages(key, page=number, page_size=7, sort="created").json for number in (1, 2, 3)]
    names = [dataset["slug"] for page in found for dataset in page["data"]]
    assert sorted(names) == sorted(dataset.name for dataset in load(key).datasets)
    assert [len(page["data"]) for page in found] == [7, 7, 4]
    assert {page["total"] for page in found} == {18}
    assert [page["previous_page"] is None for page in found] == [True, False, False]
    assert [page["next_page"] is None for page in found] == [False, False, True]
    dates = [dataset["created_at"] for page in found for dataset in page["data"]]
    assert dates == sorted(dates)


def test_a_page_after_the_last_is_not_found(pages: Call) -> None:
    assert pages("pt-sample", page=9, page_size=7).status == 404


def test_links_to_other_pages_lead_to_the_address_that_the_portal_believes_to_have(
    pages: Call, bases: dict[str, str]
) -> None:
    portugal, france = (pages(key, page_size=5).json["next_page"] for key in ("pt-sample", "fr-sample"))
    assert portugal == "https://dados.portal-interno.example/api/1/datasets/?page_size=5&page=2"
    assert france.startswith(bases["fr-sample"])


@pytest.mark.parametrize(
    ("params", "field"),
    [({"sort": "size"}, "sort"), ({"page": "0"}, "page"), ({"page_size": "many"}, "page_size")],
)
def test_a_parameter_that_makes_no_sense_is_refused_by_name(pages: Call, params: Any, field: str) -> None:
    answer = pages("fr-sample", **params)
    assert answer.status == 400
    assert field in answer.json["errors"]


@pytest.mark.parametrize(
    ("params", "count"),
    [
        ({"q": "logements SOCIAUX"}, 1),
        ({"tag": "scic"}, 1),
        ({"organization": "ville-de-port-mistral"}, 7),
        ({"organization": "nobody"}, 0),
    ],
)
def test_a_list_can_be_narrowed(pages: Call, params: Any, count: int) -> None:
    page = pages("fr-sample", page_size=100, **params).json
    assert (page["total"], len(page["data"])) == (count, count)


def test_a_dataset_is_found_by_slug_and_by_id(one: Call) -> None:
    found = one("pt-sample", "habitacao-municipal-fogos-e-pedidos").json
    assert one("pt-sample", found["id"]).json == found
    assert len(found["id"]) == 24


def test_what_was_deleted_is_gone_and_what_never_was_is_not_found(one: Call) -> None:
    assert one("pt-sample", "subsidios-extintos-2012").status == 410
    assert one("pt-sample", "nunca-existiu").status == 404


def test_the_stable_address_of_a_file_leads_to_where_it_is(
    one: Call, ask: Call, bases: dict[str, str]
) -> None:
    (resource,) = one("pt-sample", "habitacao-municipal-fogos-e-pedidos").json["resources"]
    answer = ask(resource["latest"])
    assert (answer.status, answer.headers["location"]) == (302, resource["url"])
    assert ask(f"{bases['pt-sample']}/datasets/r/unknown").status == 404


def test_portugal_names_zones_whole_and_keeps_codes_of_the_statistics_office(one: Call) -> None:
    found = one("pt-sample", "0009917-desemprego-registado-por-concelho").json
    assert found["title"].startswith("0009917 - Desemprego registado (N.º)")
    assert found["spatial"]["zones"][0]["name"] == "Alentejo Central"
    assert (found["harvest"]["backend"], found["extras"]["ine:last_update"]) == ("ine", "20-11-2024")
    assert (found["frequency"], found["license"], found.get("quality")) == (
        "monthly",
        "cc-by",
        None,
    )


def test_france_writes_zones_as_ids_and_wears_badges(one: Call) -> None:
    found = one("fr-sample", "ehpad-places-et-tarifs").json
    assert found["spatial"]["zones"] == ["fr:departement:04"]
    assert [badge["kind"] for badge in found["organization"]["badges"]] == ["public-service", "certified"]
    assert found["quality"]["license"] is True
    assert found["harvest"]["uri"].startswith("https://data.deux-vallees.example/")


def test_france_tells_documentation_from_data_and_who_holds_the_rights(one: Call) -> None:
    found = one("fr-sample", "aide-a-domicile-heures-et-beneficiaires").json
    assert [resource["type"] for resource in found["resources"]] == ["main", "documentation"]
    roles = one("fr-sample", "locaux-communaux-vacants").json["contact_points"]
    assert [point["role"] for point in roles] == ["contact", "rightsHolder"]


def test_a_licence_can_be_missing_in_two_ways(one: Call) -> None:
    names = ("lieux-daccueil-violences-faites-aux-femmes", "secours-exceptionnels-2014-2016")
    assert [one("fr-sample", name).json["license"] for name in names] == ["notspecified", None]
