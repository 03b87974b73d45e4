"""Whose sources the reader of a page administers."""

from __future__ import annotations

from collections.abc import Collection

import ckan.plugins.toolkit as tk
from ckan import model


def administered() -> Collection[str] | None:
    """Ids of the organisations that the reader administers, None when that is all of them."""
    user = tk.current_user
    if not isinstance(user, model.User):
        return ()
    if user.sysadmin:
        return None
    own = tk.get_action("organization_list_for_user")({}, {"permission": "admin"})
    return {organisation["id"] for organisation in own}
