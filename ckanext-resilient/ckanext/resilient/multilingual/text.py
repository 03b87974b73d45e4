"""What a multilingual value may look like on its way in, and the one form in which it is stored.

The stored form `{language: text}` and the names of the validators built on it are those of
ckanext-fluent, because ckanext-dcat recognises multilingual fields by them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar, cast

from babel import Locale

from ckanext.resilient.svrc.issues import N_

T = TypeVar("T")

_TAG = re.compile(r"^([a-z]{2,3})(?:-t-([a-z]{2,3}))?$")

NOT_BY_LANGUAGE = N_("Give this text by language, for example {example}.")
UNKNOWN_LANGUAGE = N_("“{tag}” is not a language code. Use a base code such as “it” or “el”.")
NOT_TEXT = N_("The text in “{tag}” must be plain text.")
NOT_KEYWORDS = N_("The keywords in “{tag}” must be a list of words.")
TOO_LONG = N_("The text in “{tag}” has {length} characters; {limit} are allowed.")


@dataclass
class TextError(Exception):
    """A value cannot be stored: a message to translate first and to fill in afterwards."""

    template: str
    params: Mapping[str, str | int] = field(default_factory=dict)


def is_language_tag(tag: str) -> bool:
    """Whether content may be stored under this tag: a base code (`ca`), or `el-t-it` for machine text.

    https://www.rfc-editor.org/rfc/rfc6497 (BCP 47 extension T).
    """
    match = _TAG.match(tag)
    return bool(match) and _known_languages().issuperset(code for code in match.groups() if code)


@cache
def _known_languages() -> frozenset[str]:
    """Every language that Unicode's CLDR has a name for: sources write in more than our tables hold."""
    return frozenset(Locale("en").languages) - {"mis", "mul", "root", "und", "zxx"}


def texts(value: object, form: Mapping[str, object], limit: int = 0) -> dict[str, str]:
    """The translations in the form keys, else in `value` (a dict or its JSON); trimmed, none empty.

    Args:
        value: what was sent under the field's own name.
        form: language tag to text, from the keys `field-it` of a form.
        limit: greatest length of a translation; 0 for any.

    Raises:
        TextError: when the value is not text by language.
    """
    found = _cleaned(value, form, _text, '{"it": "Asili nido"}')
    for tag, text in found.items():
        if limit and len(text) > limit:
            raise TextError(TOO_LONG, {"tag": tag, "length": len(text), "limit": limit})
    return found


def keywords(value: object, form: Mapping[str, object]) -> dict[str, list[str]]:
    """The keywords in the form keys (separated by commas), else in `value`; by language, each once.

    Raises:
        TextError: when the value is not keywords by language.
    """
    return _cleaned(value, form, _keywords, '{"it": ["asili", "infanzia"]}')


def _cleaned(
    value: object, form: Mapping[str, object], clean: Callable[[str, object], T], example: str
) -> dict[str, T]:
    found: dict[str, T] = {}
    for tag, entry in _by_language(value, form, example).items():
        if not is_language_tag(tag):
            raise TextError(UNKNOWN_LANGUAGE, {"tag": tag})
        cleaned = clean(tag, entry)
        if cleaned:
            found[tag] = cleaned
    return found


def _by_language(value: object, form: Mapping[str, object], example: str) -> Mapping[str, object]:
    if form:  # a form page is a patch: the stored value comes with it, what was typed is newer
        return form
    if isinstance(value, str) and value.strip():
        try:
            value = json.loads(value)
        except ValueError:
            raise TextError(NOT_BY_LANGUAGE, {"example": example}) from None
    if not value:
        return {}
    if not isinstance(value, Mapping):
        raise TextError(NOT_BY_LANGUAGE, {"example": example})
    return cast("Mapping[str, object]", value)


def _text(tag: str, entry: object) -> str:
    if entry is None:
        return ""
    if not isinstance(entry, str):
        raise TextError(NOT_TEXT, {"tag": tag})
    return entry.strip()


def _keywords(tag: str, entry: object) -> list[str]:
    if entry is None:
        return []
    words: object = entry.split(",") if isinstance(entry, str) else entry
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise TextError(NOT_KEYWORDS, {"tag": tag})
    trimmed = (" ".join(word.split()) for word in cast("list[str]", words))
    return list(dict.fromkeys(word for word in trimmed if word))
