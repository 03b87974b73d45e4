"""`ckan resilient harvest approve | undo`."""

from __future__ import annotations

import sys

import ckan.plugins.toolkit as tk
import click

from ckanext.resilient.harvesters.terminal import UNREADABLE, as_json_option, fail, own_context, show_json


@click.command()
@click.argument("source")
@click.option("--show", is_flag=True, help="Only show what is missing; agree to nothing.")
@as_json_option
def approve(source: str, show: bool, as_json: bool) -> None:
    """Agree that the records that are missing at SOURCE go; the next run does it by the source's removal rule."""
    action = "resilient_harvest_approval_show" if show else "resilient_harvest_approve"
    try:
        asked = tk.get_action(action)(own_context(), {"id": source})
    except tk.ObjectNotFound as error:
        fail(error)
    if as_json:
        show_json(asked)
        return
    answer = f"approved by {asked['approved_by']}" if asked["approved"] else "not approved"
    click.echo(f"{asked['missing']} records are missing: {answer}")
    for one in asked["records"]:
        click.echo(f"  {one['title']} ({one['guid']})")


@click.command()
@click.argument("source")
@click.option("--show", is_flag=True, help="Only show what would happen; change nothing.")
@as_json_option
def undo(source: str, show: bool, as_json: bool) -> None:
    """Take back the last run of SOURCE that changed something; what a person edited since stays."""
    try:
        if show:
            show_json(tk.get_action("resilient_harvest_undo_show")(own_context(), {"id": source}))
            return
        done = tk.get_action("resilient_harvest_undo")(own_context(), {"id": source})
    except (tk.ValidationError, tk.ObjectNotFound) as error:
        fail(error)
    if as_json:
        show_json(done)
    else:
        click.echo(f"restored {done['restored']}")
        for one in done["edited"]:
            click.echo(f"edited since, left alone: {one['title']} ({one['id']})")
        for one in done["failed"]:
            click.echo(f"not restored: {one['title']} ({one['id']}): {one['error']}")
    if done["failed"]:
        sys.exit(UNREADABLE)
