"""Who may ask about quality."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan import authz, model
from ckan.types import AuthResult, Context, DataDict

from ckanext.resilient.quality.batch import store

__all__ = [
    "resilient_quality_batch_create",
    "resilient_quality_batch_preview",
    "resilient_quality_batch_resume",
    "resilient_quality_batch_show",
    "resilient_quality_check_files",
    "resilient_quality_check_links",
    "resilient_quality_check_shapes",
    "resilient_quality_history",
    "resilient_quality_list",
    "resilient_quality_show",
]


@tk.auth_allow_anonymous_access
def resilient_quality_show(context: Context, data_dict: DataDict) -> AuthResult:
    """The rating of a stored dataset may be seen by whoever may see it; of one that was sent, by all."""
    if "id" not in data_dict:
        return {"success": True}
    return {"success": tk.check_access("package_show", context, {"id": data_dict["id"]})}


@tk.auth_allow_anonymous_access
def resilient_quality_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Ratings are kept of public datasets only: everybody may see them."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def resilient_quality_history(context: Context, data_dict: DataDict) -> AuthResult:
    """Sums over public datasets may be seen by everybody; of one dataset by whoever may see it."""
    if data_dict.get("scope") == "dataset":
        return {"success": tk.check_access("package_show", context, {"id": data_dict.get("key")})}
    return {"success": True}


def resilient_quality_check_links(context: Context, data_dict: DataDict) -> AuthResult:
    """Only administrators of the site send out requests."""
    return {"success": False}


def resilient_quality_check_files(context: Context, data_dict: DataDict) -> AuthResult:
    """Only administrators of the site send out requests."""
    return {"success": False}


def resilient_quality_check_shapes(context: Context, data_dict: DataDict) -> AuthResult:
    """Only administrators of the site have much work done at once."""
    return {"success": False}


def resilient_quality_batch_preview(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever may edit datasets of the organisation, or of any: which ones, each dataset says by itself."""
    user = context.get("user", "")
    if data_dict.get("scope") == "organization":
        key = data_dict.get("key")
        return {"success": authz.has_user_permission_for_group_or_org(key, user, "update_dataset")}
    return {"success": authz.has_user_permission_for_some_org(user, "update_dataset")}


resilient_quality_batch_create = resilient_quality_batch_preview


def resilient_quality_batch_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Whoever asked for a batch sees how far it is, and has it carried on."""
    user = model.User.get(context.get("user") or "")
    return {"success": user is not None and store.found(data_dict["id"]).user_id == user.id}


resilient_quality_batch_resume = resilient_quality_batch_show
