"""`data.json` catalogues (Project Open Data 1.1, also called DCAT-US), as ArcGIS Hub and others offer them.

https://resources.data.gov/resources/dcat-us/ describes the document, which has no pages and no count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from types import TracebackType
from typing import Any, cast
from urllib.parse import urlsplit, urlunsplit

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import shown
from ckanext.resilient.harvest.http import HttpClient, StatusError
from ckanext.resilient.harvesters.protocols import values
from ckanext.resilient.harvesters.protocols.base import Endpoint, Listing, ListingEnd, Page, Protocol
from ckanext.resilient.harvesters.protocols.dcat_us_read import read_record
from ckanext.resilient.harvesters.protocols.json_stream import JsonItems
from ckanext.resilient.harvesters.protocols.listing import Tally, guid_of, states
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
            catalogue = Catalogue(address, endpoint, http)
        except FetchError as error:
            failure = failure or error
            if not is_absent(error):
                break
            continue
        with catalogue:
            return (yield from catalogue.pages(catalogue.named()))
    raise failure or FetchError(Issue("not-dcat-us", params={"url": shown(endpoint.url)}))


class Catalogue:
    """The `data.json` at an address; use it in a `with`, because it may be large.

    Raises:
        FetchError: it cannot be read, or is no `data.json`.
    """

    def __init__(self, address: str, endpoint: Endpoint, http: HttpClient) -> None:
        self._address = address
        self._endpoint = endpoint
        known = endpoint.documents.get(address)
        self._document = http.document(address, accept="application/json", validators=known)
        self._items = JsonItems(self._document)
        self._held: list[Any] | None = None
        self._name = ""
        try:
            self._nameless = set[str]() if self.is_unchanged else self._look()
        except BaseException:
            self._document.close()
            raise

    def __enter__(self) -> Catalogue:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._document.close()

    @property
    def is_unchanged(self) -> bool:
        """Whether the source says that it is the same as in the last run."""
        return self._document.answer.not_modified

    def _look(self) -> set[str]:
        """Find the datasets; gives what could name those without an identifier."""
        nameless: set[str] = set()
        is_catalogue = False
        for name, item in self._items:
            if name not in {"", "dataset"}:
                continue
            self._name = name
            # Addresses instead of datasets are the links of a JSON-LD catalogue.
            is_catalogue |= isinstance(item, dict) if name else _is_dataset(item)
            if not _identifier(item):
                nameless.update(_candidates(item))
        if is_catalogue:
            return nameless
        self._held = self._small()
        return {name for item in self._held for name in _candidates(item)}

    def _small(self) -> list[Any]:
        """The datasets of a document that holds none or one, in whatever form."""
        if self._document.broken:
            raise FetchError(self._document.broken)
        found = None if self._document.is_large else _datasets(self._document.whole().json())
        if found is None:
            raise FetchError(Issue("not-dcat-us", params={"url": shown(self._document.url)}))
        return found

    def _records(self) -> Iterator[Any]:
        return iter(self._held) if self._held is not None else self._items.named(self._name)

    def named(self) -> Iterator[Json]:
        """Each record with what names it in every run, as `{"id": …, "record": …}`.

        Its identifier; without one, its address, page or title if no other record has the same.
        """
        counts: Counter[str] = Counter()
        if self._nameless:
            for record in self._records():
                counts.update(self._nameless & set(_candidates(record)))
        for record in self._records():
            alone = next((name for name in _candidates(record) if counts[name] == 1), "")
            yield {"id": _identifier(record) or alone or guid_of(record), "record": record}

    def pages(self, payloads: Iterator[Json]) -> Listing:
        """Payloads in batches; none when the document is unchanged."""
        if self.is_unchanged:
            return ListingEnd(complete=False, partial=True, documents=self._endpoint.documents)
        tally = Tally(self._endpoint)
        issues = [*self._document.answer.issues, *self._document.text_issues()]
        while True:
            found = list(islice(payloads, tally.wanted(_AT_ONCE)))
            page = tally.page(found)
            yield Page(page.records, (*issues, *page.issues))
            issues.clear()
            if tally.is_full or len(found) < _AT_ONCE:
                break
        tally.issues += self._items.broken_after(tally.found)
        end = tally.end(None, reached_end=not tally.is_full)
        return replace(end, documents=states([(self._address, self._document.answer)]))


def is_absent(error: FetchError) -> bool:
    """Whether there is nothing of the kind at an address; a server that fails may still have it."""
    if isinstance(error, StatusError):
        return error.status < _SERVER_FAILS
    return error.issue.code in _OTHER_ANSWERS


def _identifier(record: Any) -> str:
    return values.scalar(cast("Json", record).get("identifier")) if isinstance(record, dict) else ""


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
