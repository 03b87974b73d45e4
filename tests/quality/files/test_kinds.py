"""What a file is, from its first bytes, whatever its name and header say."""

from __future__ import annotations

import io
import zipfile

import pytest

from ckanext.resilient.quality.files.kinds import recognise
from ckanext.resilient.quality.files.profile import profile_of, settled
from ckanext.resilient.svrc.vocabularies import authority


def packed(*names: str, first: bytes = b"") -> bytes:
    """A ZIP file with such members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        if first:
            archive.writestr(zipfile.ZipInfo("mimetype"), first)
        for name in names:
            archive.writestr(name, b"x" * 100)
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
BOMB = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7\n...", "PDF"),
        (packed("[Content_Types].xml", "xl/workbook.xml"), "XLSX"),
        (packed("[Content_Types].xml", "word/document.xml"), "DOCX"),
        (packed("content.xml", first=SPREADSHEET), "ODS"),
        (packed("comuni.shp", "comuni.dbf"), "SHP"),
        (packed("doc.kml"), "KMZ"),
        (packed("posti.csv"), "ZIP"),
        (OLE + bytes(600) + "Workbook".encode("utf-16-le"), "XLS"),
        (OLE + bytes(600), ""),
        (b"SQLite format 3\x00" + bytes(52) + b"GPKG", "GPKG"),
        (b"SQLite format 3\x00" + bytes(60), ""),
        (b"\x1f\x8b\x08\x00", "GZIP"),
        (b"comune;posti\nBologna;12\nModena;9\n", "CSV"),
        (b'"comune","posti"\n"Bologna, citt\xc3\xa0","12"\n', "CSV"),
        ("\ufeffδήμος;θέσεις\nΑθήνα;3\n".encode(), "CSV"),
        ("comune;posti\nForlì;3\n".encode("cp1252"), "CSV"),
        ("comune\tposti\nForlì\t3\n".encode("utf-16"), "TSV"),
        (b'{"type": "FeatureCollection", "features": []}', "GEOJSON"),
        (b'[{"comune": "Bologna"}]', "JSON"),
        (b'{"@context": "https://schema.org", "@id": "x"}', "JSON_LD"),
        (
            b'<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
            "RDF_XML",
        ),
        (b'<kml xmlns="http://www.opengis.net/kml/2.2"><Document/></kml>', "KML"),
        (b'<wfs:FeatureCollection xmlns:gml="http://www.opengis.net/gml/3.2"/>', "GML"),
        (b"<?xml version='1.0'?><dati><riga/></dati>", "XML"),
        (BOMB, "XML"),
        (b"@prefix dct: <http://purl.org/dc/terms/> .\n", "RDF_TURTLE"),
        (b'<http://a.example/1> <http://purl.org/dc/terms/title> "x" .\n', "RDF_N_TRIPLES"),
        (b"<!DOCTYPE html>\n<html><title>404</title></html>", "HTML"),
        (b"BEGIN:VCALENDAR\nVERSION:2.0\n", "ICS"),
        (b"Nota metodologica.\nI dati sono del 2024.\n", "TXT"),
        (bytes(range(256)) * 4, ""),
        (b"", ""),
    ],
)
def test_content_is_told_from_its_first_bytes(content: bytes, code: str) -> None:
    assert recognise(content) == code
    assert not code or authority("file-type").get(code) is not None


@pytest.mark.parametrize(
    ("found", "declared", "counts"),
    [
        ("PDF", "CSV", "PDF"),
        ("CSV", "XLSX", "CSV"),
        ("ZIP", "SHP", ""),
        ("", "CSV", ""),
        ("XML", "GML", "GML"),
        ("XML", "CSV", "XML"),
        ("TXT", "CSV", "CSV"),
        ("JSON", "GEOJSON", "GEOJSON"),
    ],
)
def test_the_content_counts_unless_it_only_says_less_exactly_what_is_declared(
    found: str, declared: str, counts: str
) -> None:
    assert settled(found, declared) == counts


@pytest.mark.parametrize(("name", "code"), [("xl/worksheets/sheet1.xml", "XLSX"), ("posti.csv", "ZIP")])
def test_what_is_packed_without_being_a_workbook_is_no_table(name: str, code: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"a;b\n" * 10_000_000)
    found = profile_of(buffer.getvalue(), whole=True)
    assert (found.format, found.table) == (code, None)
