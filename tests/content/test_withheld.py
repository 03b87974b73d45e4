"""Who asks and does not want to be named is named to nobody but those who look after the request."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ckan.lib import search
from ckan.lib.search.common import make_connection
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action

from ckanext.resilient.content import withheld
from tests.content import new_types
from tests.content.conftest import Call
from tests.content.test_forms import post, typed

NAME = new_types.REQUEST["name"]
WHO = new_types.REQUEST["asked_by"]
SHOW = f"/api/3/action/package_show?id={NAME}"
READS = (
    SHOW,
    f"{SHOW}&use_default_schema=true",
    f"/api/3/action/package_search?fq=name:{NAME}",
    f"/api/3/action/package_search?fq=name:{NAME}&use_default_schema=true",
    f"/api/3/action/package_search?fq=name:{NAME}&fl=id&fl=name&fl=asked_by&fl=extras_asked_by",
    "/api/3/action/current_package_list_with_resources",
    f"/data-request/{NAME}",
    f"/data-request/{NAME}.ttl",
    f"/data-request/{NAME}.jsonld",
)


@pytest.fixture
def stored(call: Call) -> None:
    """All records with what they link to."""
    for action, data in new_types.calls():
        call(action, **data)


def headers(role: str | None) -> dict[str, str]:
    """Headers of somebody with an account, with a role in the request's organisation."""
    user = factories.UserWithToken()
    if role:
        call_action(
            "organization_member_create",
            id=new_types.ORGANIZATION["name"],
            username=user["name"],
            role=role,
        )
    return {"Authorization": user["token"]}


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("role", [None, "member"])
def test_who_asks_is_in_nothing_that_is_given_out(app: CKANTestApp, role: str | None) -> None:
    somebody = headers(role)
    for address in READS:
        assert WHO not in app.get(address).body, address
        assert WHO not in app.get(address, headers=somebody).body, address
    assert WHO not in json.dumps(list(make_connection().search(f"name:{NAME}", fl="*")), default=str)
    found = json.loads(app.get("/api/3/action/package_search?q=extras_asked_by:*Maria*").body)["result"]
    assert found["count"] == 0


@pytest.mark.usefixtures("stored")
def test_an_index_of_an_older_release_does_not_make_it_shown(
    app: CKANTestApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept in the index is what `package_show` begins with."""
    monkeypatch.setattr(withheld, "for_index", lambda doc: None)
    search.rebuild(NAME)
    assert json.loads(search.show(NAME)["validated_data_dict"])["asked_by"] == WHO
    for address in (SHOW, f"{SHOW}&use_default_schema=true"):
        assert WHO not in app.get(address).body


@pytest.mark.usefixtures("stored")
def test_an_editor_sees_the_name_and_loses_it_by_no_edit(app: CKANTestApp) -> None:
    editor = headers("editor")

    def shown() -> dict[str, Any]:
        return json.loads(app.get(SHOW, headers=editor).body)["result"]

    assert shown()["asked_by"] == WHO
    url = f"/data-request/edit/{NAME}"
    answer = post(app, url, editor, typed(app.get(url, headers=editor).body))
    assert answer.status_code == 302
    assert shown()["asked_by"] == WHO
    patched = {"id": NAME, "due_on": "2025-01-01"}
    app.post("/api/3/action/package_patch", json=patched, headers=editor, status=200)
    search.rebuild()
    assert (shown()["asked_by"], shown()["due_on"]) == (WHO, "2025-01-01")


@pytest.mark.usefixtures("stored")
def test_who_does_not_mind_is_named(app: CKANTestApp, call: Call) -> None:
    call("package_patch", id=NAME, name_hidden=False)
    for address in (SHOW, f"/api/3/action/package_search?fq=name:{NAME}"):
        assert WHO in app.get(address).body
