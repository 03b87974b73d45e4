"""File formats as sources write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.resilient.svrc.formats import (
    Format,
    archive_type,
    file_type_uri,
    media_type,
    package_of,
    read_format,
)
from ckanext.resilient.svrc.vocabularies import authority

TAR = "http://publications.europa.eu/resource/authority/file-type/TAR"
"""TAR has no registered media type."""

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
        ("text/comma-separated-values", "CSV"),
        ("application/x-csv", "CSV"),
        ("application/vnd.ms-excel", "XLS"),
        ("application/xls", "XLS"),
        ("Shapefile (SHP)", "SHP"),
        ("shp.zip", "SHP"),
        ("GML 3.2", "GML"),
        ("WFS 2.0.0", "WFS_SRVC"),
        ("WMS 1.3.0", "WMS_SRVC"),
        ("FeatureServer", "REST"),
        ("MID/MIF", "MIF_MID"),
        ("lloc web", "HTML"),
    ],
)
def test_a_format_of_a_real_portal_is_known(written: str, code: str) -> None:
    assert read_format(written).code == code


@pytest.mark.parametrize(
    "written",
    [
        *("", "API", "REST API", "linked-data-api", "http://example.org/format", "see description"),
        # a spreadsheet of no certain kind; formats that the EU's table lacks
        *("hoja de cálculo", "foglio di calcolo", "MapInfo", "GTFS-RT", "NeTEx", "PC-Axis", "UTF-8"),
    ],
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


def test_a_media_type_that_iana_never_registered_gives_way_to_the_formats_own() -> None:
    assert read_format("XLSX", "application/x-xlsx") == read_format("XLSX")
    assert read_format("", "application/x-unheard-of") == Format("", "application/x-unheard-of")


def test_an_excel_media_type_beside_csv_changes_neither() -> None:
    # Windows calls CSV files so; which of the two holds, the file alone can tell.
    assert read_format("CSV", "application/vnd.ms-excel") == Format("CSV", "application/vnd.ms-excel")


@pytest.mark.parametrize("code", sorted(authority("file-type").terms))
def test_every_file_type_is_known_by_code_and_address(code: str) -> None:
    assert read_format(code).code == code
    assert read_format(file_type_uri(code)).code == code


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("zip", "application/zip"),
        ("GZIP", "application/gzip"),
        ("http://www.iana.org/assignments/media-types/application/gzip", "application/gzip"),
        ("http://publications.europa.eu/resource/authority/file-type/ZIP", "application/zip"),
        ("http://publications.europa.eu/resource/authority/file-type/TAR", TAR),
        ("own packing", "own packing"),
        ("", ""),
    ],
)
def test_a_compression_becomes_a_media_type_where_it_has_one(written: str, kind: str) -> None:
    assert archive_type(written) == kind


@pytest.mark.parametrize(
    ("written", "package"),
    [
        ("CSV (zip)", "application/zip"),
        ("Zipped CSV", "application/zip"),
        ("shp.zip", "application/zip"),
        ("ZIP", ""),
        ("CSV", ""),
        ("GTFS zip", ""),
    ],
)
def test_a_format_may_tell_the_archive_around_the_file(written: str, package: str) -> None:
    assert package_of(written, read_format(written).code) == package


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80))
def test_any_text_is_a_file_type_of_the_table_or_none(name: str, kind: str, address: str) -> None:
    assert read_format(name, kind, address).code in {"", *authority("file-type").terms}


def test_a_code_leads_to_its_eu_address() -> None:
    assert file_type_uri("CSV") == "http://publications.europa.eu/resource/authority/file-type/CSV"
    assert file_type_uri("nothing") == ""


@pytest.mark.parametrize("written", ["JSON-stat", "jsonstat", "json-stat2"])
def test_json_for_statistics_is_json(written: str) -> None:
    assert read_format(written).code == "JSON"
