"""`ckan resilient harvest tend`, `check` and `prune`: what keeps a harvest that is left alone in order."""

from __future__ import annotations

import sys
from typing import Any

import ckan.plugins.toolkit as tk
import click

from ckanext.resilient.harvesters.cli import harvest, resilient
from ckanext.resilient.harvesters.terminal import as_json_option, fail, own_context, show_counts, show_json

__all__ = ["resilient"]

DIFFERS = 1
"""Exit code when something is left to mend."""


def _act(action: str, **data: Any) -> Any:
    try:
        return tk.get_action(action)(own_context(), data)
    except tk.ValidationError as error:
        fail(error)


@harvest.command()
@as_json_option
def tend(as_json: bool) -> None:
    """End or take up the runs whose program died. `ckan harvester run` does it, too."""
    rows = _act("resilient_harvest_tend")
    if as_json:
        show_json(rows)
        return
    for row in rows:
        click.echo(f"{row['source']}: {row['done']} ({row['job']})")


@harvest.command()
@click.option("--repair", is_flag=True, help="Index anew what is missing or outdated, drop what is orphaned.")
@as_json_option
def check(repair: bool, as_json: bool) -> None:
    """Compare the datasets of database and search index."""
    found = _act("resilient_harvest_check", repair=repair)
    kinds = ("missing", "orphaned", "outdated")
    if as_json:
        show_json(found)
    else:
        click.echo(f"{found['checked']} datasets compared")
        for kind in kinds:
            for package_id in found[kind]:
                click.echo(f"{kind}: {package_id}")
    if any(found[kind] for kind in kinds) and not found["repaired"]:
        sys.exit(DIFFERS)


@harvest.command()
@as_json_option
def prune(as_json: bool) -> None:
    """Drop the history of all but the last runs of each source."""
    gone = _act("resilient_harvest_prune")
    if as_json:
        show_json(gone)
    else:
        show_counts(gone)
