"""Local edits in our own table. The caller commits."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.resilient.harvest.overlay.model import Overlay
from ckanext.resilient.moments import utc_now
from ckanext.resilient.svrc import local_edits
from ckanext.resilient.svrc.edits import same, value_at


def entries(package_id: str) -> Sequence[Overlay]:
    """The edits of a dataset, by field."""
    return model.Session.scalars(
        sa.select(Overlay).where(Overlay.package_id == package_id).order_by(Overlay.field)
    ).all()


def values(package_id: str) -> dict[str, Any]:
    """What people want the fields of a dataset to be, by path."""
    return {entry.field: entry.value for entry in entries(package_id)}


def find(package_id: str, field: str) -> Overlay | None:
    """The edit of one field."""
    return model.Session.get(Overlay, (package_id, field))


def note(package_id: str, changed: Mapping[str, Any], said: Mapping[str, Any], author: str) -> None:
    """Keep what a person changed; a field that she set to what the source says is the source's again.

    Args:
        package_id: the dataset.
        changed: by path, the values that she gave.
        said: what the source says, as a record.
        author: her user id.
    """
    for path, value in changed.items():
        entry = find(package_id, path)
        parts = local_edits.edited(parts_of(entry) if entry else {}, value, value_at(said, path))
        if entry is None and not parts:
            continue
        entry = entry or Overlay(package_id=package_id, field=path)
        entry.author, entry.edited = author, utc_now()
        fill(entry, parts)


def parts_of(entry: Overlay) -> local_edits.Parts:
    """An edit in its parts: a file as a whole is one, whatever its fields are called."""
    if entry.field.endswith("/"):
        return {"": local_edits.Part(entry.value, entry.base, entry.source)}
    return local_edits.split(entry.value, entry.base, entry.source)


def fill(entry: Overlay, parts: local_edits.Parts, changed: datetime.datetime | None = None) -> None:
    """Keep an edit with these parts; without any, it is forgotten.

    Args:
        entry: the edit.
        parts: what it is from now on.
        changed: when its source said something new, if it did so just now.
    """
    if not parts:
        model.Session.delete(entry)
        return
    entry.value, entry.base, entry.source = local_edits.joined(parts)
    is_open = any(part.is_open for part in parts.values())
    entry.source_changed = (changed or entry.source_changed) if is_open else None
    model.Session.add(entry)


def note_source(package_id: str, said: Mapping[str, Any]) -> None:
    """Take over what the source says now; where that is new and not what the person wants, ask for a look."""
    for entry in entries(package_id):
        parts = parts_of(entry)
        told = local_edits.heard(parts, value_at(said, entry.field))
        if any(not same(told[name].source, part.source) for name, part in parts.items()):
            fill(entry, told, utc_now())


_TIMES = ("edited", "source_changed")


def copies(package_id: str) -> list[dict[str, Any]]:
    """The edits of a dataset as plain JSON, for `put_back`."""
    return [
        {
            name: value.isoformat() if name in _TIMES and value else value
            for name, value in row._mapping.items()
        }
        for row in model.Session.execute(sa.select(Overlay.__table__).where(Overlay.package_id == package_id))
    ]


def put_back(package_id: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Let the edits of a dataset be again as `copies` gave them."""
    model.Session.execute(sa.delete(Overlay).where(Overlay.package_id == package_id))
    for row in rows:
        times = {name: datetime.datetime.fromisoformat(row[name]) for name in _TIMES if row[name]}
        model.Session.execute(sa.insert(Overlay).values({**row, **times}))


def open_fields(package_id: str) -> int:
    """Of how many edited fields of a dataset the source has said something new."""
    return model.Session.scalars(
        sa.select(sa.func.count()).where(
            Overlay.package_id == package_id, Overlay.source_changed.is_not(None)
        )
    ).one()


def listed(
    organisations: Collection[str] | None, package_id: str, *, to_review: bool, limit: int, offset: int
) -> Sequence[sa.Row[Any]]:
    """Edits with title and name of their dataset and the name of their author, in one query.

    Args:
        organisations: ids of the owners whose datasets count; None for all.
        package_id: only those of this dataset, empty for all.
        to_review: only those whose source has said something new.
        limit: at most so many.
        offset: after so many.
    """
    query = (
        sa.select(Overlay, model.Package.title, model.Package.name, model.User.name)
        .join(model.Package, model.Package.id == Overlay.package_id)
        .outerjoin(model.User, model.User.id == Overlay.author)
        .order_by(Overlay.source_changed.desc().nulls_last(), model.Package.title, Overlay.field)
    )
    if organisations is not None:
        query = query.where(model.Package.owner_org.in_(organisations))
    if package_id:
        query = query.where(Overlay.package_id == package_id)
    if to_review:
        query = query.where(Overlay.source_changed.is_not(None))
    return model.Session.execute(query.limit(limit).offset(offset)).all()
