"""How many requests run at once, in all and to one host, and the pause between them."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import anyio


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a run. Times are in seconds.

    Args:
        at_once: requests that run at the same time.
        per_host: of them, to one host.
        delay: pause between the starts of two requests to one host.
        timeout: longest time for one request.
        most_redirects: how often a link may lead on.
    """

    at_once: int = 50
    per_host: int = 2
    delay: float = 0.5
    timeout: float = 20
    most_redirects: int = 5


@dataclass(slots=True)
class _Host:
    slots: anyio.Semaphore
    next_start: float = 0
    resting: float | None = None


@dataclass(slots=True)
class Politeness:
    """The turns of all requests of one run."""

    limits: Limits
    _all: anyio.Semaphore = field(init=False)
    _hosts: dict[str, _Host] = field(default_factory=dict[str, _Host])

    def __post_init__(self) -> None:
        """One gate for all hosts."""
        self._all = anyio.Semaphore(self.limits.at_once)

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncGenerator[None, None]:
        """Wait until a request to the host may start; it has ended when this is left."""
        known = self._host(host)
        # First the host's own gate: who waits there holds none of the places that other hosts could use.
        async with known.slots:
            start = max(anyio.current_time(), known.next_start)
            known.next_start = start + self.limits.delay
            await anyio.sleep_until(start)
            async with self._all:
                yield

    def rest(self, host: str, seconds: float) -> None:
        """Remember that a host asked to be left alone; it is not asked again in this run."""
        self._host(host).resting = seconds

    def resting(self, host: str) -> float | None:
        """Seconds that a host asked for, None when it did not."""
        return self._host(host).resting

    def _host(self, host: str) -> _Host:
        if host not in self._hosts:
            self._hosts[host] = _Host(anyio.Semaphore(self.limits.per_host))
        return self._hosts[host]
