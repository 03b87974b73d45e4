"""Where an instance's mails go: to a server that it was given, else into a folder; and `./resilient mail`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from .console import say
from .mailbox import Caught, Mailbox
from .ports import LOOPBACK

if TYPE_CHECKING:
    from .instance import Instance

# CKAN's own names of its mail options in the environment; REPLY_TO is ours, CKAN has none.
GIVEN_MAIL = {
    "CKAN_SMTP_SERVER": "smtp_server",
    "CKAN_SMTP_STARTTLS": "smtp_starttls",
    "CKAN_SMTP_USER": "smtp_user",
    "CKAN_SMTP_PASSWORD": "smtp_password",
    "CKAN_SMTP_MAIL_FROM": "smtp_mail_from",
    "CKAN_SMTP_REPLY_TO": "smtp_reply_to",
}
SERVICES = ("mail", "mail-page")
SINK_SENDER = "portal@resilient.invalid"


def mail_values(given: Mapping[str, str]) -> dict[str, str]:
    """The configuration's mail options from the environment's; without a server CKAN sends no mail."""
    values = {name: given.get(variable, "") for variable, name in GIVEN_MAIL.items()}
    return {**values, "smtp_starttls": values["smtp_starttls"] or "false"}


def mail_settings(instance: Instance) -> dict[str, str]:
    """The mail options of an instance: the given server's whole, else those of its own sink."""
    if not instance.owns("mail"):
        return mail_values(instance.given_mail)
    port = instance.ports["mail"]
    own = {"CKAN_SMTP_SERVER": f"{LOOPBACK}:{port}", "CKAN_SMTP_MAIL_FROM": SINK_SENDER}
    return mail_values(own)


def folder_of(instance: Instance) -> Path:
    """Where the caught mails of an instance lie."""
    return instance.state / "mail"


def show_mails(folder: Path, number: int | None) -> int:
    """Print which mails were caught, or one of them."""
    mailbox = Mailbox(folder)
    if number is not None:
        _show(mailbox.get(number))
        return 0
    mails = mailbox.all()
    for one in mails:
        say(f"{one.number:>5}  {one.when:%Y-%m-%d %H:%M:%S}  {_printable(one.to)}  {_printable(one.subject)}")
    if not mails:
        say("No mail was caught so far.")
    return 0


def _show(one: Caught) -> None:
    for name, value in one.headers():
        say(f"{name}: {_printable(value)}")
    say()
    say("\n".join(_printable(line) for line in one.part("plain").splitlines()))


def _printable(text: str) -> str:
    """Without what a terminal would take as a command."""
    return "".join(character if character.isprintable() else "�" for character in text)
