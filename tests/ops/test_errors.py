from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from resilient_ops.errors import StepError
from resilient_ops.run import run_logged, telling_line

RESILIENT = Path(__file__).resolve().parents[2] / "resilient"


def test_a_failure_is_one_sentence_of_what_why_and_what_to_do() -> None:
    error = StepError("The database was not started", "its port\n  is taken.", "free port 5433")

    assert str(error) == "The database was not started, because its port is taken: free port 5433."


def test_a_failed_command_gives_the_line_that_tells_why_and_names_its_log(tmp_path: Path) -> None:
    log = tmp_path / "step.log"
    script = "import sys; print('fine'); print('ERROR: no room', file=sys.stderr); print('bye'); sys.exit(3)"

    with pytest.raises(StepError, match=r"^It failed, because ERROR: no room: see .*step\.log") as caught:
        run_logged([sys.executable, "-c", script], log, "It failed")

    assert "\n" not in str(caught.value)
    assert "fine" in log.read_text()


def test_a_program_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(StepError, match="because no-such-program cannot be started"):
        run_logged(["no-such-program"], tmp_path / "step.log", "It failed")


def test_the_telling_line_is_of_the_last_command_only(tmp_path: Path) -> None:
    log = tmp_path / "step.log"
    log.write_text("\n$ first\nerror: old\n\n$ second\nall well\n")

    assert telling_line(log) == "all well"


def test_a_command_before_up_ends_in_one_sentence_without_a_traceback(tmp_path: Path) -> None:
    for name in ("resilient", "ops"):
        (tmp_path / name).symlink_to(RESILIENT.parent / name)
    clone = tmp_path / "clone"
    (clone / "ops").mkdir(parents=True)
    (clone / "ops" / "resilient_ops").mkdir()
    for module in (RESILIENT.parent / "ops" / "resilient_ops").iterdir():
        if module.is_file():
            (clone / "ops" / "resilient_ops" / module.name).write_bytes(module.read_bytes())
    (clone / "resilient").write_bytes(RESILIENT.read_bytes())

    done = subprocess.run(
        [sys.executable, str(clone / "resilient"), "ckan", "user", "list"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.strip() == (
        "The ckan command was not run, because this clone has no portal yet: run ./resilient up first."
    )
