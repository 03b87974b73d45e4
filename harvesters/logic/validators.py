"""Validators of the harvest actions."""

from __future__ import annotations

import json
from typing import Any

import ckan.plugins.toolkit as tk


def resilient_json_object(value: Any) -> dict[str, Any]:
    """An object, also one written as JSON text."""
    try:
        parsed = json.loads(value) if isinstance(value, str) else value
    except ValueError as error:
        raise tk.Invalid(tk._("This is not valid JSON: {error}").format(error=error)) from error
    if not isinstance(parsed, dict):
        raise tk.Invalid(tk._("This must be an object: names with values."))
    return parsed


def resilient_words(value: Any) -> list[str]:
    """A list of words, also one that is written with commas; words of several languages know no other mark."""
    several: list[Any] = value if isinstance(value, list) else str(value).replace("\n", ",").split(",")
    return [str(one).strip() for one in several if str(one).strip()]


def resilient_at_most_1000(value: int) -> int:
    """A number of rows, never more than 1,000: one answer has to stay readable and quick."""
    return min(value, 1000)


def resilient_whole_number(value: Any) -> Any:
    """A whole number where one is written, nothing where nothing is; anything else is for the settings to refuse."""
    if value == "":
        return None
    return int(value) if isinstance(value, str) and value.isdecimal() else value


def resilient_limit(value: Any) -> int | None:
    """A number of records above zero; nothing for all of them."""
    number = resilient_whole_number(value)
    if number is None:
        return None
    if isinstance(number, bool) or not isinstance(number, int) or number < 1:
        raise tk.Invalid(tk._("Write a whole number above zero, or leave it empty for all records."))
    return number
