"""The engine as ckanext-harvest wants to call it."""

from __future__ import annotations

import json
from typing import Any

from ckanext.resilient.errors import StopHarvest
from ckanext.resilient.harvest import conduct, run, stock
from ckanext.resilient.harvest.asks import parsed
from ckanext.resilient.harvest.notices.recipients import addresses_in
from ckanext.resilient.harvest.plan import make_plan
from ckanext.resilient.harvest.removal.rule import removal_of
from ckanext.resilient.harvest.schedule import rhythm, window
from ckanext.resilient.harvest.stock_types import Job, Object
from ckanext.resilient.harvest.wording import sentence
from ckanext.resilient.harvesters.portals import choice
from ckanext.resilient.svrc import meanings

SETTINGS = frozenset(
    {
        "protocol",
        "portal",
        "options",
        "languages",
        "limit",
        "only_social",
        "removal",
        "grace_days",
        "recipients",
        meanings.SETTING,
        *choice.SETTINGS,
        *window.SETTINGS,
        window.WEEKDAYS,
        rhythm.SETTING,
    }
)


def info() -> dict[str, str]:
    """Name, title and description of the harvester."""
    return {
        "name": "resilient",
        "title": "RESILIENT",
        "description": "Open data portals by protocol (CKAN, DCAT …) or by the name of a known portal",
    }


def validate_config(config: str) -> str:
    """The settings as normalised JSON.

    Raises:
        ValueError: a sentence that names the setting and the remedy.
    """
    settings = json.loads(config or "{}")
    unknown = sorted(set(settings) - SETTINGS)
    if unknown:
        raise ValueError(f"“{unknown[0]}” is not a setting; use only {', '.join(sorted(SETTINGS))}.")
    try:
        return json.dumps(checked_settings(settings, "https://example.org/"), sort_keys=True)
    except StopHarvest as stop:
        raise ValueError(sentence(stop.issue)) from stop


def checked_settings(settings: dict[str, Any], url: str) -> dict[str, Any]:
    """The settings of a source, when a run could be planned with them.

    Raises:
        StopHarvest: the address is none of the web, portal, protocol, option or choice is not there, or a word's
            meaning is not a code of its field.
    """
    parsed(url)
    make_plan(
        url,
        protocol=settings.get("protocol", ""),
        portal=settings.get("portal", ""),
        options=settings.get("options"),
        wanted=choice.wanted_in(settings),
        meanings=settings.get(meanings.SETTING),
    )
    removal_of(settings)
    addresses_in(settings)
    window.window_of(settings)
    rhythm.hours_of(settings)
    return settings


def original_url(harvest_object_id: str) -> str | None:
    """Address of the record's page at its source, if the record has one."""
    obj = stock.get_object(harvest_object_id)
    package: dict[str, Any] = json.loads(obj.content)["package"] if obj.content else {}
    return package.get("url") or package.get("source_uri")


def gather_stage(job: Job) -> list[str]:
    """The whole run in this process, or what a dead one has left of it: nothing is left to fetch."""
    conduct.deliver(job)
    return []


def import_stage(obj: Object) -> bool | str:
    """Write one record that an earlier version gave to the queue; `unchanged` where another dataset stands for it."""
    stands_behind = stock.object_action(obj) == "duplicate"
    succeeded = run.import_object(obj)
    return "unchanged" if succeeded and stands_behind else succeeded
