"""Every minute: start the harvests that are due and mark the finished ones (`ckan harvester run`).

Every hour, the first time after a minute: leave the check of links to the background worker; every day: keep the
averages of quality for the history. It stands in for
the cron lines that an operator would write. Run as `python harvest_clock.py CKAN_COMMAND`.
"""

from __future__ import annotations

import subprocess
import sys
import time
from itertools import count

INTERVAL_SECONDS = 60
MINUTES_BETWEEN_CHECKS = 60
MINUTES_OF_A_DAY = 24 * 60


def main(ckan: str) -> None:
    """Run until stopped; an error ends the program, and the supervisor starts it again."""
    for minute in count():
        time.sleep(INTERVAL_SECONDS)
        subprocess.run([ckan, "harvester", "run"], check=True)
        if minute % MINUTES_BETWEEN_CHECKS == 0:
            subprocess.run([ckan, "resilient", "quality", "links", "--background"], check=True)
        if minute % MINUTES_OF_A_DAY == 0:
            subprocess.run([ckan, "resilient", "quality", "record"], check=True)


if __name__ == "__main__":
    main(sys.argv[1])
