"""A record that no protocol has written yet: what a source says, whatever it speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tests.harvesters.protocols.habits import RECORDS

USUAL: object = object()
"""Stands for the identifier that a record has when nobody meddles with it."""
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class File:
    """A file of a record."""

    url: str
    format: str = "CSV"
    size: str = "2048"


@dataclass(frozen=True)
class Entry:
    """One record of a source.

    Args:
        number: from 0; everything that is not given follows from it.
        title: None writes none at all.
        identifier: as the source writes it, which may be no text; None writes none at all.
        extras: what has no field of its own; only some protocols can say it.
    """

    number: int
    title: str | None = "Servizi sociali già attivi"
    description: str | None = "Sportelli, orari e posti disponibili."
    identifier: object = USUAL
    issued: str = "2020-01-15"
    modified: str = "2024-05-31"
    keywords: tuple[str, ...] = ("anziani",)
    licence: str = LICENCE
    language: str = "it"
    page: str = "https://dati.example/servizi"
    files: tuple[File, ...] = ()
    extras: Mapping[str, str] = field(default_factory=dict)


def entry(number: int) -> Entry:
    """The record of that number of a source that is well."""
    usual = Entry(number)
    return replace(
        usual, title=f"{usual.title} {number}", files=(File(f"https://dati.example/file/{number}.csv"),)
    )


WELL = tuple(entry(number) for number in range(RECORDS))
"""The records of a source that is well."""
ODD = 2
"""The record that a fault spoils: the first on the second page."""


def spoilt(**changes: object) -> tuple[Entry, ...]:
    """All records, one of them with changes."""
    return tuple(replace(one, **changes) if one.number == ODD else one for one in WELL)
