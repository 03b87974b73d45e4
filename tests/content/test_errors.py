"""Wrong input is refused at its field, in the language of the request."""

from __future__ import annotations

from typing import Any

import pytest
from ckan import model
from ckan.tests.helpers import CKANTestApp

from ckanext.resilient.content import values
from ckanext.resilient.multilingual import text
from tools.translations import read_catalogue

WRONG: dict[str, Any] = {
    "title_translated": {"xx": "Titolo"},
    "in_short": {"it": "a" * 141},
    "social_need": ["ageing"],
    "frequency": "yearly",
    "license_id": "see-terms-of-use",
    "contact": [{"name": "Ufficio", "email": "nobody"}],
    "temporal_coverage": [{"start": "2020"}, {"start": "yesterday"}],
    "spatial_coverage": [{"uri": "Veneto"}],
    "issued": "31/05/2024",
    "resources": [{"url": "https://example.org", "format": "PX-Web", "columns": [{"personal": "maybe"}]}],
}


def create(app: CKANTestApp, locale: str, headers: dict[str, str], **sent: Any) -> Any:
    prefix = f"/{locale}" if locale != "en" else ""
    return app.post(f"{prefix}/api/3/action/package_create", json=sent, headers=headers, status=409)


def test_every_wrong_field_is_named(
    app: CKANTestApp, organisation: dict[str, Any], sysadmin_headers: dict[str, str]
) -> None:
    answer = create(app, "en", sysadmin_headers, owner_org=organisation["id"], **WRONG)
    error = answer.json["error"]
    del error["__type"]
    assert set(error) == set(WRONG)
    assert "“ageing” is not one of the" in error["social_need"][0]
    assert "“ageing-care”" in error["social_need"][0]
    assert "141" in error["in_short"][0]
    assert "nobody" in error["contact"][0]["email"][0]
    assert error["temporal_coverage"][0] == {}
    assert "yesterday" in error["temporal_coverage"][1]["start"][0]
    assert "PX-Web" in error["resources"][0]["format"][0]
    assert "maybe" in error["resources"][0]["columns"][0]["personal"][0]
    assert model.Session.query(model.Package).count() == 0


def test_without_a_title_a_record_is_refused(
    app: CKANTestApp, organisation: dict[str, Any], sysadmin_headers: dict[str, str]
) -> None:
    answer = create(app, "en", sysadmin_headers, owner_org=organisation["id"], notes="No title")
    assert answer.json["error"]["title_translated"] == ["Fill this in, in at least one language."]


@pytest.mark.parametrize("locale", ["it", "el"])
def test_errors_are_in_the_language_of_the_request(
    app: CKANTestApp, organisation: dict[str, Any], sysadmin_headers: dict[str, str], locale: str
) -> None:
    answer = create(app, locale, sysadmin_headers, owner_org=organisation["id"], **WRONG)
    catalogue = {message.id: message.string for message in read_catalogue(locale)}
    expected = {
        "title_translated": catalogue[text.UNKNOWN_LANGUAGE].format(tag="xx"),
        "issued": catalogue[values.NOT_A_DATE].format(value="31/05/2024"),
    }
    for field, message in expected.items():
        assert message
        assert answer.json["error"][field] == [message]
    assert catalogue[text.UNKNOWN_LANGUAGE] != text.UNKNOWN_LANGUAGE
