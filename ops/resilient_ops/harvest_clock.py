"""Every minute: start the harvests that are due and mark the finished ones (`ckan harvester run`).

It stands in for the cron line that ckanext-harvest asks for. Run as `python harvest_clock.py CKAN_COMMAND`.
"""

from __future__ import annotations

import subprocess
import sys
import time

INTERVAL_SECONDS = 60


def main(ckan: str) -> None:
    """Run until stopped; an error ends the program, and the supervisor starts it again."""
    while True:
        time.sleep(INTERVAL_SECONDS)
        subprocess.run([ckan, "harvester", "run"], check=True)


if __name__ == "__main__":
    main(sys.argv[1])
