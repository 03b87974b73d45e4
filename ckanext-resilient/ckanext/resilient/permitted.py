"""Of whose data the caller of an action sees what others do not."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Context


def organisations(context: Context, permission: str) -> list[str] | None:
    """Ids of the organisations where the caller holds a permission (`admin`), None when that is all of them."""
    if context.get("ignore_auth") or getattr(context.get("auth_user_obj"), "sysadmin", False):
        return None
    own = tk.get_action("organization_list_for_user")({**context}, {"permission": permission})
    return [organisation["id"] for organisation in own]


def caller() -> Context:
    """Who asks for a page, for what asks more than one action on her behalf."""
    return {"user": tk.current_user.name, "auth_user_obj": tk.current_user}
