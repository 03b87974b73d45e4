"""A text file as a table: its delimiter, its header, and how many of its cells are empty. Pure and bounded."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_DELIMITERS = ";,\t|"
_TRIED_LINES = 50
_LEAST_REGULAR = 0.7
"""Share of lines that must have the same number of columns."""

_LONGEST_LINE = 100_000
_NAMED_COLUMNS = 200
_LONGEST_NAME = 80
_VALUE = re.compile(r"[\s+\-−%€$£]*\d[\d\s.,:/%€+-]*(?:[eE][+-]?\d+)?")
"""A number, a day or an amount: what stands in cells and hardly ever is the name of a column."""


@dataclass(frozen=True, slots=True)
class Table:
    """What a table is like.

    Args:
        rows: without the header.
        columns: of most rows.
        header: whether the first row names the columns.
        names: of the columns, where there is a header; of very wide tables the first ones.
        empty_cells: share of cells without a value, 0 to 1.
        empty_columns: names, or numbers, of columns without any value.
    """

    rows: int
    columns: int
    header: bool
    names: tuple[str, ...]
    empty_cells: float
    empty_columns: tuple[str, ...]


def delimiter_of(text: str) -> str:
    """The character between the columns of a table, "" when the text is none."""
    lines = [line for line in text[: 2 * _LONGEST_LINE].splitlines()[: _TRIED_LINES + 1] if line.strip()]
    if len(text) > 2 * _LONGEST_LINE or len(lines) > _TRIED_LINES:
        lines = lines[:-1]  # the last one may be cut
    best, most = "", (0.0, 0)
    for delimiter in _DELIMITERS:
        found = _regular(lines, delimiter)
        if found > most:
            best, most = delimiter, found
    return best


def _regular(lines: Sequence[str], delimiter: str) -> tuple[float, int]:
    """The share of lines with as many columns as most have, and how many that are; nothing for one column."""
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
    except csv.Error:
        return (0.0, 0)
    total = sum(widths.values())
    width, number = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    share = round(number / total, 1) if total else 0.0
    return (share, width) if total > 1 and width > 1 and number / total >= _LEAST_REGULAR else (0.0, 0)


def read_table(text: str, *, whole: bool) -> Table | None:
    """What a text is like as a table; None when it is none.

    Args:
        text: the text, or its beginning.
        whole: whether it is all of it; else its last line may be cut, and does not count.
    """
    text = text.lstrip("\ufeff")
    delimiter = delimiter_of(text)
    lines = text.splitlines(keepends=True)
    if not whole:
        lines = lines[:-1]
    if not delimiter or any(len(line) > _LONGEST_LINE for line in lines):
        return None
    try:
        rows = [row for row in csv.reader(lines, delimiter=delimiter) if any(cell.strip() for cell in row)]
    except csv.Error:
        return None
    return measured(rows) if rows else None


def measured(rows: Sequence[Sequence[str]]) -> Table:
    """What rows are like as a table; there is at least one, and none is empty."""
    width = Counter(len(row) for row in rows).most_common(1)[0][0]
    first = [cell.strip() for cell in rows[0]]
    header = _names_columns(first, width)
    body = rows[1:] if header else rows
    filled = [0] * width
    for row in body:
        for place, cell in enumerate(row[:width]):
            filled[place] += bool(cell.strip())
    cells = len(body) * width
    names = [first[place][:_LONGEST_NAME] if header else str(place + 1) for place in range(width)]
    empty = [name for name, number in zip(names, filled, strict=True) if not number] if body else []
    return Table(
        rows=len(body),
        columns=width,
        header=header,
        names=tuple(names[:_NAMED_COLUMNS]) if header else (),
        empty_cells=round(1 - sum(filled) / cells, 4) if cells else 0.0,
        empty_columns=tuple(empty[:_NAMED_COLUMNS]),
    )


def _names_columns(first: Sequence[str], width: int) -> bool:
    """Whether a row is a header: as wide as the table, each cell a name of its own, none a value."""
    if len(first) != width or len(set(first)) != width:
        return False
    return all(cell and not _VALUE.fullmatch(cell) for cell in first)
