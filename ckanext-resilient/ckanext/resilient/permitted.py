"""Of whose data the caller of an action sees what others do not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.lib.plugins import get_permission_labels
from ckan.types import Context


def organisations(context: Context, permission: str) -> list[str] | None:
    """Ids of the organisations where the caller holds a permission (`admin`), None when that is all of them."""
    if _may_all(context):
        return None
    own = tk.get_action("organization_list_for_user")({**context}, {"permission": permission})
    return [organisation["id"] for organisation in own]


def caller() -> Context:
    """Who asks for a page, for what asks more than one action on her behalf."""
    return {"user": tk.current_user.name, "auth_user_obj": tk.current_user}


def unseen(context: Context, package_ids: Iterable[str]) -> set[str]:
    """Those of these datasets that the caller may not see."""
    if _may_all(context):
        return set()
    labels = get_permission_labels()
    user: Any = context.get("auth_user_obj")
    own = set(labels.get_user_dataset_labels(user))
    package = model.Package
    hidden = sa.select(package).where(package.id.in_(list(package_ids)), package.private)
    return {one.id for one in model.Session.scalars(hidden) if own.isdisjoint(labels.get_dataset_labels(one))}


def _may_all(context: Context) -> bool:
    return bool(context.get("ignore_auth") or getattr(context.get("auth_user_obj"), "sysadmin", False))
