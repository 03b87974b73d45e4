"""The points of MQA computed a second time, from the table of the methodology alone.

It shares nothing with the suite's own scoring but the dict of a dataset: another author's reading of the same rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

MACHINE = {
    "CSV", "GEOJSON", "ICS", "JSON", "JSON_LD", "KML", "KMZ", "NETCDF", "ODS", "RDFA", "RDF_N_QUADS", "RDF_N_TRIPLES",
    "RDF_TRIG", "RDF_TURTLE", "RDF_XML", "RSS", "SHP", "XLS", "XLSX", "XML",
}  # fmt: skip
FREE = {
    "BMP", "CSV", "DBF", "GEOJSON", "GZIP", "HTML", "ICS", "JPEG2000", "JSON", "JSON_LD", "KML", "KMZ", "NETCDF",
    "ODS", "PNG", "RDF_N_QUADS", "RDF_N_TRIPLES", "RDF_TRIG", "RDF_TURTLE", "RDF_XML", "RSS", "RTF", "TAR", "TIFF",
    "TSV", "TXT", "WMS_SRVC", "XML", "ZIP",
}  # fmt: skip
RIGHTS = "http://publications.europa.eu/resource/authority/access-right/"


def points(
    dataset: Mapping[str, Any],
    *,
    status: Callable[[str], int | None],
    conforms: bool | None,
    known_licence: Callable[[str], bool],
    file_types: Mapping[str, str],
    addresses: Callable[[Mapping[str, Any]], tuple[str, str]],
) -> int:
    """The points so far of a dataset.

    Args:
        dataset: as `package_show` gives it.
        status: HTTP status at an address, None if it was not asked.
        conforms: the verdict of the shapes.
        known_licence: whether a licence is in the EU's table.
        file_types: codes of the EU's table with their media type.
        addresses: access and download address of a file.
    """
    total = 0
    total += 30 * bool(dataset.get("tags_translated") or dataset.get("tags"))
    # "Other" belongs to no theme of the EU.
    total += 30 * bool(dataset.get("theme") or set(dataset.get("od_category") or ()) - {"other"})
    total += 20 * any(any(p.values()) for p in dataset.get("spatial_coverage", []))
    total += 20 * any(any(p.values()) for p in dataset.get("temporal_coverage", []))
    total += 30 * bool(conforms)
    rights = dataset.get("access_rights") or ""
    total += 10 * bool(rights.startswith(RIGHTS) or dataset.get("source_access_rights"))
    total += 5 * rights.startswith(RIGHTS)
    total += 20 * any(any(c.values()) for c in dataset.get("contact", []))
    total += 10 * bool(
        dataset.get("publisher") or (dataset.get("owner_org") and not dataset.get("source_guid"))
    )
    files = [
        _file(dataset, file, status, known_licence, file_types, addresses)
        for file in dataset.get("resources", [])
    ]
    if not files:
        return total + 5 * bool(dataset.get("issued")) + 5 * bool(dataset.get("modified"))
    return total + max(files)


def _file(
    dataset: Mapping[str, Any],
    file: Mapping[str, Any],
    status: Callable[[str], int | None],
    known_licence: Callable[[str], bool],
    file_types: Mapping[str, str],
    addresses: Callable[[Mapping[str, Any]], tuple[str, str]],
) -> int:
    access, download = addresses(file)
    code, media = file.get("format") or "", (file.get("mimetype") or "").split(";")[0].strip()
    licence = _licence(dataset, file, known_licence)
    worth = 50 * _ok(status(access)) if access else 0
    if download:
        worth += 20 + 30 * _ok(status(download))
    worth += 20 * bool(code in file_types or (file.get("source_format") and not media)) + 10 * bool(media)
    worth += 10 * (code in file_types and "/" in media)
    for listed in (FREE, MACHINE):
        worth += 20 * (code in listed or media in {file_types[one] for one in listed if file_types.get(one)})
    worth += 20 * bool(licence) + 10 * (bool(licence) and known_licence(licence))
    worth += 5 * bool(file.get("rights") or (file.get("license") and file.get("source_license")))
    return worth + sum(5 for name in ("size", "issued", "modified") if file.get(name))


def _licence(
    dataset: Mapping[str, Any], file: Mapping[str, Any], known_licence: Callable[[str], bool]
) -> str:
    """The one licence of a file: its own, else the dataset's; several that no table knows are none."""
    own = file.get("license") or file.get("source_license")
    if own:
        return str(own)
    if known_licence(dataset.get("license_id") or ""):
        return str(dataset["license_id"])
    originals = [one for one in dataset.get("source_license") or () if one != "notspecified"]
    return str(originals[0]) if len(originals) == 1 else ""


def _ok(status: int | None) -> bool:
    return status is not None and 200 <= status <= 299
