"""The programs behind `./resilient` are no part of the package: their folder is put on the path here."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "ops"))

from resilient_ops.instance import Instance, open_instance  # noqa: E402  (the path has to be set first)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder that stands for a clone, with an empty `var`."""
    root = tmp_path / "clone"
    (root / "var").mkdir(parents=True)
    return root


@pytest.fixture
def portal(clone: Path) -> Instance:
    """The instance `portal` of that clone, nothing installed and nothing running."""
    return open_instance(clone, clone / "var", "portal", {})
