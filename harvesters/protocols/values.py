"""Values of JSON interfaces in the many shapes that portals give them. Pure functions, nothing is guessed."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, cast
from urllib.parse import urljoin, urlsplit

from ckanext.resilient.svrc.record import UNDECLARED, Agent, Contact, Keywords, Text
from ckanext.resilient.svrc.text import storable

Json = dict[str, Any]

# Three-letter codes only where no two-letter code exists: `url` and `doi` are no languages.
_LANGUAGE_TAG = re.compile(r"([a-z]{2}|arg|ast|fur|lld|mwl|rup|sdn|und)([_-][A-Za-z0-9]{1,8})*")
_BRACED_LIST = re.compile(r"\{[^{}:\"]*\}")
_NOTHING = {"", "null", "none", "undefined", "nan"}
_TEXT_KEYS = ("label", "title", "name", "display_name", "value")


def parsed(value: Any) -> Any:
    """A value, read from the JSON text that some portals put into string fields, quotes escaped or not."""
    if not isinstance(value, str) or value.lstrip()[:1] not in {"{", "["}:
        return value
    for text in (value, html.unescape(value)):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):  # noqa: PERF203 - two rounds, and mostly the first
            continue
    return value


def scalar(value: Any) -> str:
    """A single value as text; empty for nothing, for a list its first."""
    value = parsed(value)
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    if isinstance(value, list):
        return next((text for text in map(scalar, cast("list[Any]", value)) if text), "")
    if isinstance(value, dict):
        return first_text(texts(cast("Json", value)))
    text = storable(str(value)).strip()
    return "" if text.casefold() in _NOTHING else text


def strings(*values: Any) -> list[str]:
    """All values as a list without repetition: lists, JSON lists, `{ITA,DEU}`, single values."""
    found: list[str] = []
    for value in values:
        found.extend(_strings(parsed(value)))
    return list(dict.fromkeys(found))


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, list):
        for item in cast("list[Any]", value):
            yield from _strings(parsed(item))
    elif isinstance(value, str) and _BRACED_LIST.fullmatch(value.strip()):
        yield from (text for text in map(scalar, value.strip()[1:-1].split(",")) if text)
    elif isinstance(value, dict):
        item = cast("Json", value)
        keys = ("uri", "url", "identifier", "relation", "dataset_identifier", *_TEXT_KEYS)
        text = next((scalar(item[key]) for key in keys if scalar(item.get(key))), "") or scalar(item)
        if text:
            yield text
    elif text := scalar(value):
        yield text


def words(*values: Any) -> list[str]:
    """Short words or codes, also when they come as one text parted by commas or semicolons."""
    found = [word.strip() for text in strings(*values) for word in re.split(r"[,;]", text)]
    return list(dict.fromkeys(word for word in found if word))


def items(value: Any) -> list[Json]:
    """The objects in a value: a list of objects, one object, or either as JSON text."""
    value = parsed(value)
    listed = cast("list[Any]", value) if isinstance(value, list) else [value]
    found = [parsed(item) for item in listed]
    return [cast("Json", item) for item in found if isinstance(item, dict)]


def is_by_language(value: Any) -> bool:
    """Whether a value is a text per language, such as `{"it": "…", "de": ""}`."""
    if not isinstance(value, dict):
        return False
    pairs = cast("dict[Any, Any]", value).items()
    if not pairs or [key for key, _ in pairs] == ["id"]:
        return False
    return all(
        isinstance(key, str)
        and _LANGUAGE_TAG.fullmatch(key)
        and (content is None or isinstance(content, (str, list)))
        for key, content in pairs
    )


def texts(value: Any) -> Text:
    """A text per language; `und` where the source does not tell the language; gaps left out."""
    value = parsed(value)
    if is_by_language(value):
        found = {tag.replace("_", "-"): scalar(text) for tag, text in cast("Json", value).items()}
        return {tag: text for tag, text in found.items() if text}
    if isinstance(value, dict):
        found_by_key = (texts(cast("Json", value).get(key)) for key in _TEXT_KEYS)
        return next(filter(None, found_by_key), Text())
    if isinstance(value, list):
        text = "\n".join(filter(None, map(scalar, cast("list[Any]", value))))
    else:
        text = scalar(value)
    return {UNDECLARED: text} if text else {}


def merged(*found: Text) -> Text:
    """Texts of several fields as one: the first of a language stays, repetitions without language go."""
    result: Text = {}
    for text in found:
        for tag, content in text.items():
            if tag != UNDECLARED or content not in result.values():
                result.setdefault(tag, content)
    return result


def first_text(text: Text, languages: Iterable[str] = ()) -> str:
    """The text in the first of the languages that there is, else any."""
    for language in languages:
        if text.get(language):
            return text[language]
    return next(iter(text.values()), "")


def keywords(*values: Any) -> Keywords:
    """Keywords per language from `{lang: [...]}`, tag objects, lists or comma-separated text, each once."""
    result: Keywords = {}
    known: set[str] = set()
    for value in map(parsed, values):
        found = cast("Json", value) if is_by_language(value) else {UNDECLARED: value}
        for written, content in found.items():
            tag = written.replace("_", "-")
            new = [word for word in _tag_names(content) if tag != UNDECLARED or word.casefold() not in known]
            if new:
                result[tag] = list(dict.fromkeys([*result.get(tag, []), *new]))
                known.update(word.casefold() for word in new)
    return result


def _tag_names(value: Any) -> list[str]:
    value = parsed(value)
    if isinstance(value, str):
        return words(value)
    if not isinstance(value, list):
        return []
    listed = [parsed(item) for item in cast("list[Any]", value)]
    found = [
        scalar(cast("Json", item).get("display_name")) or scalar(cast("Json", item).get("name"))
        if isinstance(item, dict)
        else scalar(item)
        for item in listed
    ]
    return [word for word in found if word]


def absolute(base: str, address: str) -> str:
    """An address, joined to the portal's when it is relative."""
    if not address or not base or urlsplit(address).scheme or address.startswith("#"):
        return address
    return urljoin(base.rstrip("/") + "/", address)


def agent(item: Mapping[str, Any]) -> Agent:
    """An organisation or person from an object, whatever it calls its parts."""
    return Agent(
        name=_name(item),
        uri=_first(item, "uri"),
        identifier=_first(item, "identifier"),
        email=_email(item),
        url=_first(item, "url", "homepage"),
        type=_first(item, "type"),
    )


def contact(item: Mapping[str, Any]) -> Contact:
    """Who answers questions, from an object."""
    return Contact(
        name=_name(item),
        uri=_first(item, "uri"),
        email=_email(item),
        url=_first(item, "url", "contact_form", "homepage"),
        phone=_first(item, "phone", "telephone", "tel"),
        identifier=_first(item, "identifier"),
    )


def agents(value: Any) -> list[Agent]:
    """All organisations or persons in a value; a plain text is a name."""
    found = [agent(item) for item in items(value)] or [Agent(name=texts(name)) for name in strings(value)]
    return [one for one in found if one != Agent()]


def contacts(value: Any) -> list[Contact]:
    """All contacts in a value; a plain text is a name, or an e-mail address when it looks like one."""
    found = [contact(item) for item in items(value)] or [named_contact(name) for name in strings(value)]
    return [one for one in found if one != Contact()]


def named_contact(name: str, email: str = "") -> Contact:
    """A contact from a name and an address; a name that is an address is taken for one when none is given."""
    if not email and re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", name):
        return Contact(email=name)
    return Contact(name=texts(name), email=bare_email(email))


def bare_email(value: str) -> str:
    """An e-mail address without `mailto:`."""
    return re.sub(r"^mailto:", "", value.strip(), flags=re.IGNORECASE)


def _name(item: Mapping[str, Any]) -> Text:
    given = scalar(item.get("given_name"))
    found = merged(*(texts(item.get(key)) for key in ("name_translated", "name", "label", "title", "fn")))
    if not given or UNDECLARED not in found:
        return found
    return {**found, UNDECLARED: f"{given} {found[UNDECLARED]}"}


def _email(item: Mapping[str, Any]) -> str:
    return bare_email(_first(item, "email", "mbox", "hasEmail"))


def _first(item: Mapping[str, Any], *keys: str) -> str:
    return next((text for text in (scalar(item.get(key)) for key in keys) if text), "")
