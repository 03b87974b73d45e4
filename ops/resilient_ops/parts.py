"""All tests in parts, as many side by side as there are databases for them."""

from __future__ import annotations

import re
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from .console import say, spell_duration

WALK = "walk"
"""The marker of the tests that go through the whole portal in a browser."""
LARGE = ("harvest", "harvesters", "faults", "catalogue", "quality")
"""Folders whose tests take minutes, the slowest first: each is a part of its own."""
_PROGRESS = re.compile(r"^tests/\S+ [.FEsxX]+|^[.FEsxX]+ +\[ *\d+%\]$")
_COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped)\b")
_SUMMARY = re.compile(r"^=+ .*\bin [\d.]+s.* =+$")

Start = Callable[[Sequence[str], str], "subprocess.Popen[str]"]


def parts_of(tests: Path) -> dict[str, list[str]]:
    """What pytest is told for each part, by its name; every test is in one of them.

    Args:
        tests: the folder of the tests.
    """
    others = [
        one
        for one in sorted(tests.iterdir())
        if one.name not in LARGE and (one.match("test_*.py") or next(one.rglob("test_*.py"), None))
    ]
    folders = {name: [tests / name] for name in LARGE}
    return {"the walks through the portal": ["-m", WALK, str(tests)]} | {
        name: ["-m", f"not {WALK}", *map(str, paths)]
        for name, paths in {**folders, "all other tests": others}.items()
    }


@dataclass
class _Told:
    """What is printed by several at once, and counted."""

    counts: dict[str, int] = field(default_factory=dict[str, int])
    failed: list[str] = field(default_factory=list[str])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def line(self, text: str) -> None:
        """Print a line."""
        with self._lock:
            say(text)

    def end(self, name: str, output: Iterable[str], *, passed: bool, seconds: float) -> None:
        """Print what a part said, and how it ended."""
        with self._lock:
            for text in output:
                say(text)
                if _SUMMARY.match(text):
                    for number, what in _COUNT.findall(text):
                        self.counts[what] = self.counts.get(what, 0) + int(number)
            say(f"  {name}: {'passed' if passed else 'FAILED'} in {spell_duration(seconds)}")
            if not passed:
                self.failed.append(name)


class _Lanes:
    """Parts that wait, and those that run, one on each database."""

    def __init__(self, parts: Mapping[str, Sequence[str]], start: Start) -> None:
        self._waiting = deque(parts.items())
        self._running: list[subprocess.Popen[str]] = []
        self._start = start
        self.told = _Told()

    def work(self, database: str) -> None:
        """Run one part after the other on a database, until none waits."""
        while (part := self._next()) is not None:
            name, arguments = part
            since = time.monotonic()
            process = self._start(arguments, database)
            self._running.append(process)
            kept = [text for text in map(str.rstrip, process.stdout or ()) if not self._is_shown(text)]
            passed = process.wait() == 0
            self.told.end(name, kept, passed=passed, seconds=time.monotonic() - since)

    def _next(self) -> tuple[str, Sequence[str]] | None:
        try:
            return self._waiting.popleft()
        except IndexError:
            return None  # the other one may have taken the last

    def _is_shown(self, text: str) -> bool:
        if not _PROGRESS.match(text):
            return False
        self.told.line(text)
        return True

    def stop(self) -> None:
        """Start nothing more, and end what runs."""
        self._waiting.clear()
        for process in self._running:
            process.terminate()


def run_parts(parts: Mapping[str, Sequence[str]], start: Start, databases: Sequence[str]) -> bool:
    """Run all parts; whether every one of them passed. Each database has the next part as soon as it is free.

    Lines of progress are printed as they come, the rest of what a part says at its end.

    Args:
        parts: what pytest is told, by name.
        start: starts it with these arguments on a database; its output is piped.
        databases: one for each part that runs at the same time.
    """
    lanes, begin = _Lanes(parts, start), time.monotonic()
    with ThreadPoolExecutor(len(databases)) as pool:
        try:
            for done in [pool.submit(lanes.work, database) for database in databases]:
                done.result()
        except KeyboardInterrupt:
            lanes.stop()
            return False
    told = lanes.told
    if told.failed:
        say(f"  Did not pass: {', '.join(told.failed)}")
    counted = ", ".join(f"{number} {what}" for what, number in told.counts.items())
    say(f"{counted or 'no tests ran'} in {spell_duration(time.monotonic() - begin)}")
    return not told.failed
