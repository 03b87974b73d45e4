"""Asking a CKAN portal for what changed since a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any, cast

from ckanext.resilient.harvesters.protocols.values import Json, scalar


def changed_since(query: Mapping[str, str], since: str) -> dict[str, str]:
    """The search with a filter for what was modified since then."""
    changed = f"metadata_modified:[{since} TO *]"
    return {**query, "fq": " ".join(filter(None, (query.get("fq", ""), changed)))}


def is_newer(package: Any, since: str) -> bool:
    """Whether a dataset says that it was modified since then; one that says nothing is not."""
    modified = (
        _time(scalar(cast("Json", package).get("metadata_modified"))) if isinstance(package, dict) else None
    )
    border = _time(since)
    return modified is not None and border is not None and modified >= border


def _time(text: str) -> datetime | None:
    """A time of CKAN, which is UTC where it names no zone."""
    try:
        time = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=timezone.utc)
