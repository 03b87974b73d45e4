"""`data.json` catalogues (Project Open Data 1.1, also called DCAT-US), as ArcGIS Hub and others offer them.

https://resources.data.gov/resources/dcat-us/ describes the document, which has no pages and no count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import islice
from typing import Any, cast
from urllib.parse import urlsplit, urlunsplit

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import shown
from ckanext.resilient.harvest.http import HttpClient, Response, StatusError
from ckanext.resilient.harvesters.protocols import values
from ckanext.resilient.harvesters.protocols.base import Endpoint, Listing, Page, Protocol
from ckanext.resilient.harvesters.protocols.dcat_us_read import read_record
from ckanext.resilient.harvesters.protocols.listing import Tally, guid_of
from ckanext.resilient.harvesters.protocols.values import Json
from ckanext.resilient.svrc.issues import N_, Issue

_FEEDS = ("/data.json", "/api/feed/dcat-us/1.1.json")
_AT_ONCE = 100
_SERVER_FAILS = 500
_OTHER_ANSWERS = frozenset({"looks-like-html", "not-json", "not-dcat-us"})
# Where a record has no identifier, the first of these that no other record has names it.
_INSTEAD = ("@id", "landingPage", "title")


def list_records(endpoint: Endpoint, http: HttpClient) -> Listing:
    """All datasets of the catalogue at the address, or at the usual ones of its portal.

    Raises:
        FetchError: no catalogue was found; the error is that of the first address.
    """
    failure: FetchError | None = None
    for address in _addresses(endpoint.url):
        try:
            answer, found = catalogue(address, http)
        except FetchError as error:
            failure = failure or error
            if not is_absent(error):
                break
            continue
        return (yield from pages(endpoint, answer, named(found)))
    raise failure or FetchError(Issue("not-dcat-us", params={"url": shown(endpoint.url)}))


def catalogue(address: str, http: HttpClient) -> tuple[Response, list[Any]]:
    """The answer of an address, and the datasets in it.

    Raises:
        FetchError: it cannot be read, or is no `data.json`.
    """
    answer = http.get(address, accept="application/json")
    found = _datasets(answer.json())
    if found is None:
        raise FetchError(Issue("not-dcat-us", params={"url": shown(answer.url)}))
    return answer, found


def pages(endpoint: Endpoint, answer: Response, payloads: Iterable[Json]) -> Listing:
    """The payloads of one document in batches."""
    tally = Tally(endpoint)
    waiting = iter(payloads)
    issues = [*answer.issues, *answer.text_issues]
    while True:
        found = list(islice(waiting, tally.wanted(_AT_ONCE)))
        page = tally.page(found)
        yield Page(page.records, (*issues, *page.issues))
        issues.clear()
        if tally.is_full or len(found) < _AT_ONCE:
            return tally.end(None, reached_end=not tally.is_full)


def named(records: list[Any]) -> Iterable[Json]:
    """Each record with what names it in every run, as `{"id": …, "record": …}`.

    Its identifier; without one, its address, page or title if no other record has the same.
    """
    candidates = [_candidates(record) for record in records]
    counts = Counter(name for names in candidates for name in set(names))
    for record, names in zip(records, candidates, strict=True):
        own = values.scalar(cast("Json", record).get("identifier")) if isinstance(record, dict) else ""
        alone = next((name for name in names if counts[name] == 1), "")
        yield {"id": own or alone or guid_of(record), "record": record}


def is_absent(error: FetchError) -> bool:
    """Whether there is nothing of the kind at an address; a server that fails may still have it."""
    if isinstance(error, StatusError):
        return error.status < _SERVER_FAILS
    return error.issue.code in _OTHER_ANSWERS


def _candidates(record: Any) -> list[str]:
    if not isinstance(record, dict):
        return []
    found = (values.scalar(cast("Json", record).get(name)) for name in _INSTEAD)
    return [name for name in found if name]


def _addresses(url: str) -> list[str]:
    """The address itself if it is a document's, else also where portals keep theirs."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    if parts.query or "." in path.rsplit("/", 1)[-1]:
        return [url]
    usual = [urlunsplit((parts.scheme, parts.netloc, path + feed, "", "")) for feed in _FEEDS]
    return [url, *usual] if path else usual


def _datasets(body: Any) -> list[Any] | None:
    """The datasets of a catalogue, of a bare list of them (version 1.0), or a single one."""
    if isinstance(body, list):
        listed = cast("list[Any]", body)
        return listed if any(map(_is_dataset, listed)) else None
    if not isinstance(body, dict):
        return None
    held = cast("Json", body).get("dataset")
    if isinstance(held, list):
        listed = cast("list[Any]", held)
        # Addresses instead of datasets are the links of a JSON-LD catalogue.
        return listed if not listed or any(isinstance(item, dict) for item in listed) else None
    if isinstance(held, dict):
        return [held]
    return [body] if _is_dataset(body) else None


def _is_dataset(item: Any) -> bool:
    """Whether something is a dataset of this form: in JSON-LD its names would have prefixes."""
    if not isinstance(item, dict):
        return False
    keys = cast("Json", item).keys()
    return "title" in keys and not keys.isdisjoint({"identifier", "accessLevel", "distribution", "accessURL"})


PROTOCOL = Protocol(
    name="dcat_us",
    title=N_("data.json (DCAT-US 1.1, ArcGIS Hub)"),
    options=(),
    list_records=list_records,
    read_record=read_record,
)
