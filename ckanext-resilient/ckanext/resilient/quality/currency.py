"""Whether a dataset is as fresh as it promises.

The days of grace are those of the Humanitarian Data Exchange: past the first number a dataset is overdue, past
the second it is delinquent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ckanext.resilient.display.dates import PartialDate, partial_date
from ckanext.resilient.quality.description import Description
from ckanext.resilient.svrc.vocabularies import authority


@dataclass(frozen=True, slots=True)
class Pace:
    """A promise in days, and the days of grace after which it is overdue, and broken."""

    days: int
    overdue: int
    broken: int


_DAY, _WEEK, _FORTNIGHT = Pace(1, 1, 2), Pace(7, 7, 14), Pace(14, 7, 14)
_MONTH, _QUARTER, _HALF_YEAR = Pace(31, 14, 30), Pace(92, 30, 60), Pace(184, 30, 60)
_PACES: dict[str, Pace] = {
    **dict.fromkeys(
        (
            "1MIN", "5MIN", "10MIN", "15MIN", "30MIN", "HOURLY", "BIHOURLY", "TRIHOURLY", "12HRS", "DAILY_2", "DAILY",
            "CONT", "UPDATE_CONT",
        ),
        _DAY,
    ),
    **dict.fromkeys(("WEEKLY_3", "WEEKLY_2", "WEEKLY"), _WEEK),
    **dict.fromkeys(("BIWEEKLY", "MONTHLY_3", "MONTHLY_2"), _FORTNIGHT),
    "MONTHLY": _MONTH,
    "BIMONTHLY": Pace(62, 14, 30),
    "QUARTERLY": _QUARTER,
    "ANNUAL_3": Pace(123, 30, 60),
    "ANNUAL_2": _HALF_YEAR,
    **{
        code: Pace(366 * years, 60, 90)
        for code, years in {
            "ANNUAL": 1, "BIENNIAL": 2, "TRIENNIAL": 3, "QUADRENNIAL": 4, "QUINQUENNIAL": 5, "DECENNIAL": 10,
            "BIDECENNIAL": 20, "TRIDECENNIAL": 30,
        }.items()
    },
}  # fmt: skip
_FINISHED = frozenset({"NEVER", "NOT_PLANNED"})
_WHEN_NEEDED = frozenset({"IRREG", "AS_NEEDED"})

Currency = Literal["current", "finished", "when-needed", "overdue", "broken", "no-promise", "no-date"]


@dataclass(frozen=True, slots=True)
class Renewal:
    """How current a dataset is: the verdict, its last change (ISO 8601, as exact as given), the promise's code."""

    verdict: Currency
    changed: str = ""
    frequency: str = ""


def renewal(description: Description, today: dt.date) -> Renewal:
    """How a dataset keeps its promise, from the declared frequency and the last change that the source states."""
    term = authority("frequency").by_uri(str(description.values.get("frequency") or ""))
    code = term.code if term else ""
    changed = last_change(description)
    if code in _FINISHED:
        return Renewal("finished", changed, code)
    if code not in _PACES and code not in _WHEN_NEEDED:
        return Renewal("no-promise", changed)
    date = partial_date(changed)
    if date is None:
        return Renewal("no-date", "", code)
    return Renewal(
        "when-needed" if code in _WHEN_NEEDED else _verdict(_PACES[code], date, today), changed, code
    )


def last_change(description: Description) -> str:
    """The latest change that dataset or files state, else the day of publication; "" when none is stated."""
    resources = description.values.get("resources") or ()
    own = (description.values.get("modified"), *(resource.get("modified") for resource in resources))
    return _latest(own) or _latest((description.values.get("issued"),))


def _latest(values: Iterable[object]) -> str:
    return max((str(value) for value in values if value and partial_date(str(value))), default="")


def _verdict(pace: Pace, changed: PartialDate, today: dt.date) -> Currency:
    late = (today - last_day(changed)).days - pace.days
    if late > pace.broken:
        return "broken"
    return "overdue" if late > pace.overdue else "current"


def last_day(date: PartialDate) -> dt.date:
    """The last day that a date as given may mean: a change in "2023" counts until the end of the year."""
    if date.precision == "day":
        return date.day
    if date.precision == "year":
        return date.day.replace(month=12, day=31)
    return (date.day + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
