"""The syntaxes of RDF that we speak: what each is called in addresses and headers, and how triples are written in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from types import MappingProxyType

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

PREFIX_ADDRESSES = {prefix: str(namespace) for prefix, namespace in PREFIXES.items()}
"""Short names of namespaces, as the writer wants them."""


def ntriples(graph: rdflib.Graph) -> str:
    """A graph as N-Triples, what is said of one thing together, so that other syntaxes can group it."""
    return "".join(f"{line}\n" for line in sorted(graph.serialize(format="nt").splitlines()) if line)


def write(lines: bytes, syntax: Syntax) -> bytes:
    """N-Triples in another syntax.

    Args:
        lines: N-Triples. The names of blank nodes must be unique over all of them.
        syntax: the syntax to write.
    """
    if syntax.writer == ox.RdfFormat.N_TRIPLES:
        return lines
    output = BytesIO()
    ox.serialize(
        ox.parse(lines, format=ox.RdfFormat.N_TRIPLES),
        output,
        format=syntax.writer,
        prefixes=PREFIX_ADDRESSES,
    )
    return output.getvalue()
