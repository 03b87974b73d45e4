"""Fixtures for tests that read from a real server on this machine."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import ckan.plugins.toolkit as tk
import pytest

from tests.harvest.portal import Make, Portal, record, register, running
from tests.harvest.servers import Respond, Server, serving


@pytest.fixture
def serve() -> Iterator[Callable[[Respond], Server]]:
    """Start a server with a function that answers; it ends with the test."""
    with contextlib.ExitStack() as stack:
        yield lambda respond: stack.enter_context(serving(respond))


@pytest.fixture
def portal_with(
    clean: None, organisation: dict[str, Any], ckan_config: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Make]:
    """Start a portal with so many records and register it as the source `portal`, with these settings."""
    with contextlib.ExitStack() as stack:

        def make(count: int, **settings: Any) -> Portal:
            portal, server = stack.enter_context(running([record(str(n)) for n in range(count)]))
            monkeypatch.setitem(tk.config, "ckanext.resilient.http.allowed_private_hosts", [server.pair])
            monkeypatch.setitem(tk.config, "ckanext.resilient.http.delay_ms", 0)
            register(server, organisation["id"], settings=settings)
            return portal

        yield make
