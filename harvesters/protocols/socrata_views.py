"""A view of Socrata's older interface (`/api/views`) in the form that the catalogue gives.

https://dev.socrata.com/docs/other/metadata names some of its fields; the rest is as portals send it.
"""

from __future__ import annotations

from typing import Any, cast

from ckanext.resilient.harvesters.protocols import values
from ckanext.resilient.harvesters.protocols.values import Json
from ckanext.resilient.svrc.dates import read_date

_KINDS = {"geo": "map", "blobby": "file", "href": "href", "story": "story"}
_DRAWING = "drawingInfo"
_CORNERS = (("northWest", "long"), ("southEast", "lat"), ("southEast", "long"), ("northWest", "lat"))


def is_view(item: Any) -> bool:
    """Whether something is a view; `as_result` reads nothing else."""
    return isinstance(item, dict) and {"id", "name", "viewType"} <= cast("Json", item).keys()


def as_result(view: Json, portal: str) -> Json:
    """A view as a result of the catalogue; people (`owner`, `tableAuthor`) are left out.

    Args:
        view: as the interface gives it.
        portal: scheme and host of the portal.
    """
    metadata = _object(view, "metadata")
    licence = _object(view, "license")
    page = f"{portal}/d/{view['id']}"
    return {
        "resource": {
            "id": view["id"],
            "name": view["name"],
            "description": view.get("description"),
            "attribution": view.get("attribution"),
            "attribution_link": view.get("attributionLink"),
            "type": _kind(view),
            "parent_fxf": view.get("modifyingViewUid"),
            "provenance": view.get("provenance"),
            "hide_from_data_json": view.get("hideFromDataJson"),
            "createdAt": _moment(view.get("createdAt")),
            "publication_date": view.get("publicationDate"),
            "data_updated_at": view.get("rowsUpdatedAt") or view.get("viewLastModified"),
            "blob_mime_type": view.get("blobMimeType"),
            "blob_size": view.get("blobFileSize"),
            "blob_name": view.get("blobFilename"),
            "access_points": metadata.get("accessPoints"),
            "bbox": _object(metadata, "geo").get("bbox") or _box(view),
            **_columns(view),
        },
        "classification": {
            "domain_category": view.get("category"),
            "domain_tags": view.get("tags"),
            "domain_metadata": _custom_fields(metadata),
        },
        "metadata": {
            "license": licence.get("name") or view.get("licenseId"),
            "terms": licence.get("termsLink"),
        },
        "permalink": page,
        "link": page,
        "stage": view.get("publicationStage"),
    }


def _kind(view: Json) -> str:
    """The type that the catalogue would give: only the first view of a table is the dataset itself."""
    known = _KINDS.get(values.scalar(view.get("viewType")))
    if known:
        return known
    if "flags" not in view or "default" in values.strings(view["flags"]):
        return "dataset"
    return f"view: {values.scalar(view.get('displayType')) or 'filter'}"


def _columns(view: Json) -> Json:
    columns = values.items(view.get("columns"))
    return {
        "columns_name": [column.get("name") for column in columns],
        "columns_field_name": [column.get("fieldName") for column in columns],
        "columns_datatype": [column.get("dataTypeName") for column in columns],
        "columns_description": [column.get("description") for column in columns],
    }


def _moment(value: Any) -> str:
    """A point in time in words of a calendar; the interface counts the seconds since 1970."""
    text = values.scalar(value)
    return read_date(text) or text


def _custom_fields(metadata: Json) -> list[Json]:
    """The portal's own fields, under the names that the catalogue makes of their sets and keys.

    Layers that came from ArcGIS also hold there how a map draws them.
    """
    groups = _object(metadata, "custom_fields")
    return [
        {"key": f"{group}_{name}".replace(" ", "-"), "value": value}
        for group in groups
        if not group.startswith(_DRAWING)
        for name, value in _object(groups, group).items()
    ]


def _box(view: Json) -> str:
    bounds = [values.scalar(_object(view, corner).get(axis)) for corner, axis in _CORNERS]
    return ",".join(bounds) if all(bounds) else ""


def _object(holder: Json, name: str) -> Json:
    return next(iter(values.items(holder.get(name))), Json())
