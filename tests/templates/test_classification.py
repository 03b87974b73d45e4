"""The page of a dataset tells what was filled in automatically, and by which words."""

from __future__ import annotations

from typing import Any

from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action
from lxml import html

NEED = {
    "social_need": ["food-access"],
    "beneficiary": ["people-in-poverty"],
    "auto_classified": ["social_need"],
    "auto_matched": [
        {
            "field": "social_need",
            "code": "food-access",
            "words": "Banco alimentare · banco alimentare · pacchi",
        }
    ],
}


def notes(app: CKANTestApp, organisation: dict[str, Any], language: str, **fields: Any) -> list[str]:
    dataset = call_action(
        "package_create",
        {"user": factories.Sysadmin()["name"], "ignore_auth": False},
        type="dataset",
        title_translated={"it": "Banco alimentare"},
        owner_org=organisation["id"],
        **fields,
    )
    document = html.fromstring(app.get(f"/{language}/dataset/{dataset['name']}").body)
    return [note.text_content() for note in document.xpath("//dl[@class='rs-properties']//small")]


def test_a_field_filled_in_automatically_shows_the_words(
    organisation: dict[str, Any], app: CKANTestApp
) -> None:
    assert notes(app, organisation, "it", **NEED) == [
        "(Compilato automaticamente, perché il testo dice: “banco alimentare”, “pacchi”)"
    ]


def test_a_field_that_a_person_filled_in_has_no_note(organisation: dict[str, Any], app: CKANTestApp) -> None:
    assert notes(app, organisation, "it", social_need=["food-access"]) == []
