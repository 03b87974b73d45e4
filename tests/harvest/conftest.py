"""Fixtures for tests that read from a real server on this machine."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import pytest

from tests.harvest.servers import Respond, Server, serving


@pytest.fixture
def serve() -> Iterator[Callable[[Respond], Server]]:
    """Start a server with a function that answers; it ends with the test."""
    with contextlib.ExitStack() as stack:
        yield lambda respond: stack.enter_context(serving(respond))
