"""The licence of a dataset as a whole: its own, or the one that all its files share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.resilient.svrc.vocabularies import Term, authority

_SILENT = {"", "notspecified", "other-open", "other-closed"}


def licence_term(value: str) -> Term | None:
    """The term of the EU licence table for a code or URI, else None."""
    table = authority("licence")
    return table.get(value) or table.by_uri(value)


def stated_licence(dataset: Mapping[str, Any]) -> str:
    """The licence code or URI that holds for the whole dataset, empty when none is stated."""
    own = str(dataset.get("license_id") or "")
    if own not in _SILENT:
        return own
    of_files = {str(resource.get("license") or "") for resource in dataset.get("resources") or []}
    return of_files.pop() if len(of_files) == 1 else ""
