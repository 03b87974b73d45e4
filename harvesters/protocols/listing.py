"""What every paged listing needs: count each record once, notice when a source goes in circles."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any, cast

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import Response, Validators
from ckanext.resilient.harvesters.protocols.base import Endpoint, ListingEnd, Page, RawRecord
from ckanext.resilient.harvesters.protocols.values import Json, scalar
from ckanext.resilient.svrc.issues import Issue

NAMED_BY_CONTENT = "sha256:"
"""Begins the guid of a record that has no name of its own."""


class Tally:
    """The records of one listing so far."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._limit = endpoint.limit
        self._seen: set[str] = set()
        self.issues: list[Issue] = []

    @property
    def found(self) -> int:
        """How many different records were listed."""
        return len(self._seen)

    @property
    def is_full(self) -> bool:
        """Whether as many were listed as were asked for."""
        return self._limit is not None and self.found >= self._limit

    def wanted(self, page_size: int) -> int:
        """How many records to ask for next."""
        return page_size if self._limit is None else max(1, min(page_size, self._limit - self.found))

    def page(self, payloads: Iterable[Any]) -> Page:
        """The new records among the payloads of a page; repetitions are told and left out."""
        return self.records(RawRecord(guid_of(payload), payload) for payload in payloads)

    def records(self, listed: Iterable[RawRecord]) -> Page:
        """The new ones among records that have their names; repetitions are told and left out."""
        records: list[RawRecord] = []
        issues: list[Issue] = []
        for record in listed:
            if self.is_full:
                break
            if record.guid in self._seen:
                issues.append(Issue("record-repeated", record=record.guid, params={"guid": record.guid}))
                continue
            self._seen.add(record.guid)
            records.append(record)
        return Page(tuple(records), tuple(issues))

    def lost(self, page: int, error: FetchError) -> None:
        """Note that a page could not be read."""
        self.issues.append(Issue("page-lost", params={"page": str(page), "reason": error.issue.message}))

    def end(self, declared: int | None, *, reached_end: bool, only_changes: bool = False) -> ListingEnd:
        """How the listing ended; complete, or partial by wish, only when the source's own count agrees."""
        agrees = declared is None or declared == self.found
        if not agrees and not (self.is_full or self.issues):
            params = {"declared": str(declared), "found": str(self.found)}
            self.issues.append(Issue("count-differs", params=params))
        whole = reached_end and agrees and not self.issues
        end = ListingEnd(whole, declared, tuple(self.issues))
        return end.of_changes() if only_changes else end


def states(answers: Iterable[tuple[str, Response]]) -> dict[str, Validators]:
    """What to ask the documents at some addresses for next time, as far as they told anything."""
    return {address: answer.validators for address, answer in answers if answer.validators}


def guid_of(payload: Any) -> str:
    """What names a record within its source: its id, else its name or identifier, else its content."""
    if isinstance(payload, dict):
        record = cast("Json", payload)
        for key in ("id", "name", "identifier", "slug", "uri"):
            if guid := scalar(record.get(key)):
                return guid
    content = json.dumps(payload, sort_keys=True, ensure_ascii=False, default=str)
    return f"{NAMED_BY_CONTENT}{hashlib.sha256(content.encode()).hexdigest()}"
