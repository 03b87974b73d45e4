"""Portals as harvest sources: registering them, and what the last runs did."""

from __future__ import annotations

import json
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.resilient.harvest import stock, store, writer
from ckanext.resilient.harvest.plan import find_portal
from ckanext.resilient.harvest.report import group_by_cause, in_order
from ckanext.resilient.harvest.stock_types import Source
from ckanext.resilient.harvest.wording import localised
from ckanext.resilient.harvesters.portals import all_portals
from ckanext.resilient.harvesters.portals.base import Portal, Social
from ckanext.resilient.harvesters.samples import SAMPLES
from ckanext.resilient.svrc.unknown import KINDS_OF_UNKNOWN, suggestion

_REGISTERED = ("portal", "protocol", "limit", "only_social")


def register(key: str, url: str, limit: int | None, *, only_social: bool = False) -> dict[str, Any]:
    """The harvest source of a known portal, made with an organisation of its own when it is not there yet.

    Args:
        key: key of a portal definition or of a sample portal.
        url: where it answers, if not at the address of its definition; sample portals need it.
        limit: harvest at most so many records; None harvests all.
        only_social: take only records that concern the social economy.

    Raises:
        tk.ValidationError: the key is unknown.
    """
    portal = find_portal(key, url)
    if portal is None:
        raise tk.ValidationError({"key": [tk._("There is no portal “{key}”.").format(key=key)]})
    name = f"source-{key}"
    organisation = _organisation(portal)
    held = stock.find_source(name)
    config = _kept(held) | {"portal": key, "protocol": portal.protocol}
    if limit is not None:
        config["limit"] = limit
    if only_social:
        config["only_social"] = True
    wanted = {
        "name": name,
        "title": portal.title,
        # A sample's definition already answers at `url`, with the path of its interface.
        "url": portal.url if key in SAMPLES else url or portal.url,
        "source_type": "resilient",
        "frequency": "DAILY",
        "owner_org": organisation,
        "config": json.dumps(config, sort_keys=True),
    }
    if held is None:
        return tk.get_action("harvest_source_create")(writer.site_context(), wanted)
    if not held.active or (held.url, held.config) != (wanted["url"], wanted["config"]):
        back = {**wanted, "id": held.id, "state": "active"}
        return tk.get_action("harvest_source_update")(writer.site_context(), back)
    return tk.get_action("harvest_source_show")(writer.site_context(), {"id": held.id})


def _kept(held: Source | None) -> dict[str, Any]:
    """What people have set of a source that is registered already, besides what registering itself says."""
    settings = stock.source_config(held) if held else {}
    return {setting: value for setting, value in settings.items() if setting not in _REGISTERED}


def _organisation(portal: Portal) -> str:
    name = portal.key
    group = model.Group.get(name)
    if group is not None:
        return group.id
    created = tk.get_action("organization_create")(
        writer.site_context(), {"name": name, "title": portal.title}
    )
    return created["id"]


def refuse_second_run(source_id: str) -> None:
    """Pass when no run of a source is waiting or running.

    Raises:
        tk.ValidationError: one is.
    """
    last = stock.last_job(source_id)
    if last is not None and not stock.is_over(last):
        raise source_is_busy()


def source_is_busy() -> tk.ValidationError:
    """What to say when a run of a source is waiting or running."""
    return tk.ValidationError(
        {"id": [tk._("A harvest of this source is already running. Wait for it, or stop it first.")]}
    )


def run_summary(job_id: str) -> dict[str, Any]:
    """What a run did: counts, completeness, causes of its issues with an example each."""
    run = store.runs([job_id])[job_id]
    causes = group_by_cause(store.run_issues(job_id))
    return {
        "job": job_id,
        "source": run.source_id,
        "complete": run.complete,
        "partial": run.partial,
        "stopped_by": run.stopped_by,
        "counts": in_order(run.counts),
        "causes": [
            {
                "code": cause.code,
                "field": cause.field,
                "count": cause.count,
                "example": localised(cause.example),
            }
            for cause in causes
        ],
    }


def unknown_values(source_id: str | None, limit: int) -> list[dict[str, Any]]:
    """Words of one source or of all that no table of ours knows, most frequent first, each with the nearest code.

    Raises:
        tk.ObjectNotFound: there is no such source.
    """
    sources = [known_source(source_id)] if source_id else stock.own_sources()
    titles = {source.id: source.title for source in sources}
    return [
        {
            "source": row.source_id,
            "source_title": titles[row.source_id],
            "kind": row.code,
            "field": row.field,
            "value": row.value,
            "count": row.count,
            "record": row.record,
            "suggestion": suggestion(row.code, row.field, row.value),
        }
        for row in store.unknown_values(list(titles), KINDS_OF_UNKNOWN, limit)
    ]


def known_source(id_or_name_or_url: str) -> Source:
    """The harvest source with this id, name or address.

    Raises:
        tk.ObjectNotFound: there is none.
    """
    source = stock.find_source(id_or_name_or_url)
    if source is None:
        raise tk.ObjectNotFound(tk._("There is no harvest source “{id}”.").format(id=id_or_name_or_url))
    return source


def own_source(id_or_name_or_url: str) -> Source:
    """The source of ours with this id, name or address: one that another harvester reads has other settings.

    Raises:
        tk.ObjectNotFound: there is none.
    """
    source = known_source(id_or_name_or_url)
    if source.type != "resilient":
        raise tk.ObjectNotFound(tk._("There is no harvest source “{id}”.").format(id=id_or_name_or_url))
    return source


def portals() -> list[dict[str, Any]]:
    """Every portal definition, real ones first, with the harvest source it is registered as."""
    registered = {stock.source_config(source).get("portal"): source.id for source in stock.own_sources()}
    rows = [_portal_row(portal, registered) for _, portal in sorted(all_portals().items())]
    samples = [find_portal(key, "") for key in sorted(SAMPLES)]
    return rows + [_portal_row(portal, registered) | {"sample": True} for portal in samples if portal]


def _portal_row(portal: Portal, registered: dict[str | None, str]) -> dict[str, Any]:
    return {
        "key": portal.key,
        "country": portal.country,
        "title": portal.title,
        "url": portal.url,
        "protocol": portal.protocol,
        "languages": list(portal.languages),
        "starter": portal.starter,
        "social": portal.social != Social(),
        "source": registered.get(portal.key),
        "sample": False,
    }
