"""The shapes in which Opendatasoft's interfaces give a dataset, brought into that of Explore 2.1."""

from __future__ import annotations

from typing import Any, cast

from ckanext.resilient.harvesters.protocols import values
from ckanext.resilient.harvesters.protocols.fields import plain
from ckanext.resilient.harvesters.protocols.listing import guid_of
from ckanext.resilient.harvesters.protocols.values import Json

_KEYS = ("dataset_id", "datasetid")
_SHARED = ("attachments", "alternative_exports", "has_records", "data_visible", "features", "fields")


def datasets_in(body: Any) -> list[Any] | None:
    """The datasets in an answer: a page, an export or a single one; None when it is something else."""
    if isinstance(body, list):
        listed = cast("list[Any]", body)
        return listed if not listed or any(map(_is_dataset, listed)) else None
    if not isinstance(body, dict):
        return None
    page = cast("Json", body)
    for key in ("results", "datasets"):
        if isinstance(page.get(key), list):
            return cast("list[Any]", page[key])
    return [page] if _is_dataset(page) else None


def _is_dataset(item: Any) -> bool:
    record = _unwrapped(item)
    return record is not None and "metas" in record and any(key in record for key in _KEYS)


def as_payload(item: Any, base: str) -> Json:
    """A dataset under its id, with the interface that gave it: its files have their addresses there."""
    record = _unwrapped(item)
    if record is None:
        return {"id": guid_of(item), "base": base, "record": item}
    key = next(filter(None, (values.scalar(record.get(key)) for key in _KEYS)), "") or guid_of(record)
    shared = {name: record[name] for name in _SHARED if name in record}
    merged = {
        "dataset_id": key,
        "dataset_uid": record.get("dataset_uid"),
        **shared,
        "metas": _metas(record),
    }
    return {"id": key, "base": base, "record": merged}


def _unwrapped(item: Any) -> Json | None:
    """The dataset itself; version 2.0 wraps it with its links."""
    if not isinstance(item, dict):
        return None
    entry = cast("Json", item)
    inner: object = entry.get("dataset")
    return cast("Json", inner) if isinstance(inner, dict) else entry


def _metas(record: Json) -> Json:
    """Metadata by group; search 1.0 has the common ones without a group and the others beside them."""
    own = next(iter(values.items(record.get("metas"))), Json())
    if "datasetid" not in record and isinstance(own.get("default"), dict):
        return _groups(own)
    beside = [next(iter(values.items(record.get(name))), Json()) for name in ("interop_metas", "extra_metas")]
    return {"default": own, **_groups(beside[0]), **_groups(beside[1])}


def _groups(metas: Json) -> Json:
    return {plain(name): cast("Json", group) for name, group in metas.items() if isinstance(group, dict)}
