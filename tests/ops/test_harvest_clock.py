from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest

from resilient_ops import harvest_clock
from resilient_ops.services import HARVEST_WORKERS, worker_commands


class Stopped(Exception):
    pass


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=timezone.utc)


def commands_of(monkeypatch: pytest.MonkeyPatch, moments: list[datetime]) -> list[list[str]]:
    """What the clock starts when it looks at the time at these moments."""
    ran: list[list[str]] = []
    left = iter(moments)

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            try:
                return next(left)
            except StopIteration as end:
                raise Stopped from end

    monkeypatch.setattr(harvest_clock, "datetime", Clock)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    monkeypatch.setattr("subprocess.run", lambda command, check: ran.append(command[1:]))
    with pytest.raises(Stopped):
        harvest_clock.main("ckan")
    return ran


def test_every_minute_due_harvests_start_and_broken_ones_are_taken_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ran = commands_of(monkeypatch, [at(3, 12), at(3, 12, 1), at(3, 12, 2)])
    assert [command for command in ran if command[0] == "harvester"] == [["harvester", "run"]] * 2


@pytest.mark.parametrize("what", ["links", "files", "shapes"])
def test_a_check_begins_soon_after_the_start_and_then_every_hour(
    monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    moments = [at(3, 12), at(3, 12, 1), at(3, 12, 2), at(3, 12, 59), at(3, 13, 1), at(3, 13, 2)]
    ran = commands_of(monkeypatch, moments)
    assert ran.count(["resilient", "quality", what, "--background"]) == 2
    assert ["resilient", "quality", what, "--background"] in ran[1:4]


def test_once_a_night_index_and_history_are_put_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = [at(3, 23), at(4, 2, 59), at(4, 3), at(4, 3, 1), at(5, 2), at(5, 3, 1)]
    ran = commands_of(monkeypatch, moments)
    daily = [command for command in ran if command[0] == "resilient" and "--background" not in command]
    assert daily == [list(command) for command in harvest_clock.DAILY] * 2


def test_a_slow_source_leaves_a_worker_for_the_others() -> None:
    gathering = [
        name for name, command in worker_commands(Path("/venv")).items() if "gather-consumer" in command
    ]
    assert len(gathering) == HARVEST_WORKERS >= 2
