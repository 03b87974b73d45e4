"""The one way out: `send` writes a mail of ours, `pass_on` sends what another program wrote."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.mailer import MailerException

from ckanext.resilient.errors import ResilientError
from ckanext.resilient.mail import config, language
from ckanext.resilient.mail.kinds import Kind
from ckanext.resilient.mail.message import Attachment, Envelope, Message, UnsafeMail, compose
from ckanext.resilient.mail.recipients import Recipient
from ckanext.resilient.mail.render import render, wrap
from ckanext.resilient.mail.transport import MailNotSent, deliver
from ckanext.resilient.mail.unsubscribe import address_for, subscription_of, token_for

log = logging.getLogger(__name__)


class CouldNotSend(ResilientError, MailerException):
    """The mail was not sent. The text is for anybody; `detail` is for whoever runs the site."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            tk._("The mail could not be sent. Try again later, or tell the people who run this site.")
        )
        self.detail = detail


def send(
    recipient: Recipient, kind: Kind, facts: dict[str, Any], attachments: Iterable[Attachment] = ()
) -> bool:
    """Send one mail in the recipient's language; False when she left the list that it belongs to.

    Raises CouldNotSend, which is a MailerException of CKAN's.
    """
    unsubscribe = ""
    if kind.mailing_list is not None:
        subscription = subscription_of(token_for(recipient, kind.mailing_list))
        if subscription is None or not subscription.is_on:
            return False
        unsubscribe = address_for(recipient, kind.mailing_list)
    message = render(kind, recipient.locale, facts, unsubscribe)
    name = kind.mailing_list.name if kind.mailing_list else ""
    _send(message, _envelope(recipient.name, recipient.address, unsubscribe, name), None, attachments)
    return True


def pass_on(
    name: str,
    address: str,
    subject: str,
    text: str,
    html: str | None = None,
    headers: Mapping[str, Any] | None = None,
    attachments: Iterable[Attachment] | None = None,
) -> None:
    """Send what another program wrote, in our layout unless it brings HTML of its own."""
    locale = language.current()
    wrapped = wrap(subject, text, locale)
    message = Message(subject, text, html, wrapped.language) if html else wrapped
    _send(message, _envelope(name, address), headers, attachments or ())


def _envelope(name: str, address: str, unsubscribe: str = "", mailing_list: str = "") -> Envelope:
    return Envelope(
        sender_name=config.site_title(),
        sender=config.sender(),
        recipient_name=name,
        recipient=address,
        domain=config.site_domain(),
        reply_to=config.reply_to(),
        unsubscribe=unsubscribe,
        mailing_list=mailing_list,
    )


def _send(
    message: Message,
    envelope: Envelope,
    headers: Mapping[str, Any] | None = None,
    attachments: Iterable[Attachment] = (),
) -> None:
    try:
        deliver(compose(message, _with_sender(envelope), headers, attachments), config.server())
    except (MailNotSent, UnsafeMail) as error:
        log.error("A mail was not sent. %s", error)  # noqa: TRY400 (the sentence tells all)
        raise CouldNotSend(str(error)) from error


def _with_sender(envelope: Envelope) -> Envelope:
    if not envelope.sender:
        raise MailNotSent("smtp.mail_from is empty: name the address that the site's mails come from.")
    return envelope
