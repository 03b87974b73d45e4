"""Actions that tell data owners what a run found in their records."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Action, Context

from ckanext.resilient.harvest import history
from ckanext.resilient.harvest.owners import tell
from ckanext.resilient.harvesters.logic import schema


@tk.side_effect_free
@tk.validate_action_data(schema.by_id)
def resilient_harvest_owner_list(context: Context, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """The data owners in whose records a run lost something: `part`, `name`, `email`, `records`, `findings`, `sent`.

    The address is the one that the records themselves give; records without one are left out.
    """
    tk.check_access("resilient_harvest_owner_list", context, data_dict)
    return tell.listed(history.known_job(data_dict["id"]))


@tk.side_effect_free
@tk.validate_action_data(schema.owner)
def resilient_harvest_owner_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """One `part` of a run's findings, with the mail as it would be sent: `language`, `subject`, `text`, `file`."""
    tk.check_access("resilient_harvest_owner_show", context, data_dict)
    return tell.shown(history.known_job(data_dict["id"]), data_dict["part"])


@tk.validate_action_data(schema.owner)
def resilient_harvest_owner_tell(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Send a `part` of a run's findings to the owner of the records, once; gives the part."""
    tk.check_access("resilient_harvest_owner_tell", context, data_dict)
    job = history.known_job(data_dict["id"])
    return tell.tell(job, data_dict["part"], context.get("user", ""))


OWN: dict[str, Action] = {
    "resilient_harvest_owner_list": resilient_harvest_owner_list,
    "resilient_harvest_owner_show": resilient_harvest_owner_show,
    "resilient_harvest_owner_tell": resilient_harvest_owner_tell,
}
