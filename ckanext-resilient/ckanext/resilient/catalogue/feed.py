"""The feed: all datasets, or what changed since a moment, page by page (https://www.hydra-cg.com/spec/latest/core/).

What is no longer public stays as a tombstone (https://www.w3.org/TR/activitystreams-vocabulary/#dfn-tombstone) for
those who ask what changed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import ckan.plugins.toolkit as tk
from rdflib import RDF, XSD, Graph, Literal, Namespace, URIRef

from ckanext.resilient.catalogue import config, graphs, options, series, store, syntaxes
from ckanext.resilient.catalogue.description import Description
from ckanext.resilient.catalogue.namespaces import DCAT, HYDRA
from ckanext.resilient.catalogue.store import Row, Totals
from ckanext.resilient.paging import page_number

AS = Namespace("https://www.w3.org/ns/activitystreams#")
PAGE, SINCE = "page", "modified_since"
"""Parameters of the feed's address."""

FEED = "resilient_catalogue.catalogue"


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the feed is asked for: a page, and of all datasets or of what changed since a moment."""

    page: int = 1
    since: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class _Listing:
    """A page of the feed: what was asked for, the sums, the rows, the address."""

    asked: Asked
    totals: Totals
    rows: Sequence[Row]
    address: str


def describe(values: Mapping[str, str]) -> Description | None:
    """A page of the feed; None when there is no such page."""
    asked = _asked(tk.request.args)
    if asked.page == 1:  # who reads all pages finds on each what the first one counted
        store.refresh()
    totals = store.totals(asked.since)
    size = config.page_size()
    rows = store.rows((asked.page - 1) * size, size, asked.since)
    if asked.page > 1 and not rows:
        return None
    listing = _Listing(asked, totals, rows, _address(asked))
    return Description(_version(listing), lambda: syntaxes.together(_page(listing)).encode(), totals.modified)


def dataset_lines(rows: Sequence[Row], described: set[str] | None = None) -> Iterator[tuple[str, str]]:
    """The node and N-Triples of each of these datasets, with what connects it to the catalogue, and of their series.

    Args:
        rows: the datasets.
        described: series that are described elsewhere; those that come are added.
    """
    site = graphs.site()
    dataset, record = (f"{site.catalogue.n3()} {relation.n3()}" for relation in (DCAT.dataset, DCAT.record))
    texts, of_series = series.completed(store.ntriples(rows), described)
    yield from of_series.items()
    for row in rows:
        if row.package_id in texts:
            node = site.dataset(row.package_id)
            connected = f"{dataset} <{node}> .\n{record} <{node}#record> .\n\n"
            yield str(node), connected + texts[row.package_id]


def head_lines(totals: Totals) -> str:
    """The catalogue itself as N-Triples."""
    modified = totals.modified.isoformat() if totals.modified else ""
    return _head_lines(totals.datasets, modified, repr(_settings()))


@lru_cache(maxsize=2)
def _head_lines(datasets: int, modified: str, _of_settings: str) -> str:
    """Kept from page to page: on a page with kept graphs it is what takes longest to make."""
    return syntaxes.ntriples(graphs.catalogue_head(datasets, modified))


def _page(listing: _Listing) -> Iterator[str]:
    yield head_lines(listing.totals)
    yield syntaxes.ntriples(_view(listing))
    for _, lines in dataset_lines(listing.rows):
        yield lines
    if listing.asked.since:
        yield syntaxes.ntriples(_tombstones(listing.rows))


def _view(listing: _Listing) -> Graph:
    """The page among the other pages; also in the words that older harvesters look for."""
    graph, view, catalogue = Graph(), URIRef(listing.address), graphs.site().catalogue
    asked, totals = listing.asked, listing.totals
    last = max(1, -(-totals.rows // config.page_size()))
    places = {"first": 1, "previous": asked.page - 1, "next": asked.page + 1, "last": last}
    graph.add((catalogue, RDF.type, HYDRA.Collection))
    graph.add((catalogue, HYDRA.view, view))
    graph.add((view, RDF.type, HYDRA.PartialCollectionView))
    graph.add((view, RDF.type, HYDRA.PagedCollection))
    for node in (catalogue, view):
        graph.add((node, HYDRA.totalItems, Literal(totals.listed)))
    graph.add((view, HYDRA.itemsPerPage, Literal(config.page_size())))
    for name, number in places.items():
        if 1 <= number <= last:
            other = URIRef(_address(Asked(number, asked.since)))
            graph.add((view, HYDRA[name], other))
            graph.add((view, HYDRA[f"{name}Page"], other))
    if totals.since:
        graph.add((view, AS.startTime, _moment(totals.since)))
    return graph


def _tombstones(rows: Sequence[Row]) -> Graph:
    graph, site = Graph(), graphs.site()
    for row in rows:
        if row.gone and not row.modified:
            node = site.dataset(row.package_id)
            graph.add((node, RDF.type, AS.Tombstone))
            graph.add((node, AS.formerType, DCAT.Dataset))
            graph.add((node, AS.deleted, _moment(row.gone)))
    return graph


def _version(listing: _Listing) -> str:
    """Changes with everything that is written: settings, what was asked for, sums, and the listed datasets."""
    site = (_settings(), config.page_size())
    rows = [(row.package_id, row.modified, row.gone) for row in listing.rows]
    listed = (listing.asked, listing.totals, listing.address, rows)
    return hashlib.sha256(repr((site, listed)).encode()).hexdigest()[:32]


def _settings() -> tuple[object, ...]:
    """What the description of the catalogue depends on, beside its datasets."""
    return (
        store.revision(),
        options.publisher(),
        options.licence(),
        options.countries(),
        options.issued(),
        options.site_title(),
        options.site_description(),
        options.default_language(),
    )


def _asked(parameters: Mapping[str, str]) -> Asked:
    """What the parameters of the address ask for; refuses what cannot be meant."""
    page, since = page_number(parameters.get(PAGE, "1")), parameters.get(SINCE, "")
    if page is None:
        tk.abort(400, tk._("“page” is a number from 1 on."))
    return Asked(page, _moment_of(since) if since else None)


def _moment_of(text: str) -> dt.datetime:
    """The moment that is written in an address, where a plus sign may have become a blank."""
    written = (text.replace(" ", "+") if "T" in text else text).replace("Z", "+00:00")
    try:
        moment = dt.datetime.fromisoformat(written)
        return (moment if moment.tzinfo else moment.replace(tzinfo=dt.timezone.utc)).astimezone(
            dt.timezone.utc
        )
    except (ValueError, OverflowError):  # the latter on the last day of the calendar
        tk.abort(
            400, tk._("“modified_since” is a date or a moment, such as 2026-05-31 or 2026-05-31T12:00:00Z.")
        )


def _address(asked: Asked) -> str:
    """The full address of a page, with the extension that was asked for."""
    extension = (tk.request.view_args or {}).get("extension")
    parameters: dict[str, str | int] = {PAGE: asked.page} if asked.page > 1 else {}
    if asked.since:
        parameters[SINCE] = asked.since.isoformat().replace("+00:00", "Z")
    endpoint, place = (
        ("resilient_linked_data.catalogue", {"extension": extension}) if extension else (FEED, {})
    )
    return tk.h.url_for(endpoint, locale="default", _external=True, **place, **parameters)


def _moment(moment: dt.datetime) -> Literal:
    return Literal(moment.astimezone(dt.timezone.utc).isoformat(), datatype=XSD.dateTime)
