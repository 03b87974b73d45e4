"""Who may do what of the plugin `resilient_schema`."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context, DataDict

__all__ = ["resilient_publishable_show"]


@tk.auth_allow_anonymous_access
def resilient_publishable_show(context: Context, data_dict: DataDict) -> AuthResult:
    """A stored record's gaps may be seen by whoever may see the record; of one that was sent, by all."""
    if "id" not in data_dict:
        return {"success": True}
    return {"success": tk.check_access("package_show", context, {"id": data_dict["id"]})}
