"""Who may harvest."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context


def resilient_harvest_rehearse(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever may create a harvest source may see first what would come in."""
    return {"success": tk.check_access("harvest_source_create", context, {"owner_org": None})}


def resilient_harvest_run(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Only system administrators run a harvest outside the queue."""
    return {"success": False}


@tk.auth_allow_anonymous_access
def resilient_harvest_status(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Everyone may see when a source was last harvested and how it went."""
    return {"success": True}


def resilient_harvest_unknown_values(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Only system administrators see the words that a portal's settings still lack."""
    return {"success": False}


@tk.auth_allow_anonymous_access
def resilient_portal_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Everyone may see which portals the suite knows."""
    return {"success": True}


def resilient_portal_register(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Only system administrators register portals as harvest sources."""
    return {"success": False}
