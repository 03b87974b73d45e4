"""Every minute: start the harvests that are due, take up broken ones, mark the finished ones (`ckan harvester run`).

Every hour, and soon after the start: leave the checks of links, of files and of DCAT-AP to the background worker. Once a
day, at night: make the search index agree with the database, drop old history, keep the averages of quality, forget
addresses of people.
It stands in for the cron lines of an installation by hand. Run as `python harvest_clock.py CKAN_COMMAND`.
"""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date, datetime, timedelta, timezone

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


def main(ckan: str) -> None:
    """Run until stopped; an error ends the program, and the supervisor starts it again."""
    day = last_due(datetime.now(timezone.utc))
    hour: datetime | None = None
    while True:
        time.sleep(INTERVAL_SECONDS)
        now = datetime.now(timezone.utc)
        this_hour = now.replace(minute=0, second=0, microsecond=0)
        hourly = HOURLY if this_hour != hour else ()
        daily = DAILY if last_due(now) > day else ()
        for command in (*EVERY_MINUTE, *hourly, *daily):
            subprocess.run([ckan, *command], check=True)
        day, hour = last_due(now), this_hour


if __name__ == "__main__":
    main(sys.argv[1])
