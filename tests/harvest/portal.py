"""A CKAN portal for tests whose records and faults can be changed between two runs."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Generator
from typing import Any

from ckan.tests.helpers import call_action

from ckanext.resilient.harvest.writer import site_context
from tests.harvest.servers import Answer, Asked, Server, serving


def record(key: str, **fields: Any) -> dict[str, Any]:
    """A small well-formed record of a CKAN portal."""
    return {
        "id": f"00000000-0000-4000-8000-{key:0>12}",
        "name": f"asilo-{key}",
        "title": f"Asili nido {key}",
        "notes": "Posti disponibili per comune.",
        "state": "active",
        "type": "dataset",
        "metadata_modified": "2024-05-01T10:00:00",
        "resources": [],
        "tags": [],
        "extras": [],
    } | fields


class Portal:
    """What `package_search` answers.

    `total` overrides the count; `broken_page` fails from that page on; `filters` heeds a filter by date;
    `found` says how many of the records a search or a filter finds, by its words; `asked` are the parameters of the last page.
    """

    def __init__(self, records: list[dict[str, Any]]) -> None:
        self.records = records
        self.total: int | None = None
        self.broken_page: int | None = None
        self.pages_asked = 0
        self.asked: dict[str, Any] = {}
        self.filters = False
        self.found: dict[str, int] = {}

    def respond(self, asked: Asked) -> Answer:
        if not asked.path.endswith("/package_search"):
            return Answer(404, b'{"success": false}', {"Content-Type": "application/json"})
        given = {name: values[0] for name, values in asked.query.items()} | json.loads(asked.body or b"{}")
        start, rows = int(given.get("start", 0)), int(given.get("rows", 10))
        self.pages_asked += 1
        self.asked = given
        if self.broken_page is not None and rows and start // rows >= self.broken_page:
            return Answer(500, b'{"success": false}', {"Content-Type": "application/json"})
        records = self.records
        if self.filters and "metadata_modified:[" in (asked_for := given.get("fq", "")):
            since = asked_for.split("[")[1].split(" ")[0].rstrip("Z")
            records = [one for one in records if one["metadata_modified"] >= since]
        words = given.get("q") or given.get("fq", "")
        records = records[: self.found.get(words, len(records))]
        result = {
            "count": len(records) if self.total is None else self.total,
            "results": records[start : start + rows],
        }
        body = json.dumps({"success": True, "result": result}).encode()
        return Answer(200, body, {"Content-Type": "application/json"})


@contextlib.contextmanager
def running(records: list[dict[str, Any]]) -> Generator[tuple[Portal, Server], None, None]:
    """The portal on a free port of 127.0.0.1."""
    portal = Portal(records)
    with serving(portal.respond) as server:
        yield portal, server


def register(
    server: Server,
    owner_org: str,
    name: str = "portal",
    settings: dict[str, Any] | None = None,
    **options: Any,
) -> dict[str, Any]:
    """A harvest source on the portal, read with the protocol `ckan`; what vanishes is deleted, unless `settings` say else."""
    config = {"protocol": "ckan", "languages": ["it"], "options": options, "removal": "delete"}
    config |= settings or {}
    return act(
        "harvest_source_create",
        name=name,
        title="Portale",
        url=server.url,
        source_type="resilient",
        owner_org=owner_org,
        config=json.dumps(config),
    )


def act(action: str, **data: Any) -> Any:
    """Call an action as the site user; activities want a user who exists."""
    return call_action(action, site_context(), **data)


Make = Callable[..., Portal]
"""What the fixture `portal_with` gives: so many records, and the settings of their source `portal`."""
