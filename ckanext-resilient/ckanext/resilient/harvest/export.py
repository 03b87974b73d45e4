"""The findings of a run as a table file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import ckan.plugins.toolkit as tk

from ckanext.resilient.display.tables import csv_lines

_COLUMNS = ("severity", "code", "record", "field", "message", "remedy")


def findings_csv(issues: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """The file piece by piece: the header, then one line a finding."""
    return csv_lines(_rows(issues))


def _rows(issues: Iterable[Mapping[str, str]]) -> Iterator[list[str]]:
    yield [
        tk._("How grave"),
        tk._("Code"),
        tk._("Record"),
        tk._("Field"),
        tk._("What is wrong"),
        tk._("What helps"),
    ]
    for issue in issues:
        yield [issue[name] for name in _COLUMNS]
