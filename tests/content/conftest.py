"""A publisher, and calls in the publisher's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action

Call = Callable[..., dict[str, Any]]


@pytest.fixture
def call(clean: None) -> Call:
    """Call an action as a system administrator."""
    user = factories.Sysadmin()

    def run(action: str, **data: Any) -> dict[str, Any]:
        return call_action(action, {"user": user["name"], "ignore_auth": False}, **data)

    return run
