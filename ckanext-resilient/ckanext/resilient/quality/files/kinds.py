"""What a file really is, told from its first bytes. Pure: nothing is unpacked and no XML is parsed."""

from __future__ import annotations

import re
from collections.abc import Callable

from ckanext.resilient.harvest.decoding import decode
from ckanext.resilient.quality.files.tables import delimiter_of

_LOOK = 64 * 1024
"""Bytes of a text that are looked at: after so many, what it is has been said."""

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "PDF"),
    (b"\x1f\x8b", "GZIP"),
    (b"\x89PNG\r\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"{\\rtf", "RTF"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SQLITE = b"SQLite format 3\x00"
_MEMBER = re.compile(rb"PK\x03\x04.{22}(..)..", re.DOTALL)
_IN_ZIP: tuple[tuple[str, str], ...] = (
    ("xl/", "XLSX"),
    ("word/", "DOCX"),
    ("doc.kml", "KMZ"),
)
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.spreadsheet": "ODS",
    b"application/vnd.oasis.opendocument.text": "ODT",
}
# The first element; what stands before it may be a declaration, comments, and a document type.
_ROOT = re.compile(r"<(?![?!])(?:([\w.-]+):)?([\w.-]+)([^>]*)")
_ROOTS = {
    "RDF": "RDF_XML", "kml": "KML", "rss": "RSS", "svg": "SVG", "WMS_Capabilities": "WMS_SRVC",
    "WMT_MS_Capabilities": "WMS_SRVC", "WFS_Capabilities": "WFS_SRVC",
}  # fmt: skip
_JSON = re.compile(r"(?:\{\s*(?:\"|\})|\[\s*(?:[\[{\"\]\d-]|true|false|null))")
_GEOJSON = re.compile(r'"type"\s*:\s*"(?:FeatureCollection|Feature)"')
_TURTLE = re.compile(r"^\s*(?:@prefix\s|@base\s|PREFIX\s+[\w-]*:\s*<)", re.MULTILINE)
_TRIPLE = re.compile(r"^(?:<[^<>\s]+>|_:\w+)\s+<[^<>\s]+>\s+\S.*\.\s*$")


def recognise(start: bytes) -> str:
    """The EU file-type code of what begins with these bytes, "" when that is not recognised."""
    start = start[:_LOOK]
    for signature, code in _SIGNATURES:
        if start.startswith(signature):
            return code
    for signature, look in _LOOKS:
        if start.startswith(signature):
            return look(start)
    return _of_text(start)


def _of_zip(start: bytes) -> str:
    names = [_name_at(start, member) for member in _MEMBER.finditer(start)]
    if names[:1] == ["mimetype"]:
        return next((code for kind, code in _OPEN_DOCUMENTS.items() if kind in start[:200]), "ZIP")
    if any(name.lower().endswith(".shp") for name in names):
        return "SHP"
    return next((code for part, code in _IN_ZIP if any(name.startswith(part) for name in names)), "ZIP")


def _name_at(start: bytes, member: re.Match[bytes]) -> str:
    length = int.from_bytes(member[1], "little")
    return start[member.end() : member.end() + length].decode("utf-8", "replace")


def _of_ole(start: bytes) -> str:
    """Old files of Microsoft Office name what they hold in a directory, which may stand further back."""
    if "Workbook".encode("utf-16-le") in start or start[512:516] == b"\x09\x08\x10\x00":
        return "XLS"
    return "DOC" if "WordDocument".encode("utf-16-le") in start or start[512:514] == b"\xec\xa5" else ""


_LOOKS: tuple[tuple[bytes, Callable[[bytes], str]], ...] = (
    (b"PK\x03\x04", _of_zip),
    (_OLE, _of_ole),
    (_SQLITE, lambda start: "GPKG" if start[68:72] == b"GPKG" else ""),
)


def _of_text(start: bytes) -> str:
    text = decode(start).text.lstrip("\ufeff \t\r\n")
    if not text or "\x00" in text or _garbled(text):
        return ""
    return next(code_of(text) for is_it, code_of in _TEXTS if is_it(text))


def _is_triple(text: str) -> bool:
    return bool(_TRIPLE.match(text.split("\n", 1)[0]))


def _garbled(text: str) -> bool:
    """Whether these are not letters but the bytes of something else."""
    control = sum(character < " " and character not in "\t\r\n\f" for character in text[:4096])
    return control > 8


def _of_markup(text: str) -> str:
    if re.match(r"(?i)<!doctype\s+html|<html\b|<head\b|<body\b", text):
        return "HTML"
    root = _ROOT.search(text)
    if root is None:
        return "TXT"
    if root[2].lower() == "html":
        return "XHTML"
    if "opengis.net/gml" in root[3] and root[2] == "FeatureCollection":
        return "GML"
    return (
        _ROOTS.get(root[2], "XML")
        if text.startswith(("<?xml", "<!--", "<!DOCTYPE")) or root[2] in _ROOTS
        else "XML"
    )


def _of_json(text: str) -> str:
    if '"@context"' in text[:4096] or '"@graph"' in text[:4096]:
        return "JSON_LD"
    return "GEOJSON" if _GEOJSON.search(text[:4096]) else "JSON"


def _of_columns(text: str) -> str:
    delimiter = delimiter_of(text)
    if not delimiter:
        return "TXT"
    return "TSV" if delimiter == "\t" else "CSV"


_TEXTS: tuple[tuple[Callable[[str], object], Callable[[str], str]], ...] = (
    (_is_triple, lambda _: "RDF_N_TRIPLES"),
    (lambda text: text.startswith("<"), _of_markup),
    (_JSON.match, _of_json),
    (lambda text: text.startswith("BEGIN:VCALENDAR"), lambda _: "ICS"),
    (_TURTLE.match, lambda _: "RDF_TURTLE"),
    (lambda _: True, _of_columns),
)
"""Kinds of texts in the order in which they are asked for: how each is told, and its code."""
