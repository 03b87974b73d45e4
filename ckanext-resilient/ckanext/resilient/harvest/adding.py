"""A new source: looked at before it is there, made, and approved."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context

from ckanext.resilient.errors import StopHarvest
from ckanext.resilient.harvest import adapter, approval, registry, stock
from ckanext.resilient.harvest.asks import shown
from ckanext.resilient.harvest.config import http_settings
from ckanext.resilient.harvest.probe import Recognised, asking_once, known_portal, recognise
from ckanext.resilient.harvest.schedule import rhythm
from ckanext.resilient.harvest.stock_types import Source
from ckanext.resilient.harvest.wording import localised
from ckanext.resilient.harvesters.portals import all_portals
from ckanext.resilient.harvesters.portals.choice import Wanted, wanted_in
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.record import Dataset
from ckanext.resilient.svrc.text import slug

_SHOWN = 3


def refusal(stop: StopHarvest) -> tk.ValidationError:
    """Why a source cannot be read, at the field that is to blame, with what helps."""
    texts = localised(stop.issue)
    return tk.ValidationError({stop.issue.field or "url": [f"{texts['message']} {texts['remedy']}"]})


def probe(asked: Mapping[str, Any], private_hosts: frozenset[str]) -> dict[str, Any]:
    """What an address is, how many records it has, in which languages, and its first ones.

    Args:
        asked: `url`; `portal` and `protocol`, empty where that is not known; `options` of the protocol; what would
            be chosen.
        private_hosts: hosts of private networks that may be read.

    `looked_at` says how many were read; `social` of each of them whether it concerns the social economy, where the
    portal's definition tells; `chosen` whether it passes what would be chosen.

    Raises:
        tk.ValidationError: it cannot be read.
    """
    url, portal, protocol = asked["url"], asked["portal"], asked["protocol"]
    known = None if portal or protocol else known_portal(url, all_portals())
    key = known.key if known else portal
    options = asked.get("options")
    try:
        wanted = wanted_in(asked)
        with asking_once(http_settings(private_hosts)) as http:
            found = recognise(
                url, http, portal=key, protocol=protocol, options=options, may_be_empty=bool(options)
            )
    except StopHarvest as stop:
        raise refusal(stop) from stop
    return _recognised(found, key, wanted)


def _recognised(found: Recognised, portal: str, wanted: Wanted) -> dict[str, Any]:
    return {
        "protocol": found.plan.protocol.name,
        "title": found.plan.protocol.title,
        "portal": portal,
        "records": found.records,
        "languages": list(found.languages),
        "samples": [_sample(dataset) for dataset in found.datasets[:_SHOWN]],
        "looked_at": len(found.datasets),
        "social": list(found.social),
        "chosen": list(found.chosen(wanted)),
    }


def _sample(dataset: Dataset) -> dict[str, Any]:
    publisher = next((agent.name for agent in dataset.publishers if agent.name), {})
    return {
        "title": dict(dataset.title),
        "publisher": next(iter(publisher.values()), ""),
        "files": len(dataset.distributions),
    }


def create(given: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """A new source, as whoever the context names. One of this address that was taken away is there again, as it is said.

    Its records keep their ids, and its datasets what people have edited of them.

    Args:
        given: `url`, `title`, `owner_org`, `frequency`, and its settings (`adapter.SETTINGS`).
        context: of the caller; what somebody else than a system administrator makes waits for approval.

    Raises:
        tk.ValidationError: a value cannot be used, or the address is a source already.
    """
    refuse_held_address(given["url"])
    frequency, hours = rhythm.stored(given["frequency"])
    settings = said_settings({**given, rhythm.SETTING: hours})
    try:
        config = adapter.checked_settings(settings, given["url"])
    except StopHarvest as stop:
        raise refusal(stop) from stop
    entry = {
        "name": slug(given["title"], given["url"]),
        "title": given["title"],
        "url": given["url"],
        "source_type": "resilient",
        "owner_org": given["owner_org"],
        "frequency": frequency,
        "config": json.dumps(config, sort_keys=True),
    }
    held = _taken_away(given["url"])
    if held is None:
        made = tk.get_action("harvest_source_create")(context, entry)
    else:
        _refuse_of_others(held, context)
        made = _bring_back(held, entry, context)
    waits = bool(approval.waiting([made["id"]]))
    return {"id": made["id"], "name": made["name"], "title": made["title"], "waiting": waits}


def refuse_no_web_address(source: Mapping[str, Any]) -> None:
    """Pass when a source has an address of the web: it stands as a link on pages, of whichever harvester it is.

    Raises:
        tk.ValidationError: it has another one; nothing of the source is stored.
    """
    url = str(source.get("url") or "").strip()
    if not url.casefold().startswith(("http://", "https://")):
        model.Session.rollback()
        raise refusal(StopHarvest(Issue("address-invalid", params={"url": shown(url)})))


def _bring_back(held: Source, entry: dict[str, Any], context: Context) -> dict[str, Any]:
    """A source that was taken away is there again under its id, with what `entry` says of it.

    Where somebody else than a system administrator does it, it waits for approval as a new one does.
    """
    approval.approve(held.id)  # what it waited for before counts no more
    held.next_run = None
    back = {**entry, "id": held.id, "name": _name_of(held), "state": "active"}
    return tk.get_action("harvest_source_update")(context, back)


def _taken_away(url: str) -> Source | None:
    held = stock.find_source(url)
    return held if held is not None and not held.active and held.type == "resilient" else None


def _name_of(held: Source) -> str:
    return model.Session.get_one(model.Package, held.id).name


def _refuse_of_others(held: Source, context: Context) -> None:
    """Pass when whoever adds it may also change the source that was taken away: its datasets hang on it."""
    try:
        tk.check_access("harvest_source_update", tk.fresh_context(context), {"id": held.id})
    except tk.NotAuthorized as refused:
        raise _is_held(held) from refused


def refuse_held_address(url: str, own: str = "") -> None:
    """Pass when no source that is there, besides the one with the id `own`, has this address.

    Raises:
        tk.ValidationError: one has it.
    """
    held = stock.find_source(url)
    if held is not None and held.active and held.id != own:
        raise _is_held(held)


def _is_held(held: Source) -> tk.ValidationError:
    message = tk._("This address is a source already: “{title}”.").format(title=held.title)
    return tk.ValidationError({"url": [message]})


def said_settings(given: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a source that say something; the hour 0 does."""
    return {
        name: given[name]
        for name in sorted(adapter.SETTINGS)
        if given.get(name) or (given.get(name) == 0 and given[name] is not False)
    }


def approve(id_or_name_or_url: str) -> dict[str, Any]:
    """Let a source be read from now on; gives whether it had waited.

    Raises:
        tk.ObjectNotFound: there is no such source.
    """
    source = registry.known_source(id_or_name_or_url)
    source.next_run = None  # while it waited, the clock has put it off
    return {"id": source.id, "title": source.title, "waited": approval.approve(source.id)}
