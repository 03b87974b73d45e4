"""Taking a JSON record apart so that nothing is lost: what no field takes is kept as an extra."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

from ckanext.resilient.harvesters.protocols.values import Json, parsed, scalar

_LONGEST_EXTRA = 20_000


class Fields:
    """The values of one record by name, its own before its extras; each is taken once.

    Names are compared without case and with `-` and blanks as `_`, since portals write
    `contact-email`, `Contact email` and `contact_email`.
    """

    def __init__(self, own: Mapping[str, Any], extras: Mapping[str, Any]) -> None:
        self._names: dict[str, list[tuple[str, Any]]] = {}
        for source in (own, extras):
            for name, value in source.items():
                if not is_empty(value):
                    self._names.setdefault(plain(name), []).append((name, value))

    def take(self, *names: str) -> Any:
        """The first value that there is under one of the names, which then counts as used; else None."""
        for name in names:
            found = self._names.get(name)
            if found:
                value = found.pop(0)[1]
                found[:] = [(other, kept) for other, kept in found if kept != value]
                return value
        return None

    def take_all(self, *names: str) -> list[Any]:
        """The values under all of the names."""
        found: list[Any] = []
        for name in names:
            while (value := self.take(name)) is not None:
                found.append(value)
        return found

    def drop(self, names: Iterable[str]) -> None:
        """Forget what says nothing about the dataset."""
        for name in names:
            self._names.pop(name, None)

    def rest(self) -> dict[str, str]:
        """What nobody took, by the source's own name, as text."""
        left: dict[str, str] = {}
        for found in self._names.values():
            for name, value in found:
                left[_free(name, left)] = as_text(value)[:_LONGEST_EXTRA]
        return left


def plain(name: str) -> str:
    """A field name for comparison."""
    return re.sub(r"[\s-]+", "_", name.strip().casefold())


def is_empty(value: Any) -> bool:
    """Whether a value says nothing: null, blank, `[]` also as text, only empty parts."""
    value = parsed(value)
    if isinstance(value, dict):
        return all(is_empty(part) for part in cast("Json", value).values())
    if isinstance(value, list):
        return all(is_empty(part) for part in cast("list[Any]", value))
    return not scalar(value)


def as_text(value: Any) -> str:
    """A value as it can be shown: text as it stands, anything else as JSON."""
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return scalar(value) if not isinstance(value, str) else value.strip()


def extras_of(value: Any) -> dict[str, Any]:
    """Extras as a mapping, from a list of `{key, value}` or a plain object; the first of a key stays."""
    value = parsed(value)
    if isinstance(value, dict):
        return {str(key): content for key, content in cast("Json", value).items()}
    if not isinstance(value, list):
        return {}
    result: dict[str, Any] = {}
    for item in cast("list[Any]", value):
        if isinstance(item, dict) and "key" in item:
            pair = cast("Json", item)
            result.setdefault(str(pair["key"]), pair.get("value"))
    return result


def _free(name: str, taken: Mapping[str, str]) -> str:
    number = 2
    free = name
    while free in taken:
        free, number = f"{name} ({number})", number + 1
    return free
