"""What the commands of the harvest share: who acts, how an answer is printed, how a refusal ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn, cast

import ckan.plugins.toolkit as tk
import click
from ckan.types import Context

from ckanext.resilient import terminal
from ckanext.resilient.harvest import writer
from ckanext.resilient.terminal import as_json_option, show_json

__all__ = [
    "UNREADABLE",
    "as_json_option",
    "fail",
    "own_context",
    "private_hosts_option",
    "show_cause",
    "show_counts",
    "show_issue",
    "show_json",
]

UNREADABLE = 2
"""Exit code when a source could not be read, or an action refused."""

private_hosts_option = click.option(
    "--allow-private-host",
    "private_hosts",
    multiple=True,
    metavar="HOST:PORT",
    help="Read this address although it lies in a private network.",
)


def own_context(**more: Any) -> Context:
    """The context of the site's own user."""
    return cast("Context", {**writer.site_context(), **more})


def show_counts(counts: dict[str, int]) -> None:
    """Print numbers with their names on one line."""
    click.echo(", ".join(f"{name} {number}" for name, number in counts.items()))


def show_cause(count: int, example: Mapping[str, str]) -> None:
    """Print a cause of a run's findings: how many, what is wrong with an example, what helps."""
    click.echo(f"{count} × {example['message']} {example['remedy']} ({example['record']})")


def show_issue(issue: Mapping[str, str]) -> None:
    """Print a finding: how grave, of which record and field, what is wrong, what helps."""
    click.echo(
        f"{issue['severity']}: {issue['record']} {issue['field']}: {issue['message']} {issue['remedy']}"
    )


def fail(error: tk.ValidationError | tk.ObjectNotFound) -> NoReturn:
    """End with the messages of a refusal, as when a source could not be read."""
    terminal.fail(error, UNREADABLE)
