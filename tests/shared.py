"""Where the third-party payloads lie that tests read: beside the repository, never in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


def shared_folder() -> Path:
    """The folder of reference material: RESILIENT_SHARED, or `shared` beside the repository.

    Where it is missing a test is skipped; in continuous integration, which must have it, it fails.
    """
    folder = Path(os.environ.get("RESILIENT_SHARED") or REPOSITORY.parent / "shared").absolute()
    if folder.is_dir():
        return folder
    reason = f"The reference material is not at {folder}; RESILIENT_SHARED can name another place."
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def fixtures_folder() -> Path:
    """The folder of third-party payloads."""
    return shared_folder() / "fixtures"


def fixture_path(relative: str) -> Path:
    """One payload, by its path in that folder, such as `dcat/it-alessandria-catalog.rdf`."""
    path = fixtures_folder() / relative
    if not path.is_file():
        pytest.fail(f"There is no payload {relative} in {path.parent}.", pytrace=False)
    return path
