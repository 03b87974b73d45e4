"""Reading a payload the way a harvest does, over real HTTP, up to the dict that would be stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ckanext.resilient.errors import RejectRecord, SkipRecord
from ckanext.resilient.harvest.http import HttpClient, HttpSettings
from ckanext.resilient.harvesters.protocols import all_protocols
from ckanext.resilient.harvesters.protocols.base import Endpoint, ListingEnd, Page, Protocol, RawRecord
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.normalise import Crosswalk, normalise
from ckanext.resilient.svrc.package import package_dict
from tests.harvest.servers import Server
from tests.payload_facts.arrival import Arrived
from tests.payloads import Payload


@dataclass
class Reading:
    """What came of one payload."""

    arrived: list[Arrived] = field(default_factory=list[Arrived])
    issues: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    """Findings about the source and about records that did not arrive, as `rehearse` prints them."""
    end: ListingEnd = field(default_factory=lambda: ListingEnd(complete=False))


def read(payload: Payload, server: Server, with_protocol: str = "") -> Reading:
    """The whole way but for the database, with the payload's protocol or another one.

    Raises:
        FetchError: the payload cannot be read at all.
    """
    protocol = all_protocols()[with_protocol or payload["protocol"]]
    endpoint = Endpoint(payload.start(server), payload.options, tuple(payload.speaks))
    settings = HttpSettings(allowed_private_hosts=frozenset({server.pair}), retries=0, min_delay=0)
    reading = Reading()
    with HttpClient(settings) as http:
        listing = protocol.list_records(endpoint, http)
        while True:
            try:
                page = next(listing)
            except StopIteration as finished:
                reading.end = finished.value
                reading.issues += _shown(reading.end.issues)
                return reading
            _read_page(protocol, endpoint, page, reading)


def _read_page(protocol: Protocol, endpoint: Endpoint, page: Page, reading: Reading) -> None:
    reading.issues += _shown(page.issues)
    for raw in page.records:
        try:
            reading.arrived.append(_arrived(protocol, endpoint, raw))
        except (RejectRecord, SkipRecord) as left_out:  # noqa: PERF203 - one record must not cost the others
            reading.issues += _shown([left_out.issue])


def _arrived(protocol: Protocol, endpoint: Endpoint, raw: RawRecord) -> Arrived:
    dataset = normalise(protocol.read_record(raw, endpoint), Crosswalk(languages=endpoint.languages))
    return Arrived(raw.guid, package_dict(dataset), _shown(dataset.issues))


def _shown(issues: Iterable[Issue]) -> list[dict[str, str]]:
    return [issue.as_dict() for issue in issues]
