"""What everybody may know of a source: not its settings, which name people, and nothing while it waits for approval."""

from __future__ import annotations

import json
from typing import Any

from ckan import authz, model
from ckan.types import Context

from ckanext.resilient import permitted
from ckanext.resilient.harvest import approval, jobs, stock
from ckanext.resilient.harvest.adapter import SETTINGS

TYPE = "harvest"
"""The type of the dataset that ckanext-harvest keeps of a source."""

_CONFIG = "config"
_OF_EVERY_SOURCE = frozenset(
    {
        *model.package_table.columns.keys(),
        *(
            "active",
            "extras",
            "frequency",
            "groups",
            "organization",
            "resources",
            "source_type",
            "status",
            "tags",
        ),
        *("dataset_type", "entity_type", "index_id", "permission_labels", "site_id"),
    }
)
"""Never taken for a setting, whatever another harvester calls its own."""


def may_know(context: Context, organisation: str | None) -> bool:
    """Whether the caller of an action administers the organisation of a source."""
    user = context.get("user", "")
    if context.get("ignore_auth") or authz.is_sysadmin(user):
        return True
    return bool(organisation) and authz.has_user_permission_for_group_or_org(organisation, user, "admin")


def as_shown(source: dict[str, Any], context: Context) -> None:
    """Of a source as it is about to be shown, the settings as its table has them, or none for whoever may not know.

    The search index has none of them, so what comes from there needs them back.
    """
    if not may_know(context, source.get("owner_org")):
        drop_settings(source)
        return
    held = stock.find_source(source["id"])
    if held is not None and held.config and not source.get(_CONFIG):
        source[_CONFIG] = held.config
        for name, value in _settings(held.config).items():
            source.setdefault(name, value)


def drop_settings(source: dict[str, Any]) -> None:
    """Take the settings out of a source, as the database, a form or the search index has it."""
    settings = _settings(source.pop(_CONFIG, None) or source.pop(f"extras_{_CONFIG}", None))
    for name in {*settings, *SETTINGS, f"extras_{_CONFIG}"} - _OF_EVERY_SOURCE:
        source.pop(name, None)
    if isinstance(source.get("extras"), list):
        source["extras"] = [extra for extra in source["extras"] if extra["key"] != _CONFIG]


def _settings(config: Any) -> dict[str, Any]:
    try:
        read = json.loads(config or "{}")
    except (TypeError, ValueError):  # of another harvester, which may write there what it likes
        return {}
    return read if isinstance(read, dict) else {}


def as_indexed(document: dict[str, Any]) -> None:
    """Take the settings of a source out of its document for the search index, also where it holds the whole source."""
    drop_settings(document)
    for name in ("data_dict", "validated_data_dict"):
        if name in document:
            whole: dict[str, Any] = json.loads(document[name])
            drop_settings(whole)
            document[name] = json.dumps(whole)


def as_listed(sources: list[dict[str, Any]], context: Context) -> list[dict[str, Any]]:
    """Of a list of sources those that the caller may see, without settings that she may not know."""
    own = permitted.organisations(context, "admin")
    if own is None:
        return sources
    ids = [source["id"] for source in sources]
    waiting, entries = approval.waiting(ids), jobs.source_entries(ids)
    listed: list[dict[str, Any]] = []
    for source in sources:
        entry = entries.get(source["id"])
        if entry is None or entry.owner_org not in own:
            if source["id"] in waiting:
                continue
            drop_settings(source)
        listed.append(source)
    return listed


def filter_of(context: Context) -> str:
    """What a search for sources has to leave out so that the caller finds only what she may see; else empty."""
    own = permitted.organisations(context, "admin")
    waiting = set() if own is None else approval.waiting()
    if not waiting:
        return ""
    entries = jobs.source_entries(list(waiting))
    hidden = sorted(one for one in waiting if one not in entries or entries[one].owner_org not in (own or ()))
    return f"-id:({' OR '.join(hidden)})" if hidden else ""


def is_hidden(package: model.Package) -> bool:
    """Whether a dataset is a source that waits for approval."""
    return package.type == TYPE and bool(approval.waiting([package.id]))
