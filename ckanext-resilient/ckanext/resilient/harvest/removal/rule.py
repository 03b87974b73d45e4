"""The removal rule of a source: what becomes of a record that it lists no more. Pure rules.

A source's listing can be wrong without being broken, and a dataset that people link to should not go because of
it. So the default is `stale`: the dataset stays and says since when its source no longer lists it; that anything
goes is for an administrator to choose.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.resilient.errors import StopHarvest
from ckanext.resilient.svrc.issues import Issue

KEEP, STALE, ARCHIVE, DELETE = RULES = ("keep", "stale", "archive", "delete")
"""Stays and nothing is shown; stays with a mark; marked, later not public; deleted (its address stays its own)."""

VANISHED, MARK, PUT_AWAY = "vanished", "stale", "archive"
"""What a run does about a record: delete its dataset, mark it, or take the marked one out of the public catalogue."""

ARCHIVED = "archived"
"""`gone` of a record whose dataset was marked and put away; that of a marked one is `stale`."""

GRACE_DAYS = 30


@dataclass(frozen=True, slots=True)
class Removal:
    """The rule of one source; `grace_days` pass between mark and archive."""

    rule: str = STALE
    grace_days: int = GRACE_DAYS


def removal_of(settings: Mapping[str, Any]) -> Removal:
    """The rule that a source's settings name.

    Raises:
        StopHarvest: they name none that exists, or a grace time that is no number of days.
    """
    rule, days = settings.get("removal", STALE), settings.get("grace_days", GRACE_DAYS)
    if rule not in RULES:
        known = ", ".join(RULES)
        raise StopHarvest(
            Issue("removal-unknown", field="removal", params={"value": str(rule), "known": known})
        )
    if isinstance(days, bool) or not isinstance(days, int) or days < 1:
        raise StopHarvest(Issue("grace-not-days", field="grace_days", params={"value": str(days)}))
    return Removal(rule, days)


def step_of(rule: Removal, gone: str, gone_since: datetime.datetime | None, now: datetime.datetime) -> str:
    """What a run does about a record that is certain to be missing; empty when nothing.

    Args:
        rule: that of the source.
        gone: what was done already: nothing, `stale` or `archived`.
        gone_since: when that was done.
        now: the time of the run.
    """
    if rule.rule == DELETE:
        return VANISHED
    if rule.rule == KEEP:
        return ""
    if not gone:
        return MARK
    grace = datetime.timedelta(days=rule.grace_days)
    is_over = gone == STALE and gone_since is not None and gone_since + grace <= now
    return PUT_AWAY if rule.rule == ARCHIVE and is_over else ""
