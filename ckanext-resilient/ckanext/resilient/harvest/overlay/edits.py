"""Noting what a person edits of a harvested dataset, and deciding when its source says something new."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model

from ckanext.resilient.harvest import stock, writer
from ckanext.resilient.harvest.model import HarvestRecord
from ckanext.resilient.harvest.overlay import store
from ckanext.resilient.svrc import edits
from ckanext.resilient.svrc.curation import HAND

_CORE = ("title", "notes", "license_id", "url", "version", "author", "maintainer", "tags")
_CORE_OF_FILES = ("name", "description", "format")
_NOT_EDITED = {"id", "name", "owner_org", "language_detected", HAND}
_MADE_BY_HARVEST = ("source_", "auto_")


def harvested(id_or_name: str) -> str:
    """The id of a dataset if a source of ours gives it, else empty."""
    package = model.Package.get(id_or_name)
    return package.id if package is not None and _source_of(package.id) else ""


def _source_of(package_id: str) -> sa.Row[tuple[str, str]] | None:
    return model.Session.execute(
        sa.select(HarvestRecord.source_id, HarvestRecord.guid).where(HarvestRecord.package_id == package_id)
    ).first()


def note(package_id: str, before: Mapping[str, Any], author: str) -> None:
    """Keep what differs from `before` as what its author wants. The caller commits."""
    changed = edits.changes(before, writer.shown(package_id), *_fields())
    if changed:
        store.note(package_id, changed, _said(package_id) or before, author)


def _said(package_id: str) -> dict[str, Any]:
    """What the source said last; empty when ckanext-harvest no longer keeps it."""
    source = _source_of(package_id)
    obj = stock.current_object(*source) if source else None
    return json.loads(obj.content)["package"] | {"private": False} if obj and obj.content else {}


def _fields() -> tuple[list[str], list[str]]:
    """Names of the fields of a dataset and of a file that people edit."""
    schema = tk.h.scheming_get_dataset_schema("dataset") if "scheming_get_dataset_schema" in tk.h else None
    if schema is None:
        return [*_CORE, "private"], list(_CORE_OF_FILES)
    of_dataset, of_file = (
        [field["field_name"] for field in schema[part] if _is_edited(field["field_name"])]
        for part in ("dataset_fields", "resource_fields")
    )
    return [*of_dataset, "private"], [*of_file, "url"]


def _is_edited(name: str) -> bool:
    return name not in _NOT_EDITED and not name.startswith(_MADE_BY_HARVEST)


def keep_mine(package_id: str, field: str) -> None:
    """Keep an edit, now that its source says something new; gives nothing to look at until it changes again."""
    entry = _found(package_id, field)
    entry.base, entry.source_changed = entry.source, None
    model.Session.commit()


def take_source(package_id: str, field: str) -> None:
    """Give an edit up: the dataset says what the source says, and follows it from now on.

    Raises:
        ValidationError: the dataset cannot be stored.
    """
    entry = _found(package_id, field)
    dataset = edits.laid_over(writer.shown(package_id), {field: entry.source})
    dataset[HAND] = [name for name in dataset.get(HAND, []) if name != field]
    dataset.pop("metadata_modified")
    tk.get_action("package_update")(writer.site_context(), dataset)
    # Only now: a dataset that is refused stays as the person wants it.
    model.Session.delete(entry)
    model.Session.commit()


def _found(package_id: str, field: str) -> Any:
    entry = store.find(package_id, field)
    if entry is None:
        raise tk.ObjectNotFound(tk._("Nobody has edited this field."))
    return entry
