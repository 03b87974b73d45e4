"""The first sheet of an XLSX workbook as a table. Pure and bounded: no tree is built, and a bomb is put down half-read.

The parts of a workbook and how they lead to each other: ISO/IEC 29500-1, 12.2 (https://www.iso.org/standard/71691.html).
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from lxml import etree

from ckanext.resilient.quality.files.tables import Table, measured

_CHUNK = 64 * 1024
_MOST_OF_SHEET = 48 * 1024 * 1024
_MOST_OF_STRINGS = 24 * 1024 * 1024
_MOST_OF_INDEX = 1024 * 1024
"""Bytes that are unpacked of a part; of the index of sheets far fewer are needed."""

_MOST_ELEMENTS = 1_000_000
_MOST_CELLS = 500_000
"""After so many, what the sheet is like has been said: it takes some four seconds."""

_LONGEST = 200
_FILLED = "x"
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STRINGS = "xl/sharedStrings.xml"


class _EnoughError(Exception):
    """A part has told what is wanted, or has more than is read."""


class _RefusedError(Exception):
    """A part has what no workbook has: a document type, which is where entities come from."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a sheet is like, and whether all of it was read."""

    table: Table | None
    whole: bool


def read_workbook(content: bytes) -> Sheet:
    """What the first sheet that people see is like; no table where it is none, or the file cannot be read.

    Args:
        content: the whole file: its table of contents stands at the end.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, etree.XMLSyntaxError, _RefusedError):
        return Sheet(None, whole=False)
    # zipfile's words for a member that is encrypted or packed in a way that it does not know, and for a name that is no
    # text or a place that is none.
    except (RuntimeError, ValueError):
        return Sheet(None, whole=False)


def _read(archive: zipfile.ZipFile) -> Sheet:
    path = _first_sheet(archive)
    strings = _Strings()
    if _STRINGS in archive.namelist():
        _feed(archive, _STRINGS, strings, _MOST_OF_STRINGS)
    cells = _Cells(strings.found)
    whole = _feed(archive, path, cells, _MOST_OF_SHEET)
    width = max(map(len, cells.rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in cells.rows]
    return Sheet(measured(rows) if width > 1 and len(rows) > 1 else None, whole)


def _first_sheet(archive: zipfile.ZipFile) -> str:
    """The path of the first sheet that is not hidden.

    Raises:
        KeyError: there is none.
    """
    sheets, relations = _Attributes("sheet"), _Attributes("Relationship")
    _feed(archive, _WORKBOOK, sheets, _MOST_OF_INDEX)
    _feed(archive, _RELATIONS, relations, _MOST_OF_INDEX)
    targets = {one.get("Id"): one.get("Target", "") for one in relations.found}
    seen = [one for one in sheets.found if one.get("state", "visible") == "visible"]
    target = targets[seen[0].get("id")] if seen else ""
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _feed(archive: zipfile.ZipFile, path: str, target: _Target, most: int) -> bool:
    """Have a part told to `target` element by element; whether all of it was.

    Raises:
        KeyError: the workbook has no such part.
        zipfile.BadZipFile, zlib.error, EOFError, RuntimeError: it cannot be unpacked.
        etree.XMLSyntaxError, _RefusedError: it is no XML, or has a document type.
    """
    member = archive.getinfo(path)
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile(path)
    listener = cast("Any", target)  # the stubs ask for methods that lxml does not
    parser = etree.XMLParser(target=listener, resolve_entities=False, no_network=True, load_dtd=False)
    with archive.open(member) as part:
        while chunk := part.read(_CHUNK):
            if most <= 0:
                return False
            most -= len(chunk)
            try:
                parser.feed(chunk)
            except _EnoughError:
                return target.done
    return True


class _Target:
    """What lxml tells of a part: names without their namespaces, and no more of them than are read."""

    done = False

    def __init__(self) -> None:
        self._elements = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._elements += 1
        if self._elements > _MOST_ELEMENTS:
            raise _EnoughError
        self.begin(tag.rpartition("}")[2], attributes)

    def end(self, tag: str) -> None:
        """An element ends."""
        self.finish(tag.rpartition("}")[2])

    def data(self, text: str) -> None:
        """A piece of text."""

    def doctype(self, *_: object) -> None:
        """A document type."""
        raise _RefusedError

    def close(self) -> None:
        """All is told."""

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins; its name without the namespace."""

    def finish(self, name: str) -> None:
        """An element ends; its name without the namespace."""


class _Attributes(_Target):
    """The attributes of all elements of one name, by their names without namespaces."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.found: list[dict[str, str]] = []

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Keep the attributes."""
        if name == self._name:
            self.found.append({key.rpartition("}")[2]: value for key, value in attributes.items()})


class _Texts(_Target):
    """The beginnings of texts that stand in elements of some names."""

    _of: tuple[str, ...] = ("t",)

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._open = False

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """A text may begin."""
        self._open = self._open or name in self._of

    def finish(self, name: str) -> None:
        """A text may end."""
        if name in self._of:
            self._open = False

    def data(self, text: str) -> None:
        """Keep the beginning of a text."""
        if self._open and len(self._text) < _LONGEST:
            self._text += text[:_LONGEST]


class _Strings(_Texts):
    """The texts that cells refer to by their number."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def finish(self, name: str) -> None:
        """Keep a text."""
        super().finish(name)
        if name == "si":
            self.found.append(self._text)
            self._text = ""


class _Cells(_Texts):
    """The rows that are not empty: the first one with its texts, of the others only which cells are filled."""

    _of = ("v", "t")

    def __init__(self, strings: list[str]) -> None:
        super().__init__()
        self._strings = strings
        self._row: list[str] = []
        self._kind = ""
        self._place = 0
        self._cells = 0
        self.rows: list[list[str]] = []

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """A row, a cell, or its text begins."""
        super().begin(name, attributes)
        if name == "row":
            self._row = []
        elif name == "c":
            place = _column(attributes.get("r", ""))
            self._place = len(self._row) if place is None else place
            self._kind, self._text = attributes.get("t", ""), ""

    def finish(self, name: str) -> None:
        """A row, a cell, or its text ends; after the last row there is nothing more to learn."""
        super().finish(name)
        if name == "c":
            self._fill()
        elif name == "row" and self._row:
            self.rows.append(self._row)
        elif name == "sheetData":
            self.done = True
            raise _EnoughError

    def _fill(self) -> None:
        value = self._value().strip()
        if not value or self._place < len(self._row):
            return
        self._cells += self._place + 1 - len(self._row)
        if self._cells > _MOST_CELLS:
            raise _EnoughError
        self._row += [""] * (self._place - len(self._row)) + [_FILLED if self.rows else value]

    def _value(self) -> str:
        if self._kind != "s":
            return self._text
        number = int(self._text) if self._text.isdecimal() else -1
        # A text of which the number is not known was not read any more: there is one.
        return self._strings[number] if 0 <= number < len(self._strings) else _FILLED


def _column(reference: str) -> int | None:
    """The place of a cell's column, from 0: that of `C7` is 2; None where the cell only follows the one before."""
    letters = reference.rstrip("0123456789").upper()
    if not letters or len(letters) > len("XFD") or not (letters.isascii() and letters.isalpha()):
        return None
    place = 0
    for letter in letters:
        place = 26 * place + ord(letter) - ord("A") + 1
    return place - 1
