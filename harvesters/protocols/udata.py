"""udata's API version 1, as data.gouv.fr and dados.gov.pt speak it (https://udata.readthedocs.io/)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import shown
from ckanext.resilient.harvest.http import HttpClient, Response, StatusError
from ckanext.resilient.harvesters.protocols.base import Endpoint, Listing, Option, Page, Protocol
from ckanext.resilient.harvesters.protocols.listing import Tally
from ckanext.resilient.harvesters.protocols.newest import NewestFirst, keeps_order, tells_an_order
from ckanext.resilient.harvesters.protocols.udata_read import merged_record, read_record
from ckanext.resilient.harvesters.protocols.values import Json, items, scalar
from ckanext.resilient.svrc.issues import N_, Issue

_LARGEST_PAGE = 1000
_NO_API_HERE = frozenset({"http-status", "looks-like-html", "not-json", "not-udata"})


def list_records(endpoint: Endpoint, http: HttpClient) -> Listing:
    """All datasets, oldest first so that new ones do not move the pages; or those of one JSON document.

    Asked for changes, it reads the datasets that changed last first, up to those that were known before.

    Raises:
        FetchError: the first page could not be read.
    """
    tally = Tally(endpoint)
    newest = NewestFirst(endpoint.since, _changed)
    recent = _recent_answers(endpoint, http) if endpoint.since and not _is_document(endpoint) else None
    answers = recent or _answers(endpoint, http)
    declared: int | None = None
    number = 1
    while True:
        try:
            answer = next(answers, None)
        except FetchError as error:
            if number == 1:
                raise
            tally.lost(number, error)
            break
        if answer is None:
            break
        found = [merged_record(item) for item in _datasets(answer)]
        wanted = newest.of(found) if recent else found
        total = _number(answer.json(), "total")
        declared = declared if total is None else total
        page = tally.page(wanted)
        if wanted and not page.records:
            params = {"page": str(number), "url": shown(answer.url)}
            tally.issues.append(Issue("page-repeats", params=params))
            break
        yield Page(page.records, (*answer.issues, *answer.text_issues, *page.issues))
        if newest.is_through or tally.is_full:
            break
        number += 1
    return tally.end(
        None if newest.is_through else declared, reached_end=True, only_changes=newest.is_through
    )


def _recent_answers(endpoint: Endpoint, http: HttpClient) -> Iterator[Response] | None:
    """Pages with the datasets that changed last first; None where the portal does not keep this order."""
    params = {**_params(endpoint), "sort": "-last_update"}
    try:
        first = _checked(http.get(_datasets_url(endpoint), params=params, accept="application/json"))
    except FetchError:
        return None  # what is wrong with the portal is said when it is read as a whole
    found = [merged_record(item) for item in _datasets(first)]
    is_clear = tells_an_order(found, _changed) or not _has_more(first.json(), 1)
    if not (is_clear and keeps_order(found, _changed)):
        return None
    return chain([first], _following_pages(first, endpoint, http))


def _changed(record: Any) -> str:
    """When a dataset was changed last: the moment by which the API orders."""
    if not isinstance(record, dict):
        return ""
    told = cast("Json", record)
    internal = next(iter(items(told.get("internal"))), Json())
    return scalar(
        internal.get("last_modified_internal")
        or told.get("last_modified_internal")
        or told.get("last_update")
        or told.get("last_modified")
    )


def _is_document(endpoint: Endpoint) -> bool:
    return "." in urlsplit(endpoint.url).path.rsplit("/", 1)[-1]


def _answers(endpoint: Endpoint, http: HttpClient) -> Iterator[Response]:
    """The pages of the API; where there is none, those of the document at the address itself."""
    if _is_document(endpoint):
        yield from _document_pages(endpoint, http)
        return
    try:
        first = _first_page(endpoint, http)
    except FetchError as error:
        if error.issue.code not in _NO_API_HERE:
            raise
        try:
            yield from _document_pages(endpoint, http)
        except FetchError:
            raise error from None
        return
    yield first
    yield from _following_pages(first, endpoint, http)


def _first_page(endpoint: Endpoint, http: HttpClient) -> Response:
    address = _datasets_url(endpoint)
    params = _params(endpoint)
    try:
        return _checked(http.get(address, params=params, accept="application/json"))
    except StatusError as error:
        if error.status != 400:
            raise
    unsorted = {name: value for name, value in params.items() if name != "sort"}
    return _checked(http.get(address, params=unsorted, accept="application/json"))


def _following_pages(first: Response, endpoint: Endpoint, http: HttpClient) -> Iterator[Response]:
    """Pages by our own count: the links to the next one may lead to another host than the one we read."""
    params = dict(parse_qsl(urlsplit(first.url).query))
    address = first.url.split("?")[0]
    answer, number = first, 1
    while _has_more(answer.json(), number):
        number += 1
        answer = _checked(http.get(address, params={**params, "page": number}, accept="application/json"))
        yield answer


def _document_pages(endpoint: Endpoint, http: HttpClient) -> Iterator[Response]:
    """A saved page, and the next ones as long as they are on the same host."""
    address: str | None = endpoint.url
    while address:
        answer = _checked(http.get(address, accept="application/json"))
        yield answer
        following = _next_link(answer.json())
        address = following if urlsplit(following).netloc == urlsplit(answer.url).netloc else None


def _checked(answer: Response) -> Response:
    """The answer, if it holds datasets.

    Raises:
        FetchError: it holds something else.
    """
    if _listed(answer.json()) is None:
        raise FetchError(Issue("not-udata", params={"url": shown(answer.url)}))
    return answer


def _datasets(answer: Response) -> list[Any]:
    return _listed(answer.json()) or []


def _listed(body: Any) -> list[Any] | None:
    """The datasets in an answer: a page's `data`, an export's `datasets`, a list, or a single one."""
    if isinstance(body, list):
        listed = cast("list[Any]", body)
        # Many interfaces answer with lists: of rows, of files, of users.
        return (
            listed
            if not listed or any(isinstance(item, dict) and "title" in item for item in listed)
            else None
        )
    if not isinstance(body, dict):
        return None
    page = cast("Json", body)
    for key in ("data", "datasets"):
        if isinstance(page.get(key), list):
            return cast("list[Any]", page[key])
    return [page] if "resources" in page and "title" in page else None


def _has_more(body: Any, number: int) -> bool:
    if not isinstance(body, dict):
        return False
    page = cast("Json", body)
    if "next_page" in page:
        return bool(page["next_page"])
    total, size = _number(page, "total"), _number(page, "page_size")
    return total is not None and size is not None and number * size < total


def _next_link(body: Any) -> str:
    return str(cast("Json", body).get("next_page") or "") if isinstance(body, dict) else ""


def _number(body: Any, name: str) -> int | None:
    value = cast("Json", body).get(name) if isinstance(body, dict) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _datasets_url(endpoint: Endpoint) -> str:
    parts = urlsplit(endpoint.url)
    path = parts.path.rstrip("/")
    if not path.endswith("/datasets"):
        path += "/datasets" if "/api/" in f"{path}/" else "/api/1/datasets"
    return urlunsplit((parts.scheme, parts.netloc, f"{path}/", "", ""))


def _params(endpoint: Endpoint) -> Mapping[str, str]:
    options = endpoint.options
    size = max(1, min(int(options.get("page_size") or 100), _LARGEST_PAGE))
    own = {name: str(options[name]) for name in ("q", "organization", "tag") if options.get(name)}
    given = dict(parse_qsl(urlsplit(endpoint.url).query))
    paging = {"page": "1", "page_size": str(size if endpoint.limit is None else min(size, endpoint.limit))}
    return {"sort": "created", **given, **own, **paging}


PROTOCOL = Protocol(
    name="udata",
    title=N_("udata API (data.gouv.fr, dados.gov.pt)"),
    options=(
        Option("page_size", int, N_("Datasets to ask for at once, at most 1000; 100 is safe."), 100),
        Option("q", str, N_("Only datasets that match these search words."), "", chooses=True),
        Option("organization", str, N_("Only datasets of the organisation with this id."), "", chooses=True),
        Option("tag", str, N_("Only datasets with this tag."), "", chooses=True),
    ),
    list_records=list_records,
    read_record=read_record,
    incremental=True,
)
