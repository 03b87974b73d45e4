"""Values of a Linked Data API: each may be a text, a number, `{_value, _lang}`, `{_about, …}` or a list of these.

https://github.com/UKGovLD/linked-data-api describes the form; what a property gives varies per record.
"""

from __future__ import annotations

from typing import Any, cast

from ckanext.resilient.harvesters.protocols import values
from ckanext.resilient.harvesters.protocols.fields import is_empty
from ckanext.resilient.harvesters.protocols.values import Json
from ckanext.resilient.svrc.record import UNDECLARED, Keywords, Text

_NAMES = ("prefLabel", "label", "name", "title")
# In the order of ISO 8601; weeks stand alone there, but no portal mixes them.
_DATE_PARTS = (("years", "Y"), ("months", "M"), ("weeks", "W"), ("days", "D"))
_TIME_PARTS = (("hours", "H"), ("minutes", "M"), ("seconds", "S"))


def listed(value: Any) -> list[Any]:
    """The values of a property, one or many."""
    return cast("list[Any]", value) if isinstance(value, list) else [] if value is None else [value]


def objects(value: Any) -> list[Json]:
    """Those values that are objects."""
    return [cast("Json", one) for one in listed(value) if isinstance(one, dict)]


def parts(value: Any) -> list[Json]:
    """All values as objects: one that is only named has nothing but its address."""
    found = [cast("Json", one) if isinstance(one, dict) else {"_about": one} for one in listed(value)]
    return [one for one in found if not is_empty(one)]


def strings(*found: Any) -> list[str]:
    """All values as texts: the address of an object, else its literal value, else its name."""
    every = (_word(one) for value in found for one in listed(value))
    return list(dict.fromkeys(word for word in every if word))


def first(value: Any) -> str:
    """The first value as text; "" when there is none."""
    return next(iter(strings(value)), "")


def _word(value: Any) -> str:
    if not isinstance(value, dict):
        return values.scalar(value)
    node = cast("Json", value)
    own = next((values.scalar(node[name]) for name in ("_about", "_value") if node.get(name)), "")
    return own or next((values.scalar(node[name]) for name in ("value", *_NAMES) if node.get(name)), "")


def texts(value: Any) -> Text:
    """A text per language; several of one language are paragraphs of it."""
    found: dict[str, list[str]] = {}
    for one in listed(value):
        tag, text = _tagged(one)
        if text and text not in found.get(tag, []):
            found.setdefault(tag, []).append(text)
    return {tag: "\n\n".join(paragraphs) for tag, paragraphs in found.items()}


def keywords(value: Any) -> Keywords:
    """Keywords per language."""
    found: Keywords = {}
    for one in listed(value):
        tag, text = _tagged(one)
        for word in values.words(text):
            if word not in found.get(tag, []):
                found.setdefault(tag, []).append(word)
    return found


def _tagged(value: Any) -> tuple[str, str]:
    if isinstance(value, dict) and "_value" in value:
        node = cast("Json", value)
        return values.scalar(node.get("_lang")) or UNDECLARED, values.scalar(node["_value"])
    if isinstance(value, dict):
        node = cast("Json", value)
        name = next((node[key] for key in _NAMES if node.get(key)), "")
        return next(iter(texts(name).items()), (UNDECLARED, ""))
    return UNDECLARED, values.scalar(value)


def nodes(value: Any) -> list[tuple[str, Text]]:
    """Address and names of each thing; a text that is no address is a name."""
    found: list[tuple[str, Text]] = []
    for one in listed(value):
        if isinstance(one, dict):
            node = cast("Json", one)
            names = next((texts(node[key]) for key in _NAMES if node.get(key)), texts(node.get("_value")))
            found.append((values.scalar(node.get("_about")), names))
        else:
            word = values.scalar(one)
            found.append((word, {}) if "://" in word else ("", {UNDECLARED: word}))
    return [(uri, names) for uri, names in found if uri or any(names.values())]


def duration(value: Any) -> str:
    """How often, as ISO 8601 duration or in the source's own word or address.

    NTI-RISP puts the numbers into an object inside an object: `{"value": {"months": 3}}`.
    """
    node = next(iter(objects(value)), None)
    if node is None:
        return first(value)
    written = _written_duration(node)
    if written:
        return written
    inner = node.get("value")
    return duration(inner) if inner else first(node)


def _written_duration(node: Json) -> str:
    def told(names: tuple[tuple[str, str], ...]) -> str:
        found = ((values.scalar(node.get(name)), letter) for name, letter in names)
        return "".join(f"{number}{letter}" for number, letter in found if number not in {"", "0"})

    days, hours = told(_DATE_PARTS), told(_TIME_PARTS)
    return f"P{days}{'T' if hours else ''}{hours}" if days or hours else ""


def format_of(value: Any) -> tuple[str, str]:
    """Media type and format; NTI-RISP has them as value and label of one object."""
    found = listed(value)
    node = next(iter(objects(found)), None)
    label = first(node.get("label")) if node else ""
    word = first(node["value"]) if node and node.get("value") else first(found)
    is_media_type = "/" in word and "://" not in word
    return (word, label) if is_media_type else ("", label or word)
