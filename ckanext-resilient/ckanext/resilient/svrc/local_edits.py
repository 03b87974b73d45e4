"""What a person wants a field to be, against what its source says: kept, asked about, given up. Pure rules.

Of a field in several languages each language is a part by itself: what is said in the others follows the source.
Any other field is one part, which has no name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from ckanext.resilient.svrc.edits import is_by_language, same


class Part(NamedTuple):
    """What a person wants to be said, what the source said when she decided, and what it says now."""

    value: Any
    base: Any
    source: Any

    @property
    def is_open(self) -> bool:
        """Whether the source says something new, and not what she wants."""
        return not same(self.source, self.base) and not same(self.source, self.value)


Parts = Mapping[str, Part]


def split(value: Any, base: Any, source: Any) -> Parts:
    """The parts of an edited field: of one in several languages, those languages that she edited."""
    if not is_by_language(value):
        return {"": Part(value, base, source)}
    return {name: Part(one, _of(base, name), _of(source, name)) for name, one in value.items()}


def joined(parts: Parts) -> Part:
    """The parts as one, as `split` takes them."""
    if "" in parts:
        return parts[""]
    base = {name: part.base for name, part in parts.items() if part.base}
    source = {name: part.source for name, part in parts.items() if part.source}
    return Part({name: part.value for name, part in parts.items()}, base, source)


def edited(parts: Parts, given: Any, said: Any) -> Parts:
    """With what a person gives; a part that she sets to what the source says is the source's again.

    Args:
        parts: what was edited before.
        given: the new value; of one in several languages, those that she changed (see `edits.narrowed`).
        said: what the source says of the whole field.
    """
    by_language = is_by_language(given)
    values: Mapping[str, Any] = given if by_language else {"": given}
    result = dict(parts) if by_language and "" not in parts else {}
    for name, value in values.items():
        source = parts[name].source if name in parts else _of(said, name)
        result.pop(name, None)
        if not same(value, source):
            result[name] = Part(value, source, source)
    return result


def heard(parts: Parts, said: Any) -> Parts:
    """With what the source says now; where that is what she wants, there is nothing to ask about."""
    return {name: _heard(part, _of(said, name)) for name, part in parts.items()}


def _heard(part: Part, source: Any) -> Part:
    return Part(part.value, source if same(source, part.value) else part.base, source)


def kept(parts: Parts) -> Parts:
    """After she has kept hers."""
    return {name: Part(part.value, part.source, part.source) for name, part in parts.items()}


def asked(parts: Parts) -> Parts:
    """Those to look at: where both have changed, or all of hers where that is nowhere so."""
    return {name: part for name, part in parts.items() if part.is_open} or parts


def _of(value: Any, name: str) -> Any:
    if not name:
        return value
    return cast("Mapping[str, Any]", value).get(name) if isinstance(value, Mapping) else None
