"""Numbers of pages as addresses and forms name them. Pure."""

from __future__ import annotations

_LONGEST = 9
"""Digits: what a database multiplies by the length of a page still is a number to it."""


def page_number(asked: str) -> int | None:
    """The number of a page, from 1 on; None for what is none."""
    if not asked.isascii() or not asked.isdigit() or len(asked) > _LONGEST:
        return None
    return int(asked) or None
