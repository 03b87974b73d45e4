"""Running a protocol against a server of this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ckanext.resilient.harvest.http import HttpClient, HttpSettings
from ckanext.resilient.harvesters.protocols.base import Endpoint, ListingEnd, Page, Protocol, RawRecord
from tests.harvest.servers import Asked, Respond, serving


@dataclass
class Listed:
    """What a listing gave, and what the server was asked for it."""

    pages: list[Page]
    end: ListingEnd
    asked: list[Asked]

    @property
    def records(self) -> list[RawRecord]:
        return [record for page in self.pages for record in page.records]

    @property
    def guids(self) -> list[str]:
        return [record.guid for record in self.records]

    @property
    def codes(self) -> list[str]:
        return [issue.code for issue in (*(i for page in self.pages for i in page.issues), *self.end.issues)]


def listed(
    protocol: Protocol,
    respond: Respond,
    path: str = "",
    *,
    limit: int | None = None,
    since: str = "",
    **options: Any,
) -> Listed:
    """List everything that a server made of `respond` gives."""
    with serving(respond) as server:
        settings = HttpSettings(frozenset({server.pair}), backoff=0.01, min_delay=0)
        with HttpClient(settings) as http:
            listing = protocol.list_records(
                Endpoint(server.url + path, options, limit=limit, since=since), http
            )
            pages: list[Page] = []
            while True:
                try:
                    pages.append(next(listing))
                except StopIteration as stop:  # noqa: PERF203 - the generator returns how it ended
                    return Listed(pages, stop.value, server.asked)
