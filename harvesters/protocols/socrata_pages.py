"""The pages of Socrata's catalogue and of its older list of views.

https://dev.socrata.com/docs/other/discovery describes the paging of the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import shown
from ckanext.resilient.harvest.http import HttpClient, Response
from ckanext.resilient.harvesters.protocols import values
from ckanext.resilient.harvesters.protocols.base import Endpoint
from ckanext.resilient.harvesters.protocols.listing import guid_of
from ckanext.resilient.harvesters.protocols.newest import keeps_order, tells_an_order
from ckanext.resilient.harvesters.protocols.socrata_views import is_view
from ckanext.resilient.harvesters.protocols.values import Json
from ckanext.resilient.svrc.issues import Issue

CATALOGUE = "/api/catalog/v1"
VIEWS = "/api/views"
_DEEPEST = 10_000
"""The catalogue refuses more than this as the sum of `offset` and `limit`."""
_LARGEST_PAGE = 1000
_VIEWS_AT_ONCE = 200
_ASSET = re.compile(r"/([a-z0-9]{4}-[a-z0-9]{4})(?:\.json)?/?$")
_PAGING = frozenset({"limit", "offset", "order", "scroll_id"})


@dataclass(frozen=True, slots=True)
class AssetPage:
    """The assets of one page as payloads (`{"id": …, "result": …}` or `{"id": …, "view": …}`).

    `total` is how many there are in all, as far as the source says.
    """

    answer: Response
    payloads: list[Json]
    total: int | None = None


def catalogue_pages(endpoint: Endpoint, http: HttpClient) -> Iterator[AssetPage]:
    """The pages by their offset; those of a catalogue too large for that by the last id of each."""
    address, params, size = _catalogue_url(endpoint), _params(endpoint), _page_size(endpoint)
    offset = 0
    while offset < _DEEPEST:
        limit = min(size, _DEEPEST - offset)
        paging = {"order": "dataset_id", "limit": str(limit), "offset": str(offset)}
        page = _results(http.get(address, params={**params, **paging}, accept="application/json"))
        if not offset and page.total is not None and page.total > _DEEPEST:
            yield from _scrolled(address, {**params, "limit": str(size)}, http)
            return
        yield page
        offset += len(page.payloads)
        is_last = page.total is not None and offset >= page.total and len(page.payloads) < limit
        if is_last or not page.payloads:
            return


def recent_pages(endpoint: Endpoint, http: HttpClient) -> Iterator[AssetPage] | None:
    """Pages with the assets that changed last first; None where the catalogue does not keep this order."""
    pages = _recent_pages(endpoint, http)
    try:
        first = next(pages)
    except FetchError:
        return None  # what is wrong with the portal is said when it is read as a whole
    is_all = first.total is not None and first.total <= len(first.payloads)
    is_clear = is_all or tells_an_order(first.payloads, changed)
    return chain([first], pages) if is_clear and keeps_order(first.payloads, changed) else None


def _recent_pages(endpoint: Endpoint, http: HttpClient) -> Iterator[AssetPage]:
    address, params, size = _catalogue_url(endpoint), _params(endpoint), _page_size(endpoint)
    offset = 0
    while offset < _DEEPEST:
        limit = str(min(size, _DEEPEST - offset))
        paging = {"order": "updatedAt DESC", "limit": limit, "offset": str(offset)}
        page = _results(http.get(address, params={**params, **paging}, accept="application/json"))
        yield page
        offset += len(page.payloads)
        if not page.payloads:
            return


def changed(payload: Json) -> str:
    """When an asset of the catalogue was changed last: the moment by which the catalogue orders."""
    result = next(iter(values.items(payload.get("result"))), Json())
    resource = next(iter(values.items(result.get("resource"))), Json())
    return values.scalar(resource.get("updatedAt"))


def _scrolled(address: str, params: Mapping[str, str], http: HttpClient) -> Iterator[AssetPage]:
    """Pages that begin after an id, the first after none; the catalogue refuses any other order here."""
    last = ""
    while True:
        asked = {**params, "scroll_id": last}
        page = _results(http.get(address, params=asked, accept="application/json"))
        yield page
        if not page.payloads:
            return
        last = str(page.payloads[-1]["id"])


def _results(answer: Response) -> AssetPage:
    """A page of the catalogue.

    Raises:
        FetchError: the answer holds something else.
    """
    body = answer.json()
    found = cast("Json", body).get("results") if isinstance(body, dict) else None
    if not isinstance(found, list):
        raise FetchError(Issue("not-socrata", params={"url": shown(answer.url)}))
    total = cast("Json", body).get("resultSetSize")
    is_count = isinstance(total, int) and not isinstance(total, bool)
    payloads = [_with_id(item) for item in cast("list[Any]", found)]
    return AssetPage(answer, payloads, total if is_count else None)


def _with_id(item: Any) -> Json:
    resource = cast("Json", item).get("resource") if isinstance(item, dict) else None
    return {"id": guid_of(resource if isinstance(resource, dict) else item), "result": item}


def view_pages(endpoint: Endpoint, http: HttpClient) -> Iterator[AssetPage]:
    """The pages of the list of views, or the one view that the address names."""
    if _ASSET.search(urlsplit(endpoint.url).path):
        yield _views(http.get(endpoint.url, accept="application/json"))
        return
    address = portal_of(endpoint) + VIEWS
    number = 1
    while True:
        paging = {"limit": str(_VIEWS_AT_ONCE), "page": str(number)}
        page = _views(http.get(address, params=paging, accept="application/json"))
        yield page
        if len(page.payloads) < _VIEWS_AT_ONCE:
            return
        number += 1


def _views(answer: Response) -> AssetPage:
    """A page of views.

    Raises:
        FetchError: the answer holds something else.
    """
    body = answer.json()
    found = cast("list[Any]", body) if isinstance(body, list) else [body]
    if found and not any(map(is_view, found)):
        raise FetchError(Issue("not-socrata", params={"url": shown(answer.url)}))
    return AssetPage(answer, [{"id": guid_of(item), "view": item} for item in found])


def short_id(identifier: str) -> str:
    """The id inside the address of an asset, which is its identifier in `data.json`."""
    match = _ASSET.search(identifier)
    return match[1] if match else identifier


def portal_of(endpoint: Endpoint) -> str:
    """Scheme and host of the address."""
    parts = urlsplit(endpoint.url)
    return f"{parts.scheme}://{parts.netloc}"


def domains_of(endpoint: Endpoint) -> list[str]:
    """The hosts of the portals whose assets are wanted: the address's unless others are named."""
    named = values.words(endpoint.options.get("domains") or _given(endpoint).get("domains"))
    return named or [urlsplit(endpoint.url).hostname or ""]


def _catalogue_url(endpoint: Endpoint) -> str:
    given = str(endpoint.options.get("catalogue") or "")
    if CATALOGUE in urlsplit(endpoint.url).path:
        given = endpoint.url
    parts = urlsplit(given or portal_of(endpoint) + CATALOGUE)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))


def _params(endpoint: Endpoint) -> dict[str, str]:
    """Filters from the options and from an address of the catalogue that a person pasted.

    Nothing empty may be sent: the catalogue takes unknown names for fields of the portal.
    """
    given, options, domains = _given(endpoint), endpoint.options, domains_of(endpoint)
    kept = {name: value for name, value in given.items() if name not in _PAGING}
    own = {name: str(options[name]) for name in ("only", "provenance") if options.get(name)}
    return {"search_context": domains[0], **kept, **own, "domains": ",".join(domains)}


def _given(endpoint: Endpoint) -> dict[str, str]:
    parts = urlsplit(endpoint.url)
    return dict(parse_qsl(parts.query)) if CATALOGUE in parts.path else {}


def _page_size(endpoint: Endpoint) -> int:
    size = max(1, min(int(endpoint.options.get("page_size") or 100), _LARGEST_PAGE))
    return size if endpoint.limit is None else max(1, min(size, endpoint.limit))
