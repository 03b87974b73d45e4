"""What somebody gave and asked not to show: kept, shown to who may edit the entry, given out to nobody else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context

_HIDDEN_BY: Mapping[str, Mapping[str, str]] = {"data-request": {"asked_by": "name_hidden"}}
"""By type: fields that are not for everybody, each with the answer that says so."""

Record = dict[str, Any]


def for_reader(context: Context, package: Record) -> None:
    """Take out of a record what its reader may not see, and give who may edit it what the index does not hold.

    Args:
        context: of `package_show`.
        package: what it gives, in the schema of its type or in CKAN's own.
    """
    fields = _fields(package)
    if not fields:
        return
    if not _may_edit(context, package):
        _take_out(package, fields)
    elif "schema" not in context:  # the schema of its type: from it, an update or a patch is made
        stored = model.Session.get_one(model.Package, package["id"]).extras
        package.update({name: stored[name] for name in fields if name in stored})


def for_index(doc: Record) -> None:
    """Take it out of an index document: of that, everybody may ask for every value."""
    if doc["type"] not in _HIDDEN_BY:
        return
    whole = {name: json.loads(doc[name]) for name in ("data_dict", "validated_data_dict")}
    fields = _fields(whole["validated_data_dict"])
    if not fields:
        return
    for name, package in whole.items():
        _take_out(package, fields)
        doc[name] = json.dumps(package)
    for name in fields:
        doc.pop(name, None)
        doc.pop(f"extras_{name}", None)


def _fields(package: Record) -> list[str]:
    """The fields of a record that are not to be shown."""
    of_type = _HIDDEN_BY.get(package["type"])
    if not of_type:
        return []
    values = {extra["key"]: extra["value"] for extra in package.get("extras") or []} | package
    return [name for name, answer in of_type.items() if str(values.get(answer)).lower() == "true"]


def _take_out(package: Record, fields: Iterable[str]) -> None:
    for name in fields:
        package.pop(name, None)
    if "extras" in package:
        package["extras"] = [extra for extra in package["extras"] if extra["key"] not in fields]


def _may_edit(context: Context, package: Record) -> bool:
    try:
        return bool(tk.check_access("package_update", tk.fresh_context(context), {"id": package["id"]}))
    except tk.NotAuthorized:
        return False
