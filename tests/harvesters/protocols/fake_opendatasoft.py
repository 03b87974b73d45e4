"""A small portal that speaks Opendatasoft's interfaces as they are described, refusals included."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.harvest.servers import Answer, Asked

Json = dict[str, Any]
EXPLORE = "/api/explore/v2.1"
OLDER = "/api/explore/v2.0"
SEARCH = "1.0"
_DATASETS = re.compile(r"(?P<base>.*)/catalog/(?P<rest>datasets|exports/json)")


def dataset(number: int, /, **default: Any) -> Json:
    """One dataset as Explore 2.1 gives it; `default` changes its common metadata."""
    return {
        "dataset_id": f"servizi-{number:05d}",
        "dataset_uid": f"da_{number:05d}",
        "attachments": [],
        "has_records": True,
        "data_visible": True,
        "features": ["analyze"],
        "fields": [],
        "metas": {
            "default": {
                "title": f"Servizi {number}",
                "description": "<p>Sportelli e orari.</p>",
                "publisher": "Comune",
                "records_count": 12,
                "modified": "2024-05-31T10:00:14+00:00",
                "metadata_processed": "2024-06-01T00:00:00+00:00",
                "theme": ["Santé"],
                "keyword": ["anziani"],
                **default,
            }
        },
    }


class FakeOpendatasoft:
    """A catalogue with `datasets`, ordered by id; `faults[n]` answers the n-th request instead.

    Args:
        datasets: what it holds.
        speaks: the interfaces that it has.
        deepest: it refuses a sum of offset and limit that is not below this, but for exports.
        orders: whether it knows `order_by=dataset_id`.
        ignores: names of parameters that it does not heed.
        faults: answers by number of the request.
        told: what it says in every answer whatever is true.
    """

    def __init__(
        self,
        *datasets: Any,
        speaks: tuple[str, ...] = (EXPLORE,),
        deepest: int = 10_000,
        orders: bool = True,
        ignores: tuple[str, ...] = (),
        faults: dict[int, Answer] | None = None,
        **told: Any,
    ) -> None:
        self.datasets = list(datasets)
        self.speaks, self.deepest, self.orders, self.ignores = speaks, deepest, orders, ignores
        self.faults, self.told = faults or {}, told
        self.count = 0

    def __call__(self, asked: Asked) -> Answer:
        self.count += 1
        if self.count in self.faults:
            return self.faults[self.count]
        query = {name: found for name, found in asked.query.items() if name not in self.ignores}
        if asked.path == "/api/datasets/1.0/search/" and SEARCH in self.speaks:
            return self._search(query)
        match = _DATASETS.fullmatch(asked.path)
        if not match or match["base"] not in self.speaks:
            return Answer(404, b"<!DOCTYPE html><html></html>")
        if "order_by" in query and not self.orders:
            return refusal(400, error_code="ODSQLError", message="Unknown field: dataset_id")
        if match["rest"] == "exports/json":
            return _answer(self._part(query, -1))
        return self._page(query, match["base"])

    def _page(self, query: Any, base: str) -> Answer:
        limit, offset = int(query.get("limit", ["10"])[0]), int(query.get("offset", ["0"])[0])
        if limit > 100 or offset + limit >= self.deepest:
            return refusal(400, error_code="InvalidRESTParameterError", message="Invalid value for offset")
        found = self._part(query, 10)
        if base == OLDER:
            wrapped = [{"links": [], "dataset": one} for one in found]
            return _answer({"total_count": len(self.datasets), "links": [], "datasets": wrapped, **self.told})
        return _answer({"total_count": len(self.datasets), "results": found, **self.told})

    def _part(self, query: Any, size: int) -> list[Any]:
        limit, offset = int(query.get("limit", [size])[0]), int(query.get("offset", ["0"])[0])
        return self.datasets[offset:] if limit < 0 else self.datasets[offset : offset + limit]

    def _search(self, query: Any) -> Answer:
        start, rows = int(query["start"][0]), int(query["rows"][0])
        found = [as_search_gives_it(one) for one in self.datasets[start : start + rows]]
        return _answer({"nhits": len(self.datasets), "parameters": {}, "datasets": found, **self.told})


def as_search_gives_it(one: Json) -> Json:
    """A dataset in the form of search 1.0: common metadata without a group, the others beside it."""
    others = {name: group for name, group in one["metas"].items() if name != "default"}
    shared = {name: one[name] for name in ("attachments", "has_records", "features", "fields")}
    return {
        "datasetid": one["dataset_id"],
        "metas": {**one["metas"]["default"], "domain": "comune", "visibility": "domain"},
        "interop_metas": others,
        **shared,
    }


def refusal(status: int, **told: Any) -> Answer:
    """How the portal says no."""
    return Answer(status, json.dumps(told).encode())


def _answer(body: Any) -> Answer:
    return Answer(body=json.dumps(body).encode())


opendatasoft_source = FakeOpendatasoft(*(dataset(number) for number in range(3)))
"""A whole, small source for the contract of all protocols."""
