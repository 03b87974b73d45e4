"""Writing mails where no page is being answered: templates and addresses of pages need the application."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import has_app_context

from ckanext.resilient.errors import ResilientError


class NoApplicationError(ResilientError):
    """Neither a page nor a command of `ckan` runs here, so that no mail can be written."""


@contextmanager
def application() -> Iterator[None]:
    """The application of the page that is answered, else of the command or worker that runs.

    Raises:
        NoApplicationError: there is none.
    """
    if has_app_context():
        yield
        return
    command = click.get_current_context(silent=True)
    if command is None or "flask_app" not in command.find_root().meta:
        raise NoApplicationError("Mails are written in a request, or in a command of ckan.")
    with command.find_root().meta["flask_app"].test_request_context():
        yield
