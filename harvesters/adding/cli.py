"""`ckan resilient harvest probe | add | admit`."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import click

from ckanext.resilient.harvest.schedule.rhythm import FREQUENCIES
from ckanext.resilient.harvesters.editing.cli import (
    as_given,
    choice_options,
    decisions_option,
    meanings_option,
    options_option,
    plan_options,
)
from ckanext.resilient.harvesters.terminal import (
    as_json_option,
    fail,
    own_context,
    private_hosts_option,
    show_json,
)


@click.command()
@click.argument("url")
@click.option("--portal", default="", help="Key of a known portal whose settings apply.")
@click.option("--protocol", default="", help="How it is read; without it this is found out.")
@options_option
@private_hosts_option
@as_json_option
def probe(url: str, private_hosts: tuple[str, ...], as_json: bool, **said: Any) -> None:
    """Show what stands behind URL: protocol, number of records, languages, first titles."""
    context = own_context(resilient_private_hosts=private_hosts)
    data = {"url": url, **as_given(said)}
    try:
        found = tk.get_action("resilient_harvest_probe")(context, data)
    except tk.ValidationError as error:
        fail(error)
    if as_json:
        show_json(found)
        return
    records = "?" if found["records"] is None else found["records"]
    click.echo(f"{found['protocol']} {records} {' '.join(found['languages'])} {found['portal']}".rstrip())
    for sample in found["samples"]:
        click.echo(f"  {next(iter(sample['title'].values()), '')}")


@click.command()
@click.argument("url")
@click.option("--title", required=True, help="Name of the source.")
@click.option("--organisation", required=True, help="Id or name of the organisation of its datasets.")
@click.option("--portal", default="", help="Key of a known portal whose settings apply.")
@click.option("--protocol", default="", help="How it is read; needed without --portal.")
@click.option("--language", "languages", multiple=True, help="Language that the portal writes in, e.g. it.")
@click.option("--only-social", is_flag=True, help="Take only what concerns the social economy.")
@click.option("--limit", type=click.IntRange(min=1), help="Harvest at most so many records a run.")
@click.option(
    "--frequency", type=click.Choice(FREQUENCIES), default="MANUAL", help="How often it is read by itself."
)
@options_option
@meanings_option
@decisions_option
@choice_options
@plan_options
def add(url: str, organisation: str, **said: Any) -> None:
    """Make a source of URL; prints its name."""
    data = {"url": url, "owner_org": organisation, **as_given(said)}
    try:
        made = tk.get_action("resilient_harvest_source_create")(own_context(), data)
    except tk.ValidationError as error:
        fail(error)
    click.echo(made["name"])


@click.command()
@click.argument("source")
def admit(source: str) -> None:
    """Let SOURCE (name, id or address), which waits for approval, be read from now on."""
    try:
        tk.get_action("resilient_harvest_source_approve")(own_context(), {"id": source})
    except tk.ObjectNotFound as error:
        fail(error)


ADD_COMMANDS = (probe, add, admit)
"""The commands of this module, for the group that they hang below."""
