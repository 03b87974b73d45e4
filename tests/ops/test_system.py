from __future__ import annotations

from pathlib import Path

import pytest

from resilient_ops import system
from resilient_ops.errors import StepError
from resilient_ops.system import Need, install, missing_needs

ABSENT = Need("libmoon-dev", "reaching the moon", lambda: False)


def test_without_root_the_packages_are_named_and_nothing_is_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(system.shutil, "which", lambda _name: "/usr/bin/apt-get")

    with pytest.raises(StepError, match=r"libmoon-dev \(reaching the moon\).*`apt-get install libmoon-dev`"):
        install([ABSENT], tmp_path / "apt.log")

    assert not (tmp_path / "apt.log").exists()


def test_on_another_system_it_is_said_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system.shutil, "which", lambda _name: None)

    with pytest.raises(StepError, match=r"reaching the moon\).*not Debian or Ubuntu"):
        install([ABSENT], tmp_path / "apt.log")


def test_a_given_service_needs_no_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(system.SERVICES, "redis", (ABSENT,))

    assert ABSENT in missing_needs(["redis"])
    assert ABSENT not in missing_needs([])


def test_only_the_tests_ask_for_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "TESTING", (ABSENT,))

    assert ABSENT in missing_needs([], testing="full")
    assert ABSENT not in missing_needs([])
