"""`ckan resilient mail …`."""

from __future__ import annotations

import sys

import click

from ckanext.resilient.cli import resilient
from ckanext.resilient.mail import language
from ckanext.resilient.mail.kinds import TRIAL
from ckanext.resilient.mail.recipients import Recipient
from ckanext.resilient.mail.send import CouldNotSend, send

__all__ = ["resilient"]


@resilient.group()
def mail() -> None:
    """Mail that the portal sends."""


@mail.command()
@click.argument("address")
@click.option("--language", "locale", help="Locale of the mail, for example el or pt_PT.")
@click.pass_context
def test(context: click.Context, address: str, locale: str | None) -> None:
    """Send a test mail to ADDRESS, and say what is wrong when it does not leave."""
    app = context.find_root().meta["flask_app"]
    with app.test_request_context():
        try:
            send(Recipient("", address, locale or language.current()), TRIAL, {})
        except CouldNotSend as error:
            click.echo(error.detail, err=True)
            sys.exit(1)
    click.echo(f"The mail server accepted a mail to {address}.")
