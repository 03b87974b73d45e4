"""Leaving a list: by the page, by one click of a mail program, and what is sent afterwards."""

from __future__ import annotations

import importlib
from dataclasses import replace
from typing import Any

import pytest
from ckan import model
from ckan.config.middleware.flask_app import csrf
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action
from lxml import html

from ckanext.resilient.mail import kinds, views
from ckanext.resilient.mail.lists import LISTS, NEWS, MailingList, Table
from ckanext.resilient.mail.recipients import Recipient
from ckanext.resilient.mail.send import send
from ckanext.resilient.mail.unsubscribe import address_for, subscription_of, token_for
from resilient_ops.mailbox import Mailbox

SITE = "http://test.resilient.example"
ELENI = Recipient("Eleni", "Eleni@example.org", "el")
FACTS = {"count": 2, "link": "https://data.example/dashboard"}
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def digest(monkeypatch: pytest.MonkeyPatch) -> MailingList:
    """A list that people without an account can be on."""
    one = MailingList("digest", "Digest", Table())
    monkeypatch.setitem(LISTS, one.name, one)
    return one


@pytest.fixture
def path(mailbox: Mailbox, digest: MailingList, with_request_context: None) -> str:
    """Where Eleni leaves that list."""
    return address_for(ELENI, digest).removeprefix(SITE)


def is_on(path: str) -> bool:
    subscription = subscription_of(path.rpartition("/")[2])
    assert subscription is not None
    model.Session.expire_all()
    return subscription.is_on


def test_looking_at_the_page_changes_nothing_and_it_asks_in_the_readers_language(
    app: CKANTestApp, path: str
) -> None:
    page = html.fromstring(app.get(path).body)

    assert path.startswith("/el/")
    assert page.get("lang") == "el"
    assert len(page.xpath("//main//form[@method='post']//button")) == 1
    assert is_on(path)


def test_programs_that_look_ahead_do_not_unsubscribe(app: CKANTestApp, path: str) -> None:
    assert app.client.head(path).status_code == 200
    assert app.options(path).status_code == 200
    assert is_on(path)


def test_one_click_of_a_mail_program_ends_the_list_as_often_as_it_is_sent(
    app: CKANTestApp, path: str
) -> None:
    for _ in range(2):
        answer = app.post(path, data=ONE_CLICK, follow_redirects=False)
        assert answer.status_code == 200
    assert not is_on(path)


def test_the_button_brings_the_mails_back(app: CKANTestApp, path: str) -> None:
    page = html.fromstring(app.post(path).body)
    (action,) = page.xpath("//main//form/@action")

    app.post(action)

    assert is_on(path)
    assert html.fromstring(app.get(path).body).xpath("//main//form/@action") == [path]


@pytest.mark.parametrize("change", [lambda token: token[:-1], lambda token: "x" + token, lambda token: "x"])
def test_a_link_that_is_not_ours_does_nothing(app: CKANTestApp, path: str, change: Any) -> None:
    head, _, token = path.rpartition("/")

    for method in (app.get, app.post):
        assert method(f"{head}/{change(token)}").status_code == 404
    assert is_on(path)


def test_a_link_of_another_site_or_for_another_purpose_does_nothing(
    path: str, digest: MailingList, ckan_config: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = token_for(ELENI, digest)
    monkeypatch.setitem(ckan_config, "SECRET_KEY", "of-another-site")

    assert subscription_of(token) is None


def test_a_link_names_no_address(path: str, digest: MailingList) -> None:
    assert "leni" not in path.lower()
    assert "leni" not in ELENI.key.lower()
    assert token_for(replace(ELENI, address=" eleni@EXAMPLE.org"), digest) == token_for(ELENI, digest)


def test_leaving_one_list_is_nobody_elses_and_no_other_lists(
    app: CKANTestApp, path: str, digest: MailingList, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = MailingList("other", "Other", Table())
    monkeypatch.setitem(LISTS, "other", other)

    app.post(path, data=ONE_CLICK)

    assert is_on(token_for(replace(ELENI, address="ana@example.org"), digest))
    assert is_on(token_for(ELENI, other))


def test_another_sites_form_with_our_cookies_is_refused(app: CKANTestApp, path: str) -> None:
    user = factories.User(password="a-long-passphrase-1")
    app.post("/user/login", data={"login": user["name"], "password": "a-long-passphrase-1"})

    answer = app.post(path, data=ONE_CLICK, headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403
    assert is_on(path)


def test_a_mail_provider_without_cookies_may_name_its_own_origin(app: CKANTestApp, path: str) -> None:
    answer = app.post(path, data=ONE_CLICK, headers={"Origin": "https://mail.example"})

    assert answer.status_code == 200
    assert not is_on(path)


def test_only_leaving_needs_no_form_token(monkeypatch: pytest.MonkeyPatch) -> None:
    exempt: set[str] = set()
    monkeypatch.setattr(csrf, "_exempt_views", exempt)

    importlib.reload(views)

    assert exempt == {"ckanext.resilient.mail.views.unsubscribe"}


def test_the_page_is_kept_by_nobody_and_tells_its_address_to_nobody(app: CKANTestApp, path: str) -> None:
    headers = app.get(path).headers

    assert "no-store" in headers["Cache-Control"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Robots-Tag"] == "noindex"


def test_nothing_is_sent_to_who_left(
    app: CKANTestApp, mailbox: Mailbox, path: str, digest: MailingList
) -> None:
    kind = replace(kinds.ACTIVITY, mailing_list=digest)
    assert send(ELENI, kind, FACTS)
    (caught,) = mailbox.all()
    assert caught.mail["List-Unsubscribe"] == f"<{SITE}{path}>"
    assert caught.mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"{SITE}{path}" in caught.part("plain")

    app.post(path, data=ONE_CLICK)

    assert not send(ELENI, kind, FACTS)
    assert len(mailbox.all()) == 1


@pytest.fixture
def follower(mailbox: Mailbox, ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """An account that reads Croatian, wants news, and follows a dataset that somebody else then changes."""
    monkeypatch.setitem(ckan_config, "ckan.activity_streams_email_notifications", True)
    user = factories.User(
        activity_streams_email_notifications=True, plugin_extras={"resilient_language": "hr"}
    )
    editor = factories.Sysadmin()
    dataset = factories.Dataset(user=editor, owner_org=factories.Organization()["id"])
    call_action("follow_dataset", {"user": user["name"]}, id=dataset["id"])
    call_action("package_patch", {"user": editor["name"]}, id=dataset["id"], notes="New")
    return user


@pytest.mark.usefixtures("with_request_context")
def test_news_come_in_the_accounts_language_once_and_end_with_one_click(
    app: CKANTestApp, mailbox: Mailbox, follower: dict[str, Any]
) -> None:
    call_action("send_email_notifications")
    call_action("send_email_notifications")

    (caught,) = mailbox.all()
    assert caught.mail["Content-Language"] == "hr"
    assert f"{SITE}/hr/dashboard" in caught.part("plain")
    unsubscribe = caught.mail["List-Unsubscribe"].strip("<>").removeprefix(SITE)
    assert unsubscribe.startswith("/hr/mail/unsubscribe/")

    app.post(unsubscribe, data=ONE_CLICK)

    account = call_action("user_show", {"user": follower["name"]}, id=follower["id"])
    assert account["activity_streams_email_notifications"] is False
    assert NEWS.name in caught.mail["List-ID"]


@pytest.mark.usefixtures("with_request_context")
def test_an_address_that_cannot_be_reached_keeps_the_news_from_nobody_else(
    mailbox: Mailbox, follower: dict[str, Any]
) -> None:
    bad = model.User.get(follower["id"])
    bad.fullname = "Eve\nBcc: x"
    model.Session.commit()

    call_action("send_email_notifications")

    assert mailbox.all() == []
