"""The one interface of all protocols: list raw records page by page, read each one as a pure function."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ckanext.resilient.harvest.answers import Validators
from ckanext.resilient.harvest.http import HttpClient
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.record import SourceDataset


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where and how to list: the address a person gave, and the options of its protocol.

    Args:
        url: the portal's or feed's address.
        options: protocol options by name; every protocol says which it knows.
        languages: base codes of the languages the portal writes in, most used first.
        limit: read at most so many records (a rehearsal or a first bounded slice); None reads all.
        since: read only what changed since then (ISO 8601, UTC, such as `2026-05-01T00:00:00Z`); empty reads
            all. Given to protocols that are `incremental` only.
        documents: what the documents of the last run said of their state, by address; one that is asked for
            again may answer that nothing changed. Empty when all is to be read.
    """

    url: str
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])
    languages: tuple[str, ...] = ()
    limit: int | None = None
    since: str = ""
    documents: Mapping[str, Validators] = field(default_factory=dict[str, Validators])


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record as the protocol lists it. `payload` is the protocol's own; only its `read` looks inside."""

    guid: str
    payload: Any


@dataclass(frozen=True, slots=True)
class Page:
    """A batch of records as the source pages them, with what was wrong on the way."""

    records: tuple[RawRecord, ...]
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class ListingEnd:
    """How a listing ended.

    `complete` is true only when every page was read and the source's own count, if it has
    one (`declared`), agrees: the only state in which a missing record may count as vanished.
    `partial` is true when only the changes were asked for (`since`, `documents`) and all of
    them were read: no fault, but nothing can be said of the records that were not listed.
    A listing that broke off is neither.

    Args:
        complete: all records of the source were listed.
        declared: how many records the source says it has in all.
        issues: what was wrong with the listing as a whole.
        partial: all that changed was listed, as asked for, and nothing else.
        only_changes: no more than what changed was asked for, whether or not all of that was listed.
        documents: what the documents that were read said of their state, by address, for the next run.
    """

    complete: bool
    declared: int | None = None
    issues: tuple[Issue, ...] = ()
    partial: bool = False
    documents: Mapping[str, Validators] = field(default_factory=dict[str, Validators])
    only_changes: bool = False

    def of_changes(self) -> ListingEnd:
        """The same end of a listing that was asked for no more than what changed."""
        return replace(self, complete=False, partial=self.complete, only_changes=True)


Listing = Generator[Page, None, ListingEnd]


@dataclass(frozen=True, slots=True)
class Option:
    """A protocol option as an administrator sees it.

    Args:
        name: stable key.
        type: of its value.
        help: what it does, in a sentence.
        default: its value where nothing is said.
        leads: whether it names an address or a host to read.
        chooses: whether it leaves out records that the source would give without it.
    """

    name: str
    type: type
    help: str
    default: Any = None
    leads: bool = False
    chooses: bool = False


@dataclass(frozen=True, slots=True)
class Protocol:
    """How one kind of portal is read.

    Args:
        name: stable key (`ckan`, `dcat`), used in source configuration and on the command line.
        title: what an administrator reads.
        options: what can be set per portal.
        list_records: yields pages; raises `FetchError` when the source cannot be read at all.
        read_record: pure function of one raw record; raises `RejectRecord` or `SkipRecord`.
        incremental: whether `list_records` honours `since`.
    """

    name: str
    title: str
    options: tuple[Option, ...]
    list_records: Callable[[Endpoint, HttpClient], Listing]
    read_record: Callable[[RawRecord, Endpoint], SourceDataset]
    incremental: bool = False
