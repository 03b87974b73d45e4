"""Dates as a source gives them, when it gives several or empty ones."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ckanext.resilient.harvesters.protocols.rdf_record import Node, Record

_ISO = re.compile(r"\d{4}(-\d\d(-\d\d)?)?([T ].*)?")


def read_date(record: Record, nodes: Iterable[Node], path: str, *, latest: bool = False) -> str:
    """One date, word for word: the first that looks like one, or the latest of those.

    Args:
        record: the record being read.
        nodes: all values of the property; empty ones are gaps.
        path: name of the property in issues and extras.
        latest: take the latest, as for a date of change.
    """
    texts = record.texts_of(nodes, path)
    valid = [text for text in texts if _ISO.fullmatch(text)]
    if latest:
        valid.sort(reverse=True)
    return record.first([*valid, *(text for text in texts if text not in valid)], path)
