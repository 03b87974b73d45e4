"""Mails are caught unless a server was named: never both."""

from __future__ import annotations

import smtplib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

import pytest

from resilient_ops.container import ini_values
from resilient_ops.down import describe
from resilient_ops.errors import StepError
from resilient_ops.instance import Instance, open_instance
from resilient_ops.mail import mail_settings, show_mails
from resilient_ops.mail_page import MAIL_POLICY
from resilient_ops.mailbox import KEPT, Mailbox
from resilient_ops.ports import LOOPBACK, answers
from resilient_ops.services import mail_programs

OPS = Path(__file__).resolve().parents[2] / "ops"
GIVEN = {
    "CKAN_SMTP_SERVER": "smtps://mail.example",
    "CKAN_SMTP_USER": "portal",
    "CKAN_SMTP_PASSWORD": "50% secret",
    "CKAN_SMTP_MAIL_FROM": "portal@data.example",
}


def letter(subject: str = "Καλημέρα", text: str = "Γεια\n", html: str = "") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@data.example", "Eléni <b@example.org>", subject
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    return mail


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


@contextmanager
def program(name: str, folder: Path) -> Iterator[int]:
    """One of the two programs as `up` starts it."""
    port = free_port()
    command = [sys.executable, "-m", f"resilient_ops.{name}", str(folder), str(port)]
    with subprocess.Popen(command, env={"PYTHONPATH": str(OPS)}) as running:
        try:
            while not answers(LOOPBACK, port):
                assert running.poll() is None
                time.sleep(0.05)
            yield port
        finally:
            running.terminate()
    assert running.returncode in {0, -15}


def read(port: int, path: str, host: str = "localhost") -> tuple[str, str]:
    """Policy and text of a page."""
    request = urllib.request.Request(f"http://{LOOPBACK}:{port}{path}", headers={"Host": f"{host}:{port}"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
        return answer.headers["Content-Security-Policy"], answer.read().decode()


def test_a_portal_catches_its_mails_unless_told_otherwise(portal: Instance) -> None:
    settings = mail_settings(portal)

    assert settings["smtp_server"] == f"{LOOPBACK}:{portal.ports['mail']}"
    assert settings["smtp_mail_from"]
    assert [one.name for one in mail_programs(portal)] == ["mail", "mail-page"]
    services = describe(portal)["services"]
    assert services["mail"]["port"] == portal.ports["mail"]
    assert services["mail-page"]["port"] == portal.ports["mail-page"]


def test_a_mail_server_that_was_given_is_used_alone_and_remembered(clone: Path) -> None:
    first = open_instance(clone, clone / "var", "portal", GIVEN)
    later = open_instance(clone, clone / "var", "portal", {})

    for instance in (first, later):
        assert mail_programs(instance) == []
        assert mail_settings(instance) == {
            "smtp_server": "smtps://mail.example",
            "smtp_starttls": "false",
            "smtp_user": "portal",
            "smtp_password": "50% secret",
            "smtp_mail_from": "portal@data.example",
            "smtp_reply_to": "",
        }
        services = describe(instance)["services"]
        assert services["mail"] == {"state": "given", "port": None, "log": None}
        assert "mail-page" not in services


def test_another_server_never_gets_the_password_of_the_one_before(clone: Path) -> None:
    open_instance(clone, clone / "var", "portal", GIVEN)

    other = open_instance(clone, clone / "var", "portal", {"CKAN_SMTP_SERVER": "other.example"})

    assert mail_settings(other)["smtp_password"] == ""


def test_an_empty_server_brings_the_catching_back(clone: Path) -> None:
    open_instance(clone, clone / "var", "portal", GIVEN)

    back = open_instance(clone, clone / "var", "portal", {"CKAN_SMTP_SERVER": ""})

    assert back.owns("mail")
    assert mail_settings(back)["smtp_user"] == ""


def test_the_tests_send_through_no_server_of_the_surroundings(clone: Path) -> None:
    assert open_instance(clone, clone / "var", "test", GIVEN).owns("mail")


def test_a_container_sends_nothing_until_a_server_is_named(tmp_path: Path) -> None:
    for name in ("database", "redis", "session_key", "csrf_key", "api_token_key"):
        (tmp_path / name).write_text("x")
    site = {"CKAN_SITE_URL": "https://data.example"}

    assert ini_values(site, tmp_path)["smtp_server"] == ""
    assert ini_values({**site, **GIVEN}, tmp_path)["smtp_password"] == ""  # never from the environment

    (tmp_path / "smtp_password").write_text("from the secret\n")
    values = ini_values({**site, **GIVEN}, tmp_path)
    assert (values["smtp_server"], values["smtp_password"]) == ("smtps://mail.example", "from the secret")


def test_what_is_sent_lies_in_the_folder_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    with program("mail_sink", folder) as port, smtplib.SMTP(LOOPBACK, port) as smtp:
        smtp.send_message(letter())
        smtp.send_message(letter("Second"))

    assert [(one.number, one.subject) for one in Mailbox(folder).all()] == [(2, "Second"), (1, "Καλημέρα")]
    assert Mailbox(folder).get(1).part("plain") == "Γεια\n"
    assert folder.stat().st_mode & 0o077 == 0


def test_the_page_lists_and_shows_mails_without_running_them(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    mailbox = Mailbox(tmp_path)
    mailbox.add(letter(evil, f"{evil} https://data.example/x?a=1&b=2 end", f"<p>{evil}</p>").as_bytes())

    with program("mail_page", tmp_path) as port:
        _, listed = read(port, "/")
        policy, shown = read(port, "/1")
        html_policy, html = read(port, "/1/html")
        with pytest.raises(urllib.error.HTTPError, match="404"):
            read(port, "/2")
        with pytest.raises(urllib.error.HTTPError, match="403"):
            read(port, "/", host="evil.example")

    assert "<script" not in listed + shown
    assert "&lt;script&gt;" in listed
    assert 'href="https://data.example/x?a=1&amp;b=2"' in shown
    assert '<iframe sandbox src="/1/html"' in shown
    assert policy.startswith("default-src 'none'")
    assert evil in html
    assert html_policy == MAIL_POLICY
    assert html_policy.startswith("sandbox;")


def test_the_command_lists_mails_and_shows_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert show_mails(tmp_path / "none", None) == 0
    assert capsys.readouterr().out == "No mail was caught so far.\n"
    Mailbox(tmp_path).add(letter(text="Γεια \x1b[31m\n").as_bytes())

    show_mails(tmp_path, None)
    assert "Eléni <b@example.org>  Καλημέρα" in capsys.readouterr().out
    show_mails(tmp_path, 1)
    shown = capsys.readouterr().out
    assert "Subject: Καλημέρα" in shown
    assert "Γεια �[31m" in shown

    with pytest.raises(StepError, match="Mail 7 cannot be shown, because there is none of this number"):
        show_mails(tmp_path, 7)


def test_old_mails_are_dropped_and_numbers_go_on(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path)
    for _ in range(KEPT + 2):
        mailbox.add(b"Subject: x\n\nx\n")

    numbers = [one.number for one in mailbox.all()]
    assert (len(numbers), numbers[0], numbers[-1]) == (KEPT, KEPT + 2, 3)
