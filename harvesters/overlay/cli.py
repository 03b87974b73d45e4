"""`ckan resilient harvest edits list | decide`."""

from __future__ import annotations

import json

import ckan.plugins.toolkit as tk
import click

from ckanext.resilient.harvesters.terminal import as_json_option, fail, own_context, show_json


@click.group()
def edits() -> None:
    """What people edited of harvested datasets, and where the source says something new."""


@edits.command("list")
@click.argument("dataset", default="")
@click.option("--all", "all_of_them", is_flag=True, help="Also those whose source has not changed since.")
@as_json_option
def list_edits(dataset: str, all_of_them: bool, as_json: bool) -> None:
    """List the edits (of DATASET) that somebody should look at, because the source has changed."""
    asked = {"id": dataset, "state": "all" if all_of_them else "review", "limit": 1000}
    rows = tk.get_action("resilient_overlay_list")(own_context(), asked)
    if as_json:
        show_json(rows)
        return
    for row in rows:
        click.echo(f"{row['name']} {row['field']} ({row['author']})")
        for who in ("value", "source"):
            click.echo(f"  {who}: {json.dumps(row[who], ensure_ascii=False)}")


@edits.command("decide")
@click.argument("dataset")
@click.argument("field")
@click.option("--keep", type=click.Choice(["mine", "source"]), required=True, help="Whose value stays.")
def decide_edit(dataset: str, field: str, keep: str) -> None:
    """Settle an edited FIELD of DATASET: what a person wrote stays, or the field follows its source again."""
    try:
        left = tk.get_action("resilient_overlay_decide")(
            own_context(), {"id": dataset, "field": field, "keep": keep}
        )
    except (tk.ValidationError, tk.ObjectNotFound) as error:
        fail(error)
    click.echo(f"edits left: {len(left)}")
