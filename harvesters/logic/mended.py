"""Actions of ckanext-harvest, mended where they do not fit sources that our engine reads."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.logic import auth_audit_exempt
from ckan.types import Action, ChainedAction, Context

from ckanext.resilient.harvest import clearing, conduct, discretion, stock
from ckanext.resilient.harvest.schedule import clock
from ckanext.resilient.harvest.stock_types import Source


@tk.chained_action
@tk.side_effect_free
def harvest_source_show(original: Action, context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """A harvest source with all its fields.

    ckanext-harvest puts an unvalidated dict into the search index; read from there, the source
    lacks `source_type`, `frequency` and `config` (ckanext-harvest issue 581).
    """
    tk.check_access("harvest_source_show", context, data_dict)
    context["use_cache"] = False
    return original(context, data_dict)


@tk.chained_action
def harvest_jobs_run(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """What ckanext-harvest's clock does every few minutes, within the hours of each source.

    Before it, broken runs are ended or taken up.
    """
    tk.check_access("harvest_jobs_run", context, data_dict)
    conduct.tend()
    clock.hold_back()
    done = original(context, data_dict)
    clock.plan_ahead()
    return done


@tk.chained_action
def harvest_source_clear(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """Delete the datasets and the history of a source; its next run brings all of them back, as people edited them."""
    tk.check_access("harvest_source_clear", context, data_dict)
    source = _ours(data_dict)
    if source is None:
        return original(context, data_dict)
    by_id = {**data_dict, "id": source.id}
    return clearing.clear(source.id, lambda: original(context, by_id))


@tk.chained_action
@auth_audit_exempt
def harvest_source_job_history_clear(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """Delete the history of a source. What a record last said stays, as it does when history is pruned."""
    tk.check_access("harvest_source_clear", context, data_dict)
    source = _ours(data_dict)
    if source is None:
        return original(context, data_dict)
    done = original(context, {**data_dict, "id": source.id, "keep_current": True})
    model.Session.commit()  # its own SQL ends the transaction behind the session's back
    return done


@tk.chained_action
@tk.side_effect_free
def harvest_source_list(
    original: Action, context: Context, data_dict: dict[str, Any]
) -> list[dict[str, Any]]:
    """Sources, with their settings for whoever administers their organisation, and without those that wait."""
    tk.check_access("harvest_source_list", context, data_dict)
    return discretion.as_listed(original(context, data_dict), context)


@tk.chained_action
@tk.side_effect_free
def package_search(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """A search that finds a source that waits for approval only for whoever administers its organisation."""
    asked = data_dict.get("fq") or ""
    # ckanext-harvest shows sources to those searches only that ask for them.
    if "dataset_type:harvest" not in asked or not (hidden := discretion.filter_of(context)):
        return original(context, data_dict)
    return original(context, {**data_dict, "fq_list": [*(data_dict.get("fq_list") or []), hidden]})


def _ours(data_dict: dict[str, Any]) -> Source | None:
    source = stock.find_source(data_dict["id"])
    return source if source is not None and source.type == "resilient" else None


MENDED: dict[str, Action | ChainedAction] = {
    "harvest_jobs_run": harvest_jobs_run,
    "harvest_source_clear": harvest_source_clear,
    "harvest_source_job_history_clear": harvest_source_job_history_clear,
    "harvest_source_list": harvest_source_list,
    "harvest_source_show": harvest_source_show,
    "package_search": package_search,
}
"""Chained to ckanext-harvest's own, so only of use where that plugin is loaded."""
