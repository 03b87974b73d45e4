"""A small statistical office that speaks both versions of PxWeb's interface."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from tests.harvest.servers import Answer, Asked

Json = dict[str, Any]
Fault = Callable[[Asked], Answer | None]

FAST = {"maxValues": 100_000, "maxCells": 100_000, "maxCalls": 1000, "timeWindow": 1, "CORS": True}


def answer(body: Any) -> Answer:
    return Answer(body=json.dumps(body).encode(), headers={"Content-Type": "application/json; charset=utf-8"})


def folder(name: str, text: str) -> Json:
    return {"id": name, "type": "l", "text": text}


def table(name: str, text: str, updated: str = "2023-01-09T15:04:41") -> Json:
    return {"id": name, "type": "t", "text": text, "updated": updated}


def described(text: str) -> Json:
    """A table's own description."""
    return {
        "title": text,
        "variables": [
            {"code": "spol", "text": "Spol", "values": ["1", "2"], "valueTexts": ["Moški", "Ženske"]},
            {
                "code": "leto",
                "text": "Leto",
                "values": ["2016", "2015"],
                "valueTexts": ["2016", "2015"],
                "time": True,
            },
        ],
    }


@dataclass
class FakePxWebV1:
    """Answers from `tree`: language, then path, to what the folder lists; a table's path to its description."""

    tree: dict[str, dict[str, Any]]
    base: str = "/api/v1"
    config: Any = field(default_factory=lambda: dict(FAST))
    fault: Fault = lambda asked: None

    def __call__(self, asked: Asked) -> Answer:
        if sent := self.fault(asked):
            return sent
        if not asked.path.startswith(self.base + "/"):
            return Answer(404, b"no")
        language, _, path = asked.path[len(self.base) + 1 :].partition("/")
        if "config" in asked.query:
            return answer(self.config)
        # Parts are decoded one by one, as a server does that finds `%2F` inside a name.
        held = self.tree.get(language, {})
        found = held.get("/".join(unquote(part) for part in path.split("/")))
        return Answer(404, b"no") if found is None else answer(found)


def table_v2(number: int, text: str, **more: Any) -> Json:
    return {
        "type": "Table",
        "id": f"TAB{number}",
        "label": text,
        "description": "",
        "updated": "2026-06-08T06:00:00Z",
        "firstPeriod": "2015",
        "lastPeriod": "2024",
        "category": "public",
        "variableNames": ["region", "year"],
        **more,
    }


@dataclass
class FakePxWebV2:
    """Answers from `tables`: language to the tables in its own order."""

    tables: dict[str, list[Json]]
    base: str = "/api/v2"
    config: Any = None
    page: Json = field(default_factory=dict)
    metadata: Any = None
    fault: Fault = lambda asked: None

    def __call__(self, asked: Asked) -> Answer:
        if sent := self.fault(asked):
            return sent
        if asked.path == f"{self.base}/config":
            languages = [{"id": language, "label": language} for language in sorted(self.tables)]
            told = {"languages": languages, "defaultLanguage": next(iter(self.tables))}
            limits = {"maxCallsPerTimeWindow": 1000, "timeWindow": 1}
            return answer({**told, **limits} if self.config is None else self.config)
        if asked.path.endswith("/metadata") and self.metadata:
            return answer(self.metadata)
        if asked.path != f"{self.base}/tables":
            return Answer(404, b"no")
        held = self.tables.get(asked.query.get("lang", [""])[0], [])
        number, size = int(asked.query["pageNumber"][0]), int(asked.query["pageSize"][0])
        told = {
            "pageNumber": number,
            "pageSize": size,
            "totalElements": len(held),
            "totalPages": -(-len(held) // size),
            **self.page,
        }
        return answer({"tables": held[(number - 1) * size : number * size], "page": told})


def pxweb_source() -> FakePxWebV1:
    """A whole, small source for the contract of all protocols."""
    return FakePxWebV1({"en": {"": [table(f"{number}.px", f"Servizi {number}") for number in range(3)]}})
