"""An HTTP client for tests that may read from servers of this machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.http import HttpClient, HttpSettings
from tests.harvest.servers import Answer, Respond, Server

Serve = Callable[[Respond], Server]


def client(*servers: Server, resolver: Any = None, **settings: Any) -> HttpClient:
    defaults: dict[str, Any] = {"backoff": 0.01, "min_delay": 0, "connect_timeout": 3, "read_timeout": 3}
    allowed = frozenset(server.pair for server in servers) | settings.pop("allowed", frozenset())
    options = HttpSettings(allowed_private_hosts=allowed, **{**defaults, **settings})
    return HttpClient(options, resolver) if resolver else HttpClient(options)


def code_of(ask: Callable[[], object]) -> str:
    with pytest.raises(FetchError) as caught:
        ask()
    issue = caught.value.issue
    assert issue.message
    assert issue.remedy
    return issue.code


def one_answer(*answers: Answer) -> Respond:
    """Give the answers in turn, the last one for ever."""
    queue = list(answers)
    return lambda asked: queue.pop(0) if len(queue) > 1 else queue[0]
