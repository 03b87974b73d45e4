"""A dataset of an organisation, and people with and without a part in it."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.lib.redis import connect_to_redis
from ckan.tests import factories
from ckan.tests.helpers import call_action

TITLE = {"it": "Asili nido"}
CSV = {"url": "https://example.org/posti.csv", "format": "CSV", "name_translated": {"it": "Posti"}}


def act(action: str, user: str = "", **data: Any) -> Any:
    """Call an action as a user, with her rights; as a visitor when none is named."""
    return call_action(action, {"user": user, "ignore_auth": False}, **data)


@pytest.fixture(autouse=True)
def uncounted(clean: None) -> None:
    """Forget what was counted of earlier tests."""
    redis = connect_to_redis()
    for key in redis.scan_iter("ckan:*:resilient:community:*"):
        redis.delete(key)


@pytest.fixture
def dataset(organisation: dict[str, Any]) -> dict[str, Any]:
    """A dataset with a file."""
    return call_action(
        "package_create",
        {"user": factories.Sysadmin()["name"]},
        type="dataset",
        name="asili",
        owner_org=organisation["id"],
        title_translated=TITLE,
        resources=[dict(CSV)],
    )


def member(organisation: dict[str, Any], role: str) -> dict[str, Any]:
    """Somebody with a role in the organisation, and her token."""
    user = factories.UserWithToken()
    call_action("organization_member_create", id=organisation["id"], username=user["name"], role=role)
    return user


def headers(user: dict[str, Any]) -> dict[str, str]:
    """Headers of a request by this user."""
    return {"Authorization": user["token"]}
