"""The stages between a portal and the database: list, read, normalise, classify, prepare. Pure but for the HTTP client.

Records move in batches, one page of the source at a time; no stage knows what comes after it.
A record that cannot be used becomes a `Rejected` with its reason and costs nothing else.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace

from ckanext.resilient.errors import RejectRecord, SkipRecord
from ckanext.resilient.harvest.http import HttpClient
from ckanext.resilient.harvest.plan import Plan
from ckanext.resilient.harvesters.protocols.base import ListingEnd, RawRecord
from ckanext.resilient.harvesters.protocols.listing import NAMED_BY_CONTENT
from ckanext.resilient.svrc.classify import classify
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.normalise import normalise, record_name
from ckanext.resilient.svrc.owners import owned, owner_of
from ckanext.resilient.svrc.package import Package, content_hash, package_dict
from ckanext.resilient.svrc.record import Dataset
from ckanext.resilient.svrc.text import storable

log = logging.getLogger(__name__)

LONGEST_GUID = 500
"""Letters of up to four bytes: PostgreSQL's indexes take 2,704 bytes."""
_START_OF_LONG = 400


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record ready to be compared and written."""

    guid: str
    title: str
    package: Package
    content_hash: str
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that cannot be stored, and why."""

    guid: str
    issue: Issue


@dataclass(frozen=True, slots=True)
class Batch:
    """One page of the source after all pure stages; `left_out` counts what the source's choice did not take."""

    listed: int
    prepared: tuple[Prepared, ...]
    rejected: tuple[Rejected, ...]
    skipped: tuple[Issue, ...]
    left_out: int
    issues: tuple[Issue, ...]


def only(batch: Batch, guids: frozenset[str]) -> Batch:
    """What of a batch has one of these guids, as if nothing else had been listed."""
    prepared = tuple(one for one in batch.prepared if one.guid in guids)
    rejected = tuple(one for one in batch.rejected if one.guid in guids)
    return Batch(len(prepared) + len(rejected), prepared, rejected, (), 0, ())


class Gathering:
    """The batches of a source, to iterate once; how its listing ended is known afterwards.

    Attributes:
        seen: guids of the records that the source offers, rejected ones included. One that it lists
            but marks as private or deleted is not among them: here, too, it has to go.
        listed: guids of all records that it lists, whatever became of them.
        end: how the listing ended; not complete until the last batch was taken.
    """

    def __init__(self, plan: Plan, http: HttpClient) -> None:
        self._plan = plan
        self._http = http
        self.seen: set[str] = set()
        self.listed: set[str] = set()
        self.end = ListingEnd(complete=False)

    def __iter__(self) -> Iterator[Batch]:
        self.end = yield from batches(self._plan, self._http, self.seen, self.listed)


def batches(
    plan: Plan, http: HttpClient, seen: set[str], listed: set[str]
) -> Generator[Batch, None, ListingEnd]:
    """Yields the source's records page by page, ready to write; returns how the listing ended.

    A guid that the source lists twice is used once; the second is reported.

    Args:
        plan: the source.
        http: the client that reads it.
        seen: filled, while the batches are taken, with the guids of prepared and rejected records.
        listed: filled with the guids of all records.

    Raises:
        FetchError: the source cannot be read at all.
    """
    listing = plan.protocol.list_records(plan.endpoint, http)
    while True:
        try:
            page = next(listing)
        except StopIteration as end:
            return end.value
        batch = _batch(plan, page.records, page.issues, listed)
        seen.update(record.guid for record in (*batch.prepared, *batch.rejected))
        yield batch


def _batch(plan: Plan, records: tuple[RawRecord, ...], issues: tuple[Issue, ...], listed: set[str]) -> Batch:
    prepared: list[Prepared] = []
    rejected: list[Rejected] = []
    skipped: list[Issue] = []
    left_out = 0
    found = list(issues)
    for listing in records:
        raw = replace(listing, guid=_holdable(listing.guid))
        if raw.guid in listed:
            found.append(Issue("listed-twice", record=raw.guid))
            continue
        listed.add(raw.guid)
        try:
            dataset = read(raw, plan)
            if plan.choice is not None and not plan.choice.takes(dataset):
                left_out += 1
                continue
            prepared.append(prepare(classify(dataset), plan))
        except SkipRecord as skip:
            skipped.append(skip.issue)
        except RejectRecord as rejection:
            rejected.append(Rejected(raw.guid, rejection.issue))
        except Exception as error:
            log.exception("Reading record %s of %s failed", raw.guid, plan.endpoint.url)
            rejected.append(Rejected(raw.guid, _reader_failed(raw.guid, error)))
    return Batch(len(records), tuple(prepared), tuple(rejected), tuple(skipped), left_out, tuple(found))


def _holdable(guid: str) -> str:
    """A guid that the database's indexes take: the end of a very long one gives way to its digest."""
    name = storable(guid)
    if len(name) <= LONGEST_GUID:
        return name
    return f"{name[:_START_OF_LONG]}…{hashlib.sha256(name.encode()).hexdigest()}"


def _reader_failed(guid: str, error: Exception) -> Issue:
    return Issue("reader-failed", record=guid, params={"error": f"{type(error).__name__}: {error}"})


def read(raw: RawRecord, plan: Plan) -> Dataset:
    """One raw record read and normalised.

    Raises:
        RejectRecord: the record cannot be stored.
        SkipRecord: the record is not a dataset.
    """
    source = plan.protocol.read_record(raw, plan.endpoint)
    try:
        dataset = normalise(source, plan.crosswalk)
    except RejectRecord as rejection:
        raise RejectRecord(*owned([rejection.issue], owner_of(source))) from rejection
    if raw.guid.startswith(NAMED_BY_CONTENT) and all(i.code != "identifier-missing" for i in dataset.issues):
        dataset.issues.append(Issue("identifier-missing", record=record_name(source)))
    return plan.portal.crosswalk(source, dataset) if plan.portal.crosswalk else dataset


def prepare(dataset: Dataset, plan: Plan) -> Prepared:
    """One dataset as the catalogue will hold it."""
    package = package_dict(dataset) | {"source_portal": plan.portal.key}
    title = next(iter(dataset.title.values()), dataset.guid)
    return Prepared(
        dataset.guid, title, package, content_hash(package), owned(dataset.issues, owner_of(dataset))
    )
