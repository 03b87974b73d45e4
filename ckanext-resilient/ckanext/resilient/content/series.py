"""Series of datasets, such as one for each year (https://www.w3.org/TR/vocab-dcat-3/#dataset-series).

Type and field have the names of ckanext-dataset-series, so that its schemas and ckanext-dcat's profiles fit: a dataset
has the ids of its series in `in_series`. Who belongs to a series is found through the index.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context

from ckanext.resilient.svrc.series import FIELD, TYPE

__all__ = ["FIELD", "INDEXED", "TYPE", "Series", "find"]

INDEXED = f"vocab_{FIELD}"

_BATCH = 1000
_UNDATED = "9999"

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Series:
    """A series with its members in the order of their time."""

    record: Record
    members: list[Record]

    def around(self, dataset_id: str) -> tuple[Record | None, Record | None]:
        """The members before and after one; None at the ends, and for a dataset that is no member."""
        ids = [member["id"] for member in self.members]
        if dataset_id not in ids:
            return None, None
        place = ids.index(dataset_id)
        following = self.members[place + 1] if place + 1 < len(ids) else None
        return self.members[place - 1] if place else None, following


def find(ids: Iterable[str], context: Context | None = None) -> dict[str, Series]:
    """The series with these ids that a reader may see, each with the members that he may see.

    One search for all of them, and one more for each further thousand of members.

    Args:
        ids: of series; others are missing in what comes back.
        context: who reads; whoever asks at the moment, where it is None.
    """
    wanted = set(ids)
    found = _search(wanted, context) if wanted else []
    return {
        record["id"]: Series(record, _members(record["id"], found))
        for record in found
        if record["type"] == TYPE and record["id"] in wanted
    }


def _search(wanted: set[str], context: Context | None) -> list[Record]:
    """The series and all their members."""
    any_of = " OR ".join(f'"{one}"' for one in sorted(wanted))
    query = f"+dataset_type:(dataset OR {TYPE}) +(id:({any_of}) OR {INDEXED}:({any_of}))"
    found: list[Record] = []
    results: list[Record] = [{}]
    while results and len(found) % _BATCH == 0:
        asked = {"fq": query, "sort": "id asc", "rows": _BATCH, "start": len(found), "include_private": True}
        results = tk.get_action("package_search")(context or Context(), asked)["results"]
        found += results
    return found


def _members(series_id: str, found: Iterable[Record]) -> list[Record]:
    return sorted((one for one in found if series_id in (one.get(FIELD) or ())), key=_time)


def _time(dataset: Record) -> tuple[str, str]:
    """When a dataset begins, else when it was published; those without a date come last, by their names."""
    starts = [period.get("start") or period.get("end") for period in dataset.get("temporal_coverage") or ()]
    dates = [str(date) for date in starts if date]
    return min(dates, default=str(dataset.get("issued") or _UNDATED)), str(dataset["name"])
