"""Every minute: start the harvests that are due, take up broken ones, mark the finished ones (`ckan harvester run`).

Every hour, and soon after the start: leave the checks of links, of files and of DCAT-AP to the background worker. Once a
day, at night: make the search index agree with the database, drop old history, keep the averages of quality, forget
addresses of people.
A command that fails stops none of the others, and a night that was missed, because the machine was off or began anew, is
made up for: the last day that was done stands in a file.
It stands in for the cron lines of an installation by hand. Run as `python harvest_clock.py CKAN_COMMAND FILE`.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

INTERVAL_SECONDS = 60
NIGHT_HOUR = 3
"""From this hour (UTC) on the daily work is due."""

EVERY_MINUTE = (("harvester", "run"),)
HOURLY = (
    ("resilient", "quality", "links", "--background"),
    ("resilient", "quality", "files", "--background"),
    ("resilient", "quality", "shapes", "--background"),
)
DAILY = (
    ("resilient", "harvest", "check", "--repair"),
    ("resilient", "harvest", "prune"),
    ("resilient", "quality", "record"),
    ("resilient", "community", "sweep"),
)


def last_due(now: datetime) -> date:
    """The day whose daily work is due by now."""
    return (now - timedelta(hours=NIGHT_HOUR)).date()


def main(ckan: str, kept: Path) -> None:
    """Run until stopped.

    Args:
        ckan: the command.
        kept: the file with the last day of which the daily work was done.
    """
    if not kept.exists():  # the first start: the first night is still to come
        keep(kept, last_due(datetime.now(timezone.utc)))
    day = last_done(kept)
    hour: datetime | None = None
    while True:
        time.sleep(INTERVAL_SECONDS)
        now = datetime.now(timezone.utc)
        this_hour = now.replace(minute=0, second=0, microsecond=0)
        hourly = HOURLY if this_hour != hour else ()
        daily = DAILY if last_due(now) != day else ()
        for command in (*EVERY_MINUTE, *hourly, *daily):
            _run(ckan, command)
        day, hour = last_due(now), this_hour
        if daily:
            keep(kept, day)


def keep(kept: Path, day: date) -> None:
    """Write down that the daily work of a day is done."""
    kept.write_text(day.isoformat(), encoding="utf-8")


def last_done(kept: Path) -> date | None:
    """The last day of which the daily work was done; None where what was written down cannot be read."""
    try:
        return date.fromisoformat(kept.read_text(encoding="utf-8").strip())
    except ValueError:
        return None


def _run(ckan: str, command: Sequence[str]) -> None:
    code = subprocess.run([ckan, *command], check=False).returncode
    if code:
        moment = datetime.now(timezone.utc)
        print(f"{moment:%Y-%m-%d %H:%M} UTC: `ckan {' '.join(command)}` ended with {code}.", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
