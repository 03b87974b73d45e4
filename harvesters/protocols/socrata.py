"""Socrata (Tyler Data & Insights): its catalogue, and where that is missing `data.json` or `/api/views`.

https://dev.socrata.com/docs/other/discovery describes the catalogue. There is one for Europe
(api.eu.socrata.com) and one for America; every portal also offers it under its own address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast
from urllib.parse import urlsplit

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import shown
from ckanext.resilient.harvest.http import HttpClient
from ckanext.resilient.harvesters.protocols import dcat_us, values
from ckanext.resilient.harvesters.protocols.base import Endpoint, Listing, ListingEnd, Option, Page, Protocol
from ckanext.resilient.harvesters.protocols.listing import Tally
from ckanext.resilient.harvesters.protocols.newest import NewestFirst
from ckanext.resilient.harvesters.protocols.socrata_pages import (
    CATALOGUE,
    VIEWS,
    AssetPage,
    catalogue_pages,
    changed,
    domains_of,
    portal_of,
    recent_pages,
    short_id,
    view_pages,
)
from ckanext.resilient.harvesters.protocols.socrata_read import read_record
from ckanext.resilient.harvesters.protocols.values import Json
from ckanext.resilient.svrc.issues import N_, Issue


def list_records(endpoint: Endpoint, http: HttpClient) -> Listing:
    """All assets of a portal, by the first way that it understands.

    Raises:
        FetchError: no way works; the error is that of the first.
    """
    failure: FetchError | None = None
    for way in _ways(endpoint):
        listing = way(endpoint, http)
        try:
            first = next(listing)
        except StopIteration as stop:
            return cast("ListingEnd", stop.value)
        except FetchError as error:
            failure = failure or error
            if not (dcat_us.is_absent(error) or error.issue.code == "not-socrata"):
                break
            continue
        yield first
        return (yield from listing)
    raise failure or FetchError(Issue("not-socrata", params={"url": shown(endpoint.url)}))


def _ways(endpoint: Endpoint) -> list[Callable[[Endpoint, HttpClient], Listing]]:
    path = urlsplit(endpoint.url).path
    if CATALOGUE in path:
        return [_by_catalogue]
    if VIEWS in path:
        return [_by_views]
    if _is_document(path):
        return [_by_data_json]
    return [_by_catalogue, _by_data_json, _by_views]


def _is_document(path: str) -> bool:
    return "." in path.rsplit("/", 1)[-1]


def _by_catalogue(endpoint: Endpoint, http: HttpClient) -> Listing:
    domains = domains_of(endpoint)
    if endpoint.since and (recent := recent_pages(endpoint, http)):
        return _paged(endpoint, recent, domains, NewestFirst(endpoint.since, changed))
    return _paged(endpoint, catalogue_pages(endpoint, http), domains)


def _by_views(endpoint: Endpoint, http: HttpClient) -> Listing:
    return _paged(endpoint, view_pages(endpoint, http), [])


def _by_data_json(endpoint: Endpoint, http: HttpClient) -> Listing:
    """From `data.json`, under the ids that the catalogue gives to the same assets."""
    is_given = _is_document(urlsplit(endpoint.url).path)
    address = endpoint.url if is_given else f"{portal_of(endpoint)}/data.json"
    with dcat_us.Catalogue(address, endpoint, http) as catalogue:
        payloads = ({**payload, "id": short_id(payload["id"])} for payload in catalogue.named())
        return (yield from catalogue.pages(payloads))


def _paged(
    endpoint: Endpoint, pages: Iterator[AssetPage], domains: list[str], newest: NewestFirst | None = None
) -> Listing:
    """The payloads of all pages, or what is new on them; those of portals not asked for are told and left out."""
    tally = Tally(endpoint)
    seen: set[str] = set()
    declared: int | None = None
    elsewhere, number = 0, 1
    while True:
        try:
            assets = next(pages)
        except StopIteration:
            break
        except FetchError as error:
            if number == 1:
                raise
            tally.lost(number, error)
            break
        # While the pages are read by id, the count may be that of the assets after the id.
        declared = max(filter(None, (declared, assets.total)), default=assets.total)
        ids = {str(payload["id"]) for payload in assets.payloads}
        if ids and ids <= seen:
            params = {"page": str(number), "url": shown(assets.answer.url)}
            tally.issues.append(Issue("page-repeats", params=params))
            break
        seen |= ids
        wanted = newest.of(assets.payloads) if newest else assets.payloads
        foreign = [payload for payload in wanted if not _is_wanted(payload, domains)]
        elsewhere += len(foreign)
        page = tally.page(payload for payload in wanted if _is_wanted(payload, domains))
        told = (*assets.answer.issues, *assets.answer.text_issues)
        yield Page(page.records, (*told, *page.issues, *_left_out(foreign)))
        if tally.is_full or (newest and newest.is_through):
            break
        number += 1
    if newest and newest.is_through:
        return tally.end(None, reached_end=True, only_changes=True)
    return tally.end(None if declared is None else declared - elsewhere, reached_end=True)


def _is_wanted(payload: Json, domains: list[str]) -> bool:
    """Whether an asset belongs to one of the portals, or does not say to which."""
    domain = _domain_of(payload)
    return not domain or not domains or _bare(domain) in map(_bare, domains)


def _domain_of(payload: Json) -> str:
    result = next(iter(values.items(payload.get("result"))), Json())
    metadata = next(iter(values.items(result.get("metadata"))), Json())
    return values.scalar(metadata.get("domain"))


def _bare(domain: str) -> str:
    return domain.casefold().removeprefix("www.")


def _left_out(foreign: list[Json]) -> list[Issue]:
    if not foreign:
        return []
    portals = ", ".join(dict.fromkeys(map(_domain_of, foreign)))
    return [Issue("records-elsewhere", params={"count": str(len(foreign)), "portals": portals})]


PROTOCOL = Protocol(
    name="socrata",
    title=N_("Socrata catalogue"),
    options=(
        Option(
            "catalogue",
            str,
            N_(
                "Address of the catalogue if it is not to be read from the portal itself, such as "
                "https://api.eu.socrata.com/api/catalog/v1."
            ),
            "",
            leads=True,
        ),
        Option(
            "domains",
            str,
            N_("Hosts of the portals to read, with commas; else the address's."),
            "",
            leads=True,
        ),
        Option("page_size", int, N_("Datasets to ask for at once, at most 1000; 100 is safe."), 100),
        Option("only", str, N_("Only assets of this type, such as dataset."), "", chooses=True),
        Option(
            "provenance",
            str,
            N_("Only what the publisher made (official) or others (community)."),
            "",
            chooses=True,
        ),
    ),
    list_records=list_records,
    read_record=read_record,
    incremental=True,
)
