from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

import pytest

from ckanext.resilient.mail.message import Envelope, Message, UnsafeMail, compose

MESSAGE = Message("Νέος κωδικός", "Κείμενο\n", "<p>Κείμενο</p>", "el")
ENVELOPE = Envelope(
    "Ανοιχτά δεδομένα", "portal@data.example", "Ελένη, Ά.", "eleni@example.org", "data.example"
)


def test_headers_say_who_what_when_and_that_a_program_writes() -> None:
    mail = compose(MESSAGE, replace(ENVELOPE, reply_to="people@data.example"))

    assert str(mail["From"]) == "Ανοιχτά δεδομένα <portal@data.example>"
    assert mail["To"].addresses[0].display_name == "Ελένη, Ά."
    assert mail["Reply-To"] == "people@data.example"
    assert mail["Subject"] == "Νέος κωδικός"
    assert mail["Message-ID"].endswith("@data.example>")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "el"
    age = datetime.now(timezone.utc) - parsedate_to_datetime(mail["Date"])
    assert abs(age) < timedelta(minutes=1)
    assert b"\xce" not in mail.as_bytes()  # encoded: any mail server takes it


def test_text_comes_before_html_so_that_programs_show_the_last_they_can() -> None:
    mail = compose(MESSAGE, ENVELOPE)

    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert [part.get_content().strip() for part in mail.iter_parts()] == ["Κείμενο", "<p>Κείμενο</p>"]


def test_only_a_mail_of_a_list_can_be_unsubscribed_by_one_click() -> None:
    link = "https://data.example/mail/unsubscribe/x"
    of_list = compose(MESSAGE, replace(ENVELOPE, unsubscribe=link, mailing_list="news"))

    assert of_list["List-Unsubscribe"] == f"<{link}>"
    assert of_list["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert of_list["List-ID"] == "<news.data.example>"
    assert not [name for name in compose(MESSAGE, ENVELOPE) if name.startswith("List-")]


INJECTIONS = (
    "x\nBcc: all@example.org",
    "x\r\nBcc: all@example.org",
    "x\rBcc: a",
    "x\x00",
    "x\u2028Bcc: a",
    "x\x85y",
)


@pytest.mark.parametrize("forged", INJECTIONS)
@pytest.mark.parametrize("field", ["recipient_name", "recipient", "sender_name", "sender", "reply_to"])
def test_a_name_or_address_cannot_add_a_header(field: str, forged: str) -> None:
    with pytest.raises(UnsafeMail):
        compose(MESSAGE, replace(ENVELOPE, **{field: forged}))


@pytest.mark.parametrize("forged", INJECTIONS)
def test_a_subject_or_a_header_of_another_program_cannot_add_one(forged: str) -> None:
    with pytest.raises(UnsafeMail):
        compose(replace(MESSAGE, subject=forged), ENVELOPE)
    with pytest.raises(UnsafeMail):
        compose(MESSAGE, ENVELOPE, {"X-Job": forged})
    with pytest.raises(UnsafeMail):
        compose(MESSAGE, ENVELOPE, {forged: "1"})


@pytest.mark.parametrize("wrong", ["", "nobody", "a@b@c", "a@example.org, b@example.org"])
def test_what_is_no_single_address_is_refused(wrong: str) -> None:
    with pytest.raises(UnsafeMail):
        compose(MESSAGE, replace(ENVELOPE, recipient=wrong))


def test_headers_of_another_program_replace_ours() -> None:
    mail = compose(MESSAGE, replace(ENVELOPE, reply_to="a@data.example"), {"Reply-To": "b@data.example"})

    assert mail.get_all("Reply-To") == ["b@data.example"]


def test_files_are_attached_with_their_type() -> None:
    files = [("rows.csv", io.StringIO("a,b\n")), ("x.bin", io.BytesIO(b"\x00"), "application/x-thing")]
    mail = compose(MESSAGE, ENVELOPE, attachments=files)

    found = {part.get_filename(): part.get_content_type() for part in mail.iter_attachments()}
    assert found == {"rows.csv": "text/csv", "x.bin": "application/x-thing"}
