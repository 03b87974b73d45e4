"""Entries of repeating fields that somebody can propose: a place, a contact, a period.

An entry is named by its path: `contact/new` for one more, `contact/KEY` for one that is there. The key is made of what the
entry says: a proposal for one that has changed since finds nothing, and never lands in another.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

NEW = "new"
_KEPT = "resilient/form/kept_value.html"
_PLACE = "spatial_coverage"

Entry = Mapping[str, Any]
Field = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an entry: its name, what it is called, what it says now, and what one may choose, if it is coded."""

    name: str
    label: str
    now: str
    choices: list[tuple[str, str]]


def is_repeating(field: Field) -> bool:
    """Whether a field of the schema is made of entries that people fill in."""
    return "repeating_subfields" in field and field.get("form_snippet", "") is not None


def key_of(entry: Entry) -> str:
    """What an entry is named by in a path."""
    said = {name: value for name, value in entry.items() if value}
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def parts(field: Field, entry: Entry) -> list[Part]:
    """The parts of an entry that the form asks for in one language."""
    return [
        Part(
            one["field_name"],
            tk._(one["label"]),
            str(entry.get(one["field_name"]) or ""),
            _choices(field, one),
        )
        for one in field["repeating_subfields"]
        if _is_asked(one)
    ]


def _is_asked(part: Field) -> bool:
    snippet = part.get("form_snippet", "")
    return snippet not in (None, _KEPT) and "fluent" not in str(part.get("validators", ""))


def _choices(field: Field, part: Field) -> list[tuple[str, str]]:
    if (field["field_name"], part["field_name"]) != (_PLACE, "uri"):
        return []
    return [
        (choice["value"], f"{'– ' * choice['level']}{choice['label']}")
        for group in tk.h.resilient_place_choices(None)
        for choice in group["choices"]
    ]


def summary(field: Field, entry: Entry) -> str:
    """An entry in one line."""
    if field["field_name"] == _PLACE:
        return tk.h.resilient_place_label(dict(entry))
    return ", ".join(part.now for part in parts(field, entry) if part.now)


def lines(field: Field, entry: Entry) -> list[str]:
    """A proposed entry, part by part."""
    found: list[str] = []
    for part in parts(field, entry):
        if part.now:
            named = dict(part.choices).get(part.now, part.now).lstrip("– ")
            found.append(f"{part.label}: {named}")
    return found


def checked(asked: Sequence[Part], value: Any) -> dict[str, str] | None:
    """The parts that somebody gave; None where there are none, or one is not in its list."""
    if not isinstance(value, Mapping):
        return None
    given = {part.name: str(value.get(part.name) or "").strip() for part in asked}
    allowed = all(
        not part.choices or not given[part.name] or given[part.name] in dict(part.choices) for part in asked
    )
    return {name: text for name, text in given.items() if text} or None if allowed else None


def with_entry(field: str, entries: Iterable[Entry], key: str, value: Entry) -> list[Entry]:
    """The entries of a field with the proposed one: one more, or in the place of the one that it is meant for.

    Raises:
        tk.ValidationError: that one has changed since.
    """
    there = list(entries)
    if key == NEW:
        return [*there, value]
    if key not in map(key_of, there):
        raise tk.ValidationError({field: [tk._("This was changed in the meantime.")]})
    return [_in_place_of(field, one, value) if key_of(one) == key else one for one in there]


def _in_place_of(field: str, before: Entry, value: Entry) -> Entry:
    """The new entry. What the form does not ask for stays, except the outline of a place: it belongs to the old one."""
    return value if field == _PLACE else {**before, **value}
