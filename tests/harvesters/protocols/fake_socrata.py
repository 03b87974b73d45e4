"""A small portal that speaks Socrata's catalogue as it is described, refusals included."""

from __future__ import annotations

import json
from typing import Any

from tests.harvest.servers import Answer, Asked

Json = dict[str, Any]
CATALOGUE = "/api/catalog/v1"
HOST = "127.0.0.1"
PAGING = frozenset(
    {"domains", "search_context", "limit", "offset", "order", "scroll_id", "only", "provenance"}
)


def asset_id(number: int) -> str:
    """A four-by-four."""
    return f"aaaa-{number:04d}"


def asset(number: int, domain: str = HOST, /, **resource: Any) -> Json:
    """One result of the catalogue."""
    key = asset_id(number)
    return {
        "resource": {
            "name": f"Servizi {number}",
            "id": key,
            "parent_fxf": [],
            "description": "Sportelli e orari.",
            "attribution": "Comune",
            "type": "dataset",
            "provenance": "official",
            "data_updated_at": "2024-05-31T10:00:14.000Z",
            **resource,
        },
        "classification": {"categories": [], "tags": [], "domain_tags": ["anziani"], "domain_metadata": []},
        "metadata": {"domain": domain},
        "permalink": f"https://{domain}/d/{key}",
        "link": f"https://{domain}/Salute/Servizi/{key}",
        "owner": {"id": "pppp-0001", "display_name": "Anna Rossi"},
        "creator": {"id": "pppp-0001", "display_name": "Anna Rossi"},
    }


class FakeSocrata:
    """A catalogue with `assets`, ordered by id unless asked for the last update; `faults[n]` answers the n-th request instead.

    Args:
        assets: what it holds.
        most: it never gives more than this at once.
        deepest: it refuses a larger sum of offset and limit.
        ignores: names of parameters that it does not heed.
        told: what it says in every answer whatever is true.
    """

    def __init__(
        self,
        *assets: Any,
        most: int = 10_000,
        deepest: int = 10_000,
        ignores: tuple[str, ...] = (),
        faults: dict[int, Answer] | None = None,
        **told: Any,
    ) -> None:
        self.assets = sorted(assets, key=_id)
        self.most, self.deepest, self.ignores, self.told = most, deepest, ignores, told
        self.faults = faults or {}
        self.count = 0

    def __call__(self, asked: Asked) -> Answer:
        if asked.path != CATALOGUE:
            return Answer(404, b"<!DOCTYPE html><html></html>")
        self.count += 1
        if self.count in self.faults:
            return self.faults[self.count]
        query = {name: found[0] for name, found in asked.query.items() if name not in self.ignores}
        if query.keys() - PAGING:
            return _answer({"results": [], "resultSetSize": 0})  # an unknown name is a field of the portal
        return self._found(query)

    def _found(self, query: dict[str, str]) -> Answer:
        limit, offset = int(query.get("limit", 100)), int(query.get("offset", 0))
        scrolls = "scroll_id" in query
        if offset + limit > self.deepest or (scrolls and "order" in query):
            return Answer(400, b'{"error": "limit and offset"}')
        domains = query["domains"].split(",") if "domains" in query else None
        found = [one for one in self.assets if domains is None or _domain(one) in (None, *domains)]
        if query.get("order") == "updatedAt DESC":
            found.sort(key=lambda one: str(one["resource"].get("updatedAt", "")), reverse=True)
        rest = [one for one in found if _id(one) > query.get("scroll_id", "")]
        page = rest[:limit] if scrolls else found[offset : offset + limit]
        body = {"results": page[: self.most], "resultSetSize": len(found), "timings": {}, "warnings": 0}
        return _answer({**body, **self.told})


def _id(one: Any) -> str:
    """The id of an asset; what is none stands at the end."""
    return str(one["resource"].get("id", "")) if isinstance(one, dict) and one else "~"


def _domain(one: Any) -> str | None:
    """The portal of an asset; what is none is everybody's."""
    return one["metadata"]["domain"] if isinstance(one, dict) and one else None


def _answer(body: Json) -> Answer:
    return Answer(body=json.dumps(body).encode())


socrata_source = FakeSocrata(*(asset(number) for number in range(3)))
"""A whole, small source for the contract of all protocols."""
