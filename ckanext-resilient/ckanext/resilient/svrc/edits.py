"""What a person changed of a harvested record, field by field, and how it is laid over what the source says.

A field is named by its path: `license_id`, or `resources/ADDRESS/description_translated` for that of the file with
this address. `resources/ADDRESS/` is the file itself: its fields where she added it, nothing where she removed it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, cast

FILES = "resources"

CORE_TEXTS = {
    "title_translated": "title",
    "notes_translated": "notes",
    "tags_translated": "tags",
    "name_translated": "name",
    "description_translated": "description",
}
"""CKAN's own field for the field in several languages from which it is derived."""

Record = Mapping[str, Any]

_LANGUAGE = re.compile(r"[a-z]{2,3}([-_][A-Za-z]{2,4})?")


def changes(before: Record, after: Record, fields: Collection[str], file_fields: Collection[str]) -> Record:
    """By path, the value after of every field that differs.

    Args:
        before: a record as it is shown.
        after: the same record later.
        fields: names of the record's fields that count.
        file_fields: those of a file.
    """
    found = {name: after.get(name) for name in fields if not same(before.get(name), after.get(name))}
    old, new = files(before), files(after)
    for key in {*old, *new}:
        path = f"{FILES}/{key}/"
        if key not in old:
            found[path] = {name: new[key][name] for name in file_fields if new[key].get(name)}
        elif key not in new:
            found[path] = None
        else:
            found |= {
                path + name: new[key].get(name)
                for name in file_fields
                if not same(old[key].get(name), new[key].get(name))
            }
    return found


def is_by_language(value: Any) -> bool:
    """Whether a value is given in several languages, each with its own."""
    if not isinstance(value, Mapping):
        return False
    names = cast("Mapping[str, Any]", value)
    return bool(names) and all(_LANGUAGE.fullmatch(name) for name in names)


def narrowed(before: Any, after: Any) -> Any:
    """Of a value in several languages, those in which it differs, nothing where it is gone; any other as it is."""
    if not (is_by_language(after) or (is_by_language(before) and not after)):
        return after
    old: Record = cast("Record", before) if isinstance(before, Mapping) else {}
    new: Record = after or {}
    return {name: new.get(name) for name in {**old, **new} if not same(old.get(name), new.get(name))}


def value_at(record: Record, path: str) -> Any:
    """What a record says at a path; nothing where it has no such field or file."""
    if not path.startswith(f"{FILES}/"):
        return record.get(path)
    key, name = _parts(path)
    file = files(record).get(key)
    return file if file is None or not name else file.get(name)


def laid_over(record: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    """The record with these values at their paths; files that it has no more are left out.

    A value in several languages is laid over language by language; one in which it has nothing goes.
    """
    result = {name: value for name, value in record.items() if name != FILES}
    found = {key: dict(file) for key, file in files(record).items()}
    # A path is shorter than those inside it: a file is there before its fields are set.
    for path in sorted(values, key=len):
        if not path.startswith(f"{FILES}/"):
            _set(result, path, values[path])
            continue
        key, name = _parts(path)
        if name and key in found:
            _set(found[key], name, values[path])
        elif not name and values[path] is None:
            found.pop(key, None)
        elif not name:
            found[key] = {**found.get(key, {}), **values[path]}
    return {**result, FILES: list(found.values())} if found or FILES in record else result


def same(one: Any, other: Any) -> bool:
    """Whether two values say the same: nothing is nothing in every form, and a list of codes has no order."""
    return _plain(one) == _plain(other)


def files(record: Record) -> dict[str, Mapping[str, Any]]:
    """The files of a record by address; of several with one address, the later ones with their number."""
    found: dict[str, Mapping[str, Any]] = {}
    listed: list[Mapping[str, Any]] = record.get(FILES) or []
    for file in listed:
        key = address = str(file.get("url") or "")
        number = 1
        while key in found:
            number += 1
            key = f"{address}#{number}"
        found[key] = file
    return found


def _parts(path: str) -> tuple[str, str]:
    key, _, name = path.removeprefix(f"{FILES}/").rpartition("/")
    return key, name


def _set(record: dict[str, Any], name: str, value: Any) -> None:
    record.pop(CORE_TEXTS.get(name, ""), None)
    said = record.get(name)
    if is_by_language(value) and isinstance(said, Mapping):
        value = {**cast("Record", said), **value}
    if is_by_language(value):
        value = {key: one for key, one in value.items() if _plain(one) is not None}
    if _plain(value) is None:
        record.pop(name, None)
    else:
        record[name] = value


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        fields = cast("Mapping[str, Any]", value)
        return {key: plain for key, one in fields.items() if (plain := _plain(one)) is not None} or None
    if isinstance(value, (list, tuple)):
        several = cast("Collection[Any]", value)
        items = [plain for one in several if (plain := _plain(one)) is not None]
        return (sorted(items) if all(isinstance(one, str) for one in items) else items) or None
    return None if value in (None, "") else value
