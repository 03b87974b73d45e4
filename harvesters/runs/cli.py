"""`ckan resilient harvest start | history | show | findings | changes | cancel`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from typing import Any

import ckan.plugins.toolkit as tk
import click

from ckanext.resilient.harvest.export import findings_csv
from ckanext.resilient.harvesters.terminal import (
    as_json_option,
    fail,
    own_context,
    show_cause,
    show_counts,
    show_issue,
    show_json,
)

_PAGE = 1000
"""So many findings are asked for at a time; the action gives no more."""


@click.command()
@click.argument("source")
@click.option("--only-failed-of", default="", metavar="RUN", help="Only the records that failed in this run.")
def start(source: str, only_failed_of: str) -> None:
    """Hand a run of SOURCE (name, id or address) to the queue; prints the run."""
    try:
        run = tk.get_action("resilient_harvest_start")(
            own_context(), {"id": source, "only_failed_of": only_failed_of}
        )
    except (tk.ValidationError, tk.ObjectNotFound) as error:
        fail(error)
    click.echo(run["job"])


@click.command()
@click.argument("source")
@click.option("--limit", type=click.IntRange(min=1), default=20, help="Show at most so many.")
@as_json_option
def history(source: str, limit: int, as_json: bool) -> None:
    """List the runs of SOURCE (name, id or address), newest first."""
    try:
        rows = tk.get_action("resilient_harvest_run_list")(own_context(), {"id": source, "limit": limit})
    except tk.ObjectNotFound as error:
        fail(error)
    if as_json:
        show_json(rows)
        return
    for row in rows:
        counts = " ".join(f"{name}={number}" for name, number in row["counts"].items() if number)
        click.echo(f"{row['job']} {row['created']} {row['outcome']} {counts} {row['stopped_by']}".rstrip())


@click.command()
@click.argument("run")
@as_json_option
def show(run: str, as_json: bool) -> None:
    """Show RUN: its counts, and its findings by cause."""
    try:
        found = tk.get_action("resilient_harvest_run_show")(own_context(), {"id": run})
    except tk.ObjectNotFound as error:
        fail(error)
    if as_json:
        show_json(found)
        return
    _show(found)


def _show(run: dict[str, Any]) -> None:
    click.echo(f"{run['outcome']} ({run['done']}/{run['prepared']})")
    show_counts(run["counts"] | {"failed": run["failed"]})
    for cause in run["causes"]:
        show_cause(cause["count"], cause["examples"][0])


@click.command()
@click.argument("run")
@click.option("--csv", "as_csv", is_flag=True, help="Print them as a table, with commas.")
@as_json_option
def findings(run: str, as_csv: bool, as_json: bool) -> None:
    """List every finding of RUN, in the order they came up."""
    try:
        if as_csv:
            for line in findings_csv(_findings(run)):
                click.echo(line, nl=False)
        elif as_json:
            show_json(list(_findings(run)))
        else:
            for issue in _findings(run):
                show_issue(issue)
    except tk.ObjectNotFound as error:
        fail(error)


def _findings(run: str) -> Iterator[dict[str, str]]:
    action = tk.get_action("resilient_harvest_issue_list")
    for offset in count(0, _PAGE):
        some = action(own_context(), {"id": run, "limit": _PAGE, "offset": offset})
        yield from some
        if len(some) < _PAGE:
            return


@click.command()
@click.argument("run")
def cancel(run: str) -> None:
    """End RUN before its time; what it has written stays."""
    try:
        ended = tk.get_action("resilient_harvest_cancel")(own_context(), {"id": run})
    except (tk.ValidationError, tk.ObjectNotFound) as error:
        fail(error)
    click.echo(ended["outcome"])


@click.command()
@click.argument("run")
@click.option("--limit", type=click.IntRange(min=1), default=20, help="Show at most so many records.")
@as_json_option
def changes(run: str, limit: int, as_json: bool) -> None:
    """Show what RUN changed, record by record: what the source said before, and after."""
    try:
        found = tk.get_action("resilient_harvest_change_list")(own_context(), {"id": run, "limit": limit})
    except tk.ObjectNotFound as error:
        fail(error)
    if as_json:
        show_json(found)
        return
    for record in found["records"]:
        click.echo(f"{record['title']} ({record['guid']})")
        for field in record["fields"]:
            for when in ("before", "after"):
                click.echo(f"  {field['field']} {when}: {json.dumps(field[when], ensure_ascii=False)}")


RUN_COMMANDS = (start, history, show, findings, changes, cancel)
"""The commands of this module, for the group that they hang below."""
