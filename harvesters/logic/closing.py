"""Action that takes a source away."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Action, Context

from ckanext.resilient.harvest import closing, registry
from ckanext.resilient.harvesters.logic import schema


@tk.validate_action_data(schema.source_close)
def resilient_harvest_source_close(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Take a source away: it is read no more. Gives how many `datasets` it has.

    They stay as they are; with `with_datasets`, the background worker deletes them. Repeated with it, what an
    interrupted deletion has left is deleted.
    """
    tk.check_access("resilient_harvest_source_close", context, data_dict)
    source = registry.known_source(data_dict["id"])
    with_datasets = data_dict["with_datasets"]
    datasets = closing.close(source.id, tk.fresh_context(context), with_datasets=with_datasets)
    return {"id": source.id, "datasets": datasets, "deleting": with_datasets}


OWN: dict[str, Action] = {"resilient_harvest_source_close": resilient_harvest_source_close}
