"""What the person at the terminal sees: one line per step, with the time it took."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

TICK_SECONDS = 1.0


def say(text: str = "") -> None:
    """Print one line at once, also in a pipe."""
    print(text, flush=True)


def spell_duration(seconds: float) -> str:
    """`0.4 s`, `12 s` or `2 min 05 s`."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s"


@contextmanager
def step(text: str) -> Iterator[None]:
    """Show `text` while the body runs, then how long it took; on a terminal the time runs along."""
    begin = time.monotonic()
    done = threading.Event()
    ticker = _start_ticker(text, begin, done) if sys.stdout.isatty() else None
    if ticker is None:
        print(f"  {text} … ", end="", flush=True)
    outcome = "failed after "
    try:
        yield
        outcome = ""
    finally:
        done.set()
        if ticker is not None:
            ticker.join()
            print(f"\r\033[K  {text} … ", end="")
        print(f"{outcome}{spell_duration(time.monotonic() - begin)}", flush=True)


def _start_ticker(text: str, begin: float, done: threading.Event) -> threading.Thread:
    def tick() -> None:
        while True:
            print(f"\r\033[K  {text} … {spell_duration(time.monotonic() - begin)}", end="", flush=True)
            if done.wait(TICK_SECONDS):
                return

    thread = threading.Thread(target=tick, daemon=True)
    thread.start()
    return thread
