"""Who may harvest."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz
from ckan.logic.auth import get_package_object
from ckan.types import AuthFunction, AuthResult, Context, DataDict

from ckanext.resilient.harvest import discretion, history, registry, stock
from ckanext.resilient.harvest.duplicates import decide


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def package_create(original: AuthFunction, context: Context, data_dict: DataDict | None) -> AuthResult:
    """Whoever administers an organisation may add sources to it, with whichever form or action."""
    answer = original(context, data_dict or {})
    if not answer.get("success") or data_dict is None or data_dict.get("type") != "harvest":
        return answer
    return {"success": _administers(context, data_dict.get("owner_org"))}


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def package_update(original: AuthFunction, context: Context, data_dict: DataDict | None) -> AuthResult:
    """Whoever administers the organisation of a source may change it.

    ckanext-harvest asks this, too, for who may start, clear or take away a source and see its jobs.
    """
    answer = original(context, data_dict or {})
    package = get_package_object(context, data_dict)
    if not answer.get("success") or package.type != "harvest":
        return answer
    owners = {package.owner_org, (data_dict or {}).get("owner_org") or package.owner_org}
    return {"success": all(_administers(context, owner) for owner in owners)}


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def package_show(original: AuthFunction, context: Context, data_dict: DataDict | None) -> AuthResult:
    """A source that waits for approval is shown to whoever administers its organisation."""
    answer = original(context, data_dict or {})
    package = get_package_object(context, data_dict)
    if not answer.get("success") or not discretion.is_hidden(package):
        return answer
    return {"success": discretion.may_know(context, package.owner_org)}


def resilient_harvest_rehearse(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever may create a harvest source may see first what would come in."""
    return {"success": tk.check_access("harvest_source_create", context, {"owner_org": None})}


def resilient_harvest_probe(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever administers an organisation may look what stands behind an address."""
    return {"success": authz.has_user_permission_for_some_org(context.get("user", ""), "admin")}


def resilient_harvest_source_create(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever administers an organisation may add sources to it."""
    return {"success": _administers(context, data_dict.get("owner_org"))}


def resilient_harvest_source_approve(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Only system administrators approve sources."""
    return {"success": False}


def resilient_harvest_source_close(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever administers the organisation of a source may take it away."""
    return resilient_harvest_approve(context, data_dict)


def resilient_harvest_run(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Only system administrators run a harvest outside the queue."""
    return {"success": False}


def resilient_harvest_approval_show(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever may approve sees what there is to approve."""
    return resilient_harvest_approve(context, data_dict)


def resilient_harvest_approve(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever administers the organisation of a source may say that its missing records go."""
    source = stock.find_source(data_dict["id"])
    return {"success": source is not None and _administers(context, stock.owner_org(source))}


def resilient_harvest_undo(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever administers the organisation of a source may take back its last run."""
    return resilient_harvest_approve(context, data_dict)


def resilient_harvest_undo_show(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever may take back a run sees what that would do."""
    return resilient_harvest_approve(context, data_dict)


def resilient_overlay_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever edits a dataset sees its edits; without a dataset, whoever edits those of an organisation."""
    if data_dict["id"]:
        return resilient_overlay_decide(context, data_dict)
    return {"success": authz.has_user_permission_for_some_org(context.get("user", ""), "update_dataset")}


def resilient_overlay_decide(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever may edit a dataset decides about what was edited of it."""
    return {"success": tk.check_access("package_update", tk.fresh_context(context), {"id": data_dict["id"]})}


def resilient_harvest_check(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Only system administrators compare database and index: it reads both as a whole."""
    return {"success": False}


def resilient_harvest_prune(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Only system administrators drop history."""
    return {"success": False}


def resilient_harvest_tend(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Only system administrators take up broken runs; `harvest_jobs_run` does it by itself."""
    return {"success": False}


@tk.auth_allow_anonymous_access
def resilient_harvest_status(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Everyone may see when a source was last harvested and how it went."""
    return {"success": True}


def resilient_harvest_run_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever administers the organisation of a source sees its runs."""
    return {"success": _administers(context, stock.owner_org(registry.known_source(data_dict["id"])))}


def resilient_harvest_run_show(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever administers the organisation of a source sees each of its runs."""
    return {"success": _administers(context, stock.owner_org(history.known_job(data_dict["id"]).source))}


def resilient_harvest_issue_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever sees a run sees its findings."""
    return resilient_harvest_run_show(context, data_dict)


def resilient_harvest_change_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever sees a run sees what it changed."""
    return resilient_harvest_run_show(context, data_dict)


def resilient_harvest_start(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever sees the runs of a source may start one."""
    return resilient_harvest_run_list(context, data_dict)


def resilient_harvest_source_show(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever sees the runs of a source sees its settings."""
    return resilient_harvest_run_list(context, data_dict)


def resilient_harvest_source_update(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever sees the settings of a source may change them."""
    return resilient_harvest_run_list(context, data_dict)


def resilient_harvest_meaning_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever sees the settings of a source sees what its words mean."""
    return resilient_harvest_source_show(context, data_dict)


def resilient_harvest_meaning_set(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever may change a source says what its words mean."""
    return resilient_harvest_source_update(context, data_dict)


def resilient_harvest_meaning_unset(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever may say what words mean may take it back."""
    return resilient_harvest_source_update(context, data_dict)


def resilient_harvest_owner_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever sees a run sees whose records its findings concern."""
    return resilient_harvest_run_show(context, data_dict)


def resilient_harvest_owner_show(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever sees a run sees what its data owners would be told."""
    return resilient_harvest_run_show(context, data_dict)


def resilient_harvest_owner_tell(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever sees a run may tell its data owners."""
    return resilient_harvest_run_show(context, data_dict)


def resilient_harvest_cancel(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever sees a run may end it."""
    return resilient_harvest_run_show(context, data_dict)


def resilient_harvest_unknown_values(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Only system administrators see the words that a portal's settings still lack."""
    return {"success": False}


def resilient_duplicate_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever administers an organisation may see which of its datasets other sources give too."""
    return {"success": authz.has_user_permission_for_some_org(context.get("user", ""), "admin")}


def resilient_duplicate_decide(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever administers the organisations of both records may decide about them.

    Of a pair that is known (`id`), or of a source's records and those that a rehearsal has compared with (`others`).
    """
    if others := data_dict.get("others"):
        owners = decide.organisations_of(others)
    else:
        decision = decide.find(data_dict["id"])
        owners = decide.organisations(decision) if decision else set()
    return {"success": bool(owners) and all(_administers(context, owner) for owner in owners)}


def _administers(context: Context, organisation: str | None) -> bool:
    return bool(organisation) and authz.has_user_permission_for_group_or_org(
        organisation, context.get("user", ""), "admin"
    )


@tk.auth_allow_anonymous_access
def resilient_portal_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Everyone may see which portals the suite knows."""
    return {"success": True}


def resilient_portal_register(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Only system administrators register portals as harvest sources."""
    return {"success": False}
