"""How a run ended, and whether a source is read as often as promised, each as one word. Pure rules."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Literal

Outcome = Literal["never", "waiting", "running", "cancelled", "stopped", "incomplete", "flawed", "fine"]
"""`cancelled` by a person; `stopped` before it wrote; read only in part; `flawed`: some records failed; `fine`."""

Freshness = Literal["never", "fresh", "late", "unplanned"]
"""`late`: more than twice the promised time has passed; `unplanned`: nothing is promised."""

_PROMISED = {"ALWAYS": 1, "DAILY": 1, "WEEKLY": 7, "BIWEEKLY": 14, "MONTHLY": 31}
"""Days within which a source is read, by ckanext-harvest's word."""

NEEDS_ATTENTION = frozenset({"stopped", "incomplete", "flawed"})
"""Ends of a run after which somebody should look."""


def outcome(
    status: str, *, stopped_by: str, read: bool, counts: Mapping[str, int], failed: int = 0
) -> Outcome:
    """The word for a run.

    Args:
        status: of its job: New, Running, Finished or Aborted; empty when there was none.
        stopped_by: code of the issue that ended it before it was done; else empty.
        read: the source was read to its end, as a whole or for its changes.
        counts: its numbers.
        failed: records that could not be written.
    """
    under_way: dict[str, Outcome] = {"": "never", "New": "waiting", "Running": "running"}
    if status in under_way:
        return under_way[status]
    if status == "Aborted" or stopped_by == "cancelled":
        return "cancelled"
    if stopped_by:
        return "stopped"
    if not read:
        return "incomplete"
    return "flawed" if counts.get("rejected", 0) or failed else "fine"


def freshness(
    last_read: datetime.datetime | None, frequency: str, now: datetime.datetime, gap: int = 1
) -> Freshness:
    """Whether a source is read as often as its plan says.

    Args:
        last_read: when it was last read to its end.
        frequency: ckanext-harvest's word for its plan.
        now: the time to judge by.
        gap: the most days between two days on which it may be read.
    """
    if last_read is None:
        return "never"
    days = _PROMISED.get(frequency)
    if days is None:
        return "unplanned"
    return "late" if now - last_read > datetime.timedelta(days=2 * max(days, gap)) else "fresh"
