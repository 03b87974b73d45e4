"""A large JSON document item by item, in memory for one item at a time."""

# ijson is untyped; what crosses the border of this module is JSON, which is `Any` by nature.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false, reportAttributeAccessIssue=false

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import Any, cast

import ijson

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import shown
from ckanext.resilient.harvest.documents import Document
from ckanext.resilient.svrc.issues import Issue

MAX_DEPTH = 100
"""No record is nested as deeply; a document that is was made to do harm."""
MOST_DIGITS = 4000
"""Python makes no integer of more than 4,300 digits (docs.python.org, "Integer string conversion length limitation")."""
_OPENS = {"start_map": dict, "start_array": list}
_CLOSES = frozenset({"end_map", "end_array"})

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ENDLESS = re.compile(f"[0-9]{{{MOST_DIGITS}}}")

Events = Iterator[tuple[str, Any]]


class EndlessNumberError(ValueError):
    """A number has more digits than any has that is meant."""


class TooDeepError(ValueError):
    """A value is nested more deeply than any record is."""


class JsonItems:
    """The items of a document, to be gone through as often as wanted.

    Attributes:
        failure: why the last reading ended before the document did; empty when it did not.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self.failure = ""

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        """The items of the list that the document is, under an empty name; or what the members of its
        object hold under their names, lists item by item. Ends where the document breaks.
        """
        return ((name, item) for name, item, _ in self.entries())

    def entries(self) -> Iterator[tuple[str, Any, bool]]:
        """The same, and of each item whether it is one of a list."""
        self.failure = ""
        count = 0
        try:
            for entry in _items(ijson.basic_parse(self._document.stream(_without_control))):
                count += 1
                yield entry
        except (ijson.JSONError, ValueError) as error:
            whole = None if isinstance(error, TooDeepError) else self._as_a_whole()
            if whole is not None:
                yield from islice(_entries(whole), count, None)
                return
            broken = self._document.broken
            self.failure = broken.message if broken else " ".join(str(error).split())[:200]

    def _as_a_whole(self) -> Any:
        """The document as Python's more tolerant reader gives it (`NaN`); None when that cannot read it either."""
        if self._document.broken or self._document.is_large:
            return None
        try:
            return self._document.whole().json()
        except FetchError:
            return None

    def named(self, *names: str) -> Iterator[Any]:
        """The items under these names."""
        return (item for name, item in self if name in names)

    def broken_after(self, count: int) -> tuple[Issue, ...]:
        """What to tell of a reading that ended early after so many records; nothing of a whole one."""
        if not self.failure:
            return ()
        params = {"url": shown(self._document.url), "count": str(count), "reason": self.failure}
        return (Issue("document-broken", params=params),)


def _without_control(pieces: Iterator[str]) -> Iterator[str]:
    """Text without the control characters that portals leave in their texts and JSON forbids there.

    Raises:
        EndlessNumberError: a number never ends. ijson 3.6 (yajl2_c) goes on after Python has refused to make an integer
            of it, and takes the process down.
    """
    before = ""
    for piece in pieces:
        text = _CONTROL.sub("", piece.replace("\n", " ").replace("\r", " ").replace("\t", " "))
        before = before[-MOST_DIGITS:] + text
        if _ENDLESS.search(before):
            raise EndlessNumberError("a number has too many digits")
        yield text


def _entries(body: Any) -> Iterator[tuple[str, Any, bool]]:
    """What `_items` gives of a document that was read as a whole."""
    members = body.items() if isinstance(body, dict) else [("", body)]
    for name, value in members:
        if isinstance(value, list):
            yield from ((name, item, True) for item in value)
        elif isinstance(body, dict):
            yield name, value, False


def _items(events: Events) -> Iterator[tuple[str, Any, bool]]:
    event, _ = next(events)
    if event == "start_array":
        yield from (("", item, True) for item in _members(events))
    elif event == "start_map":
        for mark, name in events:
            if mark != "map_key":
                break
            first, value = next(events)
            if first == "start_array":
                yield from ((name, item, True) for item in _members(events))
            else:
                yield name, _built(first, value, events), False
    for _ in events:
        """What follows the value shows whether the document is whole."""


def _members(events: Events) -> Iterator[Any]:
    for event, value in events:
        if event == "end_array":
            return
        yield _built(event, value, events)


def _built(first: str, said: Any, events: Events) -> Any:
    """The value that begins with the event `first`.

    Raises:
        TooDeepError: it is nested too deeply.
    """
    if first not in _OPENS:
        return _plain(said)
    root = _OPENS[first]()
    open_: list[Any] = [root]
    names = [""]
    for event, value in events:
        if event == "map_key":
            names[-1] = value
        elif event in _CLOSES:
            open_.pop()
            names.pop()
            if not open_:
                break
        else:
            made = _OPENS[event]() if event in _OPENS else _plain(value)
            _put(open_[-1], names[-1], made)
            if event in _OPENS:
                open_.append(made)
                names.append("")
                if len(open_) > MAX_DEPTH:
                    raise TooDeepError("it is nested too deeply")
    return root


def _put(holder: Any, name: str, value: Any) -> None:
    if isinstance(holder, dict):
        cast("dict[str, Any]", holder)[name] = value
    else:
        holder.append(value)


def _plain(value: Any) -> Any:
    """A value as Python's own reader of JSON gives it."""
    return float(value) if isinstance(value, Decimal) else value
