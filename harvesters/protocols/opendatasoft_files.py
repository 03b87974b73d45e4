"""The files of a dataset of Opendatasoft: exports made on request, and files that the publisher added."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from ckanext.resilient.harvesters.protocols import values
from ckanext.resilient.harvesters.protocols.values import Json
from ckanext.resilient.svrc.record import SourceDistribution

_LARGEST_SHAPEFILE = 50_000
"""Shapefiles of more records are cut off."""
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The interface's word for a format, how people call it, its media type.
_TABLE = (("csv", "CSV", "text/csv"), ("json", "JSON", "application/json"), ("xlsx", "XLSX", _XLSX))
_GEOJSON = ("geojson", "GeoJSON", "application/geo+json")
_SHAPEFILE = ("shp", "Shapefile", "application/zip")
_ADDED = ("attachments", "alternative_exports")


def read_files(record: Json, portal: str, base: str, modified: str) -> list[SourceDistribution]:
    """The files of a dataset.

    Args:
        record: the dataset in the shape of Explore 2.1.
        portal: scheme and host of the portal.
        base: path of the interface that gave it, `1.0` for search 1.0.
        modified: when the data was last changed.
    """
    key = quote(values.scalar(record["dataset_id"]), safe="@")
    root = f"{portal}/api/datasets/1.0/{key}" if base == "1.0" else f"{portal}{base}/catalog/datasets/{key}"
    exports: list[SourceDistribution] = []
    if _gives_records(record):
        page = f"{portal}/explore/dataset/{key}/download/?format="
        prefix = page if base == "1.0" else f"{root}/exports/"
        exports = [_export(prefix + form, name, kind, modified) for form, name, kind in _forms(record)]
    added = [
        _added(item, f"{root}/{kind}") for kind in _ADDED for item in values.items(record.get(kind)) if item
    ]
    return [*exports, *(file for file in added if file.access_url)]


def _gives_records(record: Json) -> bool:
    """Whether there are records, and everybody may see them."""
    return bool(record.get("has_records")) and record.get("data_visible", True) is not False


def _forms(record: Json) -> list[tuple[str, str, str]]:
    if "geo" not in values.strings(record.get("features")):
        return [*_TABLE]
    return [*_TABLE, _GEOJSON, *([_SHAPEFILE] if _fits_a_shapefile(record) else [])]


def _fits_a_shapefile(record: Json) -> bool:
    common: Json = next(iter(values.items(record["metas"].get("default"))), Json())
    count: object = common.get("records_count")
    return isinstance(count, int) and 0 < count <= _LARGEST_SHAPEFILE


def _export(address: str, name: str, media_type: str, modified: str) -> SourceDistribution:
    return SourceDistribution(
        access_url=address, download_url=address, format=name, media_type=media_type, modified=modified
    )


def _added(item: Json, root: str) -> SourceDistribution:
    """A file of the publisher's; `odsfile:` is how the portal calls it inside itself."""
    metas: Json = {**item, **next(iter(values.items(item.get("metas"))), Json())}
    key = values.scalar(item.get("id"))
    linked = (values.scalar(item.get(name)) for name in ("href", "url"))
    address = next((url for url in linked if urlsplit(url).scheme in {"http", "https"}), "")
    address = address or (f"{root}/{quote(key)}" if key else "")
    return SourceDistribution(
        title=values.texts(metas.get("title")),
        description=values.texts(metas.get("description")),
        access_url=address,
        download_url=address,
        media_type=values.scalar(metas.get("mimetype") or metas.get("mime-type")),
    )
