"""All tests in parts, two side by side: none is left out, and one part that fails fails the whole."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from resilient_ops.parts import parts_of, run_parts

TESTS = Path(__file__).parents[1]


def saying(arguments: Sequence[str], database: str) -> subprocess.Popen[str]:
    """A process that prints as pytest does, and ends with the number that it is given."""
    code, text = arguments
    program = f"print({text!r}.format(database={database!r})); raise SystemExit({code})"
    return subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)


def test_every_test_is_in_one_part() -> None:
    walks, *others = parts_of(TESTS).values()
    assert walks == ["-m", "walk", str(TESTS)]
    named = [Path(path) for part in others for path in part[2:]]
    assert all(part[:2] == ["-m", "not walk"] for part in others)
    for file in TESTS.rglob("test_*.py"):
        assert len([path for path in named if path == file or path in file.parents]) == 1, file


def test_all_parts_run_and_their_numbers_are_added(capsys: pytest.CaptureFixture[str]) -> None:
    parts = {
        "first": ("0", "tests/a.py .. [100%]\n===== 2 passed, 1 skipped in 0.1s ====="),
        "second": ("1", "E  what was wrong\n===== 1 failed, 3 passed in 0.2s ====="),
        "third": ("0", "on {database}\n===== 4 passed, 2 warnings in 61.20s (0:01:01) ====="),
    }
    assert run_parts(parts, saying, ("one", "two")) is False
    said = capsys.readouterr().out
    assert "tests/a.py .. [100%]" in said
    assert "E  what was wrong" in said
    assert "on one" in said or "on two" in said
    assert "Did not pass: second" in said
    last = said.splitlines()[-1]
    assert "9 passed" in last
    assert "1 failed" in last
    assert "1 skipped" in last


def test_when_all_parts_pass_the_whole_passes() -> None:
    parts = dict.fromkeys("abc", ("0", "===== 1 passed in 0.1s ====="))
    assert run_parts(parts, saying, ("one", "two")) is True
