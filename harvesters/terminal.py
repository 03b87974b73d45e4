"""What the commands of the harvest share: who acts, how an answer is printed, how a refusal ends."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any, NoReturn, cast

import ckan.plugins.toolkit as tk
import click
from ckan.types import Context

from ckanext.resilient.harvest import writer

UNREADABLE = 2
"""Exit code when a source could not be read, or an action refused."""

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")

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


def show_json(value: Any) -> None:
    """Print a value as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def show_counts(counts: dict[str, int]) -> None:
    """Print numbers with their names on one line."""
    click.echo(", ".join(f"{name} {number}" for name, number in counts.items()))


def show_cause(count: int, example: Mapping[str, str]) -> None:
    """Print a cause of a run's findings: how many, what is wrong with an example, what helps."""
    click.echo(f"{count} × {example['message']} {example['remedy']} ({example['record']})")


def fail(error: tk.ValidationError | tk.ObjectNotFound) -> NoReturn:
    """End with the messages of a refusal."""
    if isinstance(error, tk.ValidationError):
        text = "; ".join(f"{message}" for value in error.error_dict.values() for message in _listed(value))
    else:
        text = str(error)
    click.echo(text, err=True)
    sys.exit(UNREADABLE)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
