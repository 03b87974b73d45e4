"""`ckan resilient community …`."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import click

from ckanext.resilient.cli import resilient
from ckanext.resilient.terminal import as_json_option, show_json

__all__ = ["resilient"]


def _act(action: str, **data: Any) -> Any:
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})
    return tk.get_action(action)({"user": user["name"], "ignore_auth": True}, data)


@resilient.group()
def community() -> None:
    """What people say about the data."""


@community.command()
@click.option("--limit", type=click.IntRange(min=1), default=100, help="List at most so many.")
@as_json_option
def queue(limit: int, as_json: bool) -> None:
    """List the texts that a moderator has to look at, oldest first."""
    found = _act("resilient_moderation_list", limit=limit)
    if as_json:
        show_json(found)
        return
    for one in found["results"]:
        click.echo(f"{one['id']} {one['dataset_name']} {one['kind']} {one['text_state']}: {one['text']}")
    click.echo(f"{found['count']} texts are to be looked at.")


@community.command()
@click.argument("statement")
@click.option("--show", is_flag=True, help="Everybody may read it.")
@click.option("--hide", "reason", help="Nobody may read it, for this reason.")
def moderate(statement: str, show: bool, reason: str | None) -> None:
    """Show the text of STATEMENT (an id that `queue` lists), or hide it."""
    if show == bool(reason):
        raise click.UsageError("Use --show, or --hide with a reason.")
    try:
        _act("resilient_statement_moderate", id=statement, show=show, reason=reason or "")
    except tk.ObjectNotFound as error:
        raise click.ClickException(str(error)) from error


@community.command()
@as_json_option
def sweep(as_json: bool) -> None:
    """Delete what was not confirmed in time or belongs to nobody any more, and addresses that are not needed."""
    found = _act("resilient_community_sweep")
    if as_json:
        show_json(found)
    else:
        click.echo(", ".join(f"{name}: {number}" for name, number in found.items()))
