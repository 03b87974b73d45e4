"""One request as it is sent and sent on, and what makes its answer a good one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import IO, Any

import httpx

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import NOT_MODIFIED, Response, StatusError, shown
from ckanext.resilient.svrc.issues import Issue

_KEEPS_METHOD = frozenset({307, 308})
_CONDITIONS = ("If-None-Match", "If-Modified-Since")
_SECRET_HEADERS = frozenset({"authorization", "cookie", "x-api-key"})

BROKEN_REDIRECT = (httpx.RemoteProtocolError, httpx.InvalidURL)
"""What httpx raises for a redirect to no address, though it was not asked to follow any."""


@dataclass(slots=True)
class Sink:
    """Where the body of a document goes, and the answer that it belongs to."""

    file: IO[bytes]
    answer: Response | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """One request with its limits; the body of a good answer goes into `sink` if there is one."""

    method: str
    url: httpx.URL
    headers: httpx.Headers
    body: bytes | None
    max_bytes: int
    deadline: float
    sink: Sink | None = None


def parsed(url: str, params: Mapping[str, Any] | None = None) -> httpx.URL:
    """An address that can be opened.

    Raises:
        FetchError: it is not http(s), has no host, or carries a password.
    """
    try:
        address = httpx.URL(url.strip())
        if params:
            address = address.copy_merge_params(dict(params))
        port = 80 if address.port is None else address.port
    except (httpx.InvalidURL, UnicodeError) as error:
        raise FetchError(Issue("address-invalid", params={"url": shown(url)})) from error
    if address.scheme not in {"http", "https"} or not address.host or not 0 < port < 65536:
        raise FetchError(Issue("address-invalid", params={"url": shown(url)}))
    if address.userinfo:
        raise FetchError(Issue("address-with-password", params={"host": address.host}))
    return address.copy_with(fragment=None)


def port_of(url: httpx.URL) -> int:
    """The port that an address means."""
    return url.port or (443 if url.scheme == "https" else 80)


def led_to(url: httpx.URL, target: str) -> httpx.URL:
    """Where the answer of an address leads on to.

    Raises:
        FetchError: to no address that can be opened.
    """
    try:
        return parsed(str(url.join(target)))
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(Issue("address-invalid", params={"url": shown(target)})) from error


def redirected(ask: Ask, status: int, target: str) -> Ask:
    """The request to send on to where an answer leads; another host is not told our secrets.

    Raises:
        FetchError: it leads to no address.
    """
    url = led_to(ask.url, target)
    headers = ask.headers.copy()
    if (url.scheme, url.host, port_of(url)) != (ask.url.scheme, ask.url.host, port_of(ask.url)):
        for name in _SECRET_HEADERS & set(headers.keys()):
            del headers[name]
    if ask.method == "GET" or status in _KEEPS_METHOD:
        return replace(ask, url=url, headers=headers)
    headers.pop("content-type", None)
    return replace(ask, method="GET", url=url, headers=headers, body=None)


def checked(ask: Ask, answer: Response, issues: tuple[Issue, ...]) -> Response:
    """A good answer with what was odd on the way.

    Raises:
        StatusError: it is an error of the source; also "not modified" where nobody asked, which says nothing.
    """
    told = answer.status == NOT_MODIFIED and any(name in ask.headers for name in _CONDITIONS)
    if 200 <= answer.status < 300 or told:
        return Response(answer.url, answer.status, answer.headers, answer.content, issues)
    params = {"url": shown(answer.url), "status": str(answer.status)}
    raise StatusError(answer, Issue("http-status", params=params))
