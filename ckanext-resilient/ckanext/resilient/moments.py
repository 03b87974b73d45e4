"""The present moment, as the tables of this suite keep it."""

from __future__ import annotations

import datetime


def utc_now() -> datetime.datetime:
    """Now, with its time zone: UTC. Given to a column as its default, it is asked for each row."""
    return datetime.datetime.now(datetime.timezone.utc)
