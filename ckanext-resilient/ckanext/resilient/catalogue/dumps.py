"""The whole catalogue as files: written as a stream, put in the place of the last ones when they are whole."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import IO

import pyoxigraph as ox
from ckan import model

from ckanext.resilient.catalogue import feed, graphs, store, syntaxes
from ckanext.resilient.catalogue.syntaxes import SYNTAXES

_BATCH = 200
_READABLE = 0o644


@dataclass(frozen=True, slots=True)
class Form:
    """A file of the dump: its extension, media type, and what people call it."""

    extension: str
    media_type: str
    title: str

    @property
    def name(self) -> str:
        """The name of the file."""
        return f"catalogue.{self.extension}"


FORMS: Mapping[str, Form] = MappingProxyType(
    {
        form.extension: form
        for form in (
            Form("ttl", "text/turtle", "Turtle"),
            Form("nq", "application/n-quads", "N-Quads"),
            Form("jsonld", "application/ld+json", "JSON-LD"),
        )
    }
)
"""All of them by extension. In N-Quads each dataset is a graph of its own, named by its address."""


@dataclass(frozen=True, slots=True)
class Dump:
    """A file that is there."""

    form: Form
    path: Path
    size: int
    made: dt.datetime


def existing(folder: Path | None) -> list[Dump]:
    """The files in a folder, those that are there."""
    paths = [(form, folder / form.name) for form in FORMS.values()] if folder else []
    found = [(form, path, path.stat()) for form, path in paths if path.is_file()]
    return [
        Dump(form, path, stat.st_size, dt.datetime.fromtimestamp(stat.st_mtime, dt.timezone.utc))
        for form, path, stat in found
    ]


def number_of_datasets() -> int:
    """How many rows a dump goes through."""
    store.refresh()
    return store.totals().rows


def write(folder: Path, progress: Callable[[int], None]) -> int:
    """Write all files; gives the number of datasets in them.

    The memory that it takes does not grow with the catalogue: quads are written batch by batch, the other files
    are made of them.

    Args:
        folder: where to; it is made when it is not there.
        progress: told how many rows were done.
    """
    folder.mkdir(parents=True, exist_ok=True)
    quads = folder / FORMS["nq"].name
    with _replacing(quads) as output:
        number = _write_quads(output, progress)
    for extension in ("ttl", "jsonld"):
        with _replacing(folder / FORMS[extension].name) as output:
            triples = (quad.triple for quad in ox.parse(path=quads, format=ox.RdfFormat.N_QUADS))
            ox.serialize(
                triples, output, format=SYNTAXES[extension].writer, prefixes=syntaxes.PREFIX_ADDRESSES
            )
    return number


def _write_quads(output: IO[bytes], progress: Callable[[int], None]) -> int:
    totals = store.totals()
    _write_graph(output, str(graphs.site().catalogue), feed.head_lines(totals))
    number, described = 0, set[str]()
    for offset in range(0, totals.rows, _BATCH):
        rows = store.rows(offset, _BATCH)
        for node, lines in feed.dataset_lines(rows, described):
            _write_graph(output, node, lines)
        number += sum(row.modified is not None for row in rows)
        model.Session.expunge_all()
        progress(len(rows))
    return number


def _write_graph(output: IO[bytes], name: str, lines: str) -> None:
    """N-Triples as N-Quads: a graph's name before the full stop of each line."""
    output.writelines(f"{line[:-1]}<{name}> .\n".encode() for line in lines.split("\n") if line)


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file beside the one that is meant, which takes its place only when everything is written."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as output:
            yield output
        Path(name).chmod(_READABLE)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
