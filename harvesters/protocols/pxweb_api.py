"""Asking an installation of PxWeb, at most as often as it allows."""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import shown
from ckanext.resilient.harvest.http import HttpClient, Response
from ckanext.resilient.harvesters.protocols.base import Endpoint
from ckanext.resilient.harvesters.protocols.values import Json
from ckanext.resilient.svrc.issues import Issue

_VERSION = re.compile(r"v\d\w*", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2}(-[A-Za-z]{2,4})?")
# What installations are set up with unless somebody changes it.
_CALLS, _SECONDS = 10, 10.0
_LONGEST_WINDOW = 60.0


@dataclass(frozen=True, slots=True)
class Address:
    """What an address says: `https://host/PXWeb/api/v1/hr/Turizam` taken apart.

    Args:
        base: up to the version, without a stroke at the end.
        version: `v1`, `v2`, `v2beta`; empty when the address names none.
        language: the one that the address names, if any.
        path: folders and perhaps a table, decoded.
    """

    base: str
    version: str
    language: str = ""
    path: tuple[str, ...] = ()

    @property
    def is_v2(self) -> bool:
        """Whether the second version of the interface is meant."""
        return self.version.startswith("v2")

    def with_version(self, version: str) -> Address:
        """The usual place of a version for an address that names none."""
        return Address(f"{self.base}/api/{version}", version)


def address_of(url: str) -> Address:
    """An address taken apart; folders may be written with or without percent signs."""
    parts = urlsplit(url.strip())
    segments = [unquote(part) for part in parts.path.split("/") if part]
    ends = [number for number, part in enumerate(segments, 1) if _VERSION.fullmatch(part)]
    end = ends[-1] if ends else len(segments)
    base = urlunsplit((parts.scheme, parts.netloc, encoded(segments[:end]), "", "")).rstrip("/")
    if not ends:
        return Address(base, "")
    version, rest = segments[end - 1].casefold(), segments[end:]
    if version.startswith("v2"):
        return Address(base, version, path=tuple(rest))
    language = rest.pop(0) if rest and _LANGUAGE.fullmatch(rest[0]) else ""
    return Address(base, version, language, tuple(rest))


def encoded(path: Iterable[str]) -> str:
    """A path whose parts may hold blanks, strokes, percent signs and any letters."""
    return "/".join(quote(part, safe="") for part in path)


def asked_languages(endpoint: Endpoint, first: str = "", offered: Iterable[str] = ()) -> tuple[str, ...]:
    """The languages to ask for: the address's, then the option's, else those offered, else the portal's."""
    wanted = endpoint.options.get("languages") or ()
    chosen = wanted.replace(",", " ").split() if isinstance(wanted, str) else [str(word) for word in wanted]
    return tuple(dict.fromkeys(filter(None, (first, *(chosen or tuple(offered) or endpoint.languages)))))


class PxApi:
    """The interface at one address, whose own limit of calls is kept.

    Args:
        base: address up to the version.
        http: the client.
    """

    def __init__(self, base: str, http: HttpClient) -> None:
        self.base = base
        self._http = http
        self._calls, self._seconds = _CALLS, _SECONDS
        self._times: deque[float] = deque()

    def get(self, path: str, params: Mapping[str, Any] | None = None) -> Response:
        """The answer at a path below the base.

        Raises:
            FetchError: it could not be read.
        """
        self._wait()
        return self._http.get(f"{self.base}/{path}", params=params, accept="application/json")

    def config(self, path: str) -> Json:
        """What the installation says of itself; empty where it says nothing. Its limit is kept from now on."""
        try:
            found = self.get(path).json()
        except FetchError:
            return {}
        config = cast("Json", found) if isinstance(found, dict) else Json()
        calls = _positive(config.get("maxCalls") or config.get("maxCallsPerTimeWindow"))
        seconds = _positive(config.get("timeWindow"))
        if calls >= 1 and seconds:
            self._calls, self._seconds = int(calls), min(seconds, _LONGEST_WINDOW)
        return config

    def _wait(self) -> None:
        """Sleep until one more call is allowed."""
        while len(self._times) >= self._calls:
            time.sleep(max(0.0, self._times.popleft() + self._seconds - time.monotonic()))
        self._times.append(time.monotonic())


def _positive(value: Any) -> float:
    """A number above zero; installations that count elsewhere write zero."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return 0.0
    try:
        number = float(value)
    except ValueError:
        return 0.0
    return number if 0 < number < float("inf") else 0.0


def not_pxweb(url: str) -> FetchError:
    """The error for an answer that holds neither folders nor tables."""
    return FetchError(Issue("source-empty", record=shown(url)))
