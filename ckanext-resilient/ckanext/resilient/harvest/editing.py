"""The settings of a source as a person reads and changes them, one by one instead of as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context

from ckanext.resilient.errors import StopHarvest
from ckanext.resilient.harvest import adapter, adding, approval, stock
from ckanext.resilient.harvest.schedule import rhythm
from ckanext.resilient.harvest.stock_types import Source
from ckanext.resilient.harvesters.portals import choice
from ckanext.resilient.harvesters.protocols.base import Option

ENTRY = ("title", "url", "frequency")
"""What ckanext-harvest itself keeps of a source; the other fields are its settings."""

_EMPTY: dict[str, Any] = {
    "protocol": "",
    "portal": "",
    "options": {},
    "languages": [],
    "limit": None,
    "only_social": False,
    **{name: [] for name in choice.SETTINGS},
    "removal": "stale",
    "grace_days": 30,
    "recipients": [],
    "meanings": {},
    "window_from": None,
    "window_until": None,
    "weekdays": [],
}
"""What holds of a setting that a source does not name."""


def fields_of(source: Source) -> dict[str, Any]:
    """Every field of a source that can be changed, also those that it does not name."""
    settings = {**_EMPTY, **stock.source_config(source)}
    entry = model.Session.get_one(model.Package, source.id)
    own = {"id": source.id, "name": entry.name, "organisation": entry.owner_org, "active": source.active}
    frequency = rhythm.frequency_of(source.frequency, settings)
    settings.pop(rhythm.SETTING, None)
    return {
        **own,
        **{name: getattr(source, name) for name in ENTRY},
        **settings,
        "frequency": frequency,
        "waiting": source.id in approval.waiting([source.id]),
    }


def update(source: Source, given: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Change what is given of a source, and leave the rest; gives all its fields.

    A setting that is given empty is as if it had never been named. A source whose address somebody else than a
    system administrator changes waits for approval anew.

    Raises:
        tk.ValidationError: a value cannot be used.
    """
    before = rhythm.frequency_of(source.frequency, stock.source_config(source))
    frequency, hours = rhythm.stored(given.get("frequency", before))
    given = {**given, "frequency": frequency, rhythm.SETTING: hours}
    url = given.get("url", source.url)
    adding.refuse_held_address(url, own=source.id)
    settings = adding.said_settings({**stock.source_config(source), **given})
    try:
        config = adapter.checked_settings(settings, url)
    except StopHarvest as stop:
        raise adding.refusal(stop) from stop
    shown = tk.get_action("harvest_source_show")(tk.fresh_context(context), {"id": source.id})
    kept = {name: shown[name] for name in ("id", "name", "notes", "owner_org") if shown.get(name)}
    entry = {name: given.get(name, getattr(source, name)) for name in ENTRY}
    tk.get_action("harvest_source_update")(
        tk.fresh_context(context),
        {**kept, **entry, "source_type": "resilient", "config": json.dumps(config, sort_keys=True)},
    )
    if rhythm.frequency_of(source.frequency, config) != before:
        source.next_run = None  # due as soon as its hours allow
    model.Session.commit()
    return fields_of(source)


def own_options(
    options: Mapping[str, Any], known: tuple[Option, ...], inherited: Mapping[str, Any]
) -> dict[str, Any]:
    """Of a protocol's options, those that differ from what holds without them.

    Args:
        options: a value for each.
        known: the options of the protocol.
        inherited: what the portal's definition says of them.
    """
    usual = {option.name: inherited.get(option.name, option.default) for option in known}
    return {name: value for name, value in options.items() if _plain(value) != _plain(usual.get(name))}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, (list, tuple)) else value
