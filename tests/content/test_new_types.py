"""Examples, training, fact sheets, requests and pages: through the API and through the form, nothing lost."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action

from tests.content import new_types
from tests.content.conftest import Call
from tests.content.test_forms import post, problems, typed

TYPES = tuple(new_types.FULL)
OF_THE_ENTRY = {"id", "name", "metadata_created", "metadata_modified", "revision_id", "creator_user_id"}


@pytest.fixture
def stored(call: Call) -> None:
    """All records with what they link to."""
    for action, data in new_types.calls():
        call(action, **data)


@pytest.fixture
def headers(stored: None) -> dict[str, str]:
    """Headers of an editor of the organisation, who is no administrator."""
    editor = factories.UserWithToken()
    call_action(
        "organization_member_create",
        id=new_types.ORGANIZATION["name"],
        username=editor["name"],
        role="editor",
    )
    return {"Authorization": editor["token"]}


def content_of(record: dict[str, Any]) -> dict[str, Any]:
    """What people wrote, without what CKAN keeps of the entry itself."""
    return {name: value for name, value in record.items() if name not in OF_THE_ENTRY}


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("content_type", TYPES)
def test_every_field_comes_out_of_the_api_as_it_went_in(content_type: str, call: Call) -> None:
    sent = new_types.FULL[content_type]
    shown = call("package_show", id=sent["name"])
    assert {name: shown.get(name) for name in sent} == sent
    assert shown.get("extras", []) == []

    call("package_update", **{**shown, "in_short": {"sq": "Shkurt"}})
    again = call("package_show", id=sent["name"])
    assert {name: again.get(name) for name in sent} == {**sent, "in_short": {"sq": "Shkurt"}}

    call("package_patch", id=sent["name"], title_translated={"hr": "Naslov"})
    patched = call("package_show", id=sent["name"])
    assert patched["title_translated"] == {"hr": "Naslov"}
    assert patched["in_short"] == {"sq": "Shkurt"}


@pytest.mark.usefixtures("clean")
@pytest.mark.parametrize("content_type", TYPES)
def test_the_records_fill_every_field_but_those_that_would_link_to_themselves(content_type: str) -> None:
    schema = call_action("scheming_dataset_schema_show", type=content_type)
    fields = {field["field_name"] for field in schema["dataset_fields"]}
    to_own_type = {f["field_name"] for f in schema["dataset_fields"] if f.get("links_to") == content_type}
    of_later_types = {"use_cases", "clusters", "training_items"}
    left_out = fields - set(new_types.FULL[content_type]) - {"owner_org"}
    assert left_out <= to_own_type | of_later_types


@pytest.mark.parametrize("content_type", TYPES)
def test_the_form_of_an_editor_goes_round_without_a_change(
    content_type: str, app: CKANTestApp, headers: dict[str, str], call: Call
) -> None:
    name = new_types.FULL[content_type]["name"]
    before = call("package_show", id=name)
    url = f"/{content_type}/edit/{name}"
    answer = post(app, url, headers, typed(app.get(url, headers=headers).body))
    assert answer.status_code == 302, problems(answer.body)
    assert content_of(call("package_show", id=name)) == content_of(before)


@pytest.mark.parametrize("content_type", TYPES)
def test_an_editor_publishes_a_full_entry_with_one_form_and_no_file(
    content_type: str, app: CKANTestApp, headers: dict[str, str], call: Call
) -> None:
    model = call("package_show", id=new_types.FULL[content_type]["name"])
    filled = typed(app.get(f"/{content_type}/edit/{model['name']}", headers=headers).body)
    blank = typed(app.get(f"/{content_type}/new", headers=headers).body)
    sent = {**filled, "name": "another-one", "pkg_name": blank["pkg_name"]}
    answer = post(app, f"/{content_type}/new", headers, sent)
    assert answer.status_code == 302, problems(answer.body)
    assert answer.headers["Location"].endswith(f"/{content_type}/another-one")
    made = call("package_show", id="another-one")
    assert made["state"] == "active"
    # What has no place in the form is not there on a new entry.
    assert content_of(made) == {
        name: value for name, value in content_of(model).items() if name != "source_extra"
    }


@pytest.mark.parametrize("content_type", TYPES)
def test_an_empty_form_says_in_plain_words_what_is_missing(
    content_type: str, app: CKANTestApp, headers: dict[str, str]
) -> None:
    blank = typed(app.get(f"/{content_type}/new", headers=headers).body)
    answer = post(app, f"/{content_type}/new", headers, {**blank, "name": "some-name"})
    assert answer.status_code == 200
    said = problems(answer.body)
    assert "Fill this in, in at least one language." in said or "Give it a name" in said
    assert "title_translated" not in said


def test_a_link_to_nothing_is_refused_at_its_field(app: CKANTestApp, headers: dict[str, str]) -> None:
    url = f"/training/edit/{new_types.TRAINING['name']}"
    sent = {**typed(app.get(url, headers=headers).body), "practice_datasets": "no-such-dataset"}
    answer = post(app, url, headers, sent)
    assert answer.status_code == 200
    assert "There is no entry “no-such-dataset” of this kind here." in problems(answer.body)


def test_a_link_may_be_given_as_the_address_of_a_page(
    app: CKANTestApp, headers: dict[str, str], call: Call
) -> None:
    url = f"/training/edit/{new_types.TRAINING['name']}"
    sent = {
        **typed(app.get(url, headers=headers).body),
        "practice_datasets": "http://localhost/el/dataset/empty-buildings?x=1\ncare-places",
    }
    answer = post(app, url, headers, sent)
    assert answer.status_code == 302, problems(answer.body)
    shown = call("package_show", id=new_types.TRAINING["name"])
    assert shown["practice_datasets"] == ["empty-buildings", "care-places"]


def test_who_belongs_to_no_organisation_cannot_add_an_entry(app: CKANTestApp, stored: None) -> None:
    stranger = {"Authorization": factories.UserWithToken()["token"]}
    assert app.get("/use-case/new", headers=stranger, status=None).status_code == 403
