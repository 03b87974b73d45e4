"""Network connections that are only made to permitted addresses and never outlast a deadline."""

from __future__ import annotations

import contextlib
import ssl
import time
from collections.abc import Generator, Iterable, Iterator
from contextvars import ContextVar
from functools import cache
from typing import Any

import certifi
import httpcore
import httpx

from ckanext.resilient.harvest.addresses import AddressGuard, host_port

_DEADLINE: ContextVar[float | None] = ContextVar("resilient_http_deadline", default=None)


@contextlib.contextmanager
def deadline(seconds: float) -> Generator[None, None, None]:
    """Everything read or written inside takes at most so many seconds in all.

    Timeouts count the silence between two bytes; only this stops a server that drips.
    """
    token = _DEADLINE.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _DEADLINE.reset(token)


def _within_deadline(timeout: float | None, late: type[httpcore.TimeoutException]) -> float | None:
    end = _DEADLINE.get()
    if end is None:
        return timeout
    left = end - time.monotonic()
    if left <= 0:
        raise late("deadline")
    return left if timeout is None else min(timeout, left)


class DeadlineStream(httpcore.NetworkStream):
    """A connection whose every step is bounded by the deadline of the request that uses it."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next bytes."""
        return self._stream.read(max_bytes, _within_deadline(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes."""
        self._stream.write(buffer, _within_deadline(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted."""
        left = _within_deadline(timeout, httpcore.ConnectTimeout)
        return DeadlineStream(self._stream.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        """What the underlying connection knows of itself."""
        return self._stream.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections to the very IP address that was checked.

    Args:
        guard: says which addresses a host may be opened at.
        proxy: host and port of the egress proxy, the only exception.
    """

    def __init__(self, guard: AddressGuard, proxy: tuple[str, int] | None = None) -> None:
        self._guard = guard
        self._proxy = host_port(*proxy) if proxy else ""
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first permitted address that answers."""
        is_proxy = host_port(host, port) == self._proxy
        addresses = [host] if is_proxy else self._guard.addresses(host, port)
        failure: Exception = httpcore.ConnectError("no address")
        for address in addresses:
            left = _within_deadline(timeout, httpcore.ConnectTimeout)
            try:
                stream = self._backend.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return DeadlineStream(stream)
        raise failure


class GuardedTransport(httpx.BaseTransport):
    """The transport of the HTTP client: httpcore's connection pool over guarded connections."""

    def __init__(self, guard: AddressGuard, proxy: str = "") -> None:
        context = ssl_context()
        if proxy:
            address = httpx.URL(proxy)
            port = address.port or (443 if address.scheme == "https" else 80)
            self._pool: httpcore.ConnectionPool = httpcore.HTTPProxy(
                proxy_url=str(address.copy_with(username=None, password=None)),
                proxy_auth=(address.username, address.password) if address.username else None,
                ssl_context=context,
                network_backend=GuardedBackend(guard, (address.host, port)),
            )
        else:
            self._pool = httpcore.ConnectionPool(
                ssl_context=context, network_backend=GuardedBackend(guard), keepalive_expiry=15
            )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the body of the answer is read by whoever asks for it."""
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


@cache
def ssl_context() -> ssl.SSLContext:
    """The system's certificate authorities, which administrators extend, and Mozilla's list."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
