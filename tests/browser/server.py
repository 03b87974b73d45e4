"""The portal over HTTP, for the time of a `with` block, on the databases of the tests."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 90


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def portal(ini: Path, folder: Path, options: Mapping[str, str]) -> Iterator[str]:
    """A running CKAN with the configuration of the tests and these options; gives its address."""
    address = f"http://127.0.0.1:{free_port()}"
    own = folder / "browser.ini"
    lines = [f"{key} = {value}" for key, value in {"ckan.site_url": address, **options}.items()]
    own.write_text("\n".join(["[app:main]", f"use = config:{ini.resolve()}", *lines, ""]), encoding="utf-8")
    log = folder / "server.log"
    ckan = [str(Path(sys.executable).with_name("ckan")), "-c", str(own)]
    command = [*ckan, "run", "-H", "127.0.0.1", "-r", "-t"]
    with log.open("wb") as output:
        # As `./resilient up` does: the first two visitors must not make the same bundles at once.
        subprocess.run([*ckan, "asset", "build"], stdout=output, stderr=output, check=True)
        process = subprocess.Popen([*command, "-p", address.rsplit(":", 1)[1]], stdout=output, stderr=output)
        try:
            wait_for(address, process, log)
            yield address
        finally:
            process.terminate()
            process.wait(20)


def answers(address: str) -> bool:
    """Whether the portal answers already."""
    try:
        with urllib.request.urlopen(f"{address}/api/3/action/status_show", timeout=5):
            return True
    except (urllib.error.URLError, OSError):
        return False


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the portal answers; fail with its log when it does not."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        if answers(address):
            return
        time.sleep(0.3)
    raise AssertionError(f"The portal did not start:\n{log.read_text(encoding='utf-8')[-3000:]}")
