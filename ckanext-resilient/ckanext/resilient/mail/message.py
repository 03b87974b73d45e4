"""A mail as it goes over the wire: headers that are right and cannot be forged, text and HTML beside each other."""

from __future__ import annotations

import mimetypes
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from typing import IO

from ckanext.resilient.errors import ResilientError

Attachment = tuple[str, IO[str] | IO[bytes]] | tuple[str, IO[str] | IO[bytes], str]


class UnsafeMail(ResilientError):
    """A name, subject or address could change the headers of the mail: it is not sent."""


@dataclass(frozen=True, slots=True)
class Message:
    """What the reader reads.

    Args:
        subject: one line.
        text: written for reading as text, not derived from the HTML.
        html: the same in HTML; empty for a mail of text alone.
        language: BCP 47 code.
    """

    subject: str
    text: str
    html: str
    language: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who writes to whom.

    Args:
        domain: the site's host name, which ends each message's number.
        unsubscribe: where one click ends the subscription; empty on a mail that answers an act of the reader.
        mailing_list: the name of that subscription.
    """

    sender_name: str
    sender: str
    recipient_name: str
    recipient: str
    domain: str
    reply_to: str = ""
    unsubscribe: str = ""
    mailing_list: str = ""


def compose(
    message: Message,
    envelope: Envelope,
    headers: Mapping[str, object] | None = None,
    attachments: Iterable[Attachment] = (),
) -> EmailMessage:
    """The mail, ready to be sent; UnsafeMail where a header would hold more than one line."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _address(envelope.sender_name, envelope.sender)
    mail["To"] = _address(envelope.recipient_name, envelope.recipient)
    mail["Subject"] = _one_line(message.subject)
    mail["Date"] = format_datetime(datetime.now(timezone.utc))
    mail["Message-ID"] = make_msgid(domain=envelope.domain)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday notice answers it
    if envelope.reply_to:
        mail["Reply-To"] = _address("", envelope.reply_to)
    _subscription(mail, envelope)
    for name, value in (headers or {}).items():
        del mail[_one_line(name)]
        mail[name] = _one_line(str(value))
    mail.set_content(message.text, cte="quoted-printable")
    if message.html:
        mail.add_alternative(message.html, subtype="html", cte="quoted-printable")
    for attachment in attachments:
        _attach(mail, attachment)
    mail["Content-Language"] = message.language  # last: it would move into the first part otherwise
    return mail


def _subscription(mail: EmailMessage, envelope: Envelope) -> None:
    """RFC 2369, RFC 2919 and RFC 8058: what mail programs make a button of."""
    if envelope.unsubscribe:
        mail["List-ID"] = f"<{_one_line(envelope.mailing_list)}.{envelope.domain}>"
        mail["List-Unsubscribe"] = f"<{_one_line(envelope.unsubscribe)}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _address(name: str, address: str) -> Address:
    try:
        return Address(_one_line(name), addr_spec=_one_line(address))
    except (ValueError, IndexError, MessageError) as error:
        raise UnsafeMail(f"{address!r} is no mail address: {error}") from error


def _one_line(text: str) -> str:
    """The text itself; UnsafeMail where it has a line break or another control character."""
    if any(unicodedata.category(character) in {"Cc", "Zl", "Zp"} for character in text):
        raise UnsafeMail(f"A header of the mail would have a control character: {text!r}")
    return text


def _attach(mail: EmailMessage, attachment: Attachment) -> None:
    name, source = attachment[0], attachment[1]
    kind = attachment[2] if len(attachment) == 3 else mimetypes.guess_type(name)[0]
    content = source.read()
    data = content.encode() if isinstance(content, str) else content
    main, _, sub = (kind or "application/octet-stream").partition("/")
    mail.add_attachment(data, maintype=main, subtype=sub, filename=_one_line(name))
