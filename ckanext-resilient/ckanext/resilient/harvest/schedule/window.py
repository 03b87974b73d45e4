"""The hours and days in which a source may be read by itself. Pure rules.

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

WEEKDAYS = "weekdays"
"""The setting of a source that names its days; without it, any day."""

DAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
"""The days of the week as settings name them."""

_EVERY_DAY = frozenset(range(len(DAYS)))
_DAYS_LOOKED_AT = 15
"""The night on which clocks are put forward may have no such hour; that of a week later has."""


@dataclass(frozen=True, slots=True)
class Window:
    """From the full hour `first` until the full hour `last`, over midnight when that is the smaller one.

    A night belongs to the one of `days` (0 is Monday) on which it begins.
    """

    first: int = 0
    last: int = 24
    days: frozenset[int] = _EVERY_DAY

    @property
    def is_whole_day(self) -> bool:
        """Whether it names no hours."""
        return (self.first, self.last) == (0, 24)

    @property
    def is_every_day(self) -> bool:
        """Whether it names no days."""
        return self.days == _EVERY_DAY

    @property
    def longest_gap(self) -> int:
        """The most days from one of its days to the next."""
        days = sorted(self.days)
        following = [*days[1:], days[0] + len(DAYS)]
        return max(after - day for day, after in zip(days, following, strict=True))

    def holds(self, local: datetime.datetime) -> bool:
        """Whether a time of the site's clock lies within."""
        if self.first < self.last:
            return self.first <= local.hour < self.last and local.weekday() in self.days
        if local.hour >= self.first:
            return local.weekday() in self.days
        return local.hour < self.last and (local.weekday() - 1) % len(DAYS) in self.days


def window_of(settings: Mapping[str, Any]) -> Window | None:
    """The hours and days that a source's settings name; None for any time.

    Raises:
        StopHarvest: they name only one end, no full hour, no hour between the two, or a day that is none.
    """
    days = _days(settings.get(WEEKDAYS) or ())
    given = [settings.get(name) for name in SETTINGS]
    if given == [None, None]:
        return None if days == _EVERY_DAY else Window(days=days)
    hours = [
        hour for hour in given if isinstance(hour, int) and not isinstance(hour, bool) and 0 <= hour < 24
    ]
    if len(hours) < len(given):
        wrong = FIRST if given[0] not in hours else LAST
        value = "" if settings.get(wrong) is None else str(settings[wrong])
        raise StopHarvest(Issue("window-not-hours", field=wrong, params={"value": value}))
    if hours[0] == hours[1]:
        raise StopHarvest(Issue("window-empty", field=LAST, params={"value": f"{hours[0]}:00"}))
    return Window(hours[0], hours[1], days)


def _days(given: Any) -> frozenset[int]:
    named = [given] if isinstance(given, str) else list(given)
    unknown = [str(day) for day in named if day not in DAYS]
    if unknown:
        params = {"value": unknown[0], "known": ", ".join(DAYS)}
        raise StopHarvest(Issue("weekday-unknown", field=WEEKDAYS, params=params))
    return frozenset(map(DAYS.index, named)) or _EVERY_DAY


def due_time(
    window: Window, moment: datetime.datetime, zone: datetime.tzinfo, *, is_often: bool = False
) -> datetime.datetime:
    """When a source that is due at a moment is read: the opening of the hours that hold it, else of the next ones.

    Always the opening, so that the time of the day does not creep from run to run until it leaves the hours.

    Args:
        window: the source's hours.
        moment: with its time zone.
        zone: the site's.
        is_often: the source is read several times a day: within its hours, at any moment.
    """
    local = moment.astimezone(zone)
    if is_often and window.holds(local):
        return moment
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
