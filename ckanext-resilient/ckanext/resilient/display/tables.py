"""Tables as CSV files that a spreadsheet opens without doing what a cell tells it to."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A cell that begins so may be taken for a formula (OWASP, CSV injection)."""


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The file piece by piece: a mark for spreadsheets that it is UTF-8, then a line for each row."""
    mark = "\ufeff"
    for row in rows:
        buffer = io.StringIO()
        csv.writer(buffer).writerow([_safe(cell) for cell in row])
        yield mark + buffer.getvalue()
        mark = ""


def _safe(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell
