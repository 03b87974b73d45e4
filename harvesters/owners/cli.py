"""`ckan resilient harvest owners list | show | tell`."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import click

from ckanext.resilient.harvesters.terminal import as_json_option, fail, own_context, show_json


@click.group()
def owners() -> None:
    """Tell data owners what a run found in their records."""


@owners.command("list")
@click.argument("run")
@as_json_option
def list_owners(run: str, as_json: bool) -> None:
    """List the data owners in whose records RUN lost something, each with the PART that concerns her."""
    try:
        rows = tk.get_action("resilient_harvest_owner_list")(own_context(), {"id": run})
    except tk.ObjectNotFound as error:
        fail(error)
    if as_json:
        show_json(rows)
        return
    for row in rows:
        sent = f" sent {row['sent']}" if row["sent"] else ""
        click.echo(f"{row['part']}  {row['name']} <{row['email']}>: {row['records']} records{sent}")


@owners.command()
@click.argument("run")
@click.argument("part")
@as_json_option
def show(run: str, part: str, as_json: bool) -> None:
    """Show the mail with PART of the findings of RUN as it would be sent."""
    try:
        mail = tk.get_action("resilient_harvest_owner_show")(own_context(), {"id": run, "part": part})
    except (tk.ValidationError, tk.ObjectNotFound) as error:
        fail(error)
    if as_json:
        show_json(mail)
        return
    click.echo(f"{mail['email']}\n{mail['subject']}\n\n{mail['text']}")


@owners.command()
@click.argument("run")
@click.argument("part")
def tell(run: str, part: str) -> None:
    """Send PART of the findings of RUN to the owner of the records; the same part is sent once."""
    try:
        sent = tk.get_action("resilient_harvest_owner_tell")(own_context(), {"id": run, "part": part})
    except (tk.ValidationError, tk.ObjectNotFound) as error:
        fail(error)
    click.echo(sent["email"])
