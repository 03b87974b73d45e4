"""Actions of the plugin `resilient_schema`."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Action, Context, DataDict

from ckanext.resilient.content import forms, publishable
from ckanext.resilient.content.logic import schema

__all__ = ["package_patch", "package_update", "resilient_publishable_show"]


@tk.side_effect_free
@tk.validate_action_data(schema.publishable_show)
def resilient_publishable_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Tell what a dataset or cluster lacks before it is ready to publish.

    Args:
        id: id or name of a stored record, or
        dataset: the record itself, as `package_show` returns it.

    Returns:
        `publishable` (yes or no) and `missing`: for each gap its `field` and the `reason` in plain words.
    """
    tk.check_access("resilient_publishable_show", context, data_dict)
    record = data_dict.get("dataset")
    if record is None:
        record_id = tk.get_or_bust(data_dict, "id")
        record = tk.get_action("package_show")(tk.fresh_context(context), {"id": record_id})
    gaps = publishable.missing(record, record.get("type", "dataset"))
    missing = [{"field": gap.field, "reason": tk._(gap.reason)} for gap in gaps]
    return {"publishable": not missing, "missing": missing}


@tk.chained_action
def package_patch(original_action: Action, context: Context, data_dict: DataDict) -> Any:
    """Read a page of our form as what it is: all of its fields, also those that were emptied."""
    if forms.MARKER in data_dict:
        forms.complete_page(data_dict)
    return original_action(context, data_dict)


@tk.chained_action
def package_update(original_action: Action, context: Context, data_dict: DataDict) -> Any:
    """Keep what our form of one page does not show: an update by CKAN's form would lose it."""
    if forms.is_whole_form(data_dict):
        stored = tk.get_action("package_show")(tk.fresh_context(context), {"id": data_dict["id"]})
        forms.keep_hidden(data_dict, stored)
    return original_action(context, data_dict)
