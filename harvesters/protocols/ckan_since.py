"""Asking a CKAN portal for what changed since a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from ckanext.resilient.harvesters.protocols.newest import as_time
from ckanext.resilient.harvesters.protocols.values import Json, scalar


def changed_since(query: Mapping[str, str], since: str) -> dict[str, str]:
    """The search with a filter for what was modified since then."""
    changed = f"metadata_modified:[{since} TO *]"
    return {**query, "fq": " ".join(filter(None, (query.get("fq", ""), changed)))}


def is_newer(package: Any, since: str) -> bool:
    """Whether a dataset says that it was modified since then; one that says nothing is not."""
    modified = (
        as_time(scalar(cast("Json", package).get("metadata_modified"))) if isinstance(package, dict) else None
    )
    border = as_time(since)
    return modified is not None and border is not None and modified >= border
