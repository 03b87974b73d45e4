"""Actions for those who look after harvest sources: adding one, its runs, starting and ending one."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Action, Context

from ckanext.resilient.harvest import adding, difference, editing, findings, history, registry
from ckanext.resilient.harvest.duplicates import ahead
from ckanext.resilient.harvest.wording import localised
from ckanext.resilient.harvesters.logic import schema, source_schema

CHANGES = 100
"""At most so many changed records are given at once: each may be long."""


@tk.validate_action_data(schema.probe)
def resilient_harvest_probe(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """What stands behind an address: the protocol that reads it, how many records, languages, first titles.

    Addresses of private networks are refused as in a rehearsal.
    """
    tk.check_access("resilient_harvest_probe", context, data_dict)
    return adding.probe(data_dict, frozenset(context.get("resilient_private_hosts", ())))


@tk.validate_action_data(source_schema.create)
def resilient_harvest_source_create(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Make a source of an organisation; `waiting` says whether a system administrator has to approve it first.

    `decisions` about pairs that a rehearsal has shown hold from the first run on.
    """
    tk.check_access("resilient_harvest_source_create", context, data_dict)
    said = _decisions(context, data_dict)
    made = adding.create(data_dict, tk.fresh_context(context))
    ahead.say(made["id"], said, context.get("user", ""))
    return made


@tk.side_effect_free
@tk.validate_action_data(schema.by_id)
def resilient_harvest_source_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Every field of a source that can be changed: address, plan, hours, recipients, removal rule, options …"""
    tk.check_access("resilient_harvest_source_show", context, data_dict)
    return editing.fields_of(registry.own_source(data_dict["id"]))


@tk.validate_action_data(source_schema.update)
def resilient_harvest_source_update(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Change what is given of a source and leave the rest; gives all its fields.

    An empty value takes a setting away. A changed address waits for the approval of a system administrator.
    `decisions` about pairs that a rehearsal has shown hold at once, or from the next run on.
    """
    tk.check_access("resilient_harvest_source_update", context, data_dict)
    said = _decisions(context, data_dict)
    given = {name: value for name, value in data_dict.items() if name not in {"id", "decisions"}}
    source = registry.own_source(data_dict["id"])
    fields = editing.update(source, given, context)
    ahead.say(source.id, said, context.get("user", ""))
    return fields


def _decisions(context: Context, data_dict: dict[str, Any]) -> list[dict[str, str]]:
    """What is decided about pairs, by whoever may, of records that are there."""
    said: list[dict[str, str]] = data_dict.get("decisions") or []
    if said:
        ahead.refuse_unknown(said)
        tk.check_access("resilient_duplicate_decide", context, {"others": {one["other"] for one in said}})
    return said


@tk.validate_action_data(schema.by_id)
def resilient_harvest_source_approve(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Let a source that waited for approval be read from now on."""
    tk.check_access("resilient_harvest_source_approve", context, data_dict)
    return adding.approve(data_dict["id"])


@tk.side_effect_free
@tk.validate_action_data(schema.run_list)
def resilient_harvest_run_list(context: Context, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """The runs of a source, newest first: when, how they ended, their counts, how many records failed."""
    tk.check_access("resilient_harvest_run_list", context, data_dict)
    source = registry.known_source(data_dict["id"])
    return history.run_list(source.id, data_dict["limit"], data_dict["offset"])


@tk.side_effect_free
@tk.validate_action_data(schema.run_show)
def resilient_harvest_run_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """One run: its counts, how far it is, and its findings by cause with remedy and first examples."""
    tk.check_access("resilient_harvest_run_show", context, data_dict)
    return history.run_show(history.known_job(data_dict["id"]), data_dict["examples"])


@tk.side_effect_free
@tk.validate_action_data(schema.issue_list)
def resilient_harvest_issue_list(context: Context, data_dict: dict[str, Any]) -> list[dict[str, str]]:
    """Findings of a run one by one, in the language of the request, in the order they came up."""
    tk.check_access("resilient_harvest_issue_list", context, data_dict)
    job = history.known_job(data_dict["id"])
    return [localised(issue) for issue in findings.some(job.id, data_dict["limit"], data_dict["offset"])]


@tk.side_effect_free
@tk.validate_action_data(schema.issue_list)
def resilient_harvest_change_list(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """The records that a run changed (`count`), some at a time: of each the `fields` that differ, `before` and `after`.

    It is what the source said; what people edit here is another matter (`resilient_overlay_list`).
    """
    tk.check_access("resilient_harvest_change_list", context, data_dict)
    return difference.of_run(
        history.known_job(data_dict["id"]), min(data_dict["limit"], CHANGES), data_dict["offset"]
    )


@tk.validate_action_data(schema.start)
def resilient_harvest_start(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Hand a run of a source to the queue, of all its records or of those that failed in another run; gives the run."""
    tk.check_access("resilient_harvest_start", context, data_dict)
    job_id = history.start(data_dict["id"], data_dict["only_failed_of"])
    return history.run_show(history.known_job(job_id), 0)


@tk.validate_action_data(schema.by_id)
def resilient_harvest_cancel(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """End a run before its time, and give it; what it has written until then stays."""
    tk.check_access("resilient_harvest_cancel", context, data_dict)
    history.cancel(history.known_job(data_dict["id"]))
    return history.run_show(history.known_job(data_dict["id"]), 0)


OWN: dict[str, Action] = {
    "resilient_harvest_cancel": resilient_harvest_cancel,
    "resilient_harvest_change_list": resilient_harvest_change_list,
    "resilient_harvest_issue_list": resilient_harvest_issue_list,
    "resilient_harvest_probe": resilient_harvest_probe,
    "resilient_harvest_run_list": resilient_harvest_run_list,
    "resilient_harvest_run_show": resilient_harvest_run_show,
    "resilient_harvest_source_approve": resilient_harvest_source_approve,
    "resilient_harvest_source_create": resilient_harvest_source_create,
    "resilient_harvest_source_show": resilient_harvest_source_show,
    "resilient_harvest_source_update": resilient_harvest_source_update,
    "resilient_harvest_start": resilient_harvest_start,
}
