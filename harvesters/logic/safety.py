"""Actions that keep a catalogue safe from its sources: agreeing to what goes, taking back what a run did."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Action, Context

from ckanext.resilient.harvest import leases, registry
from ckanext.resilient.harvest.removal import approvals
from ckanext.resilient.harvest.undo import undo
from ckanext.resilient.harvesters.logic import schema


@tk.side_effect_free
@tk.validate_action_data(schema.by_id)
def resilient_harvest_approval_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """What the guard stopped a source's last run for: how many records are missing, the first 100 of them by title.

    Not found when nothing waits for an approval.
    """
    tk.check_access("resilient_harvest_approval_show", context, data_dict)
    return approvals.shown(registry.known_source(data_dict["id"]).id)


@tk.validate_action_data(schema.by_id)
def resilient_harvest_approve(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Agree that the records that are missing at a source go; the next run does it by the source's removal rule.

    It holds for these records only: when more are missing by then, the guard judges the others.
    """
    tk.check_access("resilient_harvest_approve", context, data_dict)
    return approvals.approve(registry.known_source(data_dict["id"]).id, context.get("user", ""))


@tk.side_effect_free
@tk.validate_action_data(schema.by_id)
def resilient_harvest_undo_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Which run (`job`) of a source can be taken back, and how many datasets would go `back` to what they were, …

    … be `deleted` because that run created them, or stay as a person has `edited` them since.
    """
    tk.check_access("resilient_harvest_undo_show", context, data_dict)
    return undo.preview(registry.known_source(data_dict["id"]).id)


@tk.validate_action_data(schema.undo)
def resilient_harvest_undo(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Take back the last run of a source that changed something: every record is as it was before that run.

    Gives how many records were `restored`, those that a person has `edited` since (they stay as she left them), and
    those that could not be restored, with the reason (`failed`); repeated, it tries only these again. With `run`,
    it is refused when another run is the last one.
    """
    tk.check_access("resilient_harvest_undo", context, data_dict)
    source_id = registry.known_source(data_dict["id"]).id
    try:
        with leases.hold(source_id):
            return undo.undo(source_id, context.get("user", ""), data_dict["run"])
    except leases.SourceBusyError as busy:
        message = tk._("This source is being harvested now. Wait until it is done.")
        raise tk.ValidationError({"id": [message]}) from busy


OWN: dict[str, Action] = {
    "resilient_harvest_approval_show": resilient_harvest_approval_show,
    "resilient_harvest_approve": resilient_harvest_approve,
    "resilient_harvest_undo": resilient_harvest_undo,
    "resilient_harvest_undo_show": resilient_harvest_undo_show,
}
