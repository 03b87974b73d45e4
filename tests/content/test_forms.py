"""The forms: pages, several languages, gaps named, and nothing lost that a form does not show."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp
from lxml import html

from tests.content.conftest import Call
from tests.content.records import CLUSTER, DATASET, ORGANIZATION

FIRST_PAGE = {
    "resilient_form": "dataset:1",
    "save": "save",
    "_ckan_phase": "1",
    "title_translated-it": " Asili nido ",
    "title_translated-en": "",
    "name": "asili-nido",
    "in_short-it": "Dove sono",
    "notes_translated-it": "Elenco",
    "contact-0-name": "Ufficio",
    "contact-0-email": "dati@example.org",
    "contact-1-name": "",
    "contact-1-email": "",
    "od_category": "education",
    "tags_translated-it": "asili, infanzia,  asili",
}


@pytest.fixture
def headers(clean: None) -> dict[str, str]:
    return {"Authorization": factories.SysadminWithToken()["token"]}


def post(app: CKANTestApp, url: str, headers: dict[str, str], data: dict[str, Any]) -> Any:
    return app.post(url, headers=headers, data=data, follow_redirects=False)


def problems(body: str) -> str:
    page = html.fromstring(body)
    said = [" ".join(part.text_content().split()) for part in page.xpath("//*[contains(@class, 'error-')]")]
    return " | ".join(said) or page.text_content()[:500]


def test_the_first_page_stores_texts_by_language_and_leads_to_the_second(
    app: CKANTestApp, headers: dict[str, str], organisation: dict[str, Any], call: Call
) -> None:
    answer = post(app, "/dataset/new", headers, {**FIRST_PAGE, "owner_org": organisation["id"]})
    assert answer.status_code == 302, problems(answer.body)
    assert answer.headers["Location"].endswith("/dataset/new/asili-nido/2")
    shown = call("package_show", id="asili-nido")
    assert shown["title_translated"] == {"it": "Asili nido"}
    assert shown["tags_translated"] == {"it": ["asili", "infanzia"]}
    assert shown["contact"] == [{"name": "Ufficio", "email": "dati@example.org"}]
    assert shown["od_category"] == ["education"]


def test_a_gap_is_named_on_its_page_unless_it_is_saved_for_later(
    app: CKANTestApp, headers: dict[str, str], organisation: dict[str, Any], call: Call
) -> None:
    sent = {**FIRST_PAGE, "owner_org": organisation["id"], "in_short-it": "", "contact-0-email": ""}
    answer = post(app, "/dataset/new", headers, sent)
    assert answer.status_code == 200
    assert "Say in one sentence what it is." in answer.body
    assert "Say who answers questions" in answer.body
    assert "Say how often it is renewed." not in answer.body
    assert 'value=" Asili nido "' in answer.body

    answer = post(app, "/dataset/new", headers, {**sent, "resilient_later": "1"})
    assert answer.status_code == 302
    assert "in_short" not in call("package_show", id="asili-nido")


def test_a_page_can_empty_a_field_and_keeps_what_it_does_not_show(
    app: CKANTestApp, headers: dict[str, str], organisation: dict[str, Any], call: Call
) -> None:
    made = call("package_create", **{**DATASET, "owner_org": organisation["id"], "name": "anziani"})
    sent = {
        **FIRST_PAGE,
        "name": "anziani",
        "owner_org": organisation["id"],
        "title_translated-it": "Nuovo titolo",
        "title_translated-el": "",
        "contact-0-name": "Altro ufficio",
    }
    del sent["od_category"]
    answer = post(app, "/dataset/edit/anziani/1", headers, {**sent, "resilient_later": "1"})
    assert answer.status_code == 302, problems(answer.body)
    shown = call("package_show", id=made["id"])
    assert shown["title_translated"] == {"it": "Nuovo titolo"}
    assert shown["contact"][0]["name"] == "Altro ufficio"
    assert "od_category" not in shown
    for name in ("source_guid", "source_extra", "publisher", "spatial_coverage", "theme", "license_id"):
        assert shown[name] == made[name]
    assert len(shown["resources"]) == 2


@pytest.mark.parametrize("page", [1, 2, 3, 4, 5])
def test_every_page_of_a_full_record_goes_round_without_a_change(
    page: int, app: CKANTestApp, headers: dict[str, str], organisation: dict[str, Any], call: Call
) -> None:
    made = call("package_create", **{**DATASET, "owner_org": organisation["id"], "name": "anziani"})
    before = call("package_show", id=made["id"])
    body = app.get(f"/dataset/edit/anziani/{page}", headers=headers).body
    answer = post(app, f"/dataset/edit/anziani/{page}", headers, typed(body))
    assert answer.status_code == 302, problems(answer.body)
    after = call("package_show", id=made["id"])
    changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    assert changed <= {"metadata_modified"}


def test_the_form_of_a_resource_goes_round_without_a_change(
    app: CKANTestApp, headers: dict[str, str], organisation: dict[str, Any], call: Call
) -> None:
    made = call("package_create", **{**DATASET, "owner_org": organisation["id"], "name": "anziani"})
    resource = made["resources"][0]
    url = f"/dataset/anziani/resource/{resource['id']}/edit"
    answer = post(app, url, headers, {**typed(app.get(url, headers=headers).body), "save": "save"})
    assert answer.status_code == 302, problems(answer.body)
    after = call("package_show", id=made["id"])["resources"][0]
    changed = {name for name in {*resource, *after} if resource.get(name) != after.get(name)}
    assert changed <= {"metadata_modified", "last_modified", "url_type"}


@pytest.mark.usefixtures("linked")
def test_the_form_of_a_cluster_publishes_at_once_and_goes_round(
    app: CKANTestApp, headers: dict[str, str], organisation: dict[str, Any], call: Call
) -> None:
    made = call("package_create", **{**CLUSTER, "owner_org": organisation["id"], "name": "lmc"})
    before = call("package_show", id=made["id"])
    answer = post(
        app, "/cluster/edit/lmc", headers, typed(app.get("/cluster/edit/lmc", headers=headers).body)
    )
    assert answer.status_code == 302, problems(answer.body)
    after = call("package_show", id=made["id"])
    changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    assert changed <= {"metadata_modified"}

    new = typed(app.get("/cluster/new", headers=headers).body)
    new.update(
        {
            "title_translated-en": "New",
            "name": "new-one",
            "owner_org": organisation["id"],
            "resilient_later": "1",
        }
    )
    answer = post(app, "/cluster/new", headers, new)
    assert answer.status_code == 302, problems(answer.body)
    assert call("package_show", id="new-one")["state"] == "active"


def test_the_form_of_an_organisation_goes_round(
    app: CKANTestApp, headers: dict[str, str], call: Call
) -> None:
    made = call("organization_create", name="koin", **ORGANIZATION)
    url = "/organization/edit/koin"
    before = call("organization_show", id=made["id"])
    answer = post(app, url, headers, {**typed(app.get(url, headers=headers).body), "save": "save"})
    assert answer.status_code == 302, problems(answer.body)
    after = call("organization_show", id=made["id"])
    assert {name for name in {*before, *after} if before.get(name) != after.get(name)} <= {"users"}


def test_the_writers_language_comes_first_and_filled_ones_are_marked(
    app: CKANTestApp, headers: dict[str, str], organisation: dict[str, Any], call: Call
) -> None:
    call("package_create", **{**DATASET, "owner_org": organisation["id"], "name": "anziani"})
    body = app.get("/el/dataset/edit/anziani/1", headers=headers).body
    assert body.index('name="title_translated-el"') < body.index('name="title_translated-it"')
    assert "Ιταλικά ✓" in body


def typed(body: str) -> dict[str, Any]:
    """What a browser without JavaScript sends for the dataset form on a page, blank groups included."""
    page = html.fromstring(body)
    ours = ("dataset-edit", "resource-edit")
    form = next(form for form in page.forms if form.get("id") in ours or "title_translated-en" in form.fields)
    found: dict[str, Any] = {}
    for name, value in form.form_values():
        found[name] = [*found[name], value] if isinstance(found.get(name), list) else value
        if len([key for key, _ in form.form_values() if key == name]) > 1:
            found[name] = [entry for key, entry in form.form_values() if key == name]
    return {**found, "save": "save"}
