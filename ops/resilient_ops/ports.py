"""Ports: what the environment asks for, else what was chosen before, else a free one."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Mapping

LOOPBACK = "127.0.0.1"
# The first port that is tried for each service; the next free one is taken.
PREFERRED = {"web": 5000, "postgres": 5433, "redis": 6380, "solr": 8984, "mail": 2525, "mail-page": 8026}
SAMPLES_FROM = 8101
TEST_OFFSET = 10_000


def is_free(port: int) -> bool:
    """Whether a server could be bound to this port of the loopback address now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def answers(host: str, port: int, timeout: float = 1.0) -> bool:
    """Whether something accepts a connection there."""
    try:
        with socket.create_connection((host, port), timeout=timeout):
            return True
    except OSError:
        return False


def choose_ports(
    names: Iterable[str], remembered: Mapping[str, int], environ: Mapping[str, str], *, offset: int = 0
) -> dict[str, int]:
    """One port per service name; `RESILIENT_PORT` (web) and `RESILIENT_<NAME>_PORT` come first.

    A remembered port is kept even when it is taken, since the service itself may be what holds it.
    """
    chosen: dict[str, int] = {}
    for name in names:
        asked = _asked(name, environ)
        port = asked or remembered.get(name)
        if port is None:
            port = _next_free(_first(name) + offset, {*chosen.values(), *remembered.values()})
        chosen[name] = port
    return chosen


def port_variable(name: str) -> str:
    """The environment variable that sets the port of a service."""
    return "RESILIENT_PORT" if name == "web" else f"RESILIENT_{name.upper().replace('-', '_')}_PORT"


def _asked(name: str, environ: Mapping[str, str]) -> int | None:
    value = environ.get(port_variable(name), "")
    return int(value) if value.isdigit() else None


def _first(name: str) -> int:
    return PREFERRED.get(name, SAMPLES_FROM)


def _next_free(first: int, taken: set[int]) -> int:
    port = first
    while port in taken or not is_free(port):
        port += 1
    return port
