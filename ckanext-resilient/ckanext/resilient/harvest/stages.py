"""The stages between a portal and the database: list, read, normalise, classify, prepare. Pure but for the HTTP client.

Records move in batches, one page of the source at a time; no stage knows what comes after it.
A record that cannot be used becomes a `Rejected` with its reason and costs nothing else.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, replace

from ckanext.resilient.errors import RejectRecord, SkipRecord, StopHarvest, StopReading
from ckanext.resilient.harvest.http import HttpClient
from ckanext.resilient.harvest.names import Names
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


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of a source is read in one run, and how long: some sources have pages without end.

    Args:
        records: at most so many.
        hours: at most so long.
    """

    records: int = 500_000
    hours: float = 12


class _Reading:
    """Ends the reading of a source at its bounds."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._end = time.monotonic() + bounds.hours * 3600

    def in_time(self) -> None:
        """Pass while there is time.

        Raises:
            StopReading: there is none.
        """
        if time.monotonic() >= self._end:
            raise StopReading(Issue("reading-too-long", params={"hours": f"{self._bounds.hours:g}"}))

    def has_room(self, records: int) -> None:
        """Pass when a source has no more than so many records.

        Raises:
            StopReading: it has.
        """
        most = self._bounds.records
        if records > most:
            raise StopReading(Issue("too-many-records", params={"limit": str(most)}))


def only(batch: Batch, guids: frozenset[str]) -> Batch:
    """What of a batch has one of these guids, as if nothing else had been listed."""
    prepared = tuple(one for one in batch.prepared if one.guid in guids)
    rejected = tuple(one for one in batch.rejected if one.guid in guids)
    return Batch(len(prepared) + len(rejected), prepared, rejected, (), 0, ())


class Gathering:
    """The batches of a source, to iterate once; how its listing ended is known afterwards.

    A guid that the source lists twice is used once; the second is reported.

    Args:
        plan: the source.
        http: the client that reads it.
        bounds: where reading ends, however much the source has; what was read until then is used.
        known: guids of the records that are held of it; one that is written in another way now keeps its own.

    Attributes:
        seen: guids of the records that the source offers, rejected ones included. One that it lists
            but marks as private or deleted is not among them: here, too, it has to go.
        listed: guids of all records that it lists, whatever became of them.
        end: how the listing ended; not complete until the last batch was taken.
    """

    def __init__(
        self, plan: Plan, http: HttpClient, bounds: Bounds | None = None, known: Iterable[str] = ()
    ) -> None:
        self._plan = plan
        self._names = Names(known)
        self._http = http
        self._bounds = bounds or Bounds()
        self.seen: set[str] = set()
        self.listed: set[str] = set()
        self.end = ListingEnd(complete=False)

    def __iter__(self) -> Iterator[Batch]:
        self.end = yield from self._batches()

    def _batches(self) -> Generator[Batch, None, ListingEnd]:
        """Yields the source's records page by page, ready to write; returns how the listing ended.

        Raises:
            FetchError: the source cannot be read at all.
            StopHarvest: its time was over before it gave anything.
        """
        reading = _Reading(self._bounds)
        self._http.before_each(reading.in_time)
        listing = self._plan.protocol.list_records(self._plan.endpoint, self._http)
        try:
            while True:
                try:
                    page = next(listing)
                except StopIteration as end:
                    return end.value
                before = len(self.listed)
                records = self._named(page.records[: self._bounds.records - before])
                batch = _batch(self._plan, records, page.issues, self.listed)
                self.seen.update(record.guid for record in (*batch.prepared, *batch.rejected))
                yield batch
                reading.has_room(before + len(page.records))
                reading.in_time()
        except StopReading as stop:
            if not self.listed:
                raise StopHarvest(stop.issue) from stop
            return ListingEnd(complete=False, issues=(stop.issue,))
        finally:
            listing.close()

    def _named(self, records: Iterable[RawRecord]) -> Iterator[RawRecord]:
        """The records with the names under which they are known; one after the other, as they are listed."""
        for record in records:
            yield replace(record, guid=self._names.kept(_holdable(record.guid), self.listed))


def _batch(plan: Plan, records: Iterable[RawRecord], issues: tuple[Issue, ...], listed: set[str]) -> Batch:
    prepared: list[Prepared] = []
    rejected: list[Rejected] = []
    skipped: list[Issue] = []
    left_out = count = 0
    found = list(issues)
    for raw in records:
        count += 1
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
    return Batch(count, tuple(prepared), tuple(rejected), tuple(skipped), left_out, tuple(found))


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
