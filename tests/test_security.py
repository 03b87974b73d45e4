"""The second guard against forged requests, with the hole it closes (CVE-2026-41255)."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.tests import factories

SITE = "http://test.resilient.example"
PASSWORD = "a-long-passphrase-1"


@pytest.fixture
def signed_in(app: Any, clean: None) -> Any:
    """A browser with the session of a system administrator."""
    user = factories.Sysadmin(password=PASSWORD)
    app.post("/user/login", data={"login": user["name"], "password": PASSWORD})
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


def test_another_site_cannot_log_a_visitor_in_to_its_own_account(app: Any, clean: None) -> None:
    user = factories.User(password=PASSWORD)
    data = {"login": user["name"], "password": PASSWORD}
    answer = app.post(
        "/user/login", data=data, headers={"Origin": "https://evil.example"}, follow_redirects=False
    )
    assert answer.status_code == 403


def test_a_script_of_another_site_may_ask_the_api_without_cookies(app: Any, clean: None) -> None:
    headers = {"Origin": "https://app.example"}
    assert app.post("/api/3/action/package_search", json={"q": "x"}, headers=headers).status_code == 200


@pytest.mark.parametrize("set_to", ["None", "Strict"])
def test_browsers_keep_both_cookies_from_other_sites(
    set_to: str, ckan_config: dict[str, Any], make_app: Any, clean: None
) -> None:
    # "None" is what CKAN's own declaration sets for the cookie of "remember me".
    ckan_config["SESSION_COOKIE_SAMESITE"] = ckan_config["REMEMBER_COOKIE_SAMESITE"] = set_to
    user = factories.User(password=PASSWORD)
    data = {"login": user["name"], "password": PASSWORD, "remember": "63072000"}
    answer = make_app().post("/user/login", data=data, follow_redirects=False)
    cookies = answer.headers.getlist("Set-Cookie")
    assert {cookie.partition("=")[0] for cookie in cookies} == {"resilient", "remember_token"}
    assert all(f"SameSite={'Lax' if set_to == 'None' else set_to}" in cookie for cookie in cookies)


def test_a_program_with_a_token_needs_no_origin(app: Any, sysadmin_headers: dict[str, str]) -> None:
    answer = app.post(
        "/api/3/action/organization_create",
        json={"name": "by-token", "title": "By token"},
        headers=sysadmin_headers,
    )
    assert answer.status_code == 200
