"""Which sources the clock starts now, and when the others are due: the hours and days of each are kept."""

from __future__ import annotations

import datetime
import zoneinfo

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from sqlalchemy import event

from ckanext.resilient.harvest import approval, stock
from ckanext.resilient.harvest.schedule.rhythm import hours_of
from ckanext.resilient.harvest.schedule.window import Window, due_time, window_of
from ckanext.resilient.harvest.stock_types import Source

BY_HAND = "MANUAL"


def zone() -> datetime.tzinfo:
    """The time zone of the site (`ckan.display_timezone`)."""
    shown = tk.h.get_display_timezone()
    # pytz, that CKAN gives, takes the mean time of 1900 when a wall clock is given to it.
    name = getattr(shown, "zone", None)
    return zoneinfo.ZoneInfo(name) if name else shown


def hold_back() -> list[str]:
    """Put off the sources that are due outside of their hours, and those that wait for approval; gives their ids.

    ckanext-harvest then does not start them.
    """
    now = _now()
    due = _planned(sa.or_(stock.HarvestSource.next_run <= now, stock.HarvestSource.next_run.is_(None)))
    waiting = approval.waiting([source.id for source in due])
    held: list[str] = []
    for source in due:
        later = now + datetime.timedelta(days=1) if source.id in waiting else _opening(source, now)
        if later is not None:
            source.next_run = later
            held.append(source.id)
    model.Session.commit()
    return held


@event.listens_for(stock.HarvestSource, "before_insert")
@event.listens_for(stock.HarvestSource, "before_update")
def _plan_first(mapper: object, connection: object, source: Source) -> None:
    """Let a source be due within its hours from the beginning: the clock may be at work as it is made."""
    if source.type == "resilient" and source.frequency != BY_HAND and source.next_run is None:
        source.next_run = _opening(source, _now())


def plan_ahead() -> None:
    """Let the sources that were just started be due again after their hours, and at the opening of their window."""
    now = _now()
    for source in _planned(stock.HarvestSource.next_run > now):
        window, hours = _window(source), hours_of(stock.source_config(source))
        due = source.next_run or now
        if hours:
            # On the full hour, so that the minute does not creep from run to run.
            next_hour = (now + datetime.timedelta(hours=hours)).replace(minute=0, second=0, microsecond=0)
            due = min(due, next_hour)
        if window is not None:
            due = _naive(due_time(window, _aware(due), zone(), is_often=hours is not None))
        source.next_run = due
    model.Session.commit()


def _planned(condition: sa.ColumnElement[bool]) -> list[Source]:
    table = stock.HarvestSource
    own = sa.select(table).where(table.type == "resilient", table.active.is_(True))
    return list(model.Session.scalars(own.where(table.frequency != BY_HAND, condition)))


def _opening(source: Source, now: datetime.datetime) -> datetime.datetime | None:
    """When the hours of a source open that is due now; None within them."""
    window = _window(source)
    if window is None or window.holds(_aware(now).astimezone(zone())):
        return None
    return _naive(due_time(window, _aware(now), zone()))


def _window(source: Source) -> Window | None:
    return window_of(stock.source_config(source))


def _now() -> datetime.datetime:
    return _naive(datetime.datetime.now(datetime.timezone.utc))


def _aware(moment: datetime.datetime) -> datetime.datetime:
    return moment.replace(tzinfo=datetime.timezone.utc)


def _naive(moment: datetime.datetime) -> datetime.datetime:
    # ckanext-harvest stores and compares naive UTC.
    return moment.astimezone(datetime.timezone.utc).replace(tzinfo=None)
