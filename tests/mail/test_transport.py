"""Against real servers: the certificate check, the login, the time limit."""

from __future__ import annotations

import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from ckanext.resilient.mail.transport import MailNotSent, Server, deliver, server_at
from resilient_ops.mail_sink import sink
from resilient_ops.mailbox import Mailbox
from resilient_ops.ports import LOOPBACK
from tests.mail.conftest import free_port


@pytest.fixture
def mail() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@data.example", "b@example.org", "Hello"
    message.set_content("Hello\n")
    return message


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A self-signed certificate for `localhost`, and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    own, key = folder / "own.pem", folder / "key.pem"
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", own,
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return own, key


@contextmanager
def running(folder: Path, certificate: tuple[Path, Path] | None = None, **options: Any) -> Iterator[Server]:
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
    port = free_port()
    server = sink(folder, port, certificate=context, **options)
    server.start()
    try:
        yield server_at(f"{LOOPBACK}:{port}", timeout=3)
    finally:
        server.stop()


def test_a_mail_reaches_the_server(tmp_path: Path, mail: EmailMessage) -> None:
    with running(tmp_path) as server:
        deliver(mail, server)

    (caught,) = Mailbox(tmp_path).all()
    assert (caught.to, caught.subject, caught.part("plain")) == ("b@example.org", "Hello", "Hello\n")


def test_a_server_with_a_certificate_that_nobody_vouches_for_gets_nothing(
    tmp_path: Path, mail: EmailMessage, certificate: tuple[Path, Path]
) -> None:
    with (
        running(tmp_path, certificate) as server,
        pytest.raises(MailNotSent, match=r"certificate .* not to be"),
    ):
        deliver(mail, replace(server, host="localhost", starttls=True))

    assert Mailbox(tmp_path).all() == []


def test_a_server_whose_certificate_names_another_gets_nothing(
    tmp_path: Path, mail: EmailMessage, certificate: tuple[Path, Path]
) -> None:
    trusted = str(certificate[0])
    with (
        running(tmp_path, certificate) as server,
        pytest.raises(MailNotSent, match=r"certificate .* not to be"),
    ):
        deliver(mail, replace(server, host=LOOPBACK, starttls=True, ca_file=trusted))

    assert Mailbox(tmp_path).all() == []


def test_a_certificate_of_ones_own_authority_is_trusted_when_it_is_named(
    tmp_path: Path, mail: EmailMessage, certificate: tuple[Path, Path]
) -> None:
    with running(tmp_path, certificate) as server:
        deliver(mail, replace(server, host="localhost", starttls=True, ca_file=str(certificate[0])))

    assert len(Mailbox(tmp_path).all()) == 1


def test_a_server_without_encryption_gets_nothing_when_encryption_is_wanted(
    tmp_path: Path, mail: EmailMessage
) -> None:
    with running(tmp_path) as server, pytest.raises(MailNotSent, match="STARTTLS"):
        deliver(mail, replace(server, starttls=True))

    assert Mailbox(tmp_path).all() == []


def test_the_password_goes_over_an_encrypted_line_and_a_wrong_one_is_named(
    tmp_path: Path, mail: EmailMessage, certificate: tuple[Path, Path]
) -> None:
    def check(*arguments: Any) -> AuthResult:
        given = arguments[-1]
        right = isinstance(given, LoginPassword) and given.password == b"right"
        return AuthResult(success=right, handled=right)

    with running(tmp_path, certificate, authenticator=check, auth_required=True) as server:
        safe = replace(server, host="localhost", starttls=True, ca_file=str(certificate[0]), user="portal")
        with pytest.raises(MailNotSent, match=r"refuses smtp\.user"):
            deliver(mail, replace(safe, password="wrong"))
        deliver(mail, replace(safe, password="right"))

    assert len(Mailbox(tmp_path).all()) == 1


def test_a_server_that_is_not_there_is_named(mail: EmailMessage) -> None:
    port = free_port()

    with pytest.raises(MailNotSent, match=rf"{LOOPBACK}:{port} cannot be reached \(.*refused"):
        deliver(mail, server_at(f"{LOOPBACK}:{port}"))


def test_a_server_that_stays_silent_is_given_up(mail: EmailMessage) -> None:
    with socket.create_server((LOOPBACK, 0)) as silent:
        begin = time.monotonic()
        with pytest.raises(MailNotSent, match="timed out"):
            deliver(mail, server_at(f"{LOOPBACK}:{silent.getsockname()[1]}", timeout=0.3))

    assert time.monotonic() - begin < 3


def test_certificates_that_cannot_be_read_are_named(mail: EmailMessage, tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.pem")

    with pytest.raises(MailNotSent, match=r"ca_file is .*missing\.pem"):
        deliver(mail, server_at("smtps://localhost", ca_file=missing))


@pytest.mark.parametrize(
    ("address", "host", "port", "tls"),
    [
        ("mail.example", "mail.example", 25, False),
        ("mail.example:587", "mail.example", 587, False),
        ("[::1]:2525", "::1", 2525, False),
        ("smtps://mail.example", "mail.example", 465, True),
        ("smtps://mail.example:4465", "mail.example", 4465, True),
    ],
)
def test_a_server_is_named_as_ckan_does_or_with_tls_from_the_start(
    address: str, host: str, port: int, tls: bool
) -> None:
    server = server_at(address)

    assert (server.host, server.port, server.tls) == (host, port, tls)


@pytest.mark.parametrize("address", ["", ":25", "mail.example:many", "https://mail.example"])
def test_what_is_no_server_is_refused(address: str) -> None:
    with pytest.raises(MailNotSent, match="give it as host"):
        server_at(address)
