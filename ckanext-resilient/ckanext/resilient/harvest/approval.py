"""Sources of organisation administrators wait until a system administrator has approved them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa
from ckan import model

from ckanext.resilient.errors import StopHarvest
from ckanext.resilient.harvest import stock
from ckanext.resilient.harvest.model import WaitingSource
from ckanext.resilient.harvest.plan import places_of
from ckanext.resilient.svrc.issues import Issue


def hold_back(source: Mapping[str, Any], context: Mapping[str, Any]) -> None:
    """Let a new source of ours wait, unless a system administrator or the site itself made it. The caller commits.

    Whichever form or action made it: pages of ours, ckanext-harvest's, or the API.
    """
    user = context.get("auth_user_obj") or model.User.get(context.get("user"))
    if source.get("source_type") != "resilient" or context.get("ignore_auth") or (user and user.sysadmin):
        return
    model.Session.add(WaitingSource(source_id=source["id"], asked_by=user.name if user else ""))


def hold_back_moved(source: Mapping[str, Any], context: Mapping[str, Any]) -> None:
    """Let a source wait anew when it reads elsewhere than was approved, or is ours or there again. The caller commits.

    ckanext-harvest writes its own row after us: until then it holds what was before.
    """
    held = stock.find_source(source["id"])
    if held is None or held.id in waiting([held.id]):
        return
    is_new = held.type != source.get("source_type") or (not held.active and source.get("state") == "active")
    url, config = source.get("url") or held.url, source.get("config") or held.config
    if is_new or _places(held.url, held.config) != _places(url, config):
        hold_back(source, context)


def _places(url: str, config: str | None) -> list[str]:
    """Where a source reads; all of its settings, where they are of no use or another harvester's."""
    try:
        return places_of(url, json.loads(config or "{}"))
    except (StopHarvest, ValueError):
        return [url.strip(), config or ""]


def waiting(source_ids: Collection[str] | None = None) -> set[str]:
    """Ids of the sources that wait, all or of these, in one query."""
    query = sa.select(WaitingSource.source_id)
    if source_ids is not None:
        query = query.where(WaitingSource.source_id.in_(source_ids))
    return set(model.Session.scalars(query))


def refuse_waiting(source_id: str) -> None:
    """Pass when a source may be read.

    Raises:
        StopHarvest: it waits for approval.
    """
    if waiting([source_id]):
        raise StopHarvest(Issue("source-waiting", field="id"))


def approve(source_id: str) -> bool:
    """Let a source be read from now on; gives whether it had to wait."""
    waited = bool(waiting([source_id]))
    model.Session.execute(sa.delete(WaitingSource).where(WaitingSource.source_id == source_id))
    model.Session.commit()
    return waited
