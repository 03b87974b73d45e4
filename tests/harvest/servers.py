"""Small real web servers on 127.0.0.1 for tests."""

from __future__ import annotations

import contextlib
import ssl
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Asked:
    """One request as the server saw it."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes


@dataclass
class Answer:
    """What the server sends. `stream` is sent piece by piece instead of `body`."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    stream: Iterator[bytes] | None = None


Respond = Callable[[Asked], Answer]


class _HttpServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up or refuse our certificate are what the tests are about."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, ssl.SSLError)):
            super().handle_error(request, client_address)


class Server:
    """A server on a free port that notes what it was asked."""

    def __init__(self, respond: Respond, tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[Asked] = []
        self._httpd = _HttpServer(("127.0.0.1", 0), _handler(self, respond))
        if tls:
            self._httpd.socket = tls.wrap_socket(self._httpd.socket, server_side=True)
        self.port = int(self._httpd.server_address[1])
        self.pair = f"127.0.0.1:{self.port}"
        self.url = f"http://{self.pair}"
        self._thread = threading.Thread(target=self._httpd.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._httpd.shutdown()
        self._httpd.server_close()


@contextlib.contextmanager
def serving(respond: Respond, tls: ssl.SSLContext | None = None) -> Generator[Server, None, None]:
    server = Server(respond, tls)
    try:
        yield server
    finally:
        server.close()


def _handler(server: Server, respond: Respond) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 65536  # header and body in one packet: no waiting for a delayed acknowledgement

        def _serve(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            query = parse_qs(parts.query, keep_blank_values=True)
            asked = Asked(self.command, parts.path, query, headers, body)
            server.asked.append(asked)
            answer = respond(asked)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.stream is None:
                self.send_header("Content-Length", str(len(answer.body)))
            else:
                self.send_header("Connection", "close")
                self.close_connection = True
            self.end_headers()
            if self.command == "HEAD":
                return
            with contextlib.suppress(ConnectionError):  # a client that has read enough hangs up
                for piece in answer.stream or [answer.body]:
                    self.wfile.write(piece)
                    self.wfile.flush()

        do_GET = do_HEAD = do_POST = _serve  # noqa: N815 - names that http.server asks for

        def log_message(self, format: str, *args: object) -> None:
            """Tests need no access log."""

    return Handler
