"""Single values on their way in: dates, addresses, codes. Plain functions, a problem is an exception."""

from __future__ import annotations

import datetime
import json
import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import cast
from urllib.parse import urlsplit

from ckanext.resilient.svrc.issues import N_

UNKNOWN_CODE = N_("“{value}” is not one of the {count} values of this field.")
UNKNOWN_CODE_CLOSE = N_("“{value}” is not one of the {count} values of this field. Did you mean “{close}”?")
NOT_A_LIST = N_("Give a list of texts.")
NOT_A_TEXT = N_("Give a text.")
NOT_A_DATE = N_("“{value}” is not a date. Write year-month-day, for example 2024-05-31, or the year alone.")
NOT_AN_ADDRESS = N_("“{value}” is not a complete web address. It begins with http:// or https://.")
NOT_A_URI = N_("“{value}” is not a complete address or identifier (URI).")
NOT_AN_EMAIL = N_("“{value}” is not an e-mail address.")
NOT_A_NUMBER = N_("“{value}” is not a number.")
NOT_A_YEAR = N_("“{value}” is not a year.")
NOT_AN_ANSWER = N_("“{value}” is neither yes nor no.")
NOT_A_GEOMETRY = N_("This is not a GeoJSON geometry.")

_ANSWERS = {
    **dict.fromkeys(("true", "yes", "1", "on"), True),
    **dict.fromkeys(("false", "no", "0", "off"), False),
}
_PARTIAL_DATE = re.compile(r"^\d{4}(-(0[1-9]|1[0-2]))?$")
_EMAIL = re.compile(r"^[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]+$")
_SCHEME = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*):(.+)$", re.DOTALL)
_ACTIVE_SCHEMES = {"javascript", "data", "vbscript", "file", "blob"}
_WEB_SCHEMES = {"http", "https", "ftp", "ftps"}
_GEOMETRIES = {
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection",
}  # fmt: skip


@dataclass
class BadValueError(Exception):
    """A value cannot be stored: a message to translate first and to fill in afterwards."""

    template: str
    params: Mapping[str, str | int] = field(default_factory=dict)


def code(value: str, allowed: Collection[str]) -> str:
    """The code itself when it is allowed.

    Raises:
        BadValueError: naming the code, how many values there are, and the closest one.
    """
    if value in allowed:
        return value
    close = get_close_matches(value.lower(), [entry.lower() for entry in allowed], 1)
    params: dict[str, str | int] = {"value": value, "count": len(allowed)}
    if close:
        params["close"] = next(entry for entry in allowed if entry.lower() == close[0])
    raise BadValueError(UNKNOWN_CODE_CLOSE if close else UNKNOWN_CODE, params)


def text(value: object) -> str:
    """The text without blanks around it; a number counts as text.

    Raises:
        BadValueError: when it is a list or an object.
    """
    if isinstance(value, (int, float)):
        return str(value)
    if not isinstance(value, str):
        raise BadValueError(NOT_A_TEXT)
    return value.strip()


def items(value: object) -> list[str]:
    """The texts of a list, of its JSON, or of a form field with one per line; each once, none empty.

    Raises:
        BadValueError: when it is none of these.
    """
    found = _decoded(value) if isinstance(value, str) else value
    if not isinstance(found, (list, tuple, set)):
        raise BadValueError(NOT_A_LIST)
    entries = [text(entry) for entry in cast("list[object]", list(found)) if entry is not None]
    return list(dict.fromkeys(entry for entry in entries if entry))


def _decoded(value: str) -> object:
    if value.lstrip().startswith("["):
        try:
            return cast("object", json.loads(value))
        except ValueError:
            raise BadValueError(NOT_A_LIST) from None
    return value.splitlines()


def date(value: str) -> str:
    """A year, a month, a day or a moment in ISO 8601.

    Raises:
        BadValueError: when it is none of these.
    """
    if _PARTIAL_DATE.match(value):
        return value
    try:
        datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        raise BadValueError(NOT_A_DATE, {"value": value}) from None
    return value


def uri(value: str) -> str:
    """An absolute URI: what identifies a thing, and may be more than a web address.

    Raises:
        BadValueError: when it is none, or one that a browser would run.
    """
    match = _SCHEME.match(value)
    if not match or match[1].lower() in _ACTIVE_SCHEMES or re.search(r"\s", value):
        raise BadValueError(NOT_A_URI, {"value": value})
    return address(value) if match[1].lower() in _WEB_SCHEMES else value


def address(value: str) -> str:
    """An absolute web address, fit for a link.

    Raises:
        BadValueError: when it is none.
    """
    try:
        parts = urlsplit(value)
    except ValueError:
        raise BadValueError(NOT_AN_ADDRESS, {"value": value}) from None
    if parts.scheme not in _WEB_SCHEMES or not parts.netloc or re.search(r"\s", value):
        raise BadValueError(NOT_AN_ADDRESS, {"value": value})
    return value


def email(value: str) -> str:
    """The bare address; `mailto:` before it is dropped.

    Raises:
        BadValueError: when it is not an address.
    """
    bare = value.removeprefix("mailto:").strip()
    if not _EMAIL.match(bare):
        raise BadValueError(NOT_AN_EMAIL, {"value": value})
    return bare


def number(value: str) -> float | int:
    """The number that the text spells, with a point for decimals.

    Raises:
        BadValueError: when it spells none.
    """
    try:
        found = float(value)
    except ValueError:
        raise BadValueError(NOT_A_NUMBER, {"value": value}) from None
    if not math.isfinite(found):
        raise BadValueError(NOT_A_NUMBER, {"value": value})
    return int(found) if found.is_integer() else found


def size(value: str) -> int:
    """A whole number of bytes, not below zero.

    Raises:
        BadValueError: when it is none.
    """
    found = number(value)
    if found < 0:
        raise BadValueError(NOT_A_NUMBER, {"value": value})
    return int(found)


def year(value: str) -> int:
    """A year of our era.

    Raises:
        BadValueError: when it is none.
    """
    if not re.fullmatch(r"\d{4}", value):
        raise BadValueError(NOT_A_YEAR, {"value": value})
    return int(value)


def yes_no(value: object) -> bool:
    """The answer, given as a boolean or in a word.

    Raises:
        BadValueError: when it is neither yes nor no.
    """
    word = str(value).strip().lower()
    if word not in _ANSWERS:
        raise BadValueError(NOT_AN_ANSWER, {"value": word})
    return _ANSWERS[word]


def geometry(value: object) -> str:
    """The text of a GeoJSON geometry, given as text or as an object.

    Raises:
        BadValueError: when it is not one (https://www.rfc-editor.org/rfc/rfc7946#section-3.1).
    """
    try:
        shape = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        raise BadValueError(NOT_A_GEOMETRY) from None
    if not isinstance(shape, dict) or cast("dict[str, object]", shape).get("type") not in _GEOMETRIES:
        raise BadValueError(NOT_A_GEOMETRY)
    return value.strip() if isinstance(value, str) else json.dumps(shape)


def each(check: Callable[[str], str]) -> Callable[[object], list[str]]:
    """A function that applies `check` to every text of a list."""
    return lambda value: [check(entry) for entry in items(value)]
