"""System packages: what is missing is found by looking for what is needed, and installed with apt."""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .errors import StepError
from .postgres import installed_versions
from .run import run_logged

WHAT = "The system packages are not complete"
POLICY = Path("/usr/sbin/policy-rc.d")
CLUSTER_SETTING = Path("/etc/postgresql-common/createcluster.d/resilient.conf")
PYTHONS = ("python3", "python3.12", "python3.11", "python3.10")
PROBE = (
    "import ensurepip, os, sys, sysconfig; print(os.path.exists(sysconfig.get_path('include') + '/Python.h'))"
)


@dataclass(frozen=True)
class Need:
    """Something the portal needs of the system: the package, what for, and how to see that it is there."""

    package: str
    purpose: str
    is_met: Callable[[], bool]


def python_command() -> str:
    """An interpreter of a version that CKAN 2.12 runs on."""
    for name in PYTHONS:
        path = shutil.which(name)
        if path and _version(path) in {(3, 10), (3, 11), (3, 12)}:
            return path
    raise StepError(WHAT, "no Python 3.10, 3.11 or 3.12 was found", "install one of them")


def _version(python: str) -> tuple[int, ...]:
    code = "import sys; print(*sys.version_info[:2])"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return tuple(map(int, done.stdout.split())) if done.returncode == 0 else ()


def _python_can(answer: str | None) -> bool:
    """Whether the interpreter can make virtual environments and, with an answer, has its C headers."""
    done = subprocess.run([python_command(), "-c", PROBE], capture_output=True, text=True, check=False)
    return done.returncode == 0 and (answer is None or done.stdout.strip() == answer)


def _has(*programs: str) -> Callable[[], bool]:
    return lambda: all(shutil.which(program) for program in programs)


def _has_file(*paths: str) -> Callable[[], bool]:
    return lambda: any(Path(path).exists() for path in paths)


TOOLS = (
    Need("python3-venv", "virtual environments", lambda: _python_can(None)),
    Need("python3-dev", "building psycopg2", lambda: _python_can("True")),
    Need("gcc", "building psycopg2", _has("gcc")),
    Need("libc6-dev", "building psycopg2", _has_file("/usr/include/stdio.h")),
    Need(
        "libpq-dev",
        "building psycopg2",
        _has_file("/usr/include/postgresql/libpq-fe.h", "/usr/include/libpq-fe.h"),
    ),
    Need("libmagic1", "recognising file types", lambda: ctypes.util.find_library("magic") is not None),
)
SERVICES = {
    "postgres": (
        Need("postgresql", "the database", lambda: bool(installed_versions() or shutil.which("initdb"))),
    ),
    "redis": (Need("redis-server", "the queues", _has("redis-server")),),
    "solr": (
        Need("default-jre-headless", "the search server", _has("java")),
        Need("maven", "fetching the search server", _has("mvn")),
    ),
}
TESTING = (
    Need("nodejs", "type checks and browser tests", _has("node")),
    Need("npm", "installing the browser tests' packages", _has("npm")),
    Need("chromium-headless-shell", "browser tests", _has("chromium-headless-shell")),
    Need("docker-compose", "checking the compose file", _has("docker-compose")),
)


def missing_needs(services: Sequence[str], *, testing: str = "") -> list[Need]:
    """What is not there yet, for these own services and, with `full` or `quick`, for the tests."""
    needs = [*TOOLS, *(need for service in services for need in SERVICES[service])]
    if testing:
        needs += TESTING if testing == "full" else TESTING[:2]
    return [need for need in needs if not need.is_met()]


def install(needs: Sequence[Need], log: Path) -> None:
    """Install the packages of these needs with apt, or name them and stop."""
    packages = sorted({need.package for need in needs})
    named = ", ".join(f"{need.package} ({need.purpose})" for need in needs)
    if not shutil.which("apt-get"):
        remedy = "install what corresponds to these Debian packages and run the same command again"
        raise StepError(WHAT, f"{named} could not be found and this is not Debian or Ubuntu", remedy)
    if os.geteuid() != 0:
        remedy = f"let an administrator run `apt-get install {' '.join(packages)}`, then try again"
        raise StepError(WHAT, f"{named} could not be found", remedy)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run_logged(["apt-get", "update"], log, "The package lists could not be read", env=environment)
    with _services_left_alone():
        run_logged(
            ["apt-get", "install", "--yes", "--no-install-recommends", *packages],
            log,
            "The system packages could not be installed",
            env=environment,
        )
    still = [need.package for need in needs if not need.is_met()]
    if still:
        raise StepError(
            WHAT, f"{', '.join(still)} was installed and does not do what is needed", f"see {log}"
        )


@contextmanager
def _services_left_alone() -> Iterator[None]:
    """While packages are installed: nothing is started, and Debian's own database cluster is not made."""
    made: list[Path] = []
    try:
        if not POLICY.exists():
            POLICY.write_text(
                "#!/bin/sh\n# Written by ./resilient for the time of one installation.\nexit 101\n"
            )
            POLICY.chmod(0o755)
            made.append(POLICY)
        if not CLUSTER_SETTING.exists():
            CLUSTER_SETTING.parent.mkdir(parents=True, exist_ok=True)
            CLUSTER_SETTING.write_text("create_main_cluster = false\n")
            made.append(CLUSTER_SETTING)
        yield
    finally:
        for path in made:
            path.unlink(missing_ok=True)
