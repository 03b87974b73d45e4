"""The second guard against forged requests, with the hole it closes (CVE-2026-41255)."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.tests import factories

SITE = "http://test.resilient.example"


@pytest.fixture
def signed_in(app: Any, clean: None) -> Any:
    """A browser with the session of a system administrator."""
    user = factories.Sysadmin(password="a-long-passphrase-1")
    app.post("/user/login", data={"login": user["name"], "password": "a-long-passphrase-1"})
    return app


def create_organisation(browser: Any, name: str, headers: dict[str, str]) -> Any:
    data = {"name": name, "title": name, "save": ""}
    return browser.post("/organization/new", data=data, headers=headers, follow_redirects=False)


@pytest.mark.usefixtures("clean")
def test_a_form_sent_by_another_site_is_refused(signed_in: Any) -> None:
    answer = create_organisation(signed_in, "forged", {"Origin": "https://evil.example"})
    assert answer.status_code == 403


def test_a_page_that_hides_its_origin_is_refused(signed_in: Any) -> None:
    assert create_organisation(signed_in, "forged", {"Origin": "null"}).status_code == 403


def test_our_own_form_is_accepted(signed_in: Any) -> None:
    assert create_organisation(signed_in, "ours", {"Origin": SITE}).status_code in {200, 302}


def test_a_program_with_a_token_needs_no_origin(app: Any, sysadmin_headers: dict[str, str]) -> None:
    answer = app.post(
        "/api/3/action/organization_create",
        json={"name": "by-token", "title": "By token"},
        headers=sysadmin_headers,
    )
    assert answer.status_code == 200
