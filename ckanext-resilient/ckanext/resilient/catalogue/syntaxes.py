"""The syntaxes of RDF that we speak: what each is called in addresses and headers, and how triples are written in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from types import MappingProxyType
from typing import IO

import pyoxigraph as ox
import rdflib

from ckanext.resilient.catalogue.namespaces import PREFIXES


@dataclass(frozen=True, slots=True)
class Syntax:
    """One syntax: its name in addresses, its media type, what people call it, and the writer's name for it."""

    extension: str
    media_type: str
    title: str
    writer: ox.RdfFormat


SYNTAXES: Mapping[str, Syntax] = MappingProxyType(
    {
        syntax.extension: syntax
        for syntax in (
            Syntax("ttl", "text/turtle", "Turtle", ox.RdfFormat.TURTLE),
            Syntax("rdf", "application/rdf+xml", "RDF/XML", ox.RdfFormat.RDF_XML),
            Syntax("jsonld", "application/ld+json", "JSON-LD", ox.RdfFormat.JSON_LD),
            Syntax("nt", "application/n-triples", "N-Triples", ox.RdfFormat.N_TRIPLES),
        )
    }
)
"""All of them by extension; the first is offered first."""

_PREFIXES = {prefix: str(namespace) for prefix, namespace in PREFIXES.items()}


def ntriples(graph: rdflib.Graph) -> str:
    """A graph as N-Triples, what is said of one thing together, so that other syntaxes can group it."""
    return "".join(f"{line}\n" for line in sorted(graph.serialize(format="nt").splitlines()) if line)


def write(lines: bytes | IO[bytes], syntax: Syntax, output: IO[bytes] | None = None) -> bytes | None:
    """N-Triples in another syntax, with constant memory; returned when there is no `output` to write to.

    Args:
        lines: N-Triples. The names of blank nodes must be unique over all of them.
        syntax: the syntax to write.
        output: where to write to.
    """
    if syntax.writer == ox.RdfFormat.N_TRIPLES and isinstance(lines, bytes) and output is None:
        return lines
    source = BytesIO(lines) if isinstance(lines, bytes) else lines
    return ox.serialize(_triples(source), output, format=syntax.writer, prefixes=_PREFIXES)


def _triples(source: IO[bytes]) -> Iterator[ox.Triple]:
    for quad in ox.parse(source, format=ox.RdfFormat.N_TRIPLES):
        yield quad.triple
