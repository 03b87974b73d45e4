"""The points are those of the methodology: sums, bands, the best file, and what is not checked."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import pytest

from ckanext.resilient.quality.description import MACHINE_READABLE, NON_PROPRIETARY, addresses, describe
from ckanext.resilient.quality.findings import Checks, LinkResult, State
from ckanext.resilient.quality.indicators import DIMENSIONS, INDICATORS
from ckanext.resilient.quality.mqa import assess, band_of
from ckanext.resilient.quality.score import score
from ckanext.resilient.svrc.vocabularies import authority
from tests.payload_facts.reading import read
from tests.payloads import Payload, all_payloads
from tests.quality import by_the_table

PUBLIC = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
FULL: dict[str, Any] = {
    "id": "d",
    "title_translated": {"it": "Posti nei centri diurni"},
    "tags_translated": {"it": ["anziani"]},
    "theme": ["http://publications.europa.eu/resource/authority/data-theme/SOCI"],
    "spatial_coverage": [{"uri": "http://data.europa.eu/nuts/code/ITH3"}],
    "temporal_coverage": [{"start": "2024-01-01", "end": "2024-12-31"}],
    "access_rights": PUBLIC,
    "contact": [{"email": "dati@comune.example"}],
    "publisher": [{"name": "Comune di Prova"}],
    "license_id": "CC_BY_4_0",
    "resources": [
        {
            "id": "f",
            "access_url": "https://dati.example/pagina",
            "download_url": "https://dati.example/posti.csv",
            "format": "CSV",
            "mimetype": "text/csv",
            "rights": {"it": "Citare la fonte."},
            "size": 10,
            "issued": "2024-01-02",
            "modified": "2024-02-02",
        }
    ],
}
REACHED = {
    address: LinkResult(200, "2026-01-02")
    for address in ("https://dati.example/pagina", "https://dati.example/posti.csv")
}


def found(package: dict[str, Any], checks: Checks | None = None) -> dict[str, State]:
    return {one.indicator.id: one.state for one in assess(describe(package), checks or Checks()).measured}


def without(*names: str, **of_file: Any) -> dict[str, Any]:
    rest = {name: value for name, value in FULL.items() if name not in names}
    return rest | {"resources": [FULL["resources"][0] | of_file]}


def test_the_indicators_are_worth_405_points_by_the_dimensions_of_the_method() -> None:
    worth = {name: sum(one.points for one in INDICATORS if one.dimension == name) for name in DIMENSIONS}
    assert worth == {
        "findability": 100, "accessibility": 100, "interoperability": 110, "reusability": 75, "contextuality": 20,
    }  # fmt: skip
    assert len({one.id for one in INDICATORS}) == len(INDICATORS) == 23


def test_a_complete_dataset_gets_all_points() -> None:
    result = assess(describe(FULL), Checks(links=REACHED, conforms=True))
    assert (result.points, result.open, result.band) == (405, 0, "excellent")


def test_what_is_not_checked_is_open_and_no_fault() -> None:
    result = assess(describe(FULL), Checks())
    assert (result.points, result.open) == (405 - 110, 110)
    states = found(FULL)
    assert states["accessUrlStatusCode"] is State.NOT_CHECKED
    assert states["dcatApCompliance"] is State.NOT_CHECKED


@pytest.mark.parametrize(
    ("points", "band"),
    [
        (0, "bad"),
        (119, "bad"),
        (120, "sufficient"),
        (220, "sufficient"),
        (221, "good"),
        (350, "good"),
        (351, "excellent"),
    ],
)
def test_the_bands_are_those_of_the_code_of_piveau(points: int, band: str) -> None:
    assert band_of(points) == band


@pytest.mark.parametrize(
    ("package", "indicator"),
    [
        (without("tags_translated"), "keywordAvailability"),
        (without("theme"), "categoryAvailability"),
        (without("spatial_coverage"), "spatialAvailability"),
        (without("temporal_coverage"), "temporalAvailability"),
        (without("access_rights"), "accessRightsAvailability"),
        (
            without("access_rights") | {"access_rights": "https://example.org/own"},
            "accessRightsVocabularyAlignment",
        ),
        (without("contact"), "contactPointAvailability"),
        (without("publisher"), "publisherAvailability"),
        (without("license_id"), "licenceAvailability"),
        (without("license_id", license="https://example.org/terms"), "knownLicence"),
        (without(download_url="", url="https://dati.example/pagina"), "downloadUrlAvailability"),
        (without(format=""), "formatAvailability"),
        (without(format="MY_OWN"), "formatMediaTypeVocabularyAlignment"),
        (without(mimetype=""), "mediaTypeAvailability"),
        (without(format="PDF", mimetype="application/pdf"), "formatMediaTypeMachineInterpretable"),
        (without(format="XLSX", mimetype=""), "formatMediaTypeNonProprietary"),
        (without(rights={}), "rightsAvailability"),
        (without(size=None), "byteSizeAvailability"),
        (without(issued=""), "dateIssuedAvailability"),
        (without(modified=""), "dateModifiedAvailability"),
    ],
)
def test_each_gap_costs_its_indicator(package: dict[str, Any], indicator: str) -> None:
    assert found(FULL)[indicator] is State.PASS
    assert found(package)[indicator] is State.FAIL


@pytest.mark.parametrize(
    ("status", "passes"), [(200, True), (204, True), (299, True), (301, False), (404, False), (1100, False)]
)
def test_an_address_is_reached_by_2xx_after_redirects_only(status: int, passes: bool) -> None:
    links = {"https://dati.example/pagina": LinkResult(status)}
    state = found(FULL, Checks(links=links))["accessUrlStatusCode"]
    assert state is (State.PASS if passes else State.FAIL)


def test_one_file_the_best_answers_for_all_and_the_first_of_equals() -> None:
    poor = {"id": "poor", "url": "https://dati.example/x", "rights": {"it": "Testo"}}
    rich = FULL["resources"][0] | {"rights": {}}
    several = FULL | {"resources": [poor, rich, rich | {"id": "same"}]}
    measured = assess(describe(several), Checks()).measured
    assert {one.file for one in measured if one.indicator.of_file} == {"f"}
    states = {one.indicator.id: one.state for one in measured}
    # Not the best of each: the poor file's rights do not help the rich one.
    assert states["rightsAvailability"] is State.FAIL


def test_dates_of_the_dataset_count_only_where_there_is_no_file() -> None:
    dated = FULL | {"issued": "2024-01-01", "modified": "2024-01-01"}
    assert found(dated | {"resources": []})["dateIssuedAvailability"] is State.PASS
    assert found(without(issued="") | {"issued": "2024-01-01"})["dateIssuedAvailability"] is State.FAIL
    assert assess(describe(dated | {"resources": []}), Checks(conforms=True)).points == 185


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (
            {"url": "https://x.example/a.csv", "format": "CSV"},
            ("https://x.example/a.csv", "https://x.example/a.csv"),
        ),
        ({"url": "https://x.example/export", "format": "CSV"}, ("https://x.example/export", "")),
        ({"url": "https://x.example/export.php", "format": "CSV"}, ("https://x.example/export.php", "")),
        ({"url": "https://x.example/wms.xml", "format": "WMS_SRVC"}, ("https://x.example/wms.xml", "")),
        (
            {"url": "https://x.example/a.xlsx", "format": "XLS"},
            ("https://x.example/a.xlsx", "https://x.example/a.xlsx"),
        ),
        (
            {"url": "https://x.example/f", "url_type": "upload"},
            ("https://x.example/f", "https://x.example/f"),
        ),
        (
            {"url": "u", "access_url": "https://x.example/p", "download_url": "https://x.example/d"},
            ("https://x.example/p", "https://x.example/d"),
        ),
    ],
)
def test_a_file_that_lies_here_or_ends_like_its_format_is_a_download(
    resource: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert addresses(resource) == expected


def test_a_licence_that_no_table_knows_is_stated_all_the_same() -> None:
    own = without("license_id") | {
        "license_id": "notspecified",
        "source_license": ["https://comune.example/note"],
    }
    states = found(own)
    assert (states["licenceAvailability"], states["knownLicence"]) == (State.PASS, State.FAIL)
    silent = own | {"source_license": ["License not specified"]}
    assert found(silent)["licenceAvailability"] is State.FAIL


def test_what_to_fix_first_is_what_gives_most_for_the_effort() -> None:
    poor = without("tags_translated", "access_rights", format="PDF", mimetype="application/pdf")
    fixes = score(poor, Checks(links=REACHED, conforms=True), dt.date(2026, 1, 1)).fix_first()
    assert fixes[0].field == "tags_translated"
    assert fixes[0].gain == 30
    together = next(fix for fix in fixes if "CSV" in fix.text)
    assert set(together.indicators) == {
        "formatMediaTypeNonProprietary",
        "formatMediaTypeMachineInterpretable",
    }
    assert together.gain == 40
    gains = [fix.gain / fix.effort for fix in fixes]
    assert gains == sorted(gains, reverse=True)


READABLE = [payload for payload in all_payloads() if not payload.get("refused")]


@pytest.mark.parametrize("payload", READABLE, ids=lambda payload: payload.name)
def test_a_second_computation_from_the_table_agrees_on_every_real_record(payload: Payload) -> None:
    table = authority("file-type")
    kinds = {term.code: str(term.attributes.get("media_type", "")) for term in table}
    licences = authority("licence")

    def known(value: str) -> bool:
        term = licences.get(value) or licences.by_uri(value)
        return bool(term and term.uri)

    def status(address: str) -> int | None:
        # Every third address reached, every third broken, every third not tried: the same for both computations.
        return (200, 404, None)[int(hashlib.sha256(address.encode()).hexdigest(), 16) % 3]

    with payload.served() as server:
        packages = [record.package for record in read(payload, server).arrived]
    assert len(packages) == payload["datasets"]
    for package in packages:
        links = {
            one: LinkResult(code)
            for resource in package.get("resources", [])
            for one in addresses(resource)
            if one and (code := status(one)) is not None
        }
        for conforms in (True, False, None):
            ours = assess(describe(package), Checks(links=links, conforms=conforms)).points
            theirs = by_the_table.points(
                package,
                status=status,
                conforms=conforms,
                known_licence=known,
                file_types=kinds,
                addresses=addresses,
            )
            assert ours == theirs, package["title"]


def test_the_lists_of_formats_are_those_of_the_second_computation() -> None:
    assert MACHINE_READABLE == by_the_table.MACHINE
    assert NON_PROPRIETARY == by_the_table.FREE
