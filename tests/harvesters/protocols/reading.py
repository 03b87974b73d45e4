"""Running a protocol against a server of this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ckanext.resilient.harvest.http import HttpClient, HttpSettings, Validators
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
    etag: str = "",
    **options: Any,
) -> Listed:
    """List what a server made of `respond` gives: everything, or what changed; `etag` is that of the address."""
    with serving(respond) as server:
        settings = HttpSettings(frozenset({server.pair}), backoff=0.01, min_delay=0)
        with HttpClient(settings) as http:
            url = server.url + path
            known = {url: Validators(etag)} if etag else {}
            endpoint = Endpoint(url, options, limit=limit, since=since, documents=known)
            listing = protocol.list_records(endpoint, http)
            pages: list[Page] = []
            while True:
                try:
                    pages.append(next(listing))
                except StopIteration as stop:  # noqa: PERF203 - the generator returns how it ended
                    return Listed(pages, stop.value, server.asked)
