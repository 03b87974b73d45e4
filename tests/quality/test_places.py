"""Each step of "Fix this first" opens the form where it can be done: at the page and the field, or at the file."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urldefrag

from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action

from ckanext.resilient.quality.indicators import INDICATORS
from ckanext.resilient.quality.places import place_of

STEPS = re.compile(r'<ol class="rs-steps-first">(.*?)</ol>', re.DOTALL)
LINK = re.compile(r'<a href="([^"]+)">([^<]+)</a>')


def _steps(page: str) -> dict[str, str]:
    """Address of each step that the page shows, by its text."""
    return {text: address for address, text in LINK.findall(STEPS.findall(page)[0])}


def _opens_at_its_field(app: CKANTestApp, address: str, headers: dict[str, str]) -> str:
    path, place = urldefrag(address)
    form = app.get(path, headers=headers)
    assert form.status_code == 200, address
    assert form.body.count(f'id="{place}"') == 1, address
    return place


def test_every_field_that_a_step_names_is_on_the_page_that_opens(
    app: CKANTestApp, organisation: dict[str, Any], sysadmin_headers: dict[str, str]
) -> None:
    user = factories.Sysadmin()["name"]
    files = [{"url": "https://dati.example/a"}, {"url": "https://dati.example/b"}]
    made = call_action(
        "package_create", context={"user": user}, name="povero", type="dataset", owner_org=organisation["id"],
        title_translated={"it": "Povero"}, resources=files,
    )  # fmt: skip
    second = made["resources"][1]["id"]
    with app.flask_app.test_request_context():
        addresses = {
            one.id: place_of(made, one.field, [one.id], second if one.of_file else "") for one in INDICATORS
        }
    opened = {
        name: _opens_at_its_field(app, address, sysadmin_headers)
        for name, address in addresses.items()
        if "#" in address
    }
    for one in INDICATORS:
        if one.of_file and one.field == "resources":
            assert second in addresses[one.id] or addresses[one.id].endswith("/resource/new")
    assert opened["temporalAvailability"] == "at-temporal_coverage"
    assert opened["licenceAvailability"] == "at-license_id"
    assert opened["formatAvailability"] == "at-format"
    assert opened["dateIssuedAvailability"] == "at-issued"
    shown = _steps(app.get("/dataset/povero", headers=sysadmin_headers).body)
    assert len(shown) == 5
    for address in shown.values():
        _opens_at_its_field(app, address, sysadmin_headers)


def test_without_a_file_the_form_for_a_new_one_opens(
    app: CKANTestApp, organisation: dict[str, Any], sysadmin_headers: dict[str, str]
) -> None:
    user = factories.Sysadmin()["name"]
    sent = {
        "name": "vuoto",
        "type": "dataset",
        "owner_org": organisation["id"],
        "title_translated": {"it": "V"},
    }
    call_action("package_create", context={"user": user}, **sent)
    page = app.get("/dataset/vuoto", headers=sysadmin_headers).body
    assert "/dataset/vuoto/resource/new" in page


def test_a_mail_to_the_source_is_ready_in_the_language_that_the_source_writes(
    app: CKANTestApp, organisation: dict[str, Any], sysadmin_headers: dict[str, str]
) -> None:
    user = factories.Sysadmin()["name"]
    call_action(
        "package_create", context={"user": user}, name="raccolto", type="dataset", owner_org=organisation["id"],
        title_translated={"it": "Posti nido"}, contact=[{"email": "dati@comune.example"}], source_guid="comune-1",
        language=["http://publications.europa.eu/resource/authority/language/ITA"],
    )  # fmt: skip
    page = app.get("/dataset/raccolto", headers=sysadmin_headers).body
    assert "mailto:dati@comune.example?subject=Il%20vostro%20dataset" in page
    assert '<p class="rs-small" lang="it">- Scegli' in page
    assert "/it/dataset/raccolto" in page
    assert "Fix this first" in page
