"""Links between entries (R90): stored on one side as names, found from both sides through the index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ckan import model

from ckanext.resilient.content.values import BadValueError
from ckanext.resilient.svrc.issues import N_

FIELD = "linked"
"""Field of the index (`vocab_linked`) with all that an entry links to, as `type/name`."""

_PARTIES = ("members", "partners")
_NO_ENTRY = N_("There is no entry “{value}” of this kind here. Give its address on this site.")


def names(sent: Iterable[str], content_type: str) -> list[str]:
    """The names of the entries that are meant by name, id or address on this site.

    Raises:
        BadValueError: when there is no such entry of this type.
    """
    return list(dict.fromkeys(_entry(value, content_type).name for value in sent))


def ids(sent: Iterable[str], content_type: str) -> list[str]:
    """The ids of the entries that are meant by name, id or address on this site.

    Raises:
        BadValueError: when there is no such entry of this type.
    """
    return list(dict.fromkeys(str(_entry(value, content_type).id) for value in sent))


def _entry(value: str, content_type: str) -> model.Package | model.Group:
    wanted = value.split("?", maxsplit=1)[0].rstrip("/").rsplit("/", 1)[-1]
    is_group = content_type == "organization"
    found = model.Group.get(wanted) if is_group else model.Package.get(wanted)
    if found is None or found.type != content_type:
        raise BadValueError(_NO_ENTRY, {"value": value})
    return found


def of_record(record: Mapping[str, Any], schema: Mapping[str, Any]) -> list[str]:
    """All that a record links to, as `type/name`, each once."""
    found = [
        f"{field['links_to']}/{name}"
        for field in schema["dataset_fields"]
        if "links_to" in field
        for name in record.get(field["field_name"]) or []
    ]
    parties = (party for field in _PARTIES for party in record.get(field) or [])
    found += [f"organization/{party['organization']}" for party in parties if party.get("organization")]
    return list(dict.fromkeys(found))
