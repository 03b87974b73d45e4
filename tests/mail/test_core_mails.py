"""The mails that CKAN asks for, through a real server, in the reader's language."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from ckan import model
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action
from lxml import html

from ckanext.resilient.mail import language, send
from ckanext.resilient.mail.kinds import KINDS
from ckanext.resilient.mail.render import render
from resilient_ops.mailbox import Caught, Mailbox
from tests.mail.conftest import SENDER

PASSWORD = "a-long-passphrase-1"
FACTS = {
    "user_name": "eleni",
    "link": "https://data.example/x?a=1&b=2",
    "group": "Α&Β",
    "role": "x",
    "count": 3,
    "source": "Α&Β",
    "address": "ana@data.example",
    "records": "Α&Β",
    "causes": [{"count": "x", "example": {"message": "x", "remedy": "x", "record": "Α&Β"}}],
    "more": 2,
    "is_read": False,
    "lost": 1,
    "counts": [("x", 1)],
    "message": "x",
    "remedy": "x",
    "title": "Α&Β",
    "hours": 48,
    "about": "x",
    "question": "x",
    "accepted": True,
    "reason": "x",
}


def ask_for_reset(app: CKANTestApp, user: dict[str, Any], locale: str) -> Any:
    return app.post(f"/{locale}/user/reset", data={"user": user["name"]}, follow_redirects=True)


def only(mailbox: Mailbox) -> Caught:
    (caught,) = mailbox.all()
    return caught


def page_of(caught: Caught) -> html.HtmlElement:
    return html.document_fromstring(caught.part("html"))


def links(caught: Caught) -> set[str]:
    return set(page_of(caught).xpath("//a/@href"))


@pytest.mark.parametrize(("locale", "tag"), [("el", "el"), ("pt_PT", "pt")])
def test_a_new_password_is_chosen_by_a_link_in_the_readers_language(
    app: CKANTestApp, mailbox: Mailbox, locale: str, tag: str
) -> None:
    user = factories.User(fullname="Ελένη")

    ask_for_reset(app, user, locale)

    caught = only(mailbox)
    key = model.User.get(user["id"]).reset_key
    link = f"http://test.resilient.example/{locale}/user/reset/{user['id']}?key={key}"
    assert link in caught.part("plain").splitlines()
    assert link in links(caught)
    assert page_of(caught).get("lang") == caught.mail["Content-Language"] == tag
    assert caught.to == f"Ελένη <{user['email']}>"
    assert str(caught.mail["From"]).endswith(f"<{SENDER}>")
    assert caught.mail["Reply-To"] == "people@data.example"
    assert caught.mail["Auto-Submitted"] == "auto-generated"
    assert caught.mail["Message-ID"].endswith("@test.resilient.example>")
    assert caught.mail["List-Unsubscribe"] is None
    assert app.get(link.removeprefix("http://test.resilient.example")).status_code == 200


@pytest.mark.parametrize(("locale", "tag"), [("el", "el"), ("pt_PT", "pt")])
def test_an_invitation_is_in_the_language_of_the_page_it_was_sent_from(
    app: CKANTestApp, mailbox: Mailbox, locale: str, tag: str
) -> None:
    group = call_action(
        "organization_create",
        {"user": factories.Sysadmin()["name"]},
        name="region",
        title_translated={"en": "Region & Co", "el": "Περιφέρεια & Σία", "pt": "Região & Cia"},
    )
    admin = factories.SysadminWithToken()

    app.post(
        f"/{locale}/api/3/action/user_invite",
        json={"email": "new@example.org", "group_id": group["id"], "role": "editor"},
        headers={"Authorization": admin["token"]},
    )

    caught = only(mailbox)
    user = model.User.by_email("new@example.org")
    link = f"http://test.resilient.example/{locale}/user/reset/{user.id}?key={user.reset_key}"
    title = group["title_translated"][tag]
    assert link in caught.part("plain").splitlines()
    assert link in links(caught)
    assert title in caught.part("plain")
    assert title in page_of(caught).text_content()
    assert page_of(caught).get("lang") == tag


def test_an_accounts_language_is_that_of_its_last_sign_in(app: CKANTestApp, mailbox: Mailbox) -> None:
    user = factories.User(password=PASSWORD)
    app.post("/hr/user/login", data={"login": user["name"], "password": PASSWORD})

    ask_for_reset(app, user, "it")

    assert only(mailbox).mail["Content-Language"] == "hr"


def test_what_others_do_to_an_account_leaves_its_language_alone(app: CKANTestApp, mailbox: Mailbox) -> None:
    user = factories.User(password=PASSWORD, plugin_extras={"other": {"kept": True}})
    ask_for_reset(app, user, "it")
    assert language.EXTRA not in (model.User.get(user["id"]).plugin_extras or {})

    app.post("/sl/user/login", data={"login": user["name"], "password": PASSWORD})

    assert model.User.get(user["id"]).plugin_extras == {"other": {"kept": True}, language.EXTRA: "sl"}


def test_choosing_the_password_of_an_invitation_keeps_the_language(
    app: CKANTestApp, mailbox: Mailbox
) -> None:
    user = factories.User()
    ask_for_reset(app, user, "es")
    link = next(line for line in only(mailbox).part("plain").splitlines() if "/user/reset/" in line)

    path = link.removeprefix("http://test.resilient.example").replace("/es/", "/fr/")
    app.post(path, data={"password1": PASSWORD, "password2": PASSWORD}, follow_redirects=False)

    assert model.User.get(user["id"]).plugin_extras == {language.EXTRA: "fr"}


def test_a_server_that_is_down_is_told_in_plain_words_and_breaks_no_page(
    app: CKANTestApp, mailbox: Mailbox, ckan_config: Any, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    monkeypatch.setitem(ckan_config, "smtp.server", "127.0.0.1:1")
    monkeypatch.setattr(logging.getLogger("ckanext"), "propagate", True)
    monkeypatch.setattr(
        logging.getLogger(send.__name__), "disabled", False
    )  # as CKAN's test set-up leaves it

    answer = ask_for_reset(app, factories.User(), "en")

    assert answer.status_code == 200
    assert "Error sending the email" in answer.body
    assert "The mail server 127.0.0.1:1 cannot be reached" in caplog.text


def test_an_invitation_that_cannot_be_sent_makes_no_account_and_says_so(
    app: CKANTestApp, mailbox: Mailbox, ckan_config: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ckan_config, "smtp.mail_from", "")
    admin = factories.SysadminWithToken()
    group = factories.Organization()

    answer = app.post(
        "/api/3/action/user_invite",
        json={"email": "new@example.org", "group_id": group["id"], "role": "editor"},
        headers={"Authorization": admin["token"]},
    )

    assert answer.status_code == 409
    assert "Try again later" in str(answer.json["error"])
    assert model.User.by_email("new@example.org").state == "deleted"


def test_a_name_with_a_line_break_sends_nothing_and_breaks_no_page(
    app: CKANTestApp, mailbox: Mailbox
) -> None:
    user = factories.User()
    account = model.User.get(user["id"])
    account.fullname = "Eve\nBcc: all@example.org"
    model.Session.commit()

    answer = ask_for_reset(app, user, "en")

    assert answer.status_code == 200
    assert mailbox.all() == []


@pytest.mark.parametrize("locale", ["pt_PT", "es", "fr", "it", "el", "hr", "sl", "sq"])
@pytest.mark.usefixtures("with_plugins", "with_request_context")
def test_no_mail_holds_an_english_sentence(locale: str) -> None:
    left: set[str] = set()
    for kind in KINDS.values():
        english, translated = (render(kind, one, FACTS, FACTS["link"]) for one in ("en", locale))
        shown = html.document_fromstring(translated.html).text_content()
        for text in (translated.subject, translated.text, shown):
            left |= {one for one in sentences(f"{english.subject}\n{english.text}") if one in text}
    assert left == set()


def sentences(text: str) -> list[str]:
    """The pieces of a text that are words, without names, numbers and links."""
    pieces = re.split(r"[\n.:!?]\s+|\n", re.sub(r"https?://\S+", " ", text))
    return [piece.strip() for piece in pieces if len(piece.split()) > 1]


@pytest.mark.parametrize("name", sorted(KINDS))
@pytest.mark.usefixtures("with_plugins", "with_request_context")
def test_every_mail_is_whole_without_anything_from_elsewhere(name: str) -> None:
    message = render(KINDS[name], "en", FACTS, FACTS["link"])

    page = html.document_fromstring(message.html)
    assert message.html.startswith("<!doctype html>")
    assert page.get("lang") == "en"
    assert not page.xpath("//img|//link|//script|//@background")
    assert "url(" not in message.html
    assert page.xpath("//a/@href[. = $link]", link=FACTS["link"])
    assert "&amp;" not in message.text
    assert FACTS["link"] in message.text
    assert "\n-- \n" in message.text
    assert len(message.html) < 100_000
