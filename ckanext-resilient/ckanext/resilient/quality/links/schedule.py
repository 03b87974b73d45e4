"""When an address is tried again, and from when on it counts as broken. Pure rules."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from ckanext.resilient.quality.links.verdict import NOT_AN_ADDRESS

FAILURES = 3
LASTING = dt.timedelta(days=3)
"""An address is broken after so many failures in a row, the first of them so long ago: servers have bad days."""

_WEEK, _DAY, _HOUR = dt.timedelta(weeks=1), dt.timedelta(days=1), dt.timedelta(hours=1)
_MOST_WEEKS = 4
_MOST_FAILURES = 1_000


@dataclass(frozen=True, slots=True)
class Found:
    """What one try found.

    Args:
        status: status of HEAD after redirects, or a pseudo code: what data.europa.eu would see.
        problem: see `verdict.problem_of`; `head-refused` where only GET gets the thing.
        media_type: "" when unknown.
        size: in bytes, None when unknown.
        wait: seconds that the server asks for before it wants to be asked again; None when it gave an answer.
    """

    status: int
    problem: str = ""
    media_type: str = ""
    size: int | None = None
    wait: float | None = None

    @property
    def good(self) -> bool:
        """Whether a reader gets what she was promised."""
        return self.problem in {"", "head-refused"}


@dataclass(frozen=True, slots=True)
class Standing:
    """What is held of an address: the last result that counts, and how its tries went."""

    next_check: dt.datetime
    status: int | None = None
    usable: bool = True
    problem: str = ""
    media_type: str = ""
    size: int | None = None
    checked: dt.datetime | None = None
    successes: int = 0
    failures: int = 0
    failing_since: dt.datetime | None = None


def after(standing: Standing, found: Found, now: dt.datetime) -> Standing:
    """What holds of an address after one more try.

    A success counts at once and earns a week more before the next try, four at most (as in piveau's
    url-checker). A failure counts when it lasts; until then the address keeps its former result. A server
    that is busy has not failed.
    """
    if found.wait is not None:
        pause = min(max(dt.timedelta(seconds=found.wait), _HOUR), _DAY)
        return replace(standing, next_check=now + pause)
    if found.good:
        successes = min(standing.successes + 1, _MOST_WEEKS)
        return Standing(
            next_check=now + successes * _WEEK,
            status=found.status,
            problem=found.problem,
            media_type=found.media_type,
            size=found.size,
            checked=now,
            successes=successes,
        )
    return _failed(standing, found, now)


def _failed(standing: Standing, found: Found, now: dt.datetime) -> Standing:
    failures = min(standing.failures + 1, _MOST_FAILURES)
    since = standing.failing_since or now
    held = replace(standing, successes=0, failures=failures, failing_since=since, checked=now)
    if found.status == NOT_AN_ADDRESS or (failures >= FAILURES and now - since >= LASTING):
        return replace(
            held,
            next_check=now + _WEEK,
            status=found.status,
            usable=False,
            problem=found.problem,
            media_type=found.media_type,
            size=found.size,
        )
    return replace(held, next_check=now + _DAY)
