"""Walking the folders of PxWeb's first interface, in all languages side by side.

`GET /api/v1/{language}/{database}/{folder}` lists `[{id, type, text, updated}]`, where type `l` is a
folder and `t` a table: https://www.scb.se/en/services/open-data-api/api-for-the-statistical-database/
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import shown
from ckanext.resilient.harvest.http import Response, StatusError
from ckanext.resilient.harvesters.protocols.base import Endpoint, Listing, Page
from ckanext.resilient.harvesters.protocols.listing import Tally
from ckanext.resilient.harvesters.protocols.pxweb_api import (
    Address,
    PxApi,
    asked_languages,
    encoded,
    not_pxweb,
)
from ckanext.resilient.harvesters.protocols.values import Json, scalar
from ckanext.resilient.svrc.issues import Issue

_ABSENT = frozenset({400, 404})
_TABLES_AT_ONCE = 100
# Every installation has it, whatever else it speaks.
_USUAL_LANGUAGE = "en"

Entries = dict[str, dict[str, Json]]
"""Id to language to what the folder says of it."""


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to open: where, what the folders on the way are called, and what those above hold."""

    path: tuple[str, ...]
    languages: tuple[str, ...]
    labels: tuple[dict[str, str], ...] = ()
    above: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Opened:
    """What a folder holds, by language."""

    entries: dict[str, list[Json]]
    issues: tuple[Issue, ...] = ()

    @property
    def content(self) -> str:
        return json.dumps(self.entries, sort_keys=True) if any(self.entries.values()) else ""


class _Walk:
    """One walk through all folders."""

    def __init__(self, api: PxApi, endpoint: Endpoint) -> None:
        self._api = api
        self._details = bool(endpoint.options.get("details"))
        self._database_themes = bool(endpoint.options.get("database_themes"))
        self._most = max(1, int(endpoint.options.get("max_pages") or 10_000))
        self._opened = 0
        self.tally = Tally(endpoint)
        self.lost = 0

    def pages(self, first: _Folder) -> Iterator[Page]:
        """The tables of all folders, folder by folder.

        Raises:
            FetchError: the first folder could not be read in any language.
        """
        waiting = [first]
        while waiting and not self.tally.is_full:
            if self._opened == self._most:
                self.tally.issues.append(Issue("paging-too-long", params={"pages": str(self._most)}))
                return
            folder = waiting.pop()
            opened = self._open(folder)
            content = opened.content
            if content in folder.above:
                url = shown(f"{self._api.base}/{encoded((folder.languages[0], *folder.path))}")
                params = {"page": str(self._opened), "url": url}
                self.tally.issues.append(Issue("page-repeats", params=params))
                continue
            folders, tables = _sorted_out(opened.entries)
            yield from self._tables(folder, tables, opened.issues)
            above = folder.above | {content} if content else folder.above
            waiting += [self._inside(folder, name, entry, above) for name, entry in reversed(folders.items())]

    def _inside(self, folder: _Folder, name: str, entry: dict[str, Json], above: frozenset[str]) -> _Folder:
        """A folder in a folder; what it is called is a subject, unless it is a database like any other."""
        labels = folder.labels
        if self._database_themes or not any("dbid" in found for found in entry.values()):
            labels = (*labels, {language: scalar(found.get("text")) for language, found in entry.items()})
        return _Folder((*folder.path, name), tuple(entry), labels, above)

    def _open(self, folder: _Folder) -> _Opened:
        """A folder in all its languages; the first one raises when no language can be read."""
        self._opened += 1
        is_first = self._opened == 1
        entries: dict[str, list[Json]] = {}
        failures: list[FetchError] = []
        told: list[Issue] = []
        for language in folder.languages:
            try:
                answer = self._api.get(_place(language, folder.path))
                entries[language] = _entries(answer)
                told += (*answer.issues, *answer.text_issues)
            except FetchError as error:  # noqa: PERF203 - one lost language must not cost the others
                failures.append(error)
        if is_first and not entries:
            raise failures[0]
        # A language in which not even the first folder exists is not spoken here: nothing is lost.
        absent = [error for error in failures if is_first and _is_absent(error)]
        for error in failures:
            if error not in absent:
                self.tally.lost(self._opened, error)
        return _Opened(entries, (*told, *(error.issue for error in absent)))

    def _tables(self, folder: _Folder, tables: Entries, issues: tuple[Issue, ...]) -> Iterator[Page]:
        """The tables of one folder; a page also when there is only something to tell."""
        held = list(tables.items())
        for begin in range(0, max(len(held), 1), _TABLES_AT_ONCE):
            if self.tally.is_full:
                return
            found: list[Json] = []
            told: list[Issue] = []
            for name, entry in held[begin : begin + self.tally.wanted(_TABLES_AT_ONCE)]:
                path = (*folder.path, name)
                try:
                    by_language = self._described(path, entry) if self._details else entry
                except FetchError as error:
                    self.lost += 1
                    params = {"reason": error.issue.message}
                    told.append(Issue("record-lost", record="/".join(path), params=params))
                else:
                    found.append(_record(self._api.base, path, folder.labels, by_language))
            page = self.tally.page(found)
            yield Page(page.records, (*issues, *told, *page.issues))
            issues = ()

    def _described(self, path: tuple[str, ...], entry: dict[str, Json]) -> dict[str, Json]:
        """The entries of a table with its variables."""
        result: dict[str, Json] = {}
        for language, known in entry.items():
            if _is_table(known):
                result[language] = known
                continue
            answer = self._api.get(_place(language, path))
            described = answer.json()
            if not _is_table(described):
                raise not_pxweb(answer.url)
            result[language] = {**cast("Json", described), **known}
        return result


def list_v1(api: PxApi, address: Address, endpoint: Endpoint) -> Listing:
    """All tables below an address, or the one that it names.

    Raises:
        FetchError: the address could not be read in any language.
    """
    languages = asked_languages(endpoint, address.language) or (_USUAL_LANGUAGE,)
    api.config(f"{languages[0]}/?config")
    walk = _Walk(api, endpoint)
    yield from walk.pages(_Folder(address.path, languages))
    # The interface has no count of its own: whole is what lost nothing on the way.
    return walk.tally.end(None, reached_end=walk.lost == 0 and not walk.tally.is_full)


def _place(language: str, path: tuple[str, ...]) -> str:
    return encoded((language, *path)) if path else f"{language}/"


def _entries(answer: Response) -> list[Json]:
    """What a folder holds; an address that is a table's own holds that one.

    Raises:
        FetchError: the answer is neither.
    """
    body = answer.json()
    if _is_table(body):
        return [{"type": "self", **cast("Json", body)}]
    if not isinstance(body, list):
        raise not_pxweb(answer.url)
    found = [cast("Json", item) for item in cast("list[Any]", body) if isinstance(item, dict)]
    if body and not any("id" in item or "dbid" in item for item in found):
        raise not_pxweb(answer.url)
    return found


def _is_table(body: Any) -> bool:
    return isinstance(body, dict) and isinstance(cast("Json", body).get("variables"), list)


def _is_absent(error: FetchError) -> bool:
    return isinstance(error, StatusError) and error.status in _ABSENT


def _sorted_out(found: dict[str, list[Json]]) -> tuple[Entries, Entries]:
    """Folders and tables, each once with all its languages; headings (type `h`) are neither."""
    folders: Entries = {}
    tables: Entries = {}
    for language, entries in found.items():
        for entry in entries:
            kind = scalar(entry.get("type")).casefold()
            name = "" if kind == "self" else scalar(entry.get("dbid") or entry.get("id"))
            if kind in {"t", "self"}:
                tables.setdefault(name, {})[language] = entry
            elif name and (kind == "l" or "dbid" in entry):
                folders.setdefault(name, {})[language] = entry
    return folders, tables


def _record(
    base: str, path: tuple[str, ...], labels: tuple[dict[str, str], ...], entry: dict[str, Json]
) -> Json:
    """A table by its place: its title changes with every year that is added."""
    steps = [step for step in path if step]
    return {
        "id": "/".join(steps),
        "name": steps[-1] if steps else "",
        "addresses": {language: f"{base}/{encoded((language, *steps))}" for language in entry},
        "folders": list(labels),
        "tables": entry,
    }
