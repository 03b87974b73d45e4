"""The one way to the outside: an HTTP client that cannot be led into the machine's own network.

Besides the check of every connection (`addresses`, `sockets`) it limits size (after
decompression) and time (in all, not only per byte), retries what is worth retrying, and
leaves a pause between requests to the same host.
"""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import IO, Any, TypeVar

import httpcore
import httpx

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.addresses import AddressGuard, Resolver, system_resolver
from ckanext.resilient.harvest.answers import Response, StatusError, Validators, shown
from ckanext.resilient.harvest.asks import BROKEN_REDIRECT, Ask, Sink, checked, parsed, port_of, redirected
from ckanext.resilient.harvest.decoding import BrokenBodyError, UnknownEncodingError, decompressed
from ckanext.resilient.harvest.documents import Document, new_file
from ckanext.resilient.harvest.failures import fetch_error
from ckanext.resilient.harvest.retries import RETRIED_STATUSES, RetryPlan
from ckanext.resilient.harvest.sockets import GuardedTransport, deadline
from ckanext.resilient.svrc.issues import Issue

__all__ = ["HttpClient", "HttpSettings", "Response", "StatusError", "Validators"]

_ERROR_BODY_BYTES = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_Client = TypeVar("_Client", bound="HttpClient")
_BREAK_OFF = frozenset({"answer-broken", "timed-out"})


@dataclass(frozen=True, slots=True)
class HttpSettings:
    """What an administrator can set. Times are in seconds.

    Args:
        allowed_private_hosts: `host:port` pairs that may lie in a private network.
        contact_url: where the owner of a portal learns who is asking; part of the User-Agent.
        proxy: address of an egress proxy; the environment's proxies are never used.
        deadline: longest time for one address, redirects included, retries not.
        max_bytes: largest answer after decompression.
        document_deadline: longest time for a document, which may be large.
        max_document_bytes: largest document after decompression.
        min_delay: pause between the starts of two requests to one host.
        retry_after_cap: longest pause that a source may ask for.
    """

    allowed_private_hosts: frozenset[str] = frozenset()
    contact_url: str = ""
    proxy: str = ""
    connect_timeout: float = 10
    read_timeout: float = 30
    deadline: float = 300
    max_bytes: int = 50 * 1024 * 1024
    document_deadline: float = 3600
    max_document_bytes: int = 2048 * 1024 * 1024
    max_redirects: int = 5
    retries: int = 3
    backoff: float = 1
    retry_after_cap: float = 120
    min_delay: float = 0.1

    @property
    def user_agent(self) -> str:
        """How we introduce ourselves."""
        contact = f" (+{self.contact_url})" if self.contact_url else ""
        return f"ckanext-resilient harvester{contact}"


class HttpClient:
    """Reads addresses for one run. May be shared between threads.

    Args:
        settings: limits and exceptions.
        resolver: how names become IP addresses.
    """

    def __init__(self, settings: HttpSettings | None = None, resolver: Resolver = system_resolver) -> None:
        self.settings = settings or HttpSettings()
        self._guard = AddressGuard(self.settings.allowed_private_hosts, resolver)
        self._client = httpx.Client(
            transport=GuardedTransport(self._guard, self.settings.proxy),
            headers={"User-Agent": self.settings.user_agent, "Accept-Encoding": "gzip, deflate"},
            timeout=httpx.Timeout(self.settings.read_timeout, connect=self.settings.connect_timeout),
            trust_env=False,
            follow_redirects=False,
        )
        self._next_start: dict[str, float] = {}
        self._lock = threading.Lock()
        self._check: Callable[[], None] = lambda: None

    def __enter__(self: _Client) -> _Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def before_each(self, check: Callable[[], None]) -> None:
        """Call this before each request from now on: what it raises, ends the request."""
        self._check = check

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        accept: str | None = None,
        max_bytes: int | None = None,
        validators: Validators | None = None,
    ) -> Response:
        """The answer of an address, or a 304 when `validators` are given and nothing changed.

        Raises:
            FetchError: with an issue that says why and what helps; `StatusError` for an error status.
        """
        wanted = httpx.Headers(validators.as_headers() if validators else None)
        wanted.update({"Accept": accept or "*/*"})
        wanted.update(dict(headers or {}))
        cap = self._cap(max_bytes)
        return self._fetch(Ask("GET", parsed(url, params), wanted, None, cap, self.settings.deadline))

    def document(
        self, url: str, *, accept: str | None = None, validators: Validators | None = None
    ) -> Document:
        """The answer of an address, however large, in a file that the caller closes.

        A body that broke off at every try is given as far as it came, and says so.

        Raises:
            FetchError: nothing came of it; `StatusError` for an error status.
        """
        wanted = httpx.Headers(validators.as_headers() if validators else None)
        wanted.update({"Accept": accept or "*/*"})
        sink = Sink(new_file())
        cap, seconds = self.settings.max_document_bytes, self.settings.document_deadline
        try:
            answer = self._fetch(Ask("GET", parsed(url), wanted, None, cap, seconds, sink))
            return Document(answer, sink.file)
        except FetchError as error:
            if sink.answer is None or not sink.file.tell() or error.issue.code not in _BREAK_OFF:
                sink.file.close()
                raise
            return Document(sink.answer, sink.file, error.issue)
        except BaseException:
            sink.file.close()
            raise

    def post_json(
        self,
        url: str,
        body: Any,
        *,
        headers: Mapping[str, str] | None = None,
        max_bytes: int | None = None,
    ) -> Response:
        """The answer of an address to a JSON body. Only for reading: it may be sent more than once."""
        wanted = httpx.Headers({"Accept": "application/json", "Content-Type": "application/json"})
        wanted.update(dict(headers or {}))
        content = httpx.Request("POST", "http://localhost", json=body).read()
        cap = self._cap(max_bytes)
        return self._fetch(Ask("POST", parsed(url), wanted, content, cap, self.settings.deadline))

    def post_xml(self, url: str, body: bytes, *, max_bytes: int | None = None) -> Response:
        """The answer of an address to an XML body. Only for reading: it may be sent more than once."""
        wanted = httpx.Headers({"Accept": "application/xml", "Content-Type": "application/xml"})
        cap = self._cap(max_bytes)
        return self._fetch(Ask("POST", parsed(url), wanted, body, cap, self.settings.deadline))

    def _cap(self, max_bytes: int | None) -> int:
        return self.settings.max_bytes if max_bytes is None else max_bytes

    def _fetch(self, ask: Ask) -> Response:
        plan = RetryPlan(self.settings.retries, self.settings.backoff, self.settings.retry_after_cap)
        while True:
            try:
                with deadline(ask.deadline):
                    return self._follow(ask)
            except StatusError as error:
                if error.status not in RETRIED_STATUSES:
                    raise
                pause = plan.after_status(error)
            except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ConnectTimeout) as error:
                pause = plan.after_failure(fetch_error(error, str(ask.url), self.settings), error)
            except (httpcore.TimeoutException, httpcore.ProxyError) as error:
                raise fetch_error(error, str(ask.url), self.settings) from error
            time.sleep(pause)

    def _follow(self, ask: Ask) -> Response:
        issues: list[Issue] = []
        for _ in range(self.settings.max_redirects + 1):
            answer = self._send(ask)
            target = answer.headers.get("location", "")
            if answer.status not in _REDIRECTS or not target:
                return checked(ask, answer, tuple(issues))
            following = redirected(ask, answer.status, target)
            if ask.url.scheme == "https" and following.url.scheme == "http":
                issues.append(Issue("redirected-to-http", params={"url": shown(str(following.url))}))
            ask = following
        raise FetchError(Issue("redirected-too-often", params={"url": shown(str(ask.url))}))

    def _send(self, ask: Ask) -> Response:
        self._check()
        if self.settings.proxy:
            self._guard.check_behind_proxy(ask.url.host, port_of(ask.url))
        self._wait_for_turn(ask.url.host)
        request = self._client.build_request(ask.method, ask.url, headers=ask.headers, content=ask.body)
        try:
            answer = self._client.send(request, stream=True)
        except BROKEN_REDIRECT as error:
            raise FetchError(Issue("answer-broken", params={"url": shown(str(ask.url))})) from error
        try:
            if ask.sink is not None:
                # Another try begins anew: what an earlier one left would stand before it.
                ask.sink.file.seek(0)
                ask.sink.file.truncate()
                ask.sink.answer = None
            content = b"" if answer.status_code in _REDIRECTS else self._body(answer, ask)
        finally:
            answer.close()
        return Response(str(ask.url), answer.status_code, dict(answer.headers), content)

    def _body(self, answer: httpx.Response, ask: Ask) -> bytes:
        refused = answer.is_error
        cap = _ERROR_BODY_BYTES if refused else ask.max_bytes
        body: IO[bytes] = io.BytesIO()
        if ask.sink is not None and not refused:
            body = ask.sink.file
            ask.sink.answer = Response(str(ask.url), answer.status_code, dict(answer.headers))
        size = 0
        try:
            for piece in decompressed(answer.iter_raw(), answer.headers.get("content-encoding", "")):
                body.write(piece)
                size += len(piece)
                if size > cap:
                    break
        except (UnknownEncodingError, BrokenBodyError) as error:
            raise fetch_error(error, str(ask.url), self.settings) from error
        if size > cap and not refused:
            params = {"url": shown(str(ask.url)), "limit": f"{cap / 1048576:.3g}"}
            raise FetchError(Issue("document-too-large" if ask.sink else "too-large", params=params))
        return body.getvalue() if isinstance(body, io.BytesIO) else b""

    def _wait_for_turn(self, host: str) -> None:
        with self._lock:
            now = time.monotonic()
            start = max(now, self._next_start.get(host, now))
            self._next_start[host] = start + self.settings.min_delay
        time.sleep(start - now)
