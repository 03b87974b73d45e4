"""What went wrong on the wire, as an issue that says what helps."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from typing import Protocol

import httpcore

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import shown
from ckanext.resilient.harvest.decoding import BrokenBodyError, UnknownEncodingError
from ckanext.resilient.svrc.issues import Issue


class Limits(Protocol):
    """The limits that a message names."""

    @property
    def connect_timeout(self) -> float:
        """Seconds to wait for a connection."""
        ...

    @property
    def read_timeout(self) -> float:
        """Seconds that a source may be silent."""
        ...

    @property
    def deadline(self) -> float:
        """Seconds for one address in all."""
        ...


# The first class that fits the error or one of its causes says the kind; subclasses stand before parents.
_KINDS: tuple[tuple[type[Exception], str], ...] = (
    (ssl.SSLCertVerificationError, "certificate-refused"),
    (ssl.SSLError, "tls-failed"),
    (httpcore.ConnectTimeout, "unreachable"),
    (httpcore.ConnectError, "unreachable"),
    (httpcore.TimeoutException, "timed-out"),
    (httpcore.ProxyError, "proxy-refused"),
    (UnknownEncodingError, "encoding-unknown"),
    (BrokenBodyError, "answer-broken"),
    (httpcore.NetworkError, "answer-broken"),
    (httpcore.ProtocolError, "answer-broken"),
)


def fetch_error(error: Exception, url: str, limits: Limits) -> FetchError:
    """The error to raise for something that the network or the body reader reported."""
    code = next(code for kind, code in _KINDS if any(isinstance(cause, kind) for cause in _causes(error)))
    params = {
        "url": shown(url),
        "connect": f"{limits.connect_timeout:g}",
        "silent": f"{limits.read_timeout:g}",
        "seconds": f"{limits.deadline:g}",
    }
    return FetchError(Issue(code, params=params))


def _causes(error: BaseException) -> Iterator[BaseException]:
    current: BaseException | None = error
    told: set[int] = set()
    # The network library raises an error again while handling what it became: the chain can close to a ring.
    while current is not None and id(current) not in told:
        told.add(id(current))
        yield current
        current = current.__cause__ or current.__context__
