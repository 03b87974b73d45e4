"""Noting what a person edits of a harvested dataset, and deciding when its source says something new."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model

from ckanext.resilient.errors import PauseHarvest, RejectRecord
from ckanext.resilient.harvest import stock, writer
from ckanext.resilient.harvest.model import HarvestRecord
from ckanext.resilient.harvest.overlay import store
from ckanext.resilient.harvest.overlay.model import Overlay
from ckanext.resilient.harvest.wording import not_written
from ckanext.resilient.svrc import edits, local_edits
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
        changed = {path: _narrowed(before, path, value) for path, value in changed.items()}
        store.note(package_id, changed, _said(package_id) or before, author)


def _narrowed(before: Mapping[str, Any], path: str, value: Any) -> Any:
    is_file = path.endswith("/")  # with all its fields
    return value if is_file else edits.narrowed(edits.value_at(before, path), value)


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
    store.fill(entry, local_edits.kept(store.parts_of(entry)))
    model.Session.commit()


def take_source(package_id: str, field: str) -> None:
    """Give an edit up: the dataset says what the source says, and follows it from now on.

    Of a field in several languages, that is what `resilient_overlay_list` shows: hers in the others stays.

    Raises:
        ValidationError: the dataset cannot be stored, or the search index does not answer.
    """
    entry = _found(package_id, field)
    parts = store.parts_of(entry)
    given_up = local_edits.asked(parts)
    said = local_edits.joined({name: part._replace(value=part.source) for name, part in given_up.items()})
    dataset = edits.laid_over(writer.shown(package_id), {field: said.value})
    dataset[HAND] = [name for name in dataset.get(HAND, []) if name != field]
    dataset.pop("metadata_modified")
    try:
        writer.restore(dataset)
    except (RejectRecord, PauseHarvest) as failure:
        raise not_written(failure, field) from failure
    # Only now: a dataset that is refused stays as the person wants it.
    store.fill(entry, {name: part for name, part in parts.items() if name not in given_up})
    model.Session.commit()


def _found(package_id: str, field: str) -> Overlay:
    entry = store.find(package_id, field)
    if entry is None:
        raise tk.ObjectNotFound(tk._("Nobody has edited this field."))
    return entry
