"""A CKAN command in a process of its own that can be killed, and waiting until it stands where it shall die."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Sequence
from pathlib import Path

import ckan.plugins.toolkit as tk
import sqlalchemy as sa

ROOT = Path(__file__).parents[3]
PATIENCE = 180.0


class Child:
    """`ckan COMMAND` in a process of its own, which may read from one portal of the test."""

    def __init__(self, folder: Path, command: Sequence[str], portal: str, **addresses: str) -> None:
        ini = folder / "child.ini"
        ini.write_text(
            f"[app:main]\nuse = config:{ROOT / 'test.ini'}\n"
            f"ckanext.resilient.http.allowed_private_hosts = {portal}\n"
            "ckanext.resilient.http.delay_ms = 0\n"
            "ckanext.resilient.harvest.lease_minutes = 0\n",
            encoding="utf-8",
        )
        self._log = folder / "child.log"
        ckan = str(Path(sys.executable).with_name("ckan"))
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [ckan, "-c", str(ini), *command],
                stdout=log,
                stderr=log,
                env={**os.environ, "CKAN_INI": str(ini), **addresses},
                cwd=ROOT,
            )

    def kill(self) -> None:
        """End it as `kill -9` and a lack of memory do: it can do nothing about it."""
        assert self._process.poll() is None, self.said()
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def end(self) -> int:
        """Wait for its own end; its exit code."""
        return self._process.wait(PATIENCE)

    def said(self) -> str:
        """What it printed."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing behind, also when the test failed."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()


def wait_until(what: Callable[[], object], child: Child | None = None) -> None:
    """Return when it is so; an AssertionError with the child's own words when it never is."""
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, child.said() if child else "nothing happened"
        time.sleep(0.1)


@contextlib.contextmanager
def locked(table: str) -> Generator[Callable[[], bool], None, None]:
    """Nobody can write to a table during the block; gives a function that tells whether somebody waits to."""
    engine = sa.create_engine(tk.config["sqlalchemy.url"], poolclass=sa.NullPool)
    with engine.connect() as holder, engine.connect() as watcher:
        holder.execute(sa.text(f"LOCK TABLE {table} IN SHARE MODE"))
        waiting = sa.text(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = to_regclass(:table)"
        )

        def somebody_waits() -> bool:
            count = watcher.scalar(waiting, {"table": table})
            watcher.rollback()
            return bool(count)

        try:
            yield somebody_waits
        finally:
            holder.rollback()
