"""`ckan resilient harvest tend`, `check` and `prune`: what keeps a harvest that is left alone in order."""

from __future__ import annotations

import json
import sys
from typing import Any

import ckan.plugins.toolkit as tk
import click

from ckanext.resilient.harvest import writer
from ckanext.resilient.harvesters.cli import harvest, resilient

__all__ = ["resilient"]

DIFFERS, UNREADABLE = 1, 2
"""Exit codes when something is left to mend, and when it could not be looked at."""

json_option = click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")


def _act(action: str, **data: Any) -> Any:
    try:
        return tk.get_action(action)(writer.site_context(), data)
    except tk.ValidationError as error:
        messages: dict[str, Any] = error.error_dict
        click.echo("; ".join(str(message) for found in messages.values() for message in found), err=True)
        sys.exit(UNREADABLE)


def _show_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


@harvest.command()
@json_option
def tend(as_json: bool) -> None:
    """End or take up the runs whose program died. `ckan harvester run` does it, too."""
    rows = _act("resilient_harvest_tend")
    if as_json:
        _show_json(rows)
        return
    for row in rows:
        click.echo(f"{row['source']}: {row['done']} ({row['job']})")


@harvest.command()
@click.option("--repair", is_flag=True, help="Index anew what is missing or outdated, drop what is orphaned.")
@json_option
def check(repair: bool, as_json: bool) -> None:
    """Compare the datasets of database and search index."""
    found = _act("resilient_harvest_check", repair=repair)
    kinds = ("missing", "orphaned", "outdated")
    if as_json:
        _show_json(found)
    else:
        click.echo(f"{found['checked']} datasets compared")
        for kind in kinds:
            for package_id in found[kind]:
                click.echo(f"{kind}: {package_id}")
    if any(found[kind] for kind in kinds) and not found["repaired"]:
        sys.exit(DIFFERS)


@harvest.command()
@json_option
def prune(as_json: bool) -> None:
    """Drop the history of all but the last runs of each source."""
    gone = _act("resilient_harvest_prune")
    if as_json:
        _show_json(gone)
    else:
        click.echo(", ".join(f"{name} {number}" for name, number in gone.items()))
