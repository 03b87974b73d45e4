"""`test` and `bench`: a second set of services, then the checks, the tests or one benchmark."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from .console import say, spell_duration, step
from .errors import StepError
from .instance import Instance
from .node import install_packages, packages_are_current
from .parts import parts_of, run_parts
from .prepare import install_software, open_state, start_stores
from .supervisor import Supervisor
from .venv import environment_for

CHROMIUM = "/usr/bin/chromium-headless-shell"
QUICK_SELECTION = "not slow and not browser"
DATABASES = ("ckan_test", "ckan_test_2")
"""Of the tests that run side by side."""


def test(root: Path, arguments: Sequence[str], *, quick: bool) -> int:
    """Run all checks and tests; 0 when every part passed. The last line says how many passed."""
    say("Checks and tests, the part for every save" if quick else "All checks and tests")
    instance = open_state(root, "test")
    supervisor = _prepare(instance, "quick" if quick else "full")
    environment = test_environment(instance, "ckan_test")
    try:
        failed = [
            name
            for name, command in static_checks(instance).items()
            if not _check(root, name, command, environment)
        ]
        if failed:
            say(f"  Did not pass: {', '.join(failed)}")
        passed = _run_tests(instance, arguments, quick=quick)
    finally:
        if not quick:  # kept running otherwise: the next save comes soon
            supervisor.shut_down()
    return 0 if passed and not failed else 1


def bench(root: Path, name: str, arguments: Sequence[str]) -> int:
    """Run one program of `benchmarks/` against services of its own; its exit code."""
    program = root / "benchmarks" / f"{name}.py"
    if not program.is_file():
        raise StepError(
            f"The benchmark `{name}` was not run", f"there is no {program}", "see ./resilient bench"
        )
    instance = open_state(root, "test")
    _prepare(instance, "quick")
    command = [str(instance.python), str(program), *arguments]
    environment = test_environment(instance, "ckan_bench")
    return subprocess.run(command, cwd=root, env=environment, check=False).returncode


def _prepare(instance: Instance, extent: str) -> Supervisor:
    install_software(instance, testing=extent)
    if not packages_are_current(instance):
        with step("Installing Node packages"):
            install_packages(instance)
    supervisor, _ = start_stores(instance, [])
    return supervisor


def test_environment(instance: Instance, database: str) -> dict[str, str]:
    """What the tests are told: configuration, the test services' addresses, Node's packages, the browser.

    Files go to a folder of the database's own: two processes would make the same style sheets at once.
    """
    storage = instance.state / "storage" / database
    storage.mkdir(parents=True, exist_ok=True)
    modules = str(instance.node / "node_modules")
    return environment_for(
        instance,
        CKAN_INI=str(instance.root / "test.ini"),
        RESILIENT_NODE_MODULES=modules,
        NODE_PATH=modules,
        CHROMIUM=CHROMIUM,
        CKAN_STORAGE_PATH=str(storage),
        **instance.addresses(database),
    )


def static_checks(instance: Instance) -> dict[str, list[str]]:
    """The checks that need no services: name and command."""
    ruff = str(instance.venv / "bin" / "ruff")
    pyright = str(instance.node / "node_modules" / "pyright" / "index.js")
    return {
        "ruff check": [ruff, "check", "."],
        "ruff format": [ruff, "format", "--check", "."],
        "pyright": ["node", pyright, "--project", str(instance.root / "pyproject.toml")],
    }


def _check(root: Path, name: str, command: Sequence[str], environment: Mapping[str, str]) -> bool:
    begin = time.monotonic()
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    passed = done.returncode == 0
    if not passed:
        say((done.stdout + done.stderr).rstrip())
    say(f"  {name}: {'passed' if passed else 'FAILED'} in {spell_duration(time.monotonic() - begin)}")
    return passed


def _run_tests(instance: Instance, arguments: Sequence[str], *, quick: bool) -> bool:
    """Run what was asked for, or all tests in parts, two side by side."""
    environment = test_environment(instance, "ckan_test")
    if quick or arguments:
        selection = ["-m", QUICK_SELECTION] if quick else []
        with suppress(KeyboardInterrupt):  # pytest has told by itself where it was stopped
            return (
                subprocess.run(
                    _pytest(instance, [*selection, *arguments]),
                    cwd=instance.root,
                    env=environment,
                    check=False,
                ).returncode
                == 0
            )
        return False
    say("  The tests run in parts, two side by side; what a part says stands at its end")

    def start(arguments: Sequence[str], database: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            _pytest(instance, arguments),
            cwd=instance.root,
            env=test_environment(instance, database),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )

    return run_parts(parts_of(instance.root / "tests"), start, DATABASES)


def _pytest(instance: Instance, arguments: Sequence[str]) -> list[str]:
    return [str(instance.python), "-m", "pytest", f"--ckan-ini={instance.root / 'test.ini'}", *arguments]
