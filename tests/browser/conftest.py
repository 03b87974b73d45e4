"""What Chromium saw of the portal: all visits are made once, the tests read the findings."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, NoReturn

import pytest

from tests.browser import content, plan
from tests.browser.server import portal

ROOT = Path(__file__).parents[2]
NEEDED = ("playwright-core", "axe-core")

Findings = dict[str, dict[str, Any]]

_findings: Findings = {}


def unavailable(reason: str) -> NoReturn:
    """Skip with the reason; in continuous integration a missing browser is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def tools() -> tuple[str, Path]:
    """Chromium and the folder with the Node packages."""
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
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
    """By name of visit: what was met there."""
    if not _findings:
        chromium, modules = tools()
        request.getfixturevalue("clean")
        content.create()
        with portal(Path(request.config.getoption("ckan_ini")), tmp_path) as address:
            _findings.update(run({"chromium": chromium, "modules": str(modules), "base": address}))
    return _findings


def run(settings: dict[str, str]) -> Findings:
    """Make all visits of the plan in one browser."""
    done = subprocess.run(
        ["node", str(Path(__file__).with_name("visit.mjs"))],
        input=json.dumps({**settings, "visits": plan.visits()}),
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)
