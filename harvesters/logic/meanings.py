"""Actions about what words of a source mean that no table knows."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Action, Context

from ckanext.resilient.harvest import meanings, registry
from ckanext.resilient.harvesters.logic import schema


@tk.side_effect_free
@tk.validate_action_data(schema.meaning_list)
def resilient_harvest_meaning_list(context: Context, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """By `field`, the `values` of a source that no table knows, and what was said of them.

    Of each: `value`, in how many records it is (`count`), one `record`, the nearest code (`suggestion`), and its
    `code`: null while nothing was said, "" where it is left as it is.
    """
    tk.check_access("resilient_harvest_meaning_list", context, data_dict)
    return meanings.of_source(registry.own_source(data_dict["id"]), data_dict["limit"])


@tk.validate_action_data(schema.meaning_set)
def resilient_harvest_meaning_set(context: Context, data_dict: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Say what words of a source mean (`meanings`: by field, each word with its code or ""); gives all that was said.

    The next run reads everything, and writes each record anew that says something else by it.
    """
    tk.check_access("resilient_harvest_meaning_set", context, data_dict)
    return meanings.say(registry.own_source(data_dict["id"]), data_dict["meanings"], context)


@tk.validate_action_data(schema.meaning_unset)
def resilient_harvest_meaning_unset(context: Context, data_dict: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Take back what was said of words (`values`) of a `field` of a source; gives what is left."""
    tk.check_access("resilient_harvest_meaning_unset", context, data_dict)
    source = registry.own_source(data_dict["id"])
    return meanings.take_back(source, data_dict["field"], data_dict["values"], context)


OWN: dict[str, Action] = {
    "resilient_harvest_meaning_list": resilient_harvest_meaning_list,
    "resilient_harvest_meaning_set": resilient_harvest_meaning_set,
    "resilient_harvest_meaning_unset": resilient_harvest_meaning_unset,
}
