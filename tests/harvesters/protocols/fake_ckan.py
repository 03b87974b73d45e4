"""A small portal that speaks CKAN's action API, with faults that can be switched on."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.harvest.servers import Answer, Asked

Json = dict[str, Any]
JSON = {"Content-Type": "application/json"}


def record(number: int, **more: Any) -> Json:
    """One dataset of ours, as package_show would give it."""
    return {
        "id": f"00000000-0000-4000-8000-{number:012d}",
        "name": f"servizio-{number}",
        "title": f"Servizi sociali del quartiere {number}",
        "notes": "Sportelli, orari e posti disponibili.",
        "state": "active",
        "type": "dataset",
        "private": False,
        "tags": [{"name": "anziani"}],
        "num_resources": 1,
        "resources": [{"id": f"r{number}", "url": f"https://dati.example/{number}.csv", "format": "CSV"}],
        **more,
    }


def records(count: int) -> list[Json]:
    return [record(number) for number in range(1, count + 1)]


def answer(result: Any, status: int = 200) -> Answer:
    return Answer(status, json.dumps({"success": True, "result": result}).encode(), JSON)


def failure(message: str, status: int) -> Answer:
    body = {"success": False, "error": {"__type": "Validation Error", "message": message}}
    return Answer(status, json.dumps(body).encode(), JSON)


@dataclass
class FakeCkan:
    """Answers requests from its records.

    Args:
        records: what it holds.
        path: where its actions are.
        methods: which HTTP methods it accepts; others get `refusal`.
        sorts: which orders it accepts; None accepts all.
        largest_page: how many records it gives at most, whatever is asked.
        actions: which actions it has.
        fault: called before each answer; what it returns is sent instead.
    """

    records: list[Json]
    path: str = "/api/3/action"
    methods: frozenset[str] = frozenset({"GET", "POST"})
    refusal: Answer = field(default_factory=lambda: Answer(405, b"Method not allowed"))
    sorts: frozenset[str] | None = None
    largest_page: int = 1000
    actions: frozenset[str] = frozenset(
        {"package_search", "package_list", "package_show", "current_package_list_with_resources"}
    )
    count: int | None = None
    show_as_list: bool = False
    fault: Callable[[str, Json], Answer | None] | None = None

    def __call__(self, asked: Asked) -> Answer:
        head, _, action = asked.path.rpartition("/")
        if head != self.path or action not in self.actions:
            return Answer(404, b"<!DOCTYPE html><html><body>Not found")
        if asked.method not in self.methods:
            return self.refusal
        params: Json = json.loads(asked.body) if asked.body else {k: v[-1] for k, v in asked.query.items()}
        if self.fault and (sent := self.fault(action, params)):
            return sent
        return getattr(self, f"_{action}")(params)

    def _package_search(self, params: Json) -> Answer:
        if self.sorts is not None and params.get("sort", "") not in self.sorts:
            return failure("Invalid sort", 409)
        start, rows = int(params["start"]), min(int(params["rows"]), self.largest_page)
        count = len(self.records) if self.count is None else self.count
        return answer({"count": count, "results": self.records[start : start + rows]})

    def _package_list(self, params: Json) -> Answer:
        return answer([one["name"] for one in self.records])

    def _package_show(self, params: Json) -> Answer:
        found = [one for one in self.records if params["id"] in {one["name"], one["id"]}]
        if not found:
            return failure("Not found", 404)
        return answer(found if self.show_as_list else found[0])

    def _current_package_list_with_resources(self, params: Json) -> Answer:
        start, limit = int(params["offset"]), min(int(params["limit"]), self.largest_page)
        return answer(self.records[start : start + limit])
