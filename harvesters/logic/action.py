"""Actions of the harvest."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz
from ckan.lib.search import SearchError, SearchIndexError
from ckan.types import Action, Context

from ckanext.resilient import permitted
from ckanext.resilient.errors import StopHarvest
from ckanext.resilient.harvest import (
    conduct,
    config,
    consistency,
    history,
    leases,
    meanings,
    overview,
    registry,
    retention,
    stock,
)
from ckanext.resilient.harvest.duplicates import decide
from ckanext.resilient.harvest.plan import make_plan
from ckanext.resilient.harvest.rehearse import rehearse
from ckanext.resilient.harvest.wording import sentence
from ckanext.resilient.harvesters.logic import schema
from ckanext.resilient.harvesters.portals.choice import wanted_in


@tk.validate_action_data(schema.rehearse)
def resilient_harvest_rehearse(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """What harvesting an address would do: counts, datasets as they would be shown, issues, words. Writes nothing.

    Of a source that is there already, its `meanings` apply where none are given. What has vanished of it is told
    when `complete`: the whole source was read.

    Addresses of private networks are refused, except those that the configuration lists and
    those that a caller inside this process puts into `context["resilient_private_hosts"]`.
    """
    tk.check_access("resilient_harvest_rehearse", context, data_dict)
    said, limit, seconds = data_dict.get("meanings"), *_reach(context, data_dict.get("limit"))
    if said is None:
        source = stock.find_source(data_dict["url"])
        said = meanings.said_of(source) if source else {}
    try:
        plan = make_plan(
            data_dict["url"],
            protocol=data_dict["protocol"],
            portal=data_dict["portal"],
            options=data_dict.get("options"),
            languages=tuple(data_dict.get("languages") or ()),
            limit=limit,
            wanted=wanted_in(data_dict),
            meanings=said,
        )
        return rehearse(plan, said, frozenset(context.get("resilient_private_hosts", ())), seconds)
    except StopHarvest as stop:
        raise tk.ValidationError({stop.issue.field or "url": [sentence(stop.issue)]}) from stop


def _reach(context: Context, limit: int | None) -> tuple[int | None, int | None]:
    """How many records a rehearsal reads, and for how many seconds; None for all, and for as long as it takes."""
    is_sysadmin = authz.is_sysadmin(context.get("user", ""))
    if context.get("ignore_auth") or (is_sysadmin and limit is None):
        return limit, None
    most = config.rehearse_records()
    return limit if is_sysadmin else min(limit or most, most), config.rehearse_seconds()


@tk.validate_action_data(schema.run)
def resilient_harvest_run(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Harvest one source now, in this process; gives its counts, the issues, and why it stopped if it did.

    `paused` when the search index stopped answering: what is not written yet is written when it does again.
    """
    tk.check_access("resilient_harvest_run", context, data_dict)
    source_id = registry.known_source(data_dict["id"]).id
    history.refuse_unless_failed(source_id, data_dict["only_failed_of"])
    try:
        job_id, outcome = conduct.run_here(
            source_id,
            only_failed_of=data_dict["only_failed_of"],
            accept_vanished=data_dict["accept_vanished"],
            full=data_dict["full"],
            progress=context.get("resilient_progress", iter),
        )
    except leases.SourceBusyError as busy:
        raise registry.source_is_busy() from busy
    done = {"written": outcome.written, "failed": outcome.failed, "paused": outcome.is_paused}
    return registry.run_summary(job_id) | done


@tk.validate_action_data(schema.check)
def resilient_harvest_check(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Whether database and search index hold the same datasets; with `repair`, what differs is mended.

    `missing` are not in the index, `orphaned` only there, `outdated` there in another state.
    """
    tk.check_access("resilient_harvest_check", context, data_dict)
    try:
        found = consistency.compare()
        if data_dict["repair"]:
            consistency.repair(found)
    except (SearchError, SearchIndexError) as error:
        message = tk._("The search index does not answer. Check that Solr is running.")
        raise tk.ValidationError({"index": [message]}) from error
    return {**asdict(found), "repaired": data_dict["repair"] and bool(found.all())}


def resilient_harvest_prune(context: Context, data_dict: dict[str, Any]) -> dict[str, int]:
    """Drop the history of all but the last runs of each source (`keep_runs`); gives how many rows went.

    What a record last said stays, however old it is.
    """
    tk.check_access("resilient_harvest_prune", context, data_dict)
    return retention.prune(config.keep_runs())


def resilient_harvest_tend(context: Context, data_dict: dict[str, Any]) -> list[dict[str, str]]:
    """End the runs whose process died, or hand them to the queue again; gives what became of each.

    `done` is `ended` (nothing of it was written), `resumed` (its records wait to be written),
    `sent` (the queue had lost it) or `forgotten` (an administrator had ended it).
    """
    tk.check_access("resilient_harvest_tend", context, data_dict)
    return conduct.tend()


@tk.side_effect_free
def resilient_harvest_status(context: Context, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Every source of ours: portal, country, organisation, datasets, freshness, and how its last run ended.

    Those that wait for approval are shown to whoever administers their organisation.
    """
    tk.check_access("resilient_harvest_status", context, data_dict)
    rows = overview.status()
    if not any(row["waiting"] for row in rows):
        return rows
    own = permitted.organisations(context, "admin")
    return [row for row in rows if not row["waiting"] or own is None or row["organisation"]["id"] in own]


@tk.side_effect_free
@tk.validate_action_data(schema.unknown_values)
def resilient_harvest_unknown_values(context: Context, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Words of a source (without `id`: of every source) that no table knows: how often, where, the nearest code.

    They are those of the last complete run, the most frequent of a source first.
    """
    tk.check_access("resilient_harvest_unknown_values", context, data_dict)
    return registry.unknown_values(data_dict.get("id"), data_dict["limit"])


@tk.side_effect_free
def resilient_portal_list(context: Context, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Every portal that the suite knows, and whether it is registered as a harvest source."""
    tk.check_access("resilient_portal_list", context, data_dict)
    return registry.portals()


@tk.validate_action_data(schema.register)
def resilient_portal_register(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Register a known portal as a harvest source with an organisation of its own; repeated, it changes nothing."""
    tk.check_access("resilient_portal_register", context, data_dict)
    return registry.register(
        data_dict["key"],
        data_dict["url"],
        data_dict.get("limit"),
        only_social=data_dict["only_social"],
    )


@tk.side_effect_free
@tk.validate_action_data(schema.duplicate_list)
def resilient_duplicate_list(context: Context, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Records of two sources that are or may be the same dataset, newest first, with what was decided.

    Whoever administers organisations sees the pairs in which one of them takes part.
    """
    tk.check_access("resilient_duplicate_list", context, data_dict)
    source_id = registry.known_source(data_dict["source"]).id if data_dict["source"] else ""
    return decide.listed(
        data_dict["state"],
        source_id,
        permitted.organisations(context, "admin"),
        limit=data_dict["limit"],
        offset=data_dict["offset"],
    )


@tk.validate_action_data(schema.duplicate_decide)
def resilient_duplicate_decide(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Settle whether two records are the same dataset, and which of them stays; gives the decision.

    It holds for every later harvest, until it is decided anew.
    """
    tk.check_access("resilient_duplicate_decide", context, data_dict)
    if bool(data_dict["keep"]) == data_dict["different"]:
        raise tk.ValidationError(
            {"keep": [tk._("Say either which record stays, or that they are different.")]}
        )
    decision = decide.find(data_dict["id"])
    if decision is None:
        raise tk.ObjectNotFound(tk._("There is no pair with the number {id}.").format(id=data_dict["id"]))
    return decide.decide(decision, data_dict["keep"], context.get("user", ""))


OWN: dict[str, Action] = {
    "resilient_harvest_check": resilient_harvest_check,
    "resilient_duplicate_decide": resilient_duplicate_decide,
    "resilient_duplicate_list": resilient_duplicate_list,
    "resilient_harvest_prune": resilient_harvest_prune,
    "resilient_harvest_rehearse": resilient_harvest_rehearse,
    "resilient_harvest_run": resilient_harvest_run,
    "resilient_harvest_status": resilient_harvest_status,
    "resilient_harvest_tend": resilient_harvest_tend,
    "resilient_harvest_unknown_values": resilient_harvest_unknown_values,
    "resilient_portal_list": resilient_portal_list,
    "resilient_portal_register": resilient_portal_register,
}
