"""The JSON search of Esri Geoportal Server, which gives ISO 19139 records too: RNDT's, for one.

https://github.com/Esri/geoportal-server-catalog/wiki describes it. The links in its answers may lead to
a host inside the portal's own network; none is followed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import Response, shown
from ckanext.resilient.harvest.http import HttpClient
from ckanext.resilient.harvesters.protocols import values
from ckanext.resilient.harvesters.protocols.base import Endpoint, RawRecord
from ckanext.resilient.harvesters.protocols.csw_pages import ISO, CswPage, xml_record
from ckanext.resilient.harvesters.protocols.csw_xml import Node, parse_text
from ckanext.resilient.harvesters.protocols.listing import guid_of
from ckanext.resilient.harvesters.protocols.values import Json
from ckanext.resilient.svrc.issues import Issue

_SEARCH = "/rest/metadata/search"
_ITEM = "/rest/metadata/item/"
_PAGING = frozenset({"start", "num", "f", "from", "size"})
_MODIFIED = "apiso_Modified_dt"


def is_search(url: str) -> bool:
    """Whether an address is that of the search, or of one of its records in JSON."""
    path = urlsplit(url).path.rstrip("/")
    return path.endswith(_SEARCH) or (_ITEM in path and not path.endswith("/xml"))


class Search:
    """The search, asked page by page."""

    def __init__(self, endpoint: Endpoint, http: HttpClient) -> None:
        self._url = endpoint.url
        self._http = http
        self._since = endpoint.since[:10]  # whole days: a record too many is told by its hash

    def page(self, start: int, size: int, taken: set[str]) -> CswPage:
        """The records from a position on, counted from 1.

        Raises:
            FetchError: they cannot be read.
        """
        del taken  # every record here has a name of its own
        parts = urlsplit(self._url)
        if _ITEM in parts.path:
            return _item(self._http.get(self._url, accept="application/json"))
        given = [pair for pair in parse_qsl(parts.query) if pair[0].casefold() not in _PAGING]
        if self._since:
            given.append(("filter", f"{_MODIFIED}:[{self._since} TO *]"))
        query = urlencode([*given, ("start", str(start)), ("num", str(size)), ("f", "json")])
        address = urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
        return _page(self._http.get(address, accept="application/json"))


def _page(answer: Response) -> CswPage:
    body = _object(answer)
    found = body.get("results")
    if not isinstance(found, list):
        raise FetchError(Issue("not-csw", params={"url": shown(answer.url)}))
    results = cast("list[Any]", found)
    return CswPage(
        url=answer.url,
        records=tuple(_record(result, answer.url) for result in results),
        count=len(results),
        matched=_number(body.get("total")),
        following=_number(body.get("nextStart")),
        issues=(*answer.issues, *answer.text_issues),
    )


def _item(answer: Response) -> CswPage:
    """One record; a missing one is answered with 200 and `found: false`."""
    body = _object(answer)
    if not body.get("found"):
        raise FetchError(Issue("not-csw", params={"url": shown(answer.url)}))
    issues = (*answer.issues, *answer.text_issues)
    return CswPage(answer.url, (_record({**body, "id": body.get("_id")}, answer.url),), 1, 1, 0, issues)


def _record(result: Any, url: str) -> RawRecord:
    """The record whose ISO 19139 text a result holds; a damaged one keeps its place in the list."""
    guid = guid_of(result)
    entry = next(iter(values.items(result)), Json())
    source = next(iter(values.items(entry.get("_source"))), Json())
    try:
        root: Node = parse_text(values.scalar(source.get("sys_xml_clob")), shown(url)).root
    except FetchError as error:
        return RawRecord(guid, error.issue)
    return replace(xml_record(root), guid=guid) if root.name in ISO else RawRecord(guid, None)


def _object(answer: Response) -> Json:
    body = answer.json()
    return cast("Json", body) if isinstance(body, dict) else Json()


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
