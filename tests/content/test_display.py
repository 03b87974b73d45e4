"""Pages that ckanext-scheming makes from our fields: a resource, an organisation."""

from __future__ import annotations

from typing import Any

from ckan.tests.helpers import CKANTestApp
from lxml import html

from tests.content.conftest import Call
from tests.content.records import DATASET, ORGANIZATION


def words(app: CKANTestApp, url: str) -> str:
    page = html.fromstring(app.get(url).body)
    for script in page.xpath("//script|//style"):
        script.drop_tree()
    return " ".join(page.text_content().split())


def test_a_resource_shows_labels_and_texts_in_the_readers_language(
    app: CKANTestApp, call: Call, organisation: dict[str, Any]
) -> None:
    made = call("package_create", **DATASET, name="anziani", owner_org=organisation["id"])
    shown = words(app, f"/el/dataset/anziani/resource/{made['resources'][0]['id']}")
    assert "CC BY 4.0" in shown
    assert "Ιταλικά" in shown
    assert "Ο δήμος" in shown
    assert "publications.europa.eu" not in shown


def test_an_organisation_shows_labels_and_texts_in_the_readers_language(app: CKANTestApp, call: Call) -> None:
    call("organization_create", name="koin", **ORGANIZATION)
    shown = words(app, "/el/organization/about/koin")
    assert "Κατ’ οίκον φροντίδα" in shown
    assert "social-care" not in shown
