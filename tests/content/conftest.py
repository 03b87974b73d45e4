"""A publisher, and calls in the publisher's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action

from tests.content.records import LINKED

Call = Callable[..., dict[str, Any]]


@pytest.fixture
def linked(organisation: dict[str, Any]) -> None:
    """The entries that the cluster of `records` links to."""
    for content_type, names in LINKED.items():
        for name in names:
            factories.Dataset(
                type=content_type, name=name, title_translated={"en": name}, owner_org=organisation["id"]
            )


@pytest.fixture
def call(clean: None) -> Call:
    """Call an action as a system administrator."""
    user = factories.Sysadmin()

    def run(action: str, **data: Any) -> dict[str, Any]:
        return call_action(action, {"user": user["name"], "ignore_auth": False}, **data)

    return run
