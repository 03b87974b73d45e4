"""The history of an entry names people: it is for those who are logged in."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp


@pytest.mark.parametrize("path", ["/dataset/activity/{dataset}", "/organization/activity/{organization}"])
def test_the_list_of_changes_is_for_people_who_are_logged_in(
    app: CKANTestApp, organisation: dict[str, Any], path: str
) -> None:
    dataset = factories.Dataset(owner_org=organisation["id"], title_translated={"en": "Care"})
    address = path.format(dataset=dataset["name"], organization=organisation["name"])
    user = {"Authorization": factories.UserWithToken()["token"]}

    assert app.get(address, expect_errors=True).status_code == 403
    assert app.get(address, headers=user).status_code == 200


def test_visitors_meet_no_link_to_it(app: CKANTestApp, organisation: dict[str, Any]) -> None:
    dataset = factories.Dataset(owner_org=organisation["id"], title_translated={"en": "Care"})

    assert "/activity/" not in app.get(f"/dataset/{dataset['name']}").body
