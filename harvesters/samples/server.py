"""The HTTP side of a sample portal: protocol forms, files, and the pages they link to. It keeps no state."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

from ckanext.resilient.harvesters.samples import ckan_api, dcat_feed, opendata_al_api, udata_api
from ckanext.resilient.harvesters.samples.catalogue import Catalogue, SampleFile
from ckanext.resilient.harvesters.samples.messages import Request, Response

log = logging.getLogger(__name__)

MAX_BODY = 1_000_000
_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")
_MEDIA_TYPES = {
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "json": "application/json",
    "pdf": "application/pdf",
}
_CHARSETS = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16"}


def respond(catalogue: Catalogue, request: Request) -> Response:
    """The portal's answer to any request."""
    for answer in ANSWERS:
        response = answer(catalogue, request)
        if response is not None:
            return response
    return _html(catalogue, "404", "", status=404)


def _file(catalogue: Catalogue, request: Request) -> Response | None:
    """A file of a dataset: only what a record names is ever opened."""
    for dataset in catalogue.datasets:
        for file in dataset.files:
            if file.file and request.path == f"/files/{file.file}":
                return _file_response(file)
    return None


def _file_response(file: SampleFile) -> Response:
    """The file with the character set that it is really sent in."""
    media_type = _MEDIA_TYPES[file.file.rpartition(".")[2]]
    charset = f"; charset={_CHARSETS.get(file.encoding, file.encoding)}" if media_type == "text/csv" else ""
    return Response(200, media_type + charset, file.content())


def _page(catalogue: Catalogue, request: Request) -> Response | None:
    """The front page, a dataset's page, or one that a record links to; nothing where a link is broken."""
    home = str(catalogue.ckan.get("path", "")).removesuffix("/api/3/action")
    if request.path in ("/", home, f"{home}/"):
        return _html(
            catalogue,
            catalogue.title[catalogue.language],
            catalogue.description[catalogue.language],
            _links(catalogue),
        )
    for dataset in catalogue.datasets:
        title = _first(dataset.title) or dataset.name
        if request.path.rstrip("/") in (catalogue.dataset_path + one for one in (dataset.name, dataset.id)):
            return _html(catalogue, title, _first(dataset.notes))
        if dataset.licence and request.path == dataset.licence.url:
            return _html(catalogue, dataset.licence.title, catalogue.description[catalogue.language])
        for file in dataset.files:
            if request.path == file.url and not file.broken:
                return _html(catalogue, _first(file.title), title)
    return None


ANSWERS: tuple[Callable[[Catalogue, Request], Response | None], ...] = (
    ckan_api.answer,
    dcat_feed.answer,
    udata_api.answer,
    opendata_al_api.answer,
    _file,
    _page,
    opendata_al_api.shell,
)
"""Who is asked for an answer, in this order; the first that has one gives it."""


def _first(texts: Mapping[str, str]) -> str:
    return next(iter(texts.values()), "")


def _links(catalogue: Catalogue) -> str:
    """A list of all datasets, for a person who looks in."""
    items = [(catalogue.dataset_path + one.name, _first(one.title) or one.name) for one in catalogue.datasets]
    return "".join(f'<p><a href="{escape(path)}">{escape(title)}</a></p>' for path, title in items)


def _html(catalogue: Catalogue, title: str, text: str, more: str = "", status: int = 200) -> Response:
    page = (
        f'<!doctype html><html lang="{catalogue.language}"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title></head><body><h1>{escape(title)}</h1><p>{escape(text)}</p>{more}</body></html>\n"
    )
    return Response(status, "text/html; charset=utf-8", page.encode("utf-8"))


class SampleHandler(BaseHTTPRequestHandler):
    """Turns HTTP into `Request` and `Response`; knows validators and HEAD, leaves meaning to `respond`."""

    protocol_version = "HTTP/1.1"
    server_version = "ResilientSample"
    sys_version = ""
    timeout = 30
    catalogue: Catalogue

    def do_GET(self) -> None:
        """Answer a GET."""
        self._answer()

    def do_HEAD(self) -> None:
        """Answer as to a GET, without the body."""
        self._answer()

    def do_POST(self) -> None:
        """Answer a POST: only interfaces that read by it take one."""
        self._answer()

    def _answer(self) -> None:
        host = self.headers.get("Host", "")
        if not _HOST.fullmatch(host):
            self._send(Response(400, "text/plain; charset=utf-8", b"Bad Host header\n"))
            return
        body = self._body()
        if body is None:
            self.close_connection = True
            self._send(Response(413, "text/plain; charset=utf-8", b"Body too large, or of unknown length\n"))
            return
        address = urlsplit(self.path)
        query = dict(parse_qsl(address.query, keep_blank_values=True))
        self._send(
            respond(
                self.catalogue, Request(self.command, unquote(address.path), query, body, f"http://{host}")
            )
        )

    def _body(self) -> bytes | None:
        """The body, None when it is too long or its length is not told."""
        if self.headers.get("Transfer-Encoding"):
            return None
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > MAX_BODY:
            return None
        return self.rfile.read(int(length))

    def _send(self, response: Response) -> None:
        validators: dict[str, str] = {}
        status, body = response.status, response.body
        if status == 200 and self.command != "POST":
            validators = self._validators(body)
            if self._is_known(validators):
                status, body = 304, b""
        self.send_response(status)
        for name, value in {**validators, **response.headers}.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Type", response.content_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _validators(self, body: bytes) -> dict[str, str]:
        changed = datetime.fromisoformat(self.catalogue.last_change).replace(tzinfo=timezone.utc)
        return {
            "ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"',
            "Last-Modified": format_datetime(changed, usegmt=True),
        }

    def _is_known(self, validators: dict[str, str]) -> bool:
        """Whether the client has this already: by tag, or by date when it sent no tag (RFC 9110, 13.2.2)."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return tags.strip() == "*" or validators["ETag"] in [
                tag.strip().removeprefix("W/") for tag in tags.split(",")
            ]
        return self.headers.get("If-Modified-Since") == validators["Last-Modified"]

    def log_message(self, format: str, *args: object) -> None:
        """One line a request, through logging, so that tests stay quiet."""
        log.info("%s " + format, self.address_string(), *args)


def make_server(catalogue: Catalogue, host: str, port: int) -> ThreadingHTTPServer:
    """A server that is bound but not yet running; port 0 takes a free one."""
    handler: Callable[..., SampleHandler] = type("Handler", (SampleHandler,), {"catalogue": catalogue})
    server = ThreadingHTTPServer((host, port), handler)
    server.daemon_threads = True
    return server
