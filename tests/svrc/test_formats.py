"""File formats as sources write them."""

from __future__ import annotations

import pytest

from ckanext.resilient.svrc.formats import Format, file_type_uri, media_type, read_format

CSV = Format("CSV", "text/csv")


@pytest.mark.parametrize(
    "written",
    [
        "csv",
        "CSV",
        ".csv",
        "CSV;utf-8",
        "text/csv",
        "http://publications.europa.eu/resource/authority/file-type/CSV",
        "https://www.iana.org/assignments/media-types/text/csv",
        "comma separated values",
        "https://dati.example.it/catalog/CSV",
    ],
)
def test_one_format_has_many_spellings(written: str) -> None:
    assert read_format(written) == CSV


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("xlsx", "XLSX"),
        ("shapefile", "SHP"),
        ("GeoJSON", "GEOJSON"),
        ("OGC:WMS", "WMS_SRVC"),
        ("WWW:LINK-1.0-http--link", "HTML"),
        ("page web", "HTML"),
        ("Web Page", "HTML"),
        ("www", "HTML"),
        ("gtfs", "GTFS"),
        ("ArcGIS GeoServices REST API", "REST"),
        ("GPKG", "GPKG"),
        ("TTL", "RDF_TURTLE"),
        ("Zipped CSV", "CSV"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"),
        ("http://publications.europa.eu/resource/authority/file-type/RDF", "RDF"),
    ],
)
def test_a_format_of_a_real_portal_is_known(written: str, code: str) -> None:
    assert read_format(written).code == code


@pytest.mark.parametrize(
    "written", ["", "API", "linked-data-api", "http://example.org/format", "see description"]
)
def test_what_is_no_format_stays_unknown(written: str) -> None:
    assert read_format(written) == Format()


def test_an_extension_in_the_place_of_a_media_type_is_understood() -> None:
    assert read_format("", "xlsx").code == "XLSX"


def test_a_media_type_loses_its_parameters() -> None:
    assert read_format("CSV", "text/csv; charset=utf-8") == CSV
    assert media_type("TEXT/CSV;header=present") == "text/csv"


def test_an_outdated_media_type_becomes_the_registered_one() -> None:
    assert read_format("zip", "application/x-zip-compressed") == Format("ZIP", "application/zip")


def test_the_sources_media_type_stands_beside_another_format() -> None:
    assert read_format("Zipped CSV", "application/zip") == Format("CSV", "application/zip")


def test_the_files_address_tells_when_the_source_does_not() -> None:
    assert read_format("", "", "https://dati.example.it/asili.geojson?v=2").code == "GEOJSON"
    assert read_format("", "application/octet-stream", "https://dati.example.it/asili.csv") == CSV


def test_the_files_address_does_not_overrule_the_source() -> None:
    assert read_format("PDF", "", "https://dati.example.it/asili.csv").code == "PDF"


def test_a_page_of_a_web_application_is_no_file_format() -> None:
    assert read_format("", "", "https://dati.example.it/index.php") == Format()


def test_a_format_without_an_eu_code_still_gets_its_media_type() -> None:
    assert read_format("parquet") == Format("", "application/vnd.apache.parquet")


def test_a_code_leads_to_its_eu_address() -> None:
    assert file_type_uri("CSV") == "http://publications.europa.eu/resource/authority/file-type/CSV"
    assert file_type_uri("nothing") == ""
