"""Running sample portals, and a plain HTTP client that takes every status as an answer."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest

from ckanext.resilient.harvesters.samples import SAMPLES, serve


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.body)


@pytest.fixture(scope="session")
def bases() -> Iterator[dict[str, str]]:
    """The address of every sample portal, all running."""
    with ExitStack() as stack:
        yield {key: stack.enter_context(serve(key)) for key in SAMPLES}


@pytest.fixture(scope="session")
def ask() -> Callable[..., Answer]:
    """Ask an address; no redirect is followed, no status is an error."""

    def asked(url: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.netloc, timeout=10)
        try:
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            connection.request(
                method, target, body, {name.replace("_", "-"): value for name, value in headers.items()}
            )
            response = connection.getresponse()
            return Answer(
                response.status,
                {name.lower(): value for name, value in response.getheaders()},
                response.read(),
            )
        finally:
            connection.close()

    return asked
