"""The pages of a catalogue of Opendatasoft, whichever of its interfaces gives them.

The Explore API ends its pages before the ten-thousandth dataset; its exports have no such end
(https://help.opendatasoft.com/apis/ods-explore-v2/#tag/Catalog), so larger catalogues are read from these.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit, urlunsplit

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import StatusError, shown
from ckanext.resilient.harvest.http import HttpClient, Response
from ckanext.resilient.harvesters.protocols import values
from ckanext.resilient.harvesters.protocols.base import Endpoint
from ckanext.resilient.harvesters.protocols.opendatasoft_shapes import as_payload, datasets_in
from ckanext.resilient.harvesters.protocols.values import Json
from ckanext.resilient.svrc.issues import Issue

_DEEPEST = 9_999
"""`offset` and `limit` together must stay below 10,000."""
_LARGEST_PAGE = 100
_EXPORTED_AT_ONCE = 1_000
_CATALOGUE = re.compile(r"(?P<base>/api/(?:explore/)?v2(?:\.\d)?)(?:/catalog(?:/(?P<rest>.*))?)?/?")
_SEARCH = "/api/datasets/1.0"
_EXPLORE = ("/api/explore/v2.1", "/api/explore/v2.0")
_PAGING = frozenset(
    {"limit", "offset", "rows", "start", "order_by", "sort", "select", "group_by", "facet", "format"}
)
_MOMENTS = ("modified", "data_processed", "metadata_processed")
"""Publishers may keep `modified` for the data alone: any of these says that a record changed."""

Params = dict[str, Any]


@dataclass(frozen=True, slots=True)
class DatasetPage:
    """The datasets of one page as payloads; `total` is how many there are in all, as far as it says."""

    answer: Response
    payloads: list[Json]
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """A way to read a catalogue; `finds_changes` says whether it gives only what changed, when asked to."""

    pages: Iterator[DatasetPage]
    finds_changes: bool = False


def ways(endpoint: Endpoint, http: HttpClient) -> Iterator[Way]:
    """The ways to read a catalogue, best first; only one when the address says which."""
    path = urlsplit(endpoint.url).path
    named = _CATALOGUE.fullmatch(path)
    if named:
        is_list = (named["rest"] or "datasets").rstrip("/") == "datasets"
        yield _explored(named["base"], endpoint, http) if is_list else Way(_document(endpoint, http))
    elif path.startswith(_SEARCH):
        is_list = path.rstrip("/") in {_SEARCH, f"{_SEARCH}/search"}
        yield Way(_searched(endpoint, http) if is_list else _document(endpoint, http))
    elif "." in path.rsplit("/", 1)[-1]:
        yield Way(_document(endpoint, http))
    else:
        yield from (_explored(base, endpoint, http) for base in _EXPLORE)
        # Search 1.0 knows no ODSQL: a filter that it would not heed must not bring in everything.
        if not endpoint.options.get("where"):
            yield Way(_searched(endpoint, http))


def _explored(base: str, endpoint: Endpoint, http: HttpClient) -> Way:
    return Way(_explore(base, endpoint, http), finds_changes=True)


def _explore(base: str, endpoint: Endpoint, http: HttpClient) -> Iterator[DatasetPage]:
    address = f"{_portal(endpoint)}{base}/catalog"
    ask = _Ordered(partial(_asked, http, base), _explore_params(endpoint))
    wanted = _DEEPEST if endpoint.limit is None else endpoint.limit
    pages = _paged(partial(_explore_page, ask, f"{address}/datasets"), endpoint)
    for number, page in enumerate(pages):
        if not number and (page.total or 0) > _DEEPEST <= wanted:
            yield from _exported(ask, f"{address}/exports/json", page.total)
            return
        yield page


def _explore_page(ask: _Ordered, address: str, offset: int, limit: int) -> DatasetPage:
    return ask(address, {"limit": limit, "offset": offset})


def _exported(ask: _Ordered, address: str, total: int | None) -> Iterator[DatasetPage]:
    """A catalogue without the end that the pages have, in parts; a portal may give all at once."""
    offset = 0
    while True:
        page = ask(address, {"limit": _EXPORTED_AT_ONCE, "offset": offset})
        yield DatasetPage(page.answer, page.payloads, total)
        if len(page.payloads) != _EXPORTED_AT_ONCE:
            return
        offset += _EXPORTED_AT_ONCE


def _searched(endpoint: Endpoint, http: HttpClient) -> Iterator[DatasetPage]:
    address, params = f"{_portal(endpoint)}{_SEARCH}/search/", _search_params(endpoint)

    def page(offset: int, limit: int) -> DatasetPage:
        return _asked(http, "1.0", address, {**params, "start": offset, "rows": limit})

    yield from _paged(page, endpoint)


def _document(endpoint: Endpoint, http: HttpClient) -> Iterator[DatasetPage]:
    """One dataset, an export or a saved page: all that there is stands at the address itself."""
    named = _CATALOGUE.fullmatch(urlsplit(endpoint.url).path)
    base = named["base"] if named else "1.0" if _SEARCH in endpoint.url else _EXPLORE[0]
    yield _asked(http, base, endpoint.url, None)


def _paged(ask: Callable[[int, int], DatasetPage], endpoint: Endpoint) -> Iterator[DatasetPage]:
    """Pages until one is not full and the source's own count is reached, or one is empty."""
    size = max(1, min(int(endpoint.options.get("page_size") or _LARGEST_PAGE), _LARGEST_PAGE))
    size = size if endpoint.limit is None else max(1, min(size, endpoint.limit))
    offset, is_at_end = 0, False
    while offset < _DEEPEST:
        limit = min(size, _DEEPEST - offset)
        try:
            page = ask(offset, limit)
        except FetchError:
            if is_at_end:
                return  # nothing stands behind what the portal calls its end
            raise
        yield page
        offset += len(page.payloads)
        is_at_end = page.total is not None and offset >= page.total
        is_short = len(page.payloads) < limit
        if not page.payloads or (is_short and (is_at_end or page.total is None)):
            return


class _Ordered:
    """Asks for pages in the order of their ids, so that nothing moves between two of them.

    A portal that refuses the order is asked without it.
    """

    def __init__(self, ask: Callable[[str, Params], DatasetPage], params: Params) -> None:
        self._ask = ask
        self._params = {"order_by": "dataset_id", **params}

    def __call__(self, address: str, paging: Params) -> DatasetPage:
        """The page at the address."""
        try:
            return self._ask(address, {**self._params, **paging})
        except StatusError as error:
            if error.status != 400 or not self._params.pop("order_by", ""):
                raise
            try:
                return self._ask(address, {**self._params, **paging})
            except StatusError:
                raise error from None


def _asked(http: HttpClient, base: str, address: str, params: Params | None) -> DatasetPage:
    """A page of datasets.

    Raises:
        FetchError: the answer is a refusal, or holds something else.
    """
    try:
        answer = http.get(address, params=params, accept="application/json")
    except StatusError as error:
        refusal = _refusal_in(error.response)
        if refusal is None:
            raise
        raise StatusError(error.response, refusal) from error
    body = answer.json()
    found = datasets_in(body)
    if found is None:
        params_shown = {"url": shown(answer.url)}
        raise FetchError(_refusal(body, answer.url) or Issue("not-opendatasoft", params=params_shown))
    payloads = [as_payload(item, base) for item in found]
    return DatasetPage(answer, payloads, _total(body))


def _refusal_in(answer: Response) -> Issue | None:
    try:
        return _refusal(answer.json(), answer.url)
    except FetchError:  # a page for people or nothing at all: the status has to say it
        return None


def _refusal(body: Any, url: str) -> Issue | None:
    """What the portal says of why it does not answer, if it does."""
    if not isinstance(body, dict):
        return None
    told = cast("Json", body)
    reason = values.scalar(told.get("message")) or values.scalar(told.get("error"))
    until = values.scalar(told.get("reset_time"))
    if "call_limit" in told and until:
        params = {"url": shown(url), "limit": values.scalar(told["call_limit"]), "until": until}
        return Issue("quota-used-up", params=params)
    if reason and told.keys() & {"error_code", "errorcode", "error"}:
        return Issue("opendatasoft-refused", params={"url": shown(url), "reason": shown(reason)})
    return None


def _total(body: Any) -> int | None:
    if not isinstance(body, dict):
        return None
    told = cast("Json", body)
    total = told.get("total_count", told.get("nhits"))
    return total if isinstance(total, int) and not isinstance(total, bool) else None


def _portal(endpoint: Endpoint) -> str:
    """Scheme and host of the address; a portal always has its interfaces at its root."""
    parts = urlsplit(endpoint.url)
    return urlunsplit((parts.scheme, parts.netloc, "", "", ""))


def _explore_params(endpoint: Endpoint) -> Params:
    """Filters from the options, from an address that a person pasted, and what changed since a moment."""
    given, options = _given(endpoint), endpoint.options
    since = endpoint.since
    changed = " or ".join(f"{moment} >= date'{since}'" for moment in _MOMENTS) if since else ""
    conditions = [*given.pop("where", []), values.scalar(options.get("where")), changed]
    where = " and ".join(f"({condition})" for condition in filter(None, conditions))
    own = {name: _facets(options.get(name)) for name in ("refine", "exclude")}
    merged = {name: [*given.pop(name, []), *found] for name, found in own.items()}
    return {name: found for name, found in {**given, **merged, "where": where}.items() if found}


def _search_params(endpoint: Endpoint) -> Params:
    own = {
        f"{name}.{facet.strip()}": value.strip()
        for name in ("refine", "exclude")
        for facet, _, value in (one.partition(":") for one in _facets(endpoint.options.get(name)))
    }
    return {"interopmetas": "true", "extrametas": "true", **_given(endpoint), **own}


def _facets(option: Any) -> list[str]:
    return [one.strip() for one in str(option or "").split(";") if one.strip()]


def _given(endpoint: Endpoint) -> dict[str, list[str]]:
    query: Mapping[str, list[str]] = parse_qs(urlsplit(endpoint.url).query)
    return {name: list(found) for name, found in query.items() if name not in _PAGING}
