"""`ckan resilient harvest …` and `ckan resilient portals …`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Any

import ckan.plugins.toolkit as tk
import click

from ckanext.resilient.cli import resilient
from ckanext.resilient.harvest.duplicates import decide
from ckanext.resilient.harvesters.adding.cli import ADD_COMMANDS
from ckanext.resilient.harvesters.closing.cli import close
from ckanext.resilient.harvesters.editing.cli import (
    EDIT_COMMANDS,
    as_given,
    choice_options,
    meanings_option,
    options_option,
)
from ckanext.resilient.harvesters.meanings.cli import meanings
from ckanext.resilient.harvesters.overlay import cli as overlay
from ckanext.resilient.harvesters.owners.cli import owners
from ckanext.resilient.harvesters.runs.cli import RUN_COMMANDS
from ckanext.resilient.harvesters.safety import cli as safety
from ckanext.resilient.harvesters.terminal import (
    UNREADABLE,
    as_json_option,
    fail,
    own_context,
    private_hosts_option,
    show_cause,
    show_counts,
    show_issue,
    show_json,
)

__all__ = ["resilient"]


@resilient.group()
def harvest() -> None:
    """Collect datasets from portals."""


for _command in (
    *ADD_COMMANDS,
    *EDIT_COMMANDS,
    *RUN_COMMANDS,
    safety.approve,
    safety.undo,
    overlay.edits,
    meanings,
    owners,
    close,
):
    harvest.add_command(_command)


@harvest.command()
@click.argument("url")
@click.option("--protocol", default="", help="How the portal is read, for example ckan or dcat.")
@click.option("--portal", default="", help="Key of a known portal whose settings apply.")
@click.option("--limit", type=click.IntRange(min=1), help="Read at most so many records.")
@options_option
@meanings_option
@click.option("--language", "languages", multiple=True, help="Language that the portal writes in, e.g. it.")
@click.option(
    "--only-social", is_flag=True, help="Take only what concerns the social economy; needs --portal."
)
@choice_options
@private_hosts_option
@as_json_option
def rehearse(url: str, private_hosts: tuple[str, ...], as_json: bool, **said: Any) -> None:
    """Show what harvesting URL would bring in, and what of it other sources seem to give; nothing is written."""
    context = own_context(resilient_private_hosts=private_hosts)
    try:
        result = tk.get_action("resilient_harvest_rehearse")(context, {"url": url, **as_given(said)})
    except tk.ValidationError as error:
        fail(error)
    if as_json:
        show_json(result)
        return
    show_counts(result["counts"])
    for issue in result["issues"]:
        show_issue(issue)
    for pair in result["pairs"]:
        _show_pair(pair["guid"], pair)


@harvest.command()
@click.argument("source")
@click.option("--accept-vanished", is_flag=True, help="Take what is missing for gone, even if it is much.")
@click.option("--full", is_flag=True, help="Read everything, not only what changed since the last run.")
@click.option("--only-failed-of", default="", metavar="RUN", help="Only the records that failed in this run.")
@as_json_option
def run(source: str, accept_vanished: bool, full: bool, only_failed_of: str, as_json: bool) -> None:
    """Harvest SOURCE (name, id or address) now, in this process."""
    context = own_context(resilient_progress=_progress)
    try:
        result = tk.get_action("resilient_harvest_run")(
            context,
            {
                "id": source,
                "accept_vanished": accept_vanished,
                "full": full,
                "only_failed_of": only_failed_of,
            },
        )
    except (tk.ValidationError, tk.ObjectNotFound) as error:
        fail(error)
    if as_json:
        show_json(result)
    else:
        show_counts(result["counts"] | {"written": result["written"], "failed": result["failed"]})
        for cause in result["causes"]:
            show_cause(cause["count"], cause["example"])
    if result["stopped_by"] or result["paused"]:
        sys.exit(UNREADABLE)


def _progress(items: list[str]) -> Iterator[str]:
    # click draws nothing when standard error is not a terminal.
    with click.progressbar(items, label="Writing", file=sys.stderr) as bar:
        yield from _iterate(bar)


def _iterate(bar: Iterable[str]) -> Iterator[str]:
    yield from bar


@harvest.command()
@as_json_option
def status(as_json: bool) -> None:
    """Show every source with its last run."""
    rows = tk.get_action("resilient_harvest_status")(own_context(), {})
    if as_json:
        show_json(rows)
        return
    for row in rows:
        counts = " ".join(f"{name}={number}" for name, number in row["counts"].items() if number)
        click.echo(
            f"{row['title']}: {row['state']} {row['finished'] or ''} {counts} {row['stopped_by']}".rstrip()
        )


@harvest.command()
@click.argument("source", required=False)
@as_json_option
def unknown(source: str | None, as_json: bool) -> None:
    """List words of SOURCE (without it: of every source) that no table knows, with the nearest code."""
    try:
        rows = tk.get_action("resilient_harvest_unknown_values")(
            own_context(), {"id": source} if source else {}
        )
    except tk.ObjectNotFound as error:
        fail(error)
    if as_json:
        show_json(rows)
        return
    for row in rows:
        hint = f" → {row['suggestion']}?" if row["suggestion"] else ""
        where = f"{row['source_title']}: {row['field']}"
        click.echo(f"{row['count']} × {where} “{row['value']}”{hint} ({row['record']})")


@harvest.group()
def duplicates() -> None:
    """Datasets that two sources give."""


@duplicates.command("list")
@click.option("--state", type=click.Choice(decide.STATES), default="open", help="Open, decided or all pairs.")
@click.option("--source", default="", help="Only those of this source (name, id or address).")
@click.option("--limit", type=click.IntRange(min=1), default=100, help="Show at most so many.")
@as_json_option
def list_duplicates(state: str, source: str, limit: int, as_json: bool) -> None:
    """List pairs of records that are or may be the same dataset, newest first."""
    try:
        rows = tk.get_action("resilient_duplicate_list")(
            own_context(), {"state": state, "source": source, "limit": limit}
        )
    except tk.ObjectNotFound as error:
        fail(error)
    if as_json:
        show_json(rows)
        return
    for row in rows:
        _show_pair(row["id"], row)


def _show_pair(key: int | str, row: dict[str, Any]) -> None:
    click.echo(f"{key}: {row['verdict']}. {' '.join(row['reasons'])}")
    for record in row["records"]:
        marks = [name for name in ("keeps", "proposal") if row.get(name) == record["id"]]
        click.echo(f"  {record['id']}  {record['title']} – {record['portal']} {' '.join(marks)}".rstrip())
    for name, values in row["differences"].items():
        click.echo(f"  {name}: {' / '.join(str(value) for value in values.values())}")


@duplicates.command("decide")
@click.argument("pair", type=int)
@click.option("--keep", default="", metavar="ID", help="They are the same dataset, and this one stays.")
@click.option("--different", is_flag=True, help="They are two datasets; both are shown.")
def decide_duplicate(pair: int, keep: str, different: bool) -> None:
    """Settle PAIR (its number in the list), now and for every later harvest."""
    try:
        row = tk.get_action("resilient_duplicate_decide")(
            own_context(), {"id": pair, "keep": keep, "different": different}
        )
    except (tk.ValidationError, tk.ObjectNotFound) as error:
        fail(error)
    _show_pair(row["id"], row)


@resilient.group()
def portals() -> None:
    """Portals that the suite knows."""


@portals.command("list")
@as_json_option
def list_portals(as_json: bool) -> None:
    """List them, with the harvest source they are registered as."""
    rows = tk.get_action("resilient_portal_list")(own_context(), {})
    if as_json:
        show_json(rows)
        return
    for row in rows:
        mark = "registered" if row["source"] else ""
        click.echo(f"{row['key']:<28}{row['protocol']:<14}{row['url']:<70}{mark}".rstrip())


@portals.command()
@click.argument("key", required=False)
@click.option("--all", "every", is_flag=True, help="Register all real portals that the suite knows.")
@click.option("--url", default="", help="Where it answers, if not where its definition says.")
@click.option("--only-social", is_flag=True, help="Take only what concerns the social economy.")
@click.option("--limit", type=click.IntRange(min=1), help="Harvest at most so many records a run.")
def register(key: str | None, every: bool, url: str, limit: int | None, only_social: bool) -> None:
    """Register portal KEY, or all of them, as harvest sources; prints the name of each source."""
    if every == bool(key) or (every and url):
        raise click.UsageError("Give either the KEY of a portal, or --all without --url.")
    data: dict[str, Any] = {"url": url, "only_social": only_social, **({"limit": limit} if limit else {})}
    try:
        for one in _real_portals() if every else [key]:
            source = tk.get_action("resilient_portal_register")(own_context(), {**data, "key": one})
            click.echo(source["name"])
    except tk.ValidationError as error:
        fail(error)


def _real_portals() -> list[str]:
    rows = tk.get_action("resilient_portal_list")(own_context(), {})
    return [row["key"] for row in rows if not row["sample"]]
