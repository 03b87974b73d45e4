"""What a value would change: each dataset before and after, and the points it gains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context

from ckanext.resilient.quality.batch import choose, fields
from ckanext.resilient.quality.batch.fields import Field
from ckanext.resilient.quality.rating import rate

MOST = 200
"""Datasets that are looked at together: as many as somebody can look through."""


@dataclass(frozen=True, slots=True)
class Change:
    """One dataset before and after; without a value `after` says nothing and the points are those of now."""

    package: choose.Package
    before: str
    after: str
    points: int
    gain: int


def preview(context: Context, field: Field, ids: Sequence[str], value: Any = None) -> list[Change]:
    """The changes in the order of the ids; left out is what the caller may not edit and what has a value by now.

    One search and two queries for all of them.
    """
    found = {package["id"]: package for package in choose.editable(context, _packages(context, ids))}
    packages = [found[one] for one in ids if one in found and fields.is_empty(found[one], field)]
    now = rate(packages)
    then = now if value is None else rate({**package, field.name: value} for package in packages)
    after = "" if value is None else fields.readable(field, value)
    return [
        Change(
            package,
            fields.readable(field, package.get(field.name)),
            after,
            before.assessment.points,
            later.assessment.points - before.assessment.points,
        )
        for package, before, later in zip(packages, now, then, strict=True)
    ]


def _packages(context: Context, ids: Sequence[str]) -> list[choose.Package]:
    if not ids:
        return []
    asked = {"fq": f"id:({' OR '.join(ids)})", "rows": len(ids), "facet": False}
    return tk.get_action("package_search")(tk.fresh_context(context), asked)["results"]
