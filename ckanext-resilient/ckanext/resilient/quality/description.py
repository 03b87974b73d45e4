"""A dataset as quality looks at it: the values of its description, read once from the dict of `package_show`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from ckanext.resilient.catalogue import given
from ckanext.resilient.catalogue.concepts import media_type_name
from ckanext.resilient.catalogue.nodes import count, iri, listed
from ckanext.resilient.svrc.vocabularies import Term, address_in, authority

# Endings of pages, which a program makes at any address.
_PAGES = (".html", ".htm", ".xhtml", ".php", ".asp", ".aspx", ".jsp", ".do")

# Formats that programs can read, and formats that belong to nobody: the lists that data.europa.eu measures with
# (https://data.europa.eu/mqa/methodology, tables “machine readable” and “non-proprietary”).
MACHINE_READABLE = frozenset(
    [
        "CSV",
        "GEOJSON",
        "ICS",
        "JSON",
        "JSON_LD",
        "KML",
        "KMZ",
        "NETCDF",
        "ODS",
        "RDFA",
        "RDF_N_QUADS",
        "RDF_N_TRIPLES",
        "RDF_TRIG",
        "RDF_TURTLE",
        "RDF_XML",
        "RSS",
        "SHP",
        "XLS",
        "XLSX",
        "XML",
    ]
)
NON_PROPRIETARY = frozenset(
    [
        "BMP",
        "CSV",
        "DBF",
        "GEOJSON",
        "GZIP",
        "HTML",
        "ICS",
        "JPEG2000",
        "JSON",
        "JSON_LD",
        "KML",
        "KMZ",
        "NETCDF",
        "ODS",
        "PNG",
        "RDF_N_QUADS",
        "RDF_N_TRIPLES",
        "RDF_TRIG",
        "RDF_TURTLE",
        "RDF_XML",
        "RSS",
        "RTF",
        "TAR",
        "TIFF",
        "TSV",
        "TXT",
        "WMS_SRVC",
        "XML",
        "ZIP",
    ]
)


@dataclass(frozen=True, slots=True)
class File:
    """One distribution: its addresses, and what its description says of it.

    `licence` is what people are told, `licence_given` what we give out: nothing where several contradict each other.
    """

    id: str
    access_url: str
    download_url: str
    format: Term | None
    named_format: bool
    media_type: str
    licence: str
    licence_given: str
    rights: bool
    size: bool
    issued: bool
    modified: bool

    @property
    def format_code(self) -> str:
        """The EU file-type code, "" when the format is missing or not in the table."""
        return self.format.code if self.format else ""


@dataclass(frozen=True, slots=True)
class Description:
    """A dataset's description: the dict itself, its files, and the licence that holds where a file names none."""

    values: Mapping[str, Any]
    files: tuple[File, ...]
    licence: str

    def has(self, name: str) -> bool:
        """Whether a field has a value."""
        return bool(self.values.get(name))


def describe(package: Mapping[str, Any]) -> Description:
    """What a dataset says of itself.

    Args:
        package: dict of `package_show`, or of a form that was not saved yet.
    """
    licence = (
        given.shared_licence(package)
        or given.stated(package.get("license_id"))
        or next(filter(None, map(given.stated, listed(package.get("source_license")))), "")
    )
    files = tuple(_file(package, resource, licence) for resource in package.get("resources") or ())
    return Description(package, files, licence)


def addresses(resource: Mapping[str, Any]) -> tuple[str, str]:
    """Access and download address of a file, as the DCAT feed gives them.

    A file that lies here, or whose address ends like a file of data, is a download; any other address only
    leads to the data. It may end like another format than the one that is stated: sources mix up XLS and XLSX.
    """
    url = str(resource.get("url") or "")
    download = str(resource.get("download_url") or "")
    if not download and (
        resource.get("url_type") == "upload" or _is_file(url, str(resource.get("format") or ""))
    ):
        download = url
    return str(resource.get("access_url") or "") or url, download


def _is_file(url: str, code: str) -> bool:
    term = authority("file-type").get(code) if code else None
    if term is None or "." not in url or term.code.endswith("_SRVC"):
        return False
    path = urlsplit(url).path.casefold()
    return path.endswith((*_endings_of(term.code), *_endings_of_data()))


@cache
def _endings_of(code: str) -> tuple[str, ...]:
    term = authority("file-type").terms[code]
    return tuple(f".{extension}" for extension in term.attributes.get("extensions", ())) or (
        f".{code.casefold()}",
    )


@cache
def _endings_of_data() -> tuple[str, ...]:
    """How files end that programs can read, or that are packed."""
    endings = {ending for code in (*MACHINE_READABLE, "TSV", "ZIP") for ending in _endings_of(code)}
    return tuple(sorted(endings - set(_PAGES)))


def _file(package: Mapping[str, Any], resource: Mapping[str, Any], licence: str) -> File:
    access, download = addresses(resource)
    code = str(resource.get("format") or "")
    known = authority("file-type").get(code) or authority("file-type").by_uri(code)
    own = given.own_licence(resource)
    return File(
        id=str(resource.get("id") or ""),
        access_url=access,
        download_url=download if iri(download) else "",
        format=known,
        named_format=bool(address_in("file-type", code)) or given.format_words(resource) is not None,
        media_type=media_type_name(resource.get("mimetype")),
        licence=own or given.stated(resource.get("license")) or licence,
        licence_given=own or given.shared_licence(package),
        rights=bool(given.rights(resource)),
        size=count(resource.get("size")) is not None,
        issued=given.issued(package, resource) is not None,
        modified=given.modified(package, resource) is not None,
    )
