"""Asynchronous connections, made only to addresses that the guard of the harvester permits."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from typing import cast

import anyio.to_thread
import httpcore
import httpx

from ckanext.resilient.harvest.addresses import AddressGuard, host_port
from ckanext.resilient.harvest.asks import port_of
from ckanext.resilient.harvest.sockets import ssl_context


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections to the very IP address that was checked.

    Args:
        guard: says which addresses a host may be opened at.
        proxy: host and port of the egress proxy, the only exception.
    """

    def __init__(self, guard: AddressGuard, proxy: tuple[str, int] | None = None) -> None:
        self._guard = guard
        self._proxy = host_port(*proxy) if proxy else ""
        # For a type checker it is also the class that stands in where anyio is missing.
        self._backend = cast("httpcore.AsyncNetworkBackend", httpcore.AnyIOBackend())

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the first permitted address that answers."""
        if host_port(host, port) == self._proxy:
            addresses = [host]
        else:
            addresses = await anyio.to_thread.run_sync(self._guard.addresses, host, port)
        failure: Exception = httpcore.ConnectError("no address")
        for address in addresses:
            try:
                return await self._backend.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:  # noqa: PERF203 - the next may answer
                failure = error
        raise failure


class GuardedTransport(httpx.AsyncBaseTransport):
    """httpcore's connection pool over guarded connections; a proxy is asked for nothing that is known to be private."""

    def __init__(self, guard: AddressGuard, proxy: str = "", at_once: int = 50) -> None:
        self._behind_proxy = guard if proxy else None
        context = ssl_context()
        if proxy:
            address = httpx.URL(proxy)
            port = address.port or (443 if address.scheme == "https" else 80)
            self._pool: httpcore.AsyncConnectionPool = httpcore.AsyncHTTPProxy(
                proxy_url=str(address.copy_with(username=None, password=None)),
                proxy_auth=(address.username, address.password) if address.username else None,
                ssl_context=context,
                max_connections=at_once,
                network_backend=GuardedBackend(guard, (address.host, port)),
            )
        else:
            self._pool = httpcore.AsyncConnectionPool(
                ssl_context=context,
                max_connections=at_once,
                keepalive_expiry=5,
                network_backend=GuardedBackend(guard),
            )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the body of the answer is read by whoever asks for it."""
        if self._behind_proxy:
            check = self._behind_proxy.check_behind_proxy
            await anyio.to_thread.run_sync(check, request.url.host, port_of(request.url))
        answer = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()


class _Body(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._answer.aiter_stream():
            yield piece

    async def aclose(self) -> None:
        await self._answer.aclose()
