"""The catalogue interface of datos.gob.es ("apidata", a Linked Data API of the kind ELDA makes).

https://datos.gob.es/apidata describes it. Its pages count from 0 and end where `next` is missing; the
numbers that it gives of all datasets are not to be relied on, so none is compared.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any, cast
from urllib.parse import parse_qs, quote, urlsplit

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import StatusError, shown
from ckanext.resilient.harvest.http import HttpClient, Response
from ckanext.resilient.harvesters.protocols import values
from ckanext.resilient.harvesters.protocols.base import Endpoint, Listing, Option, Page, Protocol
from ckanext.resilient.harvesters.protocols.datosgobes_read import named_record, read_record
from ckanext.resilient.harvesters.protocols.listing import Tally
from ckanext.resilient.harvesters.protocols.values import Json
from ckanext.resilient.svrc.issues import N_, Issue

_DATASETS = "/apidata/catalog/dataset"
_CHANGES = f"{_DATASETS}/modified/begin/"
_LARGEST_PAGE = 200
_MOST_LOST = 3
"""So many pages in a row that the portal fails to make end the reading."""
_PAGING = frozenset({"_page", "_pageSize", "_sort", "_format"})
_WRITTEN = ("json", "xml", "rdf", "ttl", "csv")
_PROTECTION = ("incapsula", "imperva", "request unsuccessful", "access denied", "request rejected")
"""What web firewalls write instead of an answer, also with the status 200."""
_MOMENT = "%Y-%m-%dT%H:%MZ"

# Option and the path that filters by it; the interface heeds one of them at a time.
_FILTERS = {"region": "spatial", "publisher": "publisher", "theme": "theme", "keyword": "keyword"}


def list_records(endpoint: Endpoint, http: HttpClient) -> Listing:
    """The datasets of each filter, or of the whole catalogue; newest first, so that none slips between pages.

    Raises:
        FetchError: nothing could be read.
    """
    tally = Tally(endpoint)
    listed: set[str] = set()
    addresses = _addresses(endpoint)
    for address in addresses:
        listed |= yield from _list(address, endpoint, http, tally, listed)
        if tally.is_full:
            break
    end = tally.end(None, reached_end=not tally.is_full)
    only_changes = bool(endpoint.since) and _CHANGES in addresses[0]
    return end.of_changes() if only_changes else end


def _list(
    address: str, endpoint: Endpoint, http: HttpClient, tally: Tally, listed: set[str]
) -> Generator[Page, None, set[str]]:
    """The pages of one list, without what other lists had before: that is no fault of the source."""
    own: set[str] = set()
    for answer in _answers(address, endpoint, http, tally):
        payloads = [named_record(item) for item in _items(answer)]
        keys = {str(payload["id"]) for payload in payloads}
        if _is_stuck(answer, keys <= own):
            params = {"page": values.scalar(_result(answer).get("page")), "url": shown(answer.url)}
            tally.issues.append(Issue("page-repeats", params=params))
            break
        own |= keys
        page = tally.page(payload for payload in payloads if payload["id"] not in listed)
        yield Page(page.records, (*answer.issues, *answer.text_issues, *page.issues))
        if tally.is_full:
            break
    return own


def _is_stuck(answer: Response, brings_nothing: bool) -> bool:
    """Whether a page brings nothing new and yet names a next one."""
    return brings_nothing and "next" in _result(answer)


def _answers(address: str, endpoint: Endpoint, http: HttpClient, tally: Tally) -> Iterator[Response]:
    """The pages by our own count; one that the portal fails to make costs only itself.

    Raises:
        FetchError: no page could be read.
    """
    failure: FetchError | None = None
    has_read, number, failed = False, 0, 0
    while failed < _MOST_LOST:
        try:
            answer = _asked(address, number, endpoint, http)
        except FetchError as error:
            failure = failure or error
            failed += 1
            tally.lost(number, error)
            if not _may_pass(error):
                break
        else:
            has_read, failed = True, 0
            yield answer
            if "next" not in _result(answer):
                return
        number += 1
    if failure and not has_read:
        raise failure


def _may_pass(error: FetchError) -> bool:
    """Whether the following pages may be readable: one record that cannot be written spoils only its page."""
    return isinstance(error, StatusError) and error.status == 500


def _asked(address: str, number: int, endpoint: Endpoint, http: HttpClient) -> Response:
    size = max(1, min(int(endpoint.options.get("page_size") or 50), _LARGEST_PAGE))
    size = size if endpoint.limit is None else max(1, min(size, endpoint.limit))
    paging = {"_page": number, "_pageSize": size, "_sort": "-modified"}
    try:
        answer = http.get(address, params={**_given(endpoint), **paging}, accept="application/json")
    except StatusError as error:
        if not _is_protection(error.response):
            raise
        params = {"url": shown(error.response.url)}
        raise StatusError(error.response, Issue("kept-out", params=params)) from error
    _items(answer)
    return answer


def _items(answer: Response) -> list[Any]:
    """The datasets of a page; a single one may stand alone.

    Raises:
        FetchError: the answer holds something else.
    """
    found = _result(answer).get("items")
    if isinstance(found, dict):
        return [cast("Json", found)]
    if not isinstance(found, list):
        raise FetchError(Issue("not-datosgobes", params={"url": shown(answer.url)}))
    return cast("list[Any]", found)


def _result(answer: Response) -> Json:
    try:
        body = answer.json()
    except FetchError as error:
        if not _is_protection(answer):
            raise
        raise FetchError(Issue("kept-out", params={"url": shown(answer.url)})) from error
    result = cast("Json", body).get("result") if isinstance(body, dict) else None
    return cast("Json", result) if isinstance(result, dict) else {}


def _is_protection(answer: Response) -> bool:
    named = " ".join((answer.headers.get("x-cdn", ""), answer.headers.get("server", ""), answer.text[:4000]))
    return any(mark in named.casefold() for mark in _PROTECTION)


def _addresses(endpoint: Endpoint) -> list[str]:
    """Where to read: what the address names, else each filter of the options, else all datasets.

    Changes and filters cannot be asked for at once; then all that the filters find is read.
    """
    parts = urlsplit(endpoint.url)
    portal = f"{parts.scheme}://{parts.netloc}"
    path = parts.path.rstrip("/")
    if path.startswith(f"{_DATASETS}/"):
        return [f"{portal}{_without_form(path)}.json"]
    filters = [
        f"{_DATASETS}/{name}/{_value(option, value)}"
        for option, name in _FILTERS.items()
        for value in values.words(endpoint.options.get(option))
    ]
    whole = _changed_since(endpoint.since) if endpoint.since else _DATASETS
    return [f"{portal}{found}.json" for found in filters or [whole]]


def _changed_since(since: str) -> str:
    """The path that finds what changed since a moment (ISO 8601, UTC); the interface asks for an end, too."""
    begin = datetime.fromisoformat(since.replace("Z", "+00:00")).astimezone(timezone.utc)
    end = datetime.now(timezone.utc) + timedelta(days=1)
    return f"{_CHANGES}{begin.strftime(_MOMENT)}/end/{end.strftime(_MOMENT)}"


def _value(option: str, value: str) -> str:
    """A value as it stands in a path; a region is one of the autonomous communities unless it says else."""
    whole = f"Autonomia/{value}" if option == "region" and "/" not in value else value
    return quote(whole, safe="/" if option == "region" else "")


def _without_form(path: str) -> str:
    stem, _, form = path.rpartition(".")
    return stem if form in _WRITTEN else path


def _given(endpoint: Endpoint) -> dict[str, list[str]]:
    query = parse_qs(urlsplit(endpoint.url).query)
    return {name: found for name, found in query.items() if name not in _PAGING}


PROTOCOL = Protocol(
    name="datosgobes",
    title=N_("datos.gob.es API (apidata)"),
    options=(
        Option("page_size", int, N_("Datasets to ask for at once, at most 200; 50 is safe."), 50),
        Option(
            "region",
            str,
            N_("Only datasets about these autonomous communities, with commas, such as Aragon."),
            "",
            chooses=True,
        ),
        Option(
            "publisher",
            str,
            N_("Only datasets of the public bodies with these DIR3 codes, with commas."),
            "",
            chooses=True,
        ),
        Option(
            "theme",
            str,
            N_("Only datasets with these themes of datos.gob.es, with commas."),
            "",
            chooses=True,
        ),
        Option("keyword", str, N_("Only datasets with these keywords, with commas."), "", chooses=True),
    ),
    list_records=list_records,
    read_record=read_record,
    incremental=True,
)
