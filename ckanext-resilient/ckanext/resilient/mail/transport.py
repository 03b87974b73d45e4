"""Hands a mail to the mail server: with its certificate checked, within a time, failing in one clear sentence.

CKAN's own mailer turns STARTTLS on without looking at the certificate, and waits without end.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import urlsplit

from ckanext.resilient.errors import ResilientError

PORTS = {"smtp": 25, "smtps": 465}


class MailNotSent(ResilientError):
    """The mail did not leave; the text tells the operator why and what helps."""


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server and how to speak with it.

    Args:
        tls: encrypted from the first byte on (`smtps://`).
        starttls: encrypted after the greeting.
        ca_file: certificates that are trusted besides the system's.
        own_name: how we greet it.
    """

    host: str
    port: int
    tls: bool
    starttls: bool
    user: str
    password: str
    timeout: float
    ca_file: str
    own_name: str


def server_at(
    address: str,
    *,
    starttls: bool = False,
    user: str = "",
    password: str = "",
    timeout: float = 15,
    ca_file: str = "",
    own_name: str = "localhost",
) -> Server:
    """The server at `host`, `host:port`, `smtp://host:port` or, with TLS from the start, `smtps://host:port`."""
    wrong = MailNotSent(f"smtp.server is {address!r}: give it as host, host:port or smtps://host:port.")
    try:
        parts = urlsplit(address if "://" in address else f"smtp://{address}")
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise wrong from error
    if not host or parts.scheme not in PORTS:
        raise wrong
    return Server(
        host=host,
        port=port or PORTS[parts.scheme],
        tls=parts.scheme == "smtps",
        starttls=starttls,
        user=user,
        password=password,
        timeout=timeout,
        ca_file=ca_file,
        own_name=own_name,
    )


def deliver(mail: EmailMessage, server: Server) -> None:
    """Hand over one mail; MailNotSent when the server cannot be reached, is not trusted, or refuses."""
    try:
        with _connect(server) as connection:
            if server.starttls and not server.tls:
                connection.starttls(context=_trust(server))
            if server.user:
                connection.login(server.user, server.password)
            connection.send_message(mail)
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        raise MailNotSent(_reason(error, server)) from error


def _connect(server: Server) -> smtplib.SMTP:
    if server.tls:
        return smtplib.SMTP_SSL(
            server.host, server.port, server.own_name, timeout=server.timeout, context=_trust(server)
        )
    return smtplib.SMTP(server.host, server.port, server.own_name, timeout=server.timeout)


def _trust(server: Server) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if server.ca_file:
        try:
            context.load_verify_locations(server.ca_file)
        except OSError as error:
            what = f"ckanext.resilient.mail.ca_file is {server.ca_file!r}"
            raise MailNotSent(f"{what}, which holds no certificates that can be read ({error}).") from error
    return context


def _reason(error: Exception, server: Server) -> str:
    where = f"{server.host}:{server.port}"
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"The certificate of the mail server {where} is not to be trusted ({error.verify_message})."
            " Name the server as its certificate does, or set ckanext.resilient.mail.ca_file."
        )
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return f"The mail server {where} cannot do what the smtp. options ask for ({error})."
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"The mail server {where} refuses smtp.user with smtp.password ({error})."
    if isinstance(error, smtplib.SMTPException):
        return f"The mail server {where} refuses the mail ({error})."
    return f"The mail server {where} cannot be reached ({error})."
