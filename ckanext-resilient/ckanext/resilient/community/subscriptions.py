"""What is done when something happens elsewhere: somebody joins or leaves an organisation, an account or dataset goes."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import SignalMapping

from ckanext.resilient.community import ratings, statements


def get_subscriptions() -> SignalMapping:
    """The signals that we listen to."""
    done = {
        "member_create": members_changed,
        "member_delete": members_changed,
        "user_delete": account_gone,
        "dataset_purge": dataset_gone,
    }
    return {tk.signals.action_succeeded: [{"sender": name, "receiver": one} for name, one in done.items()]}


def members_changed(sender: Any, data_dict: Any = None, **rest: Any) -> None:
    """Count anew whose ratings count: those of members of an organisation do not, for its datasets."""
    if data_dict.get("object_type") == "user":
        group = model.Group.get(data_dict["id"])
        rated = ratings.rated_of(group.id) if group else []
        if rated:
            _counted(rated)


def account_gone(sender: Any, data_dict: Any = None, **rest: Any) -> None:
    """Remove what somebody said whose account was deleted."""
    user = model.User.get(data_dict["id"])
    if user is not None:
        _counted(statements.forget_user(user.id))


def _counted(package_ids: list[str]) -> None:
    changed = ratings.recount(package_ids)
    model.Session.commit()
    ratings.index(changed)


def dataset_gone(sender: Any, data_dict: Any = None, **rest: Any) -> None:
    """Remove what was said about a dataset that was purged, and about others that are gone."""
    statements.forget_orphans()
    model.Session.commit()
