"""The shapes that datasets are checked against: ours, or the files that the operator names."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rdflib import OWL, SH, Graph
from rdflib.exceptions import ParserError
from rdflib.plugins.parsers.notation3 import BadSyntax

from ckanext.resilient.catalogue.dcat_ap import dcat_ap, source
from ckanext.resilient.errors import ResilientError

OPTION = "ckanext.resilient.quality.shapes"


class ShapesError(ResilientError):
    """A file with shapes cannot be used."""


@dataclass(frozen=True, slots=True)
class Shapes:
    """Shapes to check against, and a digest that changes when they do."""

    graph: Graph
    digest: str


def shapes(paths: Sequence[Path]) -> Shapes:
    """Our own shapes, or those of these files instead.

    Raises:
        ShapesError: a file is missing or holds no shapes.
    """
    if not paths:
        return Shapes(dcat_ap(), hashlib.sha256(source().encode()).hexdigest())
    graph = Graph()
    digest = hashlib.sha256()
    for path in paths:
        content = _read(path)
        digest.update(content)
        graph += _parsed(path, content)
    # The official files name ontologies on the live web.
    graph.remove((None, OWL.imports, None))
    return Shapes(graph, digest.hexdigest())


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ShapesError(
            f"The file {path} that {OPTION} names cannot be read ({error.strerror}): correct the path, or remove the"
            " setting to use the shapes that come with the suite."
        ) from error


def _parsed(path: Path, content: bytes) -> Graph:
    try:
        graph = Graph().parse(data=content, format="turtle")
    except (BadSyntax, ParserError, UnicodeDecodeError) as error:
        raise ShapesError(
            f"The file {path} that {OPTION} names is not Turtle ({error}): name a file with SHACL shapes in Turtle."
        ) from error
    if (None, SH.path, None) not in graph:
        raise ShapesError(
            f"The file {path} that {OPTION} names holds no SHACL shapes: name files such as shapes.ttl and range.ttl"
            " of a DCAT-AP release."
        )
    return graph
