"""How often a source is read by itself, also more often than ckanext-harvest knows. Pure rules.

ckanext-harvest keeps `DAILY` for a source that is read several times a day; without us it is then read every day.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.resilient.errors import StopHarvest
from ckanext.resilient.svrc.issues import Issue

SETTING = "every_hours"
"""The setting of a source with the hours between two runs; without it, ckanext-harvest's word holds."""

_HOURS = {"HOURLY": 1, "SIX_HOURLY": 6}

FREQUENCIES = ("MANUAL", *_HOURS, "DAILY", "WEEKLY", "BIWEEKLY", "MONTHLY")
"""How often a source may be read: ckanext-harvest's words and ours."""


def stored(frequency: str) -> tuple[str, int | None]:
    """ckanext-harvest's word for one of `FREQUENCIES`, and the hours between two runs where it has none."""
    return ("DAILY", _HOURS[frequency]) if frequency in _HOURS else (frequency, None)


def hours_of(settings: Mapping[str, Any]) -> int | None:
    """The hours between two runs that a source's settings name.

    Raises:
        StopHarvest: it is another number than those of `FREQUENCIES`.
    """
    hours = settings.get(SETTING)
    if hours is not None and (isinstance(hours, bool) or hours not in _HOURS.values()):
        known = ", ".join(map(str, _HOURS.values()))
        raise StopHarvest(
            Issue("rhythm-unknown", field="frequency", params={"value": str(hours), "known": known})
        )
    return hours


def frequency_of(word: str, settings: Mapping[str, Any]) -> str:
    """How often a source is read, of ckanext-harvest's word for it and its settings."""
    hours = settings.get(SETTING) if word == "DAILY" else None
    return next((frequency for frequency, every in _HOURS.items() if every == hours), word)
