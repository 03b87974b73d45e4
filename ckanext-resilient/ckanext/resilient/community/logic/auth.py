"""Who may say something, see it, and decide what is shown."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan import authz, model
from ckan.types import AuthResult, Context, DataDict

from ckanext.resilient.community import statements

__all__ = [
    "resilient_community_sweep",
    "resilient_moderation_list",
    "resilient_rating_set",
    "resilient_rating_show",
    "resilient_rating_withdraw",
    "resilient_statement_list",
    "resilient_statement_moderate",
    "resilient_statement_report",
    "resilient_suggestion_answer",
    "resilient_suggestion_confirm",
    "resilient_suggestion_create",
    "resilient_suggestion_decide",
    "resilient_suggestion_list",
    "resilient_suggestion_mine",
    "resilient_suggestion_own",
    "resilient_suggestion_withdraw",
]


def resilient_rating_set(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever has an account rates what she may see."""
    return {"success": sees(context, data_dict["id"])}


def resilient_rating_withdraw(context: Context, data_dict: DataDict) -> AuthResult:
    """Everybody takes back her own rating."""
    return {"success": bool(statements.author(context))}


@tk.auth_allow_anonymous_access
def resilient_rating_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may see a dataset sees how useful it was."""
    return {"success": sees(context, data_dict["id"])}


@tk.auth_allow_anonymous_access
def resilient_statement_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may see a dataset sees what is said about it."""
    return {"success": sees(context, data_dict["id"])}


@tk.auth_allow_anonymous_access
def resilient_statement_report(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may see a dataset may report what is said about it."""
    return {"success": sees(context, statements.found(data_dict["id"]).package_id)}


def resilient_statement_moderate(context: Context, data_dict: DataDict) -> AuthResult:
    """Administrators of the dataset's organisation decide which texts are shown."""
    package = model.Package.get(statements.found(data_dict["id"]).package_id)
    organisation = package.owner_org if package else None
    return {
        "success": bool(organisation)
        and authz.has_user_permission_for_group_or_org(organisation, context.get("user", ""), "admin")
    }


def resilient_moderation_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Administrators of an organisation see what there is to look at."""
    return {"success": authz.has_user_permission_for_some_org(context.get("user", ""), "admin")}


@tk.auth_allow_anonymous_access
def resilient_suggestion_create(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may see a dataset may say what could be better."""
    return {"success": sees(context, data_dict["id"])}


@tk.auth_allow_anonymous_access
def resilient_suggestion_own(context: Context, data_dict: DataDict) -> AuthResult:
    """The secret, or the account, shows who the author is: the action looks for both."""
    return {"success": True}


resilient_suggestion_confirm = resilient_suggestion_own
resilient_suggestion_answer = resilient_suggestion_own
resilient_suggestion_withdraw = resilient_suggestion_own


def resilient_suggestion_decide(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may edit a dataset decides about suggestions for it."""
    dataset = {"id": statements.found(data_dict["id"]).package_id}
    return {"success": tk.check_access("package_update", tk.fresh_context(context), dataset)}


def resilient_suggestion_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever edits datasets of an organisation sees what is suggested for them."""
    return {"success": authz.has_user_permission_for_some_org(context.get("user", ""), "update_dataset")}


def resilient_suggestion_mine(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever has an account sees what she suggested."""
    return {"success": bool(statements.author(context))}


def resilient_community_sweep(context: Context, data_dict: DataDict) -> AuthResult:
    """Only administrators of the site clean up."""
    return {"success": False}


def sees(context: Context, dataset: str) -> bool:
    """Whether the caller may see a dataset."""
    return tk.check_access("package_show", tk.fresh_context(context), {"id": dataset})
