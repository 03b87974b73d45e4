"""What stands behind an address: which protocol reads it, how many records there are, what the first look like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ckanext.resilient.errors import FetchError, RejectRecord, SkipRecord, StopHarvest
from ckanext.resilient.harvest.asking_once import AskingOnce
from ckanext.resilient.harvest.http import HttpSettings
from ckanext.resilient.harvest.plan import Plan, make_plan
from ckanext.resilient.harvest.stages import read
from ckanext.resilient.harvesters.portals.base import Portal, Social
from ckanext.resilient.harvesters.portals.choice import OwnChoice, SocialChoice, Wanted
from ckanext.resilient.harvesters.protocols.base import Listing, ListingEnd, Page, RawRecord
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.record import Dataset

TRIED = ("ckan", "udata", "opendatasoft", "dkan", "socrata", "dcat_us", "dcat", "csw", "pxweb")
"""Protocols of many portals, in the order in which an address is tried; those of one portal come with its definition."""

_TELLING = {
    "csw": re.compile(r"csw", re.IGNORECASE),
    "dcat_us": re.compile(r"/data\.json", re.IGNORECASE),
    "dcat": re.compile(r"\.(ttl|rdf|nt|n3|jsonld|xml)\b|[?&]format=(text/turtle|ttl|rdf)", re.IGNORECASE),
    "opendatasoft": re.compile(r"/explore\b", re.IGNORECASE),
    "pxweb": re.compile(r"pxweb|/api/v[12]\b", re.IGNORECASE),
    "udata": re.compile(r"/api/1\b"),
    "dkan": re.compile(r"/metastore\b"),
}
"""What of an address tells the protocol that is tried first; the others are still tried after it."""

PATIENCE = 40
"""Seconds until somebody who waits in front of a page is told that the address is too slow."""

SAMPLES = 20
"""So many records are looked at: enough to see what a choice would take, few enough to wait for."""

_SETTLED = frozenset(
    {
        "address-refused",
        "address-invalid",
        "address-with-password",
        "name-unknown",
        "unreachable",
        "timed-out",
        "certificate-refused",
        "tls-failed",
        "proxy-refused",
    }
)
"""Failures of the address itself, which no other protocol mends."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """An address that can be read.

    Args:
        plan: how it is read.
        records: how many records it says it has that pass the options of the protocol, None when it does not say.
        datasets: its first records, read and normalised.
    """

    plan: Plan
    records: int | None
    datasets: tuple[Dataset, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the first records' titles, most used first."""
        found = [code for dataset in self.datasets for code in dataset.title]
        return tuple(sorted(dict.fromkeys(found), key=lambda code: -found.count(code)))

    @property
    def social(self) -> tuple[bool, ...]:
        """Of each of its first records, whether it concerns the social economy; nothing where no portal tells."""
        if self.plan.portal.social == Social():
            return ()
        choice = SocialChoice(self.plan.portal)
        return tuple(choice.takes(dataset) for dataset in self.datasets)

    def chosen(self, wanted: Wanted) -> tuple[bool, ...]:
        """Of each of its first records, whether it passes what a source would ask for."""
        choice = OwnChoice(wanted)
        return tuple(choice.takes(dataset) for dataset in self.datasets)


def asking_once(settings: HttpSettings, seconds: float = PATIENCE) -> AskingOnce:
    """A client for somebody who waits in front of a page: one try, nothing twice, and not for long."""
    hurried = replace(
        settings, retries=0, connect_timeout=5, read_timeout=15, deadline=25, document_deadline=25
    )
    return AskingOnce(hurried, seconds)


def known_portal(url: str, portals: Mapping[str, Portal]) -> Portal | None:
    """The definition of the portal whose address this is, or begins with."""
    wanted = _bare(url)
    return next((one for one in portals.values() if wanted == _bare(one.url)), None)


def _bare(url: str) -> str:
    return url.strip().partition("://")[2].rstrip("/").removeprefix("www.").casefold()


def recognise(
    url: str,
    http: AskingOnce,
    *,
    portal: str = "",
    protocol: str = "",
    options: Mapping[str, Any] | None = None,
    may_be_empty: bool = False,
) -> Recognised:
    """How an address is read: by the protocol of a portal's definition or a named one, else by the first that fits.

    Args:
        url: the address.
        http: reads it.
        portal: key of a portal's definition.
        protocol: name of a protocol.
        options: of that protocol.
        may_be_empty: these options may leave nothing over; an empty answer is one, too.

    Raises:
        StopHarvest: no protocol reads it; the issue says why, and what helps.
    """
    if portal or protocol:
        plan = make_plan(url, protocol, portal, options, limit=SAMPLES)
        return _try(plan, http, may_be_empty=may_be_empty)
    return _first_that_fits(url, http)


def _first_that_fits(url: str, http: AskingOnce) -> Recognised:
    for name in _likely_first(url):
        try:
            return _try(make_plan(url, protocol=name, limit=SAMPLES), http)
        except StopHarvest as stop:  # noqa: PERF203 - one protocol that does not fit says nothing of the next
            if http.is_over:
                raise http.too_slow(url) from stop
            if stop.issue.code in _SETTLED:
                # A protocol asks below the address; a person is told of the one that was typed.
                params = {**stop.issue.params, "url": url}
                raise StopHarvest(Issue(stop.issue.code, field="url", params=params)) from stop
    raise StopHarvest(Issue("nothing-recognised", field="url", params={"url": url}))


def _likely_first(url: str) -> list[str]:
    return sorted(TRIED, key=lambda name: not (name in _TELLING and _TELLING[name].search(url)))


def _try(plan: Plan, http: AskingOnce, *, may_be_empty: bool = False) -> Recognised:
    listed = _Listed(plan.protocol.list_records(plan.endpoint, http))
    raw = [record for page in listed for record in page.records]
    declared = listed.end.declared
    datasets = tuple(_readable(raw, plan))
    if not datasets and not (may_be_empty and not raw and declared == 0):
        raise FetchError(Issue("source-empty", field="url", params={"declared": str(declared or 0)}))
    return Recognised(plan, declared, datasets)


class _Listed:
    """The records of a listing, and afterwards how it ended."""

    def __init__(self, listing: Listing) -> None:
        self._listing = listing
        self.end = ListingEnd(complete=False)

    def __iter__(self) -> Iterator[Page]:
        self.end = yield from self._listing


def _readable(raw: Sequence[RawRecord], plan: Plan) -> Iterator[Dataset]:
    for record in raw:
        try:
            yield read(record, plan)
        except (RejectRecord, SkipRecord):  # noqa: PERF203 - one that cannot be used says nothing of the others
            continue
