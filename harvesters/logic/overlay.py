"""Actions about what people edit of harvested datasets."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Action, ChainedAction, Context

from ckanext.resilient import permitted
from ckanext.resilient.harvest import writer
from ckanext.resilient.harvest.overlay import edits, store
from ckanext.resilient.harvest.overlay.model import Overlay
from ckanext.resilient.harvesters.logic import schema
from ckanext.resilient.svrc import local_edits
from ckanext.resilient.svrc.curation import HARVEST


@tk.chained_action
def package_update(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """Keep what a person changes of a harvested dataset, so that no later harvest writes over it."""
    package_id = (
        "" if context.get(HARVEST) else edits.harvested(data_dict.get("id") or data_dict.get("name", ""))
    )
    if not package_id:
        return original(context, data_dict)
    before = writer.shown(package_id)
    result = original(context, data_dict)
    user = context.get("auth_user_obj") or model.User.get(context.get("user", ""))
    edits.note(package_id, before, user.id if user else "")
    if not context.get("defer_commit"):
        model.Session.commit()
    return result


@tk.side_effect_free
@tk.validate_action_data(schema.overlay_list)
def resilient_overlay_list(context: Context, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Fields of harvested datasets that people have edited, those whose source says something new first.

    Each with `value` (theirs), `source` (what the source says now) and `base` (what it said when they decided). Of one
    dataset (`id`), or of all that the caller may edit; with `state` `review` only those to look at. Of a field in several
    languages, those that were edited, or, when the source says something new there, those in which it does.
    """
    tk.check_access("resilient_overlay_list", context, data_dict)
    package_id = data_dict["id"] and edits.harvested(data_dict["id"])
    if data_dict["id"] and not package_id:
        return []
    rows = store.listed(
        None if package_id else permitted.organisations(context, "update_dataset"),
        package_id,
        to_review=data_dict["state"] == "review",
        limit=data_dict["limit"],
        offset=data_dict["offset"],
    )
    return [_shown(*row) for row in rows]


def _shown(entry: Overlay, title: str, name: str, author: str | None) -> dict[str, Any]:
    value, base, source = local_edits.joined(local_edits.asked(store.parts_of(entry)))
    return {
        "id": entry.package_id,
        "name": name,
        "title": title,
        "field": entry.field,
        "value": value,
        "source": source,
        "base": base,
        "author": author or "",
        "edited": entry.edited.isoformat(),
        "source_changed": entry.source_changed.isoformat() if entry.source_changed else "",
    }


@tk.validate_action_data(schema.overlay_decide)
def resilient_overlay_decide(context: Context, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Settle an edited field of a dataset: `keep` `mine` or the `source`'s value; gives the edits that are left.

    Kept, it is asked about again only when the source changes once more. Given up, it follows the source from now on.
    """
    tk.check_access("resilient_overlay_decide", context, data_dict)
    package_id = edits.harvested(data_dict["id"])
    if data_dict["keep"] == "mine":
        edits.keep_mine(package_id, data_dict["field"])
    else:
        edits.take_source(package_id, data_dict["field"])
    rows = store.listed(None, package_id, to_review=False, limit=1000, offset=0)
    return [_shown(*row) for row in rows]


OWN: dict[str, Action | ChainedAction] = {
    "package_update": package_update,
    "resilient_overlay_decide": resilient_overlay_decide,
    "resilient_overlay_list": resilient_overlay_list,
}
