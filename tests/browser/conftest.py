"""What Chromium saw of the portal: all visits are made once, the tests read the findings."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from ckanext.resilient.content import shipped
from ckanext.resilient.content.load import load
from tests.browser import content, plan, shipped_plan
from tests.browser.server import portal

ROOT = Path(__file__).parents[2]
NEEDED = ("playwright-core", "axe-core")

MOST_SECONDS = 2400


class Findings(dict[str, dict[str, Any]]):
    """What was met, by name of visit; a visit that was stopped fails the test that asks for it."""

    def __getitem__(self, name: str) -> dict[str, Any]:
        if name not in self:
            pytest.fail(f"{name}: not visited, because the visits were stopped")
        found = super().__getitem__(name)
        if "error" in found:
            pytest.fail(f"{name}: {found['error']}")
        return found


_findings: dict[str, Findings] = {}


def unavailable(reason: str) -> NoReturn:
    """Skip with the reason; in continuous integration a missing browser is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def tools() -> tuple[str, Path]:
    """Chromium and the folder with the Node packages."""
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium-headless-shell")
    modules = Path(os.environ.get("RESILIENT_NODE_MODULES", ROOT / "var/node/node_modules"))
    if not Path(chromium).exists():
        unavailable(f"There is no Chromium at {chromium}: install it, or set CHROMIUM.")
    if shutil.which("node") is None:
        unavailable("Node.js is not installed.")
    missing = [name for name in NEEDED if not (modules / name).is_dir()]
    if missing:
        unavailable(f"{' and '.join(missing)} not found in {modules}: set RESILIENT_NODE_MODULES.")
    return chromium, modules


@pytest.fixture
def findings(request: pytest.FixtureRequest, tmp_path: Path) -> Findings:
    """What was met on a portal with a few records in one language each, by name of visit."""
    return met("samples", content.create, plan.visits, request, tmp_path)


@pytest.fixture
def shipped_findings(request: pytest.FixtureRequest, tmp_path: Path) -> Findings:
    """What was met on a portal with all the shipped content, by name of visit."""
    return met("shipped", load_shipped, shipped_plan.visits, request, tmp_path)


def load_shipped() -> None:
    """All the content that the portal comes with."""
    assert load(shipped.paths()).errors == []


def met(
    name: str,
    prepare: Callable[[], None],
    visits: Callable[[], list[dict[str, Any]]],
    request: pytest.FixtureRequest,
    folder: Path,
    options: Callable[[], dict[str, str]] = dict,
) -> Findings:
    """The findings of a plan; its visits are made once, and all tests read what was met.

    `options` of the portal are asked for when everything is prepared.
    """
    if name not in _findings:
        chromium, modules = tools()
        request.getfixturevalue("clean")
        _findings[name] = Findings()  # what stops the visits stops them once, not for every test
        prepare()
        with portal(Path(request.config.getoption("ckan_ini")), folder, options()) as address:
            settings = {"chromium": chromium, "modules": str(modules), "base": address, "visits": visits()}
            settings["shots"] = os.environ.get("WALK_SHOTS", "")
            _findings[name] = run(settings)
    return _findings[name]


def run(settings: dict[str, Any]) -> Findings:
    """Make all visits of a plan in one browser."""
    done = subprocess.run(
        ["node", str(Path(__file__).with_name("visit.mjs"))],
        input=json.dumps(settings),
        capture_output=True,
        text=True,
        check=False,
        timeout=MOST_SECONDS,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return Findings(json.loads(done.stdout))
