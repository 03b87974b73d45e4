"""What the feed hears of: an organisation's new name is in the graphs of its datasets."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.catalogue import store


def subscriptions() -> dict[Any, list[Any]]:
    """Signals and who listens to them."""
    listener = {"sender": "organization_update", "receiver": organization_changed}
    return {tk.signals.action_succeeded: [listener]}


def organization_changed(sender: str, *, result: Any, **_rest: Any) -> None:
    """Make the graphs of its datasets anew."""
    if isinstance(result, dict) and "id" in result:
        store.forget_graphs(str(result["id"]))
