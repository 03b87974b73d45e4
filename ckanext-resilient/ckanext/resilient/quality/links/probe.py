"""Trying one link as a reader's browser and data.europa.eu's checker would, without fetching the whole."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from types import TracebackType

import anyio
import httpcore
import httpx

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.addresses import AddressGuard
from ckanext.resilient.harvest.asks import BROKEN_REDIRECT, led_to, parsed
from ckanext.resilient.harvest.decoding import BrokenBodyError, UnknownEncodingError, decompressed
from ckanext.resilient.harvest.retries import retry_after
from ckanext.resilient.quality.links.politeness import Limits, Politeness
from ckanext.resilient.quality.links.schedule import Found
from ckanext.resilient.quality.links.services import request_for
from ckanext.resilient.quality.links.sockets import GuardedTransport
from ckanext.resilient.quality.links.verdict import NO_CONNECTION, NOT_AN_ADDRESS, Answer, problem_of

_READ = 4096
"""Bytes of a body that are looked at."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 503})
# What servers say that do not know HEAD, or refuse it to programs, and would give the thing itself all the same.
_HEAD_REFUSED = frozenset({400, 403, 404, 405, 406, 500, 501, 502})
_FAILURES = (
    httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, httpcore.ProxyError,
    *BROKEN_REDIRECT,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """An address to try, and the EU file-type codes that datasets promise there."""

    address: str
    formats: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """The beginning of what a link leads to.

    Args:
        content: its first bytes.
        whole: whether that is all.
        problem: why there is nothing to read, see `verdict.problem_of`; "" when there is.
        wait: seconds that the server asks for before it wants to be asked again.
    """

    content: bytes = b""
    whole: bool = False
    problem: str = ""
    wait: float | None = None


class _NoConnectionError(Exception):
    """The server was not reached, or broke off."""


class Prober:
    """Tries links, politely and within bounds, for one run.

    Args:
        limits: how much at once.
        guard: which addresses may be opened: that of the harvester.
        user_agent: how we introduce ourselves.
        proxy: address of an egress proxy, "" for none.
    """

    def __init__(self, limits: Limits, guard: AddressGuard, user_agent: str, proxy: str = "") -> None:
        self._limits = limits
        self._politeness = Politeness(limits)
        self._client = httpx.AsyncClient(
            transport=GuardedTransport(guard, proxy, limits.at_once),
            headers={"User-Agent": user_agent, "Accept": "*/*", "Accept-Encoding": "identity"},
            timeout=limits.timeout,
            trust_env=False,
            follow_redirects=False,
        )

    async def __aenter__(self) -> Prober:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def probe(self, link: Link) -> Found:
        """What is found at a link: HEAD first, the first bytes of GET where HEAD does not tell enough."""
        try:
            url = parsed(request_for(link.address, link.formats))
        except (FetchError, ValueError):
            return Found(NOT_AN_ADDRESS, "not-an-address")
        try:
            return await self._try(url, link)
        except _BusyError as busy:
            self._politeness.rest(busy.host, busy.seconds)
            return Found(0, wait=busy.seconds)
        except (_NoConnectionError, FetchError):
            return Found(NO_CONNECTION, "no-connection")

    async def fetch(self, link: Link, most: int) -> Part:
        """The first bytes of what a link leads to, at most so many: never an error page in their place."""
        try:
            answer = await self._follow("GET", parsed(link.address), most + 1)
        except _BusyError as busy:
            self._politeness.rest(busy.host, busy.seconds)
            return Part(wait=busy.seconds)
        except (_NoConnectionError, FetchError):
            return Part(problem="no-connection")
        except ValueError:
            return Part(problem="not-an-address")
        problem = problem_of(answer, link.formats)
        if problem:
            return Part(problem=problem)
        return Part(answer.start[:most], len(answer.start) <= most)

    async def _try(self, url: httpx.URL, link: Link) -> Found:
        head = await self._follow("HEAD", url)
        if head.succeeded and not _wants_a_look(head, link):
            return _found(head, head, link)
        if not head.succeeded and head.status not in _HEAD_REFUSED:
            return _found(head, head, link)
        body = await self._follow("GET", url)
        return _found(head, body, link)

    async def _follow(self, method: str, url: httpx.URL, most: int = _READ) -> Answer:
        for _ in range(self._limits.most_redirects + 1):
            answer, target = await self._send(method, url, most)
            if not target:
                return answer
            url = led_to(url, target)
        return Answer(NO_CONNECTION, str(url))

    async def _send(self, method: str, url: httpx.URL, most: int) -> tuple[Answer, str]:
        """The answer to one request, and where it leads on to."""
        headers = {"Range": f"bytes=0-{most - 1}"} if method == "GET" else {}
        async with self._politeness.turn(url.host):
            resting = self._politeness.resting(url.host)
            if resting is not None:
                raise _BusyError(url.host, resting)
            try:
                with anyio.fail_after(self._limits.timeout):
                    request = self._client.build_request(method, url, headers=headers)
                    return await self._receive(request, most)
            except (*_FAILURES, TimeoutError) as error:
                raise _NoConnectionError(str(error)) from error

    async def _receive(self, request: httpx.Request, most: int) -> tuple[Answer, str]:
        response = await self._client.send(request, stream=True)
        try:
            if response.status_code in _BUSY:
                raise _BusyError(request.url.host, retry_after(response.headers.get("retry-after", "")))
            target = response.headers.get("location", "") if response.status_code in _REDIRECTS else ""
            start = b"" if request.method == "HEAD" or target else await _beginning(response, most)
        finally:
            await response.aclose()
        return _answer(response, str(request.url), start), target


class _BusyError(Exception):
    """The server wants to be asked later."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(host)
        self.host = host
        self.seconds = seconds


async def _beginning(response: httpx.Response, most: int) -> bytes:
    start = bytearray()
    async for piece in response.aiter_raw():
        start += piece
        if len(start) >= most:
            break
    return _unpacked(bytes(start[:most]), response.headers.get("content-encoding", ""), most)


def _unpacked(start: bytes, encodings: str, most: int) -> bytes:
    """The first bytes as they were before a server packed them, though nobody asked it to; at most so many."""
    found = bytearray()
    try:
        for piece in decompressed([start], encodings):
            found += piece
            if len(found) >= most:
                break
    except (BrokenBodyError, UnknownEncodingError):  # cut off where we stopped reading: what came is used
        pass
    return bytes(found[:most]) if found or not start else start


def _answer(response: httpx.Response, url: str, start: bytes) -> Answer:
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().casefold()
    # 206 answers our range: what a reader's browser asks for, it would get with 200.
    status = 200 if response.status_code == 206 else response.status_code
    return Answer(status, url, media_type[:200], _size(response), start)


def _size(response: httpx.Response) -> int | None:
    whole = response.headers.get("content-range", "").rpartition("/")[2]
    size = whole if whole.isdigit() else response.headers.get("content-length", "")
    return int(size) if size.isascii() and size.isdigit() and len(size) < 16 else None


def _wants_a_look(head: Answer, link: Link) -> bool:
    """Whether the header alone does not say if the reader gets what she was promised."""
    return not head.media_type or head.is_html or bool(link.formats and "xml" in head.media_type)


def _found(head: Answer, body: Answer, link: Link) -> Found:
    """The result: the status that HEAD gave, what the look at the body showed."""
    problem = problem_of(body, link.formats)
    if not problem and not head.succeeded:
        problem = "head-refused"
    known = body if body.succeeded else head
    return Found(head.status, problem, known.media_type, known.size or head.size)
