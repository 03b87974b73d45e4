"""What a person changed of a harvested record stays hers; of the classification, marks say so. Pure rules.

`auto_classified` names the fields that the rules filled in, `auto_matched` the words that matched, and
`hand_classified` the fields that a person has edited: those are no longer touched by a harvest, also when
she emptied them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from ckanext.resilient.svrc.concepts import FIELDS
from ckanext.resilient.svrc.edits import laid_over

AUTO = "auto_classified"
MATCHED = "auto_matched"
HAND = "hand_classified"

HARVEST = "resilient_harvest"
"""Key of an action's context that says: this is the harvest's own write, not a person's."""

Record = Mapping[str, Any]


def stored_values(extras: Mapping[str, str]) -> dict[str, Any]:
    """The classification of a stored record, read from the JSON texts of its extras."""
    names = (*FIELDS, AUTO, MATCHED, HAND)
    return {name: _entries(extras[name]) for name in names if extras.get(name)}


def _entries(text: str) -> list[Any]:
    """A list from its JSON; a text from before this suite's fields is a list of one."""
    try:
        loaded: Any = json.loads(text)
    except ValueError:
        return [text]
    return cast("list[Any]", loaded) if isinstance(loaded, list) else [text]


def marks_after_edit(stored: Record, sent: Record) -> dict[str, list[Any]]:
    """The marks of a record after a person's update: every field whose codes she changed is hers from now on.

    Args:
        stored: the record before.
        sent: the codes of the fields after; a field that is not there is empty.
    """
    changed = {name for name in FIELDS if set(stored.get(name, ())) != set(sent.get(name, ()))}
    hand = changed.union(stored.get(HAND, ()))
    return {
        HAND: [name for name in FIELDS if name in hand],
        **_without(stored, hand),
    }


def keep_edits(package: Record, stored: Record, edited: Mapping[str, Any]) -> dict[str, Any]:
    """A harvested package with the fields that a person has edited as she left them.

    Args:
        package: what the source and the rules say now.
        stored: the classification of the record as it is here, with its marks.
        edited: by path, what she wants any field to be (see `svrc.edits`).
    """
    hand = set(stored.get(HAND, ()))
    package = laid_over(package, edited) if edited else dict(package)
    if not hand:
        return package
    kept = {name: stored[name] for name in FIELDS if name in hand and name in stored}
    marks = {name: value for name, value in _without(package, hand).items() if value}
    rest = {name: value for name, value in package.items() if name not in {*hand, AUTO, MATCHED}}
    return {**rest, **kept, **marks, HAND: stored[HAND]}


def _without(record: Record, hand: set[str]) -> dict[str, list[Any]]:
    return {
        AUTO: [name for name in record.get(AUTO, ()) if name not in hand],
        MATCHED: [entry for entry in record.get(MATCHED, ()) if entry.get("field") not in hand],
    }
