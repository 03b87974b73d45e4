"""Who may ask about quality."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context, DataDict

__all__ = [
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
