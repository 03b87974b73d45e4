"""The interface of opendata.gov.al: pages of datasets with their files, asked for by POST."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast
from urllib.parse import urlsplit, urlunsplit

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import shown
from ckanext.resilient.harvest.http import HttpClient, Response
from ckanext.resilient.harvesters.protocols.base import Endpoint, Listing, Option, Page, Protocol
from ckanext.resilient.harvesters.protocols.listing import Tally
from ckanext.resilient.harvesters.protocols.opendata_al_read import read_record
from ckanext.resilient.harvesters.protocols.values import Json
from ckanext.resilient.svrc.issues import N_, Issue

_LARGEST_PAGE = 500


def list_records(endpoint: Endpoint, http: HttpClient) -> Listing:
    """All datasets, in the order of the portal, which cannot be chosen.

    Raises:
        FetchError: the first page could not be read.
    """
    tally = Tally(endpoint)
    answers = _answers(endpoint, http)
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
        data = _data(answer)
        total = _number(data, "rowCount")
        declared = declared if total is None else total
        found: list[Any] = data["results"]
        page = tally.page(found)
        if found and not page.records:
            params = {"page": str(number), "url": shown(answer.url)}
            tally.issues.append(Issue("page-repeats", params=params))
            break
        yield Page(page.records, (*answer.issues, *answer.text_issues, *page.issues))
        if tally.is_full:
            break
        number += 1
    return tally.end(declared, reached_end=True)


def _answers(endpoint: Endpoint, http: HttpClient) -> Iterator[Response]:
    """The pages, until one is empty, or not full where the portal's own count of them ends."""
    address, size = _filter_url(endpoint.url), _page_size(endpoint)
    number, at_end = 1, False
    while True:
        try:
            answer = http.post_json(address, {"page": number, "pageSize": size})
            data = _data(answer)
        except FetchError:
            if at_end:
                return  # nothing stands behind what the portal calls its last page
            raise
        yield answer
        pages = _number(data, "pageCount")
        at_end = pages is not None and number >= pages
        if not data["results"] or (at_end and len(data["results"]) < size):
            return
        number += 1


def _data(answer: Response) -> Json:
    """The page in an answer.

    Raises:
        FetchError: it holds something else.
    """
    body = answer.json()
    data = cast("Json", body).get("data") if isinstance(body, dict) else None
    if not isinstance(data, dict) or not isinstance(cast("Json", data).get("results"), list):
        raise FetchError(Issue("not-opendata-al", params={"url": shown(answer.url)}))
    return cast("Json", data)


def _number(data: Json, name: str) -> int | None:
    value = data.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _page_size(endpoint: Endpoint) -> int:
    size = max(1, min(int(endpoint.options.get("page_size") or 50), _LARGEST_PAGE))
    return size if endpoint.limit is None else max(1, min(size, endpoint.limit))


def _filter_url(url: str) -> str:
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    if not path.endswith("/filter"):
        path = f"{path.partition('/api')[0]}/api/Dataset/filter"
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


PROTOCOL = Protocol(
    name="opendata_al",
    title=N_("opendata.gov.al API"),
    options=(Option("page_size", int, N_("Datasets to ask for at once, at most 500; 50 is safe."), 50),),
    list_records=list_records,
    read_record=read_record,
)
