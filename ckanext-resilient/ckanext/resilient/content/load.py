"""Brings the shipped content into the catalogue, as often as wanted, and never over what people changed."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context
from werkzeug.datastructures import FileStorage

from ckanext.resilient.content.model import LoadedContent
from ckanext.resilient.content.shipped import Item, ShippedError, digest, read

Values = dict[str, Any]

_OF_FILES = ("url", "size", "last_modified")
"""What tells that another file was put in the place of a loaded one."""


@dataclass
class Outcome:
    """What became of the items: their keys by outcome, the fields kept as edited here, and the errors."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    deleted_here: list[str] = field(default_factory=list)
    not_ours: list[str] = field(default_factory=list)
    kept: dict[str, list[str]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


def load(files: Iterable[Path], *, rehearse: bool = False) -> Outcome:
    """Load the items of these files; one that cannot be loaded stops no other.

    Links to entries that come later are written in a second pass.

    Args:
        files: paths of items, as `shipped.paths` gives them.
        rehearse: say what would be done, and do nothing.
    """
    outcome, later = Outcome(), list[Item]()
    for path in files:
        later += _attempt(path, outcome, lambda path=path: _load_item(read(path), outcome, rehearse=rehearse))
    for item in later:
        _attempt(item.path, outcome, lambda item=item: _complete(item))
    return outcome


def _attempt(path: Path, outcome: Outcome, step: Callable[[], list[Item]]) -> list[Item]:
    """What the step leaves for later; nothing, and an error in the outcome, when it fails."""
    try:
        return step()
    except (ShippedError, tk.ValidationError) as problem:
        model.Session.rollback()
        outcome.errors.append(_told(f"{path.parent.name}/{path.stem}", problem))
        return []


def _load_item(item: Item, outcome: Outcome, *, rehearse: bool) -> list[Item]:
    """Create or update one item; the item again when links of it are still missing."""
    known = model.Session.get(LoadedContent, (item.content_type, item.name))
    entity = _entity(item, known.entity_id if known else item.name)
    if known is None:
        if entity is not None:
            outcome.not_ours.append(item.key)
            return []
        return _create(item, outcome, rehearse=rehearse)
    if entity is None and not known.given:
        # A run that was killed had noted it, but not stored it.
        return _create(item, outcome, known, rehearse=rehearse)
    if entity is None or entity.state != model.State.ACTIVE:
        outcome.deleted_here.append(item.key)
        return []
    return _update(item, known, outcome, rehearse=rehearse)


def _create(
    item: Item, outcome: Outcome, known: LoadedContent | None = None, *, rehearse: bool
) -> list[Item]:
    """Store a new item. It is noted first: what a killed run leaves behind is then recognised as ours."""
    if rehearse:
        outcome.created.append(item.key)
        return []
    if known is None:
        known = LoadedContent(content_type=item.content_type, name=item.name, entity_id=str(uuid.uuid4()))
        model.Session.add(known)
        model.Session.commit()
    values, left_out = _without_missing_links(item)
    action = "organization_create" if item.content_type == "organization" else "package_create"
    identity = {"id": known.entity_id, "name": item.name, "type": item.content_type}
    try:
        # CKAN takes files in an update only: first the entry with all that can be refused, then they.
        files = _files(item, values)
        tk.get_action(action)(_context(), {**identity, **values, **_without_uploads(files)})
        if files:
            tk.get_action("package_patch")(_context(), {"id": known.entity_id, **files})
    except (ShippedError, tk.ValidationError):
        model.Session.rollback()
        model.Session.delete(model.Session.get_one(LoadedContent, (item.content_type, item.name)))
        model.Session.commit()
        raise
    _note(item, values)
    outcome.created.append(item.key)
    return [item] if left_out else []


def _update(item: Item, known: LoadedContent, outcome: Outcome, *, rehearse: bool) -> list[Item]:
    """Bring in the fields that changed in the file and not here."""
    given, current = item.digests(), _stored(item, item.values)
    changed = [name for name in item.values if given[name] != known.given.get(name)]
    changed += [name for name in known.given if name not in item.values]
    kept = [name for name in changed if name in known.stored and known.stored[name] != current[name]]
    if kept:
        outcome.kept[item.key] = kept
    fresh = {name: item.values.get(name, "") for name in changed if name not in kept}
    values, left_out = _without_missing_links(item, fresh)
    if fresh and not rehearse:
        _patch(item, known, values)
    (outcome.updated if fresh else outcome.unchanged).append(item.key)
    return [item] if left_out else []


def _complete(item: Item) -> list[Item]:
    """Write the links that had to wait for the entries they lead to.

    Raises:
        ShippedError: when an entry is still not there; the other links are written.
    """
    known = model.Session.get_one(LoadedContent, (item.content_type, item.name))
    waiting = {name: kind for name, kind in _link_fields(item).items() if name not in known.given}
    whole = {name: item.values[name] for name in waiting if item.values.get(name)}
    lost = [f"{name}: {one}" for name, value in whole.items() for one in _missing(value, waiting[name])]
    if not lost and whole:
        _patch(item, known, whole)
    elif whole:
        there = {n: [one for one in v if one not in _missing(v, waiting[n])] for n, v in whole.items()}
        tk.get_action("package_patch")(_context(), {"id": known.entity_id, **there})
        raise ShippedError(
            f"it links to entries that are not here: {'; '.join(lost)}. Load them, or take the links out."
        )
    return []


def _patch(item: Item, known: LoadedContent, values: Values) -> None:
    action = "organization_patch" if item.content_type == "organization" else "package_patch"
    tk.get_action(action)(_context(), {"id": known.entity_id, **values, **_files(item, values)})
    _note(item, values)


def _note(item: Item, values: Values) -> None:
    """Remember how the fields were given and how they are stored now."""
    known = model.Session.get_one(LoadedContent, (item.content_type, item.name))
    given = item.digests()
    gone = [name for name in values if name not in item.values]
    known.given = {**known.given, **{name: given[name] for name in values if name in given}}
    known.stored = {**known.stored, **_stored(item, values)}
    for name in gone:
        known.given.pop(name, None)
        known.stored.pop(name, None)
    model.Session.commit()


def _stored(item: Item, names: Iterable[str]) -> dict[str, str]:
    """Digests of the fields as CKAN holds them now."""
    known = model.Session.get_one(LoadedContent, (item.content_type, item.name))
    action = "organization_show" if item.content_type == "organization" else "package_show"
    record = tk.get_action(action)(_context(), {"id": known.entity_id})
    return {name: digest(_comparable(name, record.get(name))) for name in {*names, *known.stored}}


def _comparable(name: str, value: Any) -> Any:
    """A stored value without what CKAN adds to files by itself."""
    if name != "resources":
        return value
    return [
        {key: entry.get(key) for key in (*_OF_FILES, "name_translated", "format")} for entry in value or []
    ]


def _files(item: Item, values: Values) -> Values:
    """The files among the values, opened for upload; nothing when there are none."""
    entries = values.get("resources")
    return {"resources": [_resource(item, entry) for entry in entries]} if entries else {}


def _without_uploads(files: Values) -> Values:
    return {
        name: [{key: value for key, value in entry.items() if key != "upload"} for entry in entries]
        for name, entries in files.items()
    }


def _resource(item: Item, entry: Mapping[str, Any]) -> Values:
    path = item.file(str(entry["file"]))
    rest = {key: value for key, value in entry.items() if key != "file"}
    upload = FileStorage(BytesIO(path.read_bytes()), filename=path.name)
    return {"url": path.name, "url_type": "upload", "upload": upload, **rest}


def _without_missing_links(item: Item, values: Mapping[str, Any] | None = None) -> tuple[Values, bool]:
    """The values without link fields that name an entry which is not there yet, and whether there are any."""
    wanted = dict(item.values if values is None else values)
    waiting = [name for name, kind in _link_fields(item).items() if _missing(wanted.get(name) or [], kind)]
    return {name: value for name, value in wanted.items() if name not in waiting}, bool(waiting)


def _link_fields(item: Item) -> dict[str, str]:
    if item.content_type == "organization":
        return {}
    schema = tk.h.scheming_get_dataset_schema(item.content_type) or {"dataset_fields": []}
    return {f["field_name"]: f["links_to"] for f in schema["dataset_fields"] if "links_to" in f}


def _missing(names: Iterable[str], kind: str) -> list[str]:
    found = model.Group.get if kind == "organization" else model.Package.get
    return [name for name in names if found(name) is None]


def _entity(item: Item, reference: str) -> model.Package | model.Group | None:
    return model.Group.get(reference) if item.content_type == "organization" else model.Package.get(reference)


def _context() -> Context:
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})
    return cast("Context", {"user": user["name"], "ignore_auth": True})


def _told(key: str, problem: ShippedError | tk.ValidationError) -> str:
    if isinstance(problem, ShippedError):
        return f"{key}: {problem}"
    details = "; ".join(f"{name}: {value}" for name, value in problem.error_dict.items())
    return f"{key} was refused. {details}"
