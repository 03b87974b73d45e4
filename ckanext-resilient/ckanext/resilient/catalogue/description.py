"""What programs get to read: a text of N-Triples with what tells whether it is still the same."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from rdflib import Graph

from ckanext.resilient.catalogue import syntaxes

_BLANK = re.compile(rb"_:N[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of the subject of a page.

    Args:
        version: a text that changes with what is said.
        write: gives it as N-Triples.
        modified: when it changed last, where that is known.
    """

    version: str
    write: Callable[[], bytes]
    modified: datetime | None = None


def of_graph(graph: Graph, modified: datetime | None = None) -> Description:
    """A description that is held as a graph."""
    lines = syntaxes.ntriples(graph).encode()
    # Blank nodes have other names each time, and with them their lines another order.
    unnamed = sorted(_BLANK.sub(b"_:", lines).split(b"\n"))
    return Description(hashlib.sha256(b"\n".join(unnamed)).hexdigest()[:32], lambda: lines, modified)
