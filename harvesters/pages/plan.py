"""The fields of a form about when a source is read, who is told, and what becomes of what vanishes there."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from babel import Locale
from babel.dates import format_time, get_day_names

from ckanext.resilient.harvest.removal.rule import ARCHIVE, DELETE, GRACE_DAYS, KEEP, STALE
from ckanext.resilient.harvest.schedule.clock import zone
from ckanext.resilient.harvest.schedule.rhythm import FREQUENCIES
from ckanext.resilient.harvest.schedule.window import DAYS, WEEKDAYS, Window
from ckanext.resilient.harvesters.pages import words
from ckanext.resilient.pages import reader
from ckanext.resilient.svrc.issues import N_

FIELDS = ("frequency", "window_from", "window_until", "recipients", "removal", "grace_days")
"""The fields of the form."""

_DAY = f"{WEEKDAYS}-"

USUAL: Mapping[str, str] = {"frequency": "WEEKLY", "removal": STALE, "grace_days": str(GRACE_DAYS)}
"""What stands in them at first."""

LABELS: dict[str, str] = {
    "frequency": N_("How often it is read"),
    "window_from": N_("Not before"),
    "window_until": N_("Only until"),
    WEEKDAYS: N_("Only on these days"),
    "recipients": N_("Who gets a mail when something is wrong"),
    "removal": N_("When the source no longer lists a dataset"),
    "grace_days": N_("Days until it is hidden"),
}

RULES: dict[str, tuple[str, str]] = {
    KEEP: (N_("Keep it"), N_("It stays as it is, and nothing is said about it.")),
    STALE: (
        N_("Keep it with a note"),
        N_("It stays, and its page says since when the source no longer lists it."),
    ),
    ARCHIVE: (
        N_("First a note, later hide it"),
        N_("It gets the note. After the days below only members of its organisation still see it."),
    ),
    DELETE: (N_("Delete it"), N_("It is no longer shown. Taking back the run brings it back.")),
}
"""The removal rules: what is done, and what that means."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list to choose from; `meaning` says more about it."""

    value: str
    label: str
    chosen: bool
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class PlanFields:
    """The lists to choose from, the other values, and in whose time the hours are."""

    labels: Mapping[str, str]
    frequencies: list[Choice]
    hours_from: list[Choice]
    hours_until: list[Choice]
    days: list[Choice]
    rules: list[Choice]
    recipients: str
    grace_days: str
    zone: str


def plan_fields(values: Mapping[str, str]) -> PlanFields:
    """The fields with these values."""
    frequency = values["frequency"]
    known = FREQUENCIES if frequency in FREQUENCIES else (*FREQUENCIES, frequency)
    return PlanFields(
        labels={name: tk._(label) for name, label in LABELS.items()},
        frequencies=[Choice(code, words.frequency_word(code), code == frequency) for code in known],
        hours_from=_hours(values["window_from"]),
        hours_until=_hours(values["window_until"]),
        days=[
            Choice(_DAY + code, _day_name(number), bool(values.get(_DAY + code)))
            for number, code in enumerate(DAYS)
        ],
        rules=[
            Choice(rule, tk._(name), rule == values["removal"], tk._(meaning))
            for rule, (name, meaning) in RULES.items()
        ],
        recipients=values["recipients"],
        grace_days=values["grace_days"],
        zone=str(zone()),
    )


def typed(given: Mapping[str, str]) -> dict[str, str]:
    """The values of the fields, each there, without what surrounds them."""
    values = {name: given.get(name, "").strip() for name in FIELDS}
    days = {name: value for name, value in given.items() if name.startswith(_DAY)}
    return {name: value or USUAL.get(name, "") for name, value in values.items()} | days


def as_typed(source: Mapping[str, Any]) -> dict[str, str]:
    """The values of a source, as `resilient_harvest_source_show` gives it, as they stand in the form."""
    written = {name: "" if source[name] is None else str(source[name]) for name in FIELDS}
    days = {_DAY + code: "true" for code in source[WEEKDAYS]}
    return {**written, "recipients": "\n".join(source["recipients"]), **days}


def as_given(values: Mapping[str, str]) -> dict[str, Any]:
    """The values as the actions take them; what is usual is not said."""
    said = {name: "" if values[name] == USUAL.get(name) else values[name] for name in FIELDS}
    return {
        **said,
        "frequency": values["frequency"],
        "grace_days": said["grace_days"] if values["removal"] == ARCHIVE else "",
        WEEKDAYS: [code for code in DAYS if values.get(_DAY + code)],
        "recipients": values["recipients"].replace(",", " ").split(),
    }


def said_window(window: Window | None) -> str:
    """The days and hours of a source in words; nothing where it is read at any time."""
    if window is None:
        return ""
    names = ", ".join(_day_name(day) for day in sorted(window.days))
    days = "" if window.is_every_day else tk._("on these days: {days}").format(days=names)
    return "; ".join(filter(None, (days, _said_hours(window))))


def _said_hours(window: Window) -> str:
    if window.is_whole_day:
        return ""
    return tk._("between {first} and {last} ({zone})").format(
        first=_hour(window.first), last=_hour(window.last), zone=zone()
    )


def _hours(chosen: str) -> list[Choice]:
    any_time = Choice("", tk._("any time"), not chosen)
    return [any_time, *(Choice(str(hour), _hour(hour), str(hour) == chosen) for hour in range(24))]


def _day_name(day: int) -> str:
    return get_day_names("wide", "stand-alone", Locale.parse(reader.locale()))[day]


def _hour(hour: int) -> str:
    return format_time(datetime.time(hour), "short", locale=Locale.parse(reader.locale()))
