from __future__ import annotations

import subprocess
from datetime import datetime, timezone
from pathlib import Path

import pytest

from resilient_ops import harvest_clock
from resilient_ops.services import HARVEST_WORKERS, worker_commands


class Stopped(Exception):
    pass


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=timezone.utc)


def commands_of(
    monkeypatch: pytest.MonkeyPatch, folder: Path, moments: list[datetime], failing: str = "none"
) -> list[list[str]]:
    """What the clock starts when it looks at the time at these moments; commands with the failing word fail."""
    ran: list[list[str]] = []
    left = iter(moments)

    class Clock(datetime):
        moment = moments[0]

        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return cls.moment

    def sleep(seconds: float) -> None:
        try:
            Clock.moment = next(left)
        except StopIteration as end:
            raise Stopped from end

    def run(command: list[str], check: bool) -> subprocess.CompletedProcess[str]:
        ran.append(command[1:])
        code = int(failing in command)
        if code and check:
            raise subprocess.CalledProcessError(code, command)
        return subprocess.CompletedProcess(command, code)

    monkeypatch.setattr(harvest_clock, "datetime", Clock)
    monkeypatch.setattr("time.sleep", sleep)
    monkeypatch.setattr("subprocess.run", run)
    with pytest.raises(Stopped):
        harvest_clock.main("ckan", folder / "done")
    return ran


def test_every_minute_due_harvests_start_and_broken_ones_are_taken_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ran = commands_of(monkeypatch, tmp_path, [at(3, 12, 1), at(3, 12, 2)])
    assert [command for command in ran if command[0] == "harvester"] == [["harvester", "run"]] * 2


@pytest.mark.parametrize("what", ["links", "files", "shapes"])
def test_a_check_begins_soon_after_the_start_and_then_every_hour(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, what: str
) -> None:
    moments = [at(3, 12, 1), at(3, 12, 2), at(3, 12, 59), at(3, 13, 1), at(3, 13, 2)]
    ran = commands_of(monkeypatch, tmp_path, moments)
    assert ran.count(["resilient", "quality", what, "--background"]) == 2
    assert ["resilient", "quality", what, "--background"] in ran[1:4]


def daily(ran: list[list[str]]) -> list[list[str]]:
    return [command for command in ran if command[0] == "resilient" and "--background" not in command]


ALL_OF_IT = [list(command) for command in harvest_clock.DAILY]


def test_once_a_night_index_and_history_are_put_in_order(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    moments = [at(3, 23), at(4, 2, 59), at(4, 3), at(4, 3, 1), at(5, 2), at(5, 3, 1)]
    assert daily(commands_of(monkeypatch, tmp_path, moments)) == ALL_OF_IT * 2


def test_a_command_that_fails_is_told_and_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = commands_of(monkeypatch, tmp_path, [at(3, 23), at(4, 3), at(4, 3, 1)], failing="check")
    assert daily(ran) == ALL_OF_IT
    assert "`ckan resilient harvest check --repair` ended with 1." in capsys.readouterr().err


def test_a_machine_that_is_off_at_night_makes_up_for_it_in_the_morning(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert daily(commands_of(monkeypatch, tmp_path, [at(3, 9), at(3, 18)])) == []
    assert daily(commands_of(monkeypatch, tmp_path, [at(4, 9), at(4, 18)])) == ALL_OF_IT
    assert daily(commands_of(monkeypatch, tmp_path, [at(4, 19), at(4, 20)])) == []


def test_what_cannot_be_read_of_the_last_night_counts_as_not_done(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "done").write_text("20", encoding="utf-8")
    assert daily(commands_of(monkeypatch, tmp_path, [at(4, 9), at(4, 18)])) == ALL_OF_IT


def test_a_slow_source_leaves_a_worker_for_the_others() -> None:
    gathering = [
        name
        for name, command in worker_commands(Path("/venv"), Path("/state")).items()
        if "gather-consumer" in command
    ]
    assert len(gathering) == HARVEST_WORKERS >= 2
