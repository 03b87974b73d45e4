"""The payloads of `payloads.yaml`: what each file holds, and a server that answers with it.

Keys of an entry:

* `role`: page (as a portal answers), single-record, fragment (part of an answer), not-a-catalogue.
* `protocol`: the one that reads it, with `options`; `speaks`: the languages that a portal's definition
  names; `form`: how it is written (ckan, pod, udata, opendatasoft, datosgobes, socrata, al, pxweb, ine, xml,
  turtle, json-ld; iso, rndt, csw-summary and csw-rdf for catalogues of geodata).
* `address`: where the server offers the file; `start`: the address to harvest, if it is another;
  `content_type`; `status`, if it is an error; `pages`: other addresses with the file, or the JSON, that
  they answer with. An address answers requests with the same path and at least the same query;
  `method`: the only one that it answers.
* `rewrite`: texts to replace before serving, `{server}` being the server's address.
* `datasets`, `distributions`, `languages` (of titles and descriptions), `declared_count` (the source's own);
  `whole: false` where more is missing than that count tells, so that nothing may count as vanished.
* `records`: key facts of each dataset (`listed_facts` reads them), with `common` facts of all;
  `records_held` where not all are listed.
* `rejected`: records that cannot be used; `refused`: the issue that ends the reading of the whole file;
  `refused_by`: other protocols that a person may try on it, and the issue with which each ends.
* `noticed`: faults of the file that the harvest must name; `mended`: how a person reads past them.
* `not_carried`: values that cannot arrive, each with its reason.
* `withheld`: names and accounts of people that the file holds and that must not arrive.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import yaml

from tests.harvest.servers import Answer, Asked, Server, serving
from tests.shared import fixture_path

_FILE = Path(__file__).with_name("payloads.yaml")


@cache
def _document() -> dict[str, Any]:
    return yaml.safe_load(_FILE.read_text("utf-8"))


def meanings(kind: str) -> dict[str, str]:
    """What sources write as `licences`, `places` or `languages`, and the EU code that it means."""
    return _document()["meanings"][kind]


@dataclass(frozen=True)
class Payload:
    """One file with what it holds."""

    name: str
    entry: Mapping[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.entry[key]

    def get(self, key: str, default: Any = None) -> Any:
        return self.entry.get(key, default)

    @property
    def rejected(self) -> list[dict[str, str]]:
        return self.get("rejected", [])

    @property
    def options(self) -> dict[str, Any]:
        return self.get("options", {})

    @property
    def speaks(self) -> list[str]:
        return self.get("speaks", [])

    def records(self, server: str) -> list[dict[str, Any]]:
        """The facts of each dataset; `server` stands in addresses that were rewritten."""
        listed = [{**self.get("common", {}), **record} for record in self.get("records", [])]
        return json.loads(json.dumps(listed, default=str).replace("{server}", server))

    def content(self, server: str, name: str = "") -> bytes:
        """The bytes that the server sends for this file, or for another one on a following page."""
        found = fixture_path(name or self.name).read_bytes()
        for old, new in self.get("rewrite", []):
            found = found.replace(old.encode(), new.replace("{server}", server).encode())
        return found

    def pages(self, server: str) -> list[tuple[str, bytes]]:
        """Address and content of each page that is a file, as a person reads it: faults are mended."""
        files = {self["address"]: self.name} | {
            address: page for address, page in self.get("pages", {}).items() if isinstance(page, str)
        }
        return [
            (server + address, self._mended(self.content(server, name))) for address, name in files.items()
        ]

    def _mended(self, content: bytes) -> bytes:
        for old, new in self.get("mended", []):
            content = content.replace(old.encode(), new.encode())
        return content

    @contextlib.contextmanager
    def served(self) -> Generator[Server, None, None]:
        """A server on 127.0.0.1 that answers with this payload."""
        answers: dict[str, Any] = {self["address"]: self.name} | self.get("pages", {})

        def respond(asked: Asked) -> Answer:
            if asked.method != self.get("method", asked.method):
                return Answer(405, b"not so", {"Content-Type": "text/plain"})
            found = max((one for one in answers if _matches(one, asked)), key=len, default=None)
            if found is None:
                return Answer(404, b"not here", {"Content-Type": "text/plain"})
            page = answers[found]
            body = self.content(server.url, page) if isinstance(page, str) else json.dumps(page).encode()
            status = self.get("status", 200) if page == self.name else 200
            return Answer(status, body, {"Content-Type": self["content_type"]})

        with serving(respond) as server:
            yield server

    def start(self, server: Server) -> str:
        """The address to harvest."""
        return server.url + self.get("start", self["address"])


def _matches(address: str, asked: Asked) -> bool:
    parts = urlsplit(address)
    wanted = parse_qs(parts.query, keep_blank_values=True)
    return parts.path == asked.path and all(asked.query.get(name) == value for name, value in wanted.items())


def all_payloads() -> list[Payload]:
    """Every listed payload, by name."""
    return [Payload(name, entry) for name, entry in sorted(_document()["payloads"].items())]
