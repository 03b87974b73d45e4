"""`ckan resilient content …`."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from ckanext.resilient.cli import resilient
from ckanext.resilient.content import load as loading
from ckanext.resilient.content import shipped
from ckanext.resilient.terminal import as_json_option, show_json

__all__ = ["resilient"]

_WORDS = (
    ("created", "new"),
    ("updated", "updated"),
    ("unchanged", "unchanged"),
    ("deleted_here", "deleted here, not brought back"),
    ("not_ours", "already there from elsewhere, not touched"),
)


@resilient.group()
def content() -> None:
    """The pages, examples, training and sample data that come with the suite."""


@content.command()
@click.argument("items", nargs=-1, metavar="[TYPE | TYPE/NAME]…")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@as_json_option
def load(items: tuple[str, ...], *, dry_run: bool, as_json: bool) -> None:
    """Load the shipped content; what was edited or deleted here stays so.

    Without arguments all of it, else the named types (`training`) or items (`page/about`).
    """
    wanted = list(_chosen(items))
    with _progress(wanted) as files:
        outcome = loading.load(files, rehearse=dry_run)
    if as_json:
        show_json(dataclasses.asdict(outcome))
    else:
        _tell(outcome)
    if outcome.errors:
        sys.exit(1)


def _chosen(items: tuple[str, ...]) -> Iterator[Path]:
    found = {f"{path.parent.name}/{path.stem}": path for path in shipped.paths()}
    unknown = [one for one in items if one not in found and one not in shipped.ORDER]
    if unknown:
        raise click.UsageError(
            f"There is no shipped content called {', '.join(unknown)}. Types: {', '.join(shipped.ORDER)}."
        )
    for key, path in found.items():
        if not items or key in items or path.parent.name in items:
            yield path


@contextmanager
def _progress(files: list[Path]) -> Iterator[Iterable[Path]]:
    """The files, with a progress bar on a terminal and none in a pipe."""
    if not sys.stderr.isatty():
        yield files
        return
    with click.progressbar(files, label="Loading content", file=sys.stderr) as bar:
        yield bar


def _tell(outcome: loading.Outcome) -> None:
    counts = ((len(getattr(outcome, name)), words) for name, words in _WORDS)
    click.echo(", ".join(f"{count} {words}" for count, words in counts if count) or "Nothing to load.")
    for key, fields in outcome.kept.items():
        click.echo(f"{key}: kept as edited here: {', '.join(fields)}")
    for error in outcome.errors:
        click.echo(error, err=True)
