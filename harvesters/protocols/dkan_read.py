"""One dataset of DKAN to a `SourceDataset`: version 1 writes CKAN's form, version 2 that of `data.json`.

https://resources.data.gov/resources/dcat-us/ names the fields of the second.
"""

from __future__ import annotations

from typing import Any, cast

from ckanext.resilient.harvesters.protocols import ckan_read, values
from ckanext.resilient.harvesters.protocols.base import Endpoint, RawRecord
from ckanext.resilient.harvesters.protocols.ckan_coverage import read_places
from ckanext.resilient.harvesters.protocols.ckan_pod import is_pod
from ckanext.resilient.harvesters.protocols.fields import Fields, is_empty
from ckanext.resilient.harvesters.protocols.values import Json
from ckanext.resilient.svrc.record import SourceDataset

_REFERENCE = frozenset({"identifier", "data"})


def read_record(raw: RawRecord, endpoint: Endpoint) -> SourceDataset:
    """What one dataset says.

    Raises:
        SkipRecord: it is deleted, or no dataset.
        RejectRecord: it has neither title nor description, or is not an object at all.
    """
    payload: object = raw.payload
    if not isinstance(payload, dict) or not _is_of_version_2(cast("Json", payload)):
        return ckan_read.read_record(raw, endpoint)
    # Names with a percent sign are the metastore's own book-keeping.
    record = {name: value for name, value in cast("Json", payload).items() if not name.startswith("%")}
    files = [item for item in values.items(record.get("distribution")) if not is_empty(item)]
    record["distribution"] = files
    shapes = [item for item in values.items(record.get("spatial")) if "coordinates" in item]
    if shapes:
        record.pop("spatial")
    dataset = ckan_read.read_record(RawRecord(raw.guid, record), endpoint)
    read_places(Fields({"spatial": shapes[0]} if shapes else {}, {}), dataset)
    for file, item in zip(dataset.distributions, files, strict=True):
        file.documentation = values.strings(item.get("describedBy"))
    return dataset


def _is_of_version_2(record: Json) -> bool:
    return is_pod(record) or ("resources" not in record and "identifier" in record)


def without_references(value: Any) -> Any:
    """A value of the metastore without the wrapping that gives each part its own id.

    `{"identifier": "…", "data": {"title": "…"}}` becomes `{"title": "…"}`, also one level deeper.
    """
    value = _unwrapped(value)
    if not isinstance(value, dict):
        return value
    record = cast("Json", value)
    return {
        name: [_unwrapped(item) for item in cast("list[Any]", part)]
        if isinstance(part, list)
        else _unwrapped(part)
        for name, part in record.items()
    }


def _unwrapped(value: Any) -> Any:
    if isinstance(value, dict) and cast("Json", value).keys() == _REFERENCE:
        return cast("Json", value)["data"]
    return cast("Any", value)
