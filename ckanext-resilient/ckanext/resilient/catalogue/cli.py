"""`ckan resilient dcat …`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from ckan import model
from rdflib import Graph

from ckanext.resilient.catalogue import checks, config, dumps, store
from ckanext.resilient.cli import resilient
from ckanext.resilient.terminal import as_json_option, show_json

__all__ = ["resilient"]

_BATCH = 100


@resilient.group()
def dcat() -> None:
    """The catalogue as linked data."""


@dcat.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.pass_context
def dump(context: click.Context, folder: Path) -> None:
    """Write the whole catalogue into FOLDER as Turtle, N-Quads and JSON-LD; the last files stay until it is done."""
    with context.find_root().meta["flask_app"].test_request_context():  # texts need a language
        length = dumps.number_of_datasets()
        with click.progressbar(length=length, label="Writing", file=sys.stderr) as bar:
            number = dumps.write(folder, bar.update)
    click.echo(f"{number} datasets were written to {folder}.")


@dcat.command()
@click.argument("dataset", required=False)
@click.option("--all", "everything", is_flag=True, help="Check all public datasets.")
@as_json_option
@click.pass_context
def check(context: click.Context, dataset: str | None, everything: bool, as_json: bool) -> None:
    """Check the RDF of DATASET (id or name), or of all, by parsers and shapes; ends with 1 when one does not conform."""
    if bool(dataset) == everything:
        raise click.UsageError("Name one dataset, or use --all.")
    against = checks.shapes(config.shapes())
    with context.find_root().meta["flask_app"].test_request_context():  # texts need a language
        store.refresh()
        results = list(_results(_chosen(dataset), against))
    if not results and dataset:
        click.echo(f"There is no public dataset “{dataset}”.", err=True)
        sys.exit(1)
    failed = [result for result in results if not result["conforms"]]
    summary = {"checked": len(results), "conform": len(results) - len(failed), "datasets": results}
    if as_json:
        show_json(summary)
    else:
        click.echo("\n".join(_lines(summary)))
    sys.exit(1 if failed else 0)


def _chosen(dataset: str | None) -> list[store.Row]:
    """The row of one dataset, none when it is not public; or all rows."""
    if dataset is None:
        return store.rows(0, store.totals().rows)
    package = model.Package.get(dataset)
    return store.rows_of([package.id]) if package else []


def _results(rows: list[store.Row], against: Graph) -> Iterator[dict[str, Any]]:
    """What was found of each dataset, batch by batch."""
    with click.progressbar(length=len(rows), label="Checking", file=sys.stderr) as bar:
        for begin in range(0, len(rows), _BATCH):
            batch = rows[begin : begin + _BATCH]
            for package_id, lines in store.ntriples(batch).items():
                issues = checks.check(lines, against)
                conforms = not any(issue.severity == checks.VIOLATION for issue in issues)
                yield {"id": package_id, "conforms": conforms, "issues": [asdict(issue) for issue in issues]}
            model.Session.expunge_all()
            bar.update(len(batch))


def _lines(summary: dict[str, Any]) -> Iterator[str]:
    for result in summary["datasets"]:
        for issue in result["issues"]:
            yield f"{result['id']} {issue['severity']}: {issue['message']} {issue['path']} {issue['value']}".rstrip()
    yield f"{summary['conform']} of {summary['checked']} datasets conform."
