"""File formats of sources to EU file-type codes and IANA media types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote, urlsplit

from ckanext.resilient.svrc.text import fold, is_address, last_segment, match_key
from ckanext.resilient.svrc.vocabularies import authority, crosswalk, find

_MEDIA_TYPE = re.compile(r"^(application|audio|font|image|message|model|multipart|text|video)/[\w.+-]+$")
_LONGEST = 500
_IANA = "iana.org/assignments/media-types/"
_PUBLICATIONS_OFFICE = "publications.europa.eu/"
# Never registered at IANA, bar a handful for web forms and certificates (RFC 6838, 3.4).
_UNREGISTERED = re.compile(r"^[a-z]+/x[-.]")
# Types that only say "some bytes" or "a page around it": a format beside them tells more.
_VAGUE_MEDIA_TYPES = {"application/octet-stream", "application/x-octet-stream", "binary/octet-stream"}
# An extension that several formats share says the common one.
_EXTENSION_OWNERS = {
    "csv": "CSV",
    "xml": "XML",
    "html": "HTML",
    "htm": "HTML",
    "json": "JSON",
    "pdf": "PDF",
    "zip": "ZIP",
    "rdf": "RDF_XML",
    "tif": "TIFF",
    "tiff": "TIFF",
    "dbf": "DBF",
    "shp": "SHP",
    "ttl": "RDF_TURTLE",
    "tsv": "TSV",
    "gml": "GML",
    "txt": "TXT",
    "mp4": "MPEG4",
    "mp3": "MP3",
    "apk": "APK",
    "gz": "GZIP",
    "jpg": "JPEG",
}
_ARCHIVES = frozenset({"ZIP", "GTFS", "7Z", "RAR", "GZIP", "TAR", "TAR_GZ", "TAR_XZ"})
_ZIPPED = re.compile(r"\b(?:zip|zipped|zippe|compresse en zip|comprimido en zip)\b")
_FILE_EXTENSION = re.compile(r"\.([a-z0-9]{2,8})$", re.IGNORECASE)
_WEB_PAGE_EXTENSIONS = {"php", "asp", "aspx", "jsp", "do", "com", "org", "gov", "eu", "net"}


@dataclass(frozen=True, slots=True)
class Format:
    """An EU file-type code and an IANA media type; either is empty when the source does not tell."""

    code: str = ""
    media_type: str = ""


def media_type(value: str) -> str:
    """The bare media type in a value (`text/csv;charset=utf-8`, an IANA address), "" when it holds none."""
    text = value.strip().casefold()
    if _IANA in text:
        text = text.split(_IANA)[1]
    text = text.partition(";")[0].strip().rstrip("/#")
    return text if _MEDIA_TYPE.match(text) else ""


@cache
def _by_media_type() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for term in authority("file-type"):
        kind = str(term.attributes.get("media_type", "")).casefold()
        if kind:
            found.setdefault(kind, term.code)
    preferred = ("CSV", "XML", "HTML", "PDF", "ZIP", "RDF_XML", "TIFF", "BIN", "JSON")
    table = authority("file-type")
    found.update(
        {str(term.attributes["media_type"]): code for code in preferred if (term := table.get(code))}
    )
    return found


@cache
def _by_extension() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for term in authority("file-type"):
        for extension in term.attributes.get("extensions", ()):
            found.setdefault(str(extension), term.code)
    return found | _EXTENSION_OWNERS


def _code_of_word(value: str) -> str:
    """The code of a word, extension, media type or address; "" when no table knows it."""
    kind = media_type(value)
    if kind:
        return crosswalk("file-type").get(match_key(kind)) or _by_media_type().get(kind, "")
    if is_address(value) and _PUBLICATIONS_OFFICE not in value:
        known = crosswalk("file-type").get(match_key(value))
        # rdf:resource="CSV" is a relative address: a parser makes it <base>/CSV
        return known or _code_of_name(unquote(last_segment(value)), exact=True)
    if is_address(value):
        term = find("file-type", value)
        return term.code if term else ""
    return _code_of_name(value)


def _code_of_name(value: str, *, exact: bool = False) -> str:
    word = value.partition(";")[0].strip()
    term = find("file-type", word)
    if term:
        return term.code
    if exact:
        return ""
    bare = word.lstrip(".").casefold()
    known = _by_extension().get(bare)
    if known:
        return known
    # "Zipped CSV", "CSV (zip)", "csv, utf-8": what is inside counts
    inside = fold(re.sub(r"(?i)\b(zipped|zip|gzipped|compressed|file|format|utf 8|utf8)\b", " ", word))
    term = find("file-type", inside) if inside and inside != fold(word) else None
    return term.code if term else ""


def _extension_code(address: str) -> str:
    path = urlsplit(address.strip()).path if is_address(address) else address
    match = _FILE_EXTENSION.search(path)
    extension = match[1].casefold() if match else ""
    return "" if extension in _WEB_PAGE_EXTENSIONS else _by_extension().get(extension, "")


def _other_media_type(*values: str) -> str:
    for value in values:
        known = crosswalk("media-type").get(match_key(value)) if value.strip() else ""
        if known:
            return known
    return ""


def read_format(name: str, kind: str = "", address: str = "") -> Format:
    """The format of a distribution from what the source says of it.

    Args:
        name: the source's format (free text, extension, media type or address).
        kind: the source's media type, often an extension instead.
        address: of the file; its extension counts only when the source says nothing that is understood.
    """
    name, kind = name[:_LONGEST], kind[:_LONGEST]
    declared = media_type(kind)
    vague = declared in _VAGUE_MEDIA_TYPES
    code = _code_of_word(name) if name.strip() else ""
    code = code or ("" if vague or not kind.strip() else _code_of_word(kind))
    other = "" if code else _other_media_type(name, kind)
    if not code and not other:
        code = _extension_code(address)
    term = authority("file-type").get(code) if code else None
    standard = str(term.attributes.get("media_type", "")) if term else other
    synonym = crosswalk("file-type").get(match_key(declared)) if declared else ""
    replaced = standard and (synonym or _UNREGISTERED.match(declared))
    if declared and not vague and not replaced:
        return Format(code, declared)
    return Format(code, standard or media_type(name))


def archive_type(value: str) -> str:
    """The media type of a compression or a package: "zip", "GZIP", an address; the word itself when unknown."""
    declared = media_type(value)
    code = _code_of_word(value[:_LONGEST]) if value.strip() else ""
    term = authority("file-type").get(code) if code else None
    standard = str(term.attributes.get("media_type", "")) if term else ""
    return standard or declared or value.strip()


def package_of(name: str, code: str) -> str:
    """The media type of the archive that a source's format says is around a file: "CSV (zip)"; else ""."""
    return "application/zip" if code and code not in _ARCHIVES and _ZIPPED.search(fold(name)) else ""


def file_type_uri(code: str) -> str:
    """The EU address of a file-type code, "" when the table has no such code."""
    term = authority("file-type").get(code)
    return term.uri if term else ""
