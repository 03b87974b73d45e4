from __future__ import annotations

import stat
from pathlib import Path

from resilient_ops.vault import secret, write_private


def test_a_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    first = secret(tmp_path / "secrets", "redis")

    assert len(first) >= 32
    assert secret(tmp_path / "secrets", "redis") == first
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "secrets" / "redis").stat().st_mode) == 0o600


def test_two_secrets_differ(tmp_path: Path) -> None:
    assert secret(tmp_path, "one") != secret(tmp_path, "two")


def test_a_private_file_replaces_one_that_everybody_could_read(tmp_path: Path) -> None:
    path = tmp_path / "ckan.ini"
    path.write_text("old")
    path.chmod(0o644)

    write_private(path, "new")

    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]
