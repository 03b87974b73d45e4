"""Mails that other programs write through CKAN's mailer (ckanext-harvest does)."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.lib import mailer
from lxml import html

from ckanext.resilient.mail.send import CouldNotSend
from resilient_ops.mailbox import Mailbox

pytestmark = pytest.mark.usefixtures("with_request_context")


def test_a_plain_mail_gets_our_layout_and_keeps_its_words(mailbox: Mailbox) -> None:
    mailer.mail_recipient(
        "Ana", "ana@example.org", "Harvest <1>", "3 errors\n\nhttps://data.example/job\n<b>"
    )

    (caught,) = mailbox.all()
    page = html.document_fromstring(caught.part("html"))
    assert caught.part("plain") == "3 errors\n\nhttps://data.example/job\n<b>\n"
    assert page.xpath("//h1")[0].text_content() == "Harvest <1>"
    assert "https://data.example/job" in page.xpath("//a/@href")
    assert "3 errors" in page.text_content()
    assert not page.xpath("//b")
    assert caught.mail["Auto-Submitted"] == "auto-generated"


def test_a_mail_with_html_of_its_own_keeps_it(mailbox: Mailbox) -> None:
    headers = {"Reply-to": "job@data.example"}
    mailer.mail_recipient("Ana", "ana@example.org", "Report", "text", "<p>own</p>", headers)

    (caught,) = mailbox.all()
    assert caught.part("html").strip() == "<p>own</p>"
    assert caught.mail.get_all("Reply-To") == ["job@data.example"]


def test_a_failure_is_the_one_that_ckan_expects(
    mailbox: Mailbox, ckan_config: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ckan_config, "smtp.server", "127.0.0.1:1")

    with pytest.raises(mailer.MailerException) as caught:
        mailer.mail_recipient("Ana", "ana@example.org", "Subject", "text")

    assert isinstance(caught.value, CouldNotSend)
    assert "127.0.0.1:1 cannot be reached" in caught.value.detail
    assert "127.0.0.1" not in str(caught.value)


def test_nothing_is_sent_where_no_server_is_named(
    mailbox: Mailbox, ckan_config: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ckan_config, "smtp.server", "")

    mailer.mail_recipient("Ana", "ana@example.org", "Subject", "text")

    assert mailbox.all() == []
