"""The hours in which a source may be read by itself. Pure rules.

They are hours of the site's own time: an administrator means the clock on her wall, also when it is put forward.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.resilient.errors import StopHarvest
from ckanext.resilient.svrc.issues import Issue

FIRST, LAST = SETTINGS = ("window_from", "window_until")
"""The settings of a source that name its hours; both, or none for any time of the day."""

_DAYS_LOOKED_AT = 3
"""The night on which clocks are put forward may have no such hour; the night after it has."""


@dataclass(frozen=True, slots=True)
class Window:
    """From the full hour `first` until the full hour `last`, over midnight when that is the smaller one."""

    first: int
    last: int

    def holds(self, local: datetime.datetime) -> bool:
        """Whether a time of the site's clock lies within."""
        if self.first < self.last:
            return self.first <= local.hour < self.last
        return local.hour >= self.first or local.hour < self.last


def window_of(settings: Mapping[str, Any]) -> Window | None:
    """The hours that a source's settings name; None for any time of the day.

    Raises:
        StopHarvest: they name only one end, no full hour, or no hour between the two.
    """
    given = [settings.get(name) for name in SETTINGS]
    if given == [None, None]:
        return None
    hours = [
        hour for hour in given if isinstance(hour, int) and not isinstance(hour, bool) and 0 <= hour < 24
    ]
    if len(hours) < len(given):
        wrong = FIRST if given[0] not in hours else LAST
        value = "" if settings.get(wrong) is None else str(settings[wrong])
        raise StopHarvest(Issue("window-not-hours", field=wrong, params={"value": value}))
    if hours[0] == hours[1]:
        raise StopHarvest(Issue("window-empty", field=LAST, params={"value": f"{hours[0]}:00"}))
    return Window(*hours)


def due_time(window: Window, moment: datetime.datetime, zone: datetime.tzinfo) -> datetime.datetime:
    """When a source that is due at a moment is read: the opening of the hours that hold it, else of the next ones.

    Always the opening, so that the time of the day does not creep from run to run until it leaves the hours.

    Args:
        window: the source's hours.
        moment: with its time zone.
        zone: the site's.
    """
    local = moment.astimezone(zone)
    openings = list(_openings(window, local, zone))
    if window.holds(local):
        return max((one for one in openings if one <= moment), default=moment)
    return min(one for one in openings if one > moment)


def _openings(window: Window, local: datetime.datetime, zone: datetime.tzinfo) -> Iterator[datetime.datetime]:
    for days in range(-1, _DAYS_LOOKED_AT):
        day = local.date() + datetime.timedelta(days=days)
        wall = datetime.datetime.combine(day, datetime.time(window.first))
        opening = wall.replace(tzinfo=zone).astimezone(datetime.timezone.utc)
        if window.holds(opening.astimezone(zone)):
            yield opening
