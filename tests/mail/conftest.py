"""A real mail server for each test: the sink that `./resilient up` uses."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from resilient_ops.mail_sink import sink
from resilient_ops.mailbox import Mailbox
from resilient_ops.ports import LOOPBACK

SENDER = "portal@data.example"


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


@pytest.fixture
def post(tmp_path: Path) -> Iterator[tuple[int, Mailbox]]:
    """The port of a running sink, and what it caught."""
    folder, port = tmp_path / "mail", free_port()
    server = sink(folder, port)
    server.start()
    yield port, Mailbox(folder)
    server.stop()


@pytest.fixture
def mailbox(
    post: tuple[int, Mailbox], clean: None, ckan_config: Any, monkeypatch: pytest.MonkeyPatch
) -> Mailbox:
    """An empty catalogue that sends its mails to the sink, and what it sent."""
    port, caught = post
    monkeypatch.setitem(ckan_config, "smtp.server", f"{LOOPBACK}:{port}")
    monkeypatch.setitem(ckan_config, "smtp.mail_from", SENDER)
    monkeypatch.setitem(ckan_config, "smtp.reply_to", "people@data.example")
    return caught
