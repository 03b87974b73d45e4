"""The pages of PxWeb's second interface.

`GET /api/v2/tables?lang=&pageNumber=&pageSize=`, described by
https://github.com/PxTools/PxApiSpecs/blob/master/PxAPI-2.yml
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any, cast

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import shown
from ckanext.resilient.harvest.http import Response
from ckanext.resilient.harvesters.protocols.base import Endpoint, Listing, Page
from ckanext.resilient.harvesters.protocols.listing import Tally
from ckanext.resilient.harvesters.protocols.newest import as_time
from ckanext.resilient.harvesters.protocols.pxweb_api import PxApi, asked_languages, encoded, not_pxweb
from ckanext.resilient.harvesters.protocols.values import Json, items, scalar
from ckanext.resilient.svrc.issues import Issue

_LARGEST_PAGE = 1000
_OWN_ENDS = frozenset({"page-repeats", "paging-too-long"})

Texts = dict[str, dict[str, Json]]
"""Language to id to what the list says of that table."""


class _List:
    """The list of tables in one language, page by page, to an end whatever the source does."""

    def __init__(
        self, api: PxApi, endpoint: Endpoint, language: str, *, most: int | None = None, days: int = 0
    ) -> None:
        size = max(1, min(int(endpoint.options.get("page_size") or 100), _LARGEST_PAGE))
        self._api = api
        self._size = size if most is None else max(1, min(size, most))
        self._longest = max(1, int(endpoint.options.get("max_pages") or 10_000))
        self._language = language
        self._days = days
        self._seen: set[str] = set()
        self.declared: int | None = None

    def pages(self) -> Iterator[tuple[list[Any], tuple[Issue, ...]]]:
        """The tables of each page, and what was wrong with it.

        Raises:
            FetchError: a page could not be read, brings nothing new, or is one too many.
        """
        number, more, at_end = 0, True, False
        while more:
            number += 1
            if number > self._longest:
                raise FetchError(Issue("paging-too-long", params={"pages": str(self._longest)}))
            try:
                answer = self._api.get("tables", self._params(number))
                found = _tables(answer)
            except FetchError:
                if at_end:
                    return  # nothing stands behind what the installation calls its last page
                raise
            names = {_id(table) for table in found}
            if found and names <= self._seen:
                params = {"page": str(number), "url": shown(answer.url)}
                raise FetchError(Issue("page-repeats", params=params))
            self._seen |= names
            at_end = not self._has_more(answer, number)
            # A full page at the end of the count is not believed: more may follow.
            more = bool(found) and (not at_end or len(found) >= self._size)
            yield found, (*answer.issues, *answer.text_issues)

    def _params(self, number: int) -> dict[str, str]:
        params = {"pageNumber": str(number), "pageSize": str(self._size), "includeDiscontinued": "true"}
        asked = {"pastDays": str(self._days)} if self._days else {}
        spoken = {"lang": self._language} if self._language else {}
        return {**spoken, **params, **asked}

    def _has_more(self, answer: Response, number: int) -> bool:
        page = next(iter(items(cast("Json", answer.json()).get("page"))), Json())
        total, pages = _count(page, "totalElements"), _count(page, "totalPages")
        self.declared = self.declared if total is None else total
        if pages is not None:
            return number < pages
        return total is None or len(self._seen) < total


class _Maker:
    """Makes records of what several languages say of the same table."""

    def __init__(self, api: PxApi, endpoint: Endpoint, first: str, licence: str) -> None:
        self._api = api
        self._first = first
        self._licence = licence
        self._details = bool(endpoint.options.get("details"))
        self.others: Texts = {}
        self.lost = 0

    def records(self, tables: Iterable[Any], issues: list[Issue]) -> Iterator[Any]:
        """A record for each table; what is none is passed on as it is, so that it is told."""
        for table in tables:
            name = _id(table)
            if not name:
                yield table
                continue
            others = {language: held.pop(name) for language, held in self.others.items() if name in held}
            yield from self._record(name, {self._first: cast("Json", table), **others}, issues)

    def left_over(self, issues: list[Issue]) -> Iterator[Json]:
        """Records of the tables that only another language has."""
        names = dict.fromkeys(name for held in self.others.values() for name in held)
        for name in names:
            entry = {language: held[name] for language, held in self.others.items() if name in held}
            yield from self._record(name, entry, issues)

    def _record(self, name: str, entry: dict[str, Json], issues: list[Issue]) -> Iterator[Json]:
        place = encoded(("tables", name))
        try:
            tables = {
                language: self._described(place, language, known) if self._details else known
                for language, known in entry.items()
            }
        except FetchError as error:
            self.lost += 1
            issues.append(Issue("record-lost", record=name, params={"reason": error.issue.message}))
            return
        data = f"{self._api.base}/{place}/data"
        addresses = {language: f"{data}?lang={language}" if language else data for language in entry}
        licence = {"licence": self._licence} if self._licence else Json()
        yield {"id": name, "name": name, "addresses": addresses, "tables": tables, **licence}

    def _described(self, place: str, language: str, known: Json) -> Json:
        answer = self._api.get(f"{place}/metadata", {"lang": language} if language else None)
        found = answer.json()
        if not isinstance(found, dict) or "dimension" not in found:
            raise not_pxweb(answer.url)
        return {**known, "metadata": found}


def list_v2(api: PxApi, endpoint: Endpoint) -> Listing:
    """All tables in the order of the first language, or those that were updated of late.

    The other languages are read before: each has an order of its own, so the pages do not match.

    Raises:
        FetchError: the first page could not be read.
    """
    config = api.config("config")
    offered = [scalar(one.get("id")) for one in items(config.get("languages"))]
    offered.sort(key=lambda language: language != scalar(config.get("defaultLanguage")))
    first, *others = asked_languages(endpoint, offered=offered) or ("",)
    tally = Tally(endpoint)
    maker = _Maker(api, endpoint, first, scalar(config.get("license")))
    # A table may have changed in one language only; what the others say of it would be missing then.
    days = _days_to_ask(api, endpoint, first) if endpoint.since and not others else 0
    source = _List(api, endpoint, first, most=endpoint.limit, days=days)
    pages = source.pages()
    page = next(pages, None)
    maker.others = {language: _held(_List(api, endpoint, language), tally) for language in others}
    number = 1
    while page is not None:
        found, told = page
        issues: list[Issue] = []
        listed = tally.page(maker.records(found, issues))
        yield Page(listed.records, (*told, *issues, *listed.issues))
        number += 1
        try:
            page = None if tally.is_full else next(pages, None)
        except FetchError as error:
            page = None
            _note(tally, number, error)
    in_first = tally.found + maker.lost
    if not tally.is_full:
        issues = []
        listed = tally.page(maker.left_over(issues))
        yield Page(listed.records, (*issues, *listed.issues))
    declared = None if source.declared is None else source.declared + tally.found + maker.lost - in_first
    return tally.end(declared, reached_end=maker.lost == 0 and not tally.is_full, only_changes=bool(days))


def _days_to_ask(api: PxApi, endpoint: Endpoint, language: str) -> int:
    """For how many days back (`pastDays`) to ask for updated tables; 0 for an installation that cannot say.

    It can when all that it gives is of these days: one that does not heed the question gives old tables too.
    """
    since = as_time(endpoint.since)
    if since is None:
        return 0
    days = max(1, (datetime.now(timezone.utc) - since).days + 1)
    border = since - timedelta(days=1)  # it counts days, and where they begin is its own affair
    try:
        found, _ = next(_List(api, endpoint, language, days=days).pages())
    except FetchError:
        return 0  # what is wrong with the installation is said when it is read as a whole
    moments = [as_time(scalar(cast("Json", one).get("updated"))) for one in found if isinstance(one, dict)]
    is_heeded = all(moment is not None and moment >= border for moment in moments)
    return days if is_heeded and len(moments) == len(found) else 0


def _held(source: _List, tally: Tally) -> dict[str, Json]:
    """All tables of one more language by id."""
    held: dict[str, Json] = {}
    number = 1
    try:
        for found, _ in source.pages():
            held |= {_id(table): cast("Json", table) for table in found if _id(table)}
            number += 1
    except FetchError as error:
        _note(tally, number, error)
    return held


def _note(tally: Tally, number: int, error: FetchError) -> None:
    if error.issue.code in _OWN_ENDS:
        tally.issues.append(error.issue)
    else:
        tally.lost(number, error)


def _tables(answer: Response) -> list[Any]:
    """The tables of a page.

    Raises:
        FetchError: it has no list of them.
    """
    body = answer.json()
    found = cast("Json", body).get("tables") if isinstance(body, dict) else None
    if not isinstance(found, list):
        raise not_pxweb(answer.url)
    return cast("list[Any]", found)


def _id(table: Any) -> str:
    return scalar(cast("Json", table).get("id")) if isinstance(table, dict) else ""


def _count(page: Json, name: str) -> int | None:
    value = page.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
