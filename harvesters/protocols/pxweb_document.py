"""One table at an address of its own: a JSON-stat document, of PxWeb's second interface or of an office's own.

https://json-stat.org/full/ describes version 2.0 of the format. The values of the table are left aside.
"""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ckanext.resilient.harvest.http import HttpClient, Response
from ckanext.resilient.harvesters.protocols import values
from ckanext.resilient.harvesters.protocols.base import Endpoint, Listing, Page
from ckanext.resilient.harvesters.protocols.listing import Tally
from ckanext.resilient.harvesters.protocols.pxweb_api import Address, encoded, not_pxweb
from ckanext.resilient.harvesters.protocols.values import Json

_TABLES = "tables"


def is_document(address: Address) -> bool:
    """Whether an address is that of one table: below `tables` in version 2, or of a file without a version."""
    if address.is_v2:
        return bool(_table_of(address))
    return not address.version and "." in urlsplit(address.base).path.rsplit("/", 1)[-1]


def list_document(address: Address, endpoint: Endpoint, http: HttpClient) -> Listing:
    """The one table of a document.

    Raises:
        FetchError: it could not be read, or holds something else.
    """
    answer = http.get(_place(address, endpoint.url), accept="application/json")
    body = answer.json()
    if not _is_json_stat(body):
        raise not_pxweb(answer.url)
    found = cast("Json", body)
    name = _table_of(address)
    record = _of_interface(found, address, name) if name else _of_its_own(found, answer)
    tally = Tally(endpoint)
    page = tally.page([record])
    yield Page(page.records, (*answer.issues, *answer.text_issues))
    return tally.end(None, reached_end=True)


def _table_of(address: Address) -> str:
    below = address.path[1:] if address.path[:1] == (_TABLES,) else ()
    return below[0] if below else ""


def _place(address: Address, url: str) -> str:
    """Where the table is described: in version 2 beside its data, in the language that the address names."""
    name = _table_of(address)
    if not name:
        return url
    parts = urlsplit(f"{address.base}/{encoded((_TABLES, name, 'metadata'))}")
    language = dict(parse_qsl(urlsplit(url).query)).get("lang")
    return urlunsplit(parts._replace(query=urlencode({"lang": language}) if language else ""))


def _is_json_stat(body: Any) -> bool:
    if not isinstance(body, dict):
        return False
    found = cast("Json", body)
    return found.get("class") == "dataset" and isinstance(found.get("dimension"), dict)


def _of_interface(found: Json, address: Address, name: str) -> Json:
    """A table of version 2 under the id that the list of tables gives it."""
    language = _language(found)
    data = f"{address.base}/{encoded((_TABLES, name, 'data'))}"
    addresses = {language: f"{data}?lang={language}" if language else data}
    return {"id": name, "name": name, "addresses": addresses, "tables": {language: _table(found)}}


def _of_its_own(found: Json, answer: Response) -> Json:
    """A table that lies alone: the document itself is its file, beside the others that it links to."""
    name = values.scalar(found.get("href")) or answer.url
    links = next(iter(values.items(found.get("link"))), Json())
    files = [{"href": answer.url, "format": "JSON-stat"}, *values.items(links.get("alternate"))]
    return {"id": name, "name": name, "files": files, "tables": {_language(found): _table(found)}}


def _language(found: Json) -> str:
    extension = next(iter(values.items(found.get("extension"))), Json())
    return values.scalar(next(iter(values.items(extension.get("px"))), Json()).get("language"))


def _table(found: Json) -> Json:
    """The table in the form in which the interfaces list it, without its values."""
    kept = {name: content for name, content in found.items() if name not in {"value", "status"}}
    listed = {name: found.get(name) for name in ("label", "source", "updated")}
    return {**listed, "variables": _variables(found), "metadata": kept}


def _variables(found: Json) -> list[Json]:
    """The dimensions of a JSON-stat document as the first interface describes variables."""
    dimensions = next(iter(values.items(found.get("dimension"))), Json())
    roles = next(iter(values.items(found.get("role"))), Json())
    points = values.strings(roles.get("time"))
    order = [name for name in values.strings(found.get("id")) if name in dimensions]
    return [
        {
            "text": values.scalar(dimension.get("label")) or name,
            "values": _categories(dimension),
            "time": name in points,
        }
        for name in order
        for dimension in values.items(dimensions[name])
    ]


def _categories(dimension: Json) -> list[str]:
    """The ids of a dimension's categories, which stand in a list or as the keys of an object."""
    category = next(iter(values.items(dimension.get("category"))), Json())
    held = category.get("index") or category.get("label")
    return [str(name) for name in cast("list[Any] | Json", held or [])]
