"""The sample portals of Italy, Greece, Croatia and Slovenia answer as CKAN's action API does."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import pytest

from ckanext.resilient.harvesters.samples.catalogue import load

API = {"it-sample": "/opendata/api/3/action/", "gr-sample": "/api/3/action/"}
Call = Callable[..., Any]


@pytest.fixture
def it(bases: dict[str, str], ask: Callable[..., Any]) -> Call:
    """Call an action of the Italian portal by GET."""

    def call(action: str, **params: Any) -> Any:
        return ask(f"{bases['it-sample']}{API['it-sample']}{action}?{urlencode(params)}")

    return call


@pytest.fixture
def gr(bases: dict[str, str], ask: Callable[..., Any]) -> Call:
    """Call an action of the Greek portal by POST."""

    def call(action: str, **params: Any) -> Any:
        url = f"{bases['gr-sample']}{API['gr-sample']}{action}"
        return ask(url, "POST", json.dumps(params).encode(), Content_Type="application/json")

    return call


def extras(package: Mapping[str, Any]) -> dict[str, str]:
    """The extras of a package as a dictionary."""
    return {extra["key"]: extra["value"] for extra in package["extras"]}


def test_success_comes_in_ckans_envelope(it: Call) -> None:
    answer = it("status_show")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json;charset=utf-8"
    assert answer.json["success"] is True
    assert answer.json["help"].endswith("/opendata/api/3/action/help_show?name=status_show")
    assert answer.json["result"]["ckan_version"] == "2.10.3"


def test_search_pages_lose_and_repeat_nothing(it: Call) -> None:
    order = "metadata_modified asc, id asc"
    pages = [it("package_search", start=start, rows=7, sort=order).json["result"] for start in (0, 7, 14, 21)]
    names = [package["name"] for page in pages for package in page["results"]]
    assert [len(page["results"]) for page in pages] == [7, 7, 6, 0]
    assert sorted(names) == sorted(dataset.name for dataset in load("it-sample").datasets)
    assert {page["count"] for page in pages} == {20}
    dates = [package["metadata_modified"] for page in pages for package in page["results"]]
    assert dates == sorted(dates)


def test_search_gives_ten_rows_newest_first_unless_told_otherwise(it: Call) -> None:
    found = it("package_search").json["result"]["results"]
    dates = [package["metadata_modified"] for package in found]
    assert len(found) == 10
    assert dates == sorted(dates, reverse=True)


@pytest.mark.parametrize(
    ("params", "names"),
    [
        ({"fq": "organization:provincia-altacosta", "q": "cooperative"}, {"albo-cooperative-sociali"}),
        (
            {"fq": "metadata_modified:[2024-11-10T00:00:00Z TO *]"},
            {"bilancio-partecipativo-proposte", "eccedenze-alimentari-recuperate"},
        ),
        ({"q": "NIDI infanzia"}, {"nidi-servizi-prima-infanzia"}),
        ({"fq": '+name:"orti-sociali"', "q": "*:*"}, {"orti-sociali"}),
    ],
)
def test_search_filters(it: Call, params: dict[str, str], names: set[str]) -> None:
    assert {package["name"] for package in it("package_search", **params).json["result"]["results"]} == names


@pytest.mark.parametrize(
    "params", [{"sort": "nonsense asc"}, {"fq": "nonsense:1"}, {"sort": "name sideways"}]
)
def test_a_query_that_solr_would_refuse_is_refused(it: Call, params: dict[str, str]) -> None:
    answer = it("package_search", **params)
    assert (answer.status, answer.json["success"]) == (400, False)
    assert answer.json["error"]["__type"] == "Search Query Error"


@pytest.mark.parametrize("rows", ["many", "-1"])
def test_a_wrong_number_is_a_validation_error(it: Call, rows: str) -> None:
    answer = it("package_search", rows=rows)
    assert answer.status == 409
    assert answer.json["error"]["__type"] == "Validation Error"
    assert answer.json["error"]["rows"]


def test_show_finds_by_name_and_by_id(it: Call) -> None:
    by_name = it("package_show", id="trasporto-a-chiamata").json["result"]
    assert it("package_show", id=by_name["id"]).json["result"] == by_name
    assert by_name["num_resources"] == len(by_name["resources"]) == 1
    assert by_name["num_tags"] == len(by_name["tags"]) == 4


def test_show_without_id_conflicts_and_with_an_unknown_one_finds_nothing(it: Call) -> None:
    missing, unknown = it("package_show"), it("package_show", id="nope")
    assert (missing.status, missing.json["error"]["__type"]) == (409, "Validation Error")
    assert (unknown.status, unknown.json["error"]["message"]) == (404, "Not found")


def test_an_unknown_action_is_a_bad_request_in_quotes(it: Call) -> None:
    answer = it("package_burn")
    assert (answer.status, answer.json) == (400, "Bad request - Action name not known: package_burn")


def test_lists_can_be_cut(it: Call) -> None:
    names = it("package_list").json["result"]
    assert names == sorted(names)
    assert it("package_list", limit=3, offset=2).json["result"] == names[2:5]
    current = it("current_package_list_with_resources", limit=2).json["result"]
    assert [package["name"] for package in current] == [
        "bilancio-partecipativo-proposte",
        "eccedenze-alimentari-recuperate",
    ]


def test_organisations_are_listed_and_shown(it: Call) -> None:
    names = it("organization_list").json["result"]
    assert names == ["borgo-fontanile", "provincia-altacosta", "ulss-pianura", "valle-del-sereno"]
    whole = it("organization_list", all_fields="true").json["result"]
    assert sum(one["package_count"] for one in whole) == 20
    shown = it("organization_show", id="ulss-pianura").json["result"]
    assert (shown["title"], shown["package_count"]) == ("Azienda ULSS 99 Pianura (dati di esempio)", 4)


def test_italian_extras_hold_codes_json_text_and_both_kinds_of_dates(it: Call) -> None:
    italian = extras(it("package_show", id="assistenza-domiciliare-anziani").json["result"])
    assert (italian["holder_identifier"], italian["frequency"], italian["language"]) == (
        "c_z901",
        "ANNUAL",
        "ITA",
    )
    assert (italian["issued"], italian["temporal_start"]) == ("12-04-2021", "01-01-2019")
    assert json.loads(italian["theme"]) == [
        {"theme": "SOCI", "subthemes": []},
        {"theme": "HEAL", "subthemes": []},
    ]
    iso = extras(it("package_show", id="immobili-comunali-inutilizzati").json["result"])
    assert iso["issued"] == "2022-06-30"
    assert json.loads(iso["spatial"])["type"] == "Polygon"
    assert json.loads(iso["conforms_to"])[0]["identifier"] == "EPSG:4326"
    assert json.loads(extras(it("package_show", id="fattorie-sociali").json["result"])["theme"]) == ["AGRI"]


def test_the_publisher_may_differ_from_the_rights_holder(it: Call) -> None:
    found = extras(it("package_show", id="nidi-servizi-prima-infanzia").json["result"])
    assert (found["publisher_identifier"], found["holder_identifier"]) == ("uc_z902", "c_z901")


def test_licences_are_missing_empty_or_a_legal_notice_where_declared(it: Call, bases: dict[str, str]) -> None:
    missing = it("package_show", id="sportelli-stranieri-accessi").json["result"]
    assert (missing["license_id"], missing["license_title"]) == ("notspecified", None)
    assert "license_url" not in missing
    assert it("package_show", id="contributi-economici-famiglie").json["result"]["license_id"] == ""
    notice = it("package_show", id="case-della-comunita-orari").json["result"]
    assert notice["license_url"] == f"{bases['it-sample']}/opendata/note-legali"


def test_the_greek_portal_refuses_get_in_json(bases: dict[str, str], ask: Callable[..., Any]) -> None:
    answer = ask(f"{bases['gr-sample']}/api/3/action/package_search?rows=1")
    assert (answer.status, answer.headers["allow"], answer.json["success"]) == (405, "POST", False)


def test_the_greek_portal_answers_post(gr: Call) -> None:
    result = gr("package_search", rows=3, start=1, sort="name asc").json["result"]
    assert result["count"] == 19
    assert [package["name"] for package in result["results"]] == sorted(
        d.name for d in load("gr-sample").datasets
    )[1:4]


@pytest.mark.parametrize(("body", "said"), [(b"{", "JSON Error"), (b"\xff\xfe", "JSON Error")])
def test_broken_json_is_a_bad_request(
    bases: dict[str, str], ask: Callable[..., Any], body: bytes, said: str
) -> None:
    answer = ask(f"{bases['gr-sample']}/api/3/action/package_search", "POST", body)
    assert answer.status == 400
    assert said in answer.json


def test_a_json_body_that_is_no_object_is_a_bad_request(
    bases: dict[str, str], ask: Callable[..., Any]
) -> None:
    assert ask(f"{bases['gr-sample']}/api/3/action/package_search", "POST", b"[1]").status == 400


def test_greek_records_have_groups_extras_of_ckanext_dcat_and_some_translations(gr: Call) -> None:
    package = gr("package_show", id="voitheia-sto-spiti").json["result"]
    assert [group["title"] for group in package["groups"]] == ["Πληθυσμός και κοινωνία", "Υγεία"]
    assert package["title"] == package["title_translated"]["el"]
    assert package["title_translated"]["en"].startswith("“Help at Home”")
    assert extras(package)["spatial_uri"] == "http://data.europa.eu/nuts/code/EL51"
    assert "title_translated" not in gr("package_show", id="metafora-me-klisi").json["result"]
    assert gr("group_list").json["result"][0] == "dioikisi"
    assert "φτώχεια" in gr("tag_list").json["result"]


@pytest.mark.parametrize("key", ["it-sample", "gr-sample"])
def test_the_malformed_record_has_no_title(key: str, it: Call, gr: Call) -> None:
    malformed = [dataset.name for dataset in load(key).datasets if dataset.malformed]
    packages = {"it-sample": it, "gr-sample": gr}[key]("package_search", rows=100).json["result"]["results"]
    assert [package["name"] for package in packages if not package["title"]] == malformed


def package_of(bases: dict[str, str], ask: Callable[..., Any], key: str, name: str) -> dict[str, Any]:
    """A package of the Croatian or Slovenian portal."""
    path = {"hr-sample": "/ckan/api/3/action", "si-sample": "/api/3/action"}[key]
    return ask(f"{bases[key]}{path}/package_show?id={name}").json["result"]


def test_croatia_has_one_licence_theme_addresses_and_dates_as_people_write_them(
    bases: dict[str, str], ask: Callable[..., Any]
) -> None:
    package = package_of(bases, ask, "hr-sample", "pomoc-u-kuci-korisnici")
    assert (package["license_id"], package["license_title"]) == ("open-license", "Otvorena dozvola")
    assert package["license_url"] == "https://data.gov.hr/id/licence/otvorena-dozvola-rh"
    assert package["groups"] == []
    held = extras(package)
    assert json.loads(held["theme"])[0].endswith("/data-theme/SOCI")
    assert (held["modified"], held["frequency"]) == ("18. 3. 2024.", "godišnje")
    assert held["contact_name"].startswith("Službenik za informiranje")
    assert held["kontakt_sluzba"] == "Odsjek za socijalnu skrb"


def test_croatias_catalogue_date_is_that_of_the_last_night(
    bases: dict[str, str], ask: Callable[..., Any]
) -> None:
    names = [dataset.name for dataset in load("hr-sample").datasets]
    packages = [package_of(bases, ask, "hr-sample", name) for name in names]
    assert {package["metadata_modified"][:10] for package in packages} == {"2024-11-21"}
    assert len({package["metadata_modified"] for package in packages}) == len(packages)


def test_slovenia_has_fields_of_its_own_and_groups_that_are_roles(
    bases: dict[str, str], ask: Callable[..., Any]
) -> None:
    package = package_of(bases, ask, "si-sample", "pomoc-na-domu-uporabniki-in-ure")
    assert (package["podrocje"], package["open_data"]) == ("Prebivalstvo in družba", True)
    assert package["temporal_coverage"] == "2020-01-01/2023-12-31"
    assert package["modified"] == "25. 3. 2024."
    (role,) = package["groups"]
    listed = ask(f"{bases['si-sample']}/api/3/action/group_list").json["result"]
    assert role["name"] in listed
    assert "glavni_uredniki" in listed


def test_slovenia_writes_licences_without_address_or_not_at_all(
    bases: dict[str, str], ask: Callable[..., Any]
) -> None:
    some = package_of(bases, ask, "si-sample", "zadruge-in-socialna-podjetja-evidenca")
    none = package_of(bases, ask, "si-sample", "donirana-hrana-kolicine")
    assert (some["license_id"], some["license_url"]) == ("cc-by-sa-4.0", None)
    assert (none["license_id"], none["license_title"], none["open_data"]) == (None, None, False)
