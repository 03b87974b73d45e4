"""`ckan resilient quality …`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any, TextIO, cast

import ckan.plugins.toolkit as tk
import click
from ckan import model
from ckan.types import Context

from ckanext.resilient.cli import resilient
from ckanext.resilient.quality import config, rating, reindex, store
from ckanext.resilient.quality.conformance import job as conformance
from ckanext.resilient.quality.conformance.shapes import ShapesError
from ckanext.resilient.quality.files import job as files_job
from ckanext.resilient.quality.links import job as links_job
from ckanext.resilient.terminal import as_json_option, fail, show_json

__all__ = ["resilient"]

_LONGEST = 6 * 3600
"""Seconds after which a check in the background is ended; what it found until then is kept."""


@resilient.group()
def quality() -> None:
    """How good the datasets are."""


@quality.command()
@click.argument("dataset", required=False)
@click.option("--all", "everything", is_flag=True, help="Rate all public datasets anew and index them.")
@click.option("--file", "file", type=click.File(encoding="utf-8"), help="Rate the dataset in this JSON file.")
@as_json_option
@click.pass_context
def score(
    context: click.Context, dataset: str | None, everything: bool, file: TextIO | None, as_json: bool
) -> None:
    """Rate DATASET (id or name), a file, or all datasets; what to mend first comes last."""
    if sum([bool(dataset), everything, bool(file)]) != 1:
        raise click.UsageError("Name one dataset, or use --all, or --file.")
    if everything:
        _score_all()
        return
    data = {"dataset": json.load(file)} if file else {"id": dataset}
    try:
        with context.find_root().meta["flask_app"].test_request_context():  # texts need a language
            found = tk.get_action("resilient_quality_show")(_context(), data)
    except (tk.ObjectNotFound, tk.ValidationError) as error:
        fail(error)
    if as_json:
        show_json(found)
    else:
        click.echo("\n".join(_lines(found)))


def _lines(found: dict[str, Any]) -> Iterator[str]:
    yield f"{found['score']} of {found['max']} points: {found['level']}. {found['sentence']}"
    if found["open"]:
        yield f"{found['open']} points are still to be checked."
    for aspect in found["aspects"]:
        yield f"  {aspect['state']:<12}{aspect['title']}: {aspect['message']}"
    for fix in found["fix_first"]:
        yield f"  +{fix['gain']:<4}{fix['text']}"


def _context() -> Context:
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})
    return {"user": user["name"], "ignore_auth": True}


def _score_all() -> None:
    """Rate all public datasets, with a bar on the terminal."""
    store.forget_orphans()
    ids = rating.public_ids()
    with click.progressbar(length=len(ids), label="Rating", file=sys.stderr) as bar:
        reindex.rate_all(ids, bar.update)
    click.echo(f"{len(ids)} datasets were rated.")


def _leave_to_worker(job: Callable[[int], None], most: int, title: str) -> None:
    tk.enqueue_job(job, [most], title=title, rq_kwargs={"timeout": _LONGEST})


def _watched(context: click.Context, action: str, most: int, label: str) -> dict[str, Any]:
    """What an action says that checks at most so many, with a bar on the terminal while it does."""
    with click.progressbar(length=most, label=label, file=sys.stderr) as bar:
        asked = cast("Context", {**_context(), "resilient_progress": bar.update})
        with context.find_root().meta["flask_app"].test_request_context():
            return tk.get_action(action)(asked, {"limit": most})


@quality.command()
@click.option("--limit", type=click.IntRange(min=1), help="Try at most so many links.")
@click.option("--background", is_flag=True, help="Leave it to the worker of background jobs.")
@as_json_option
@click.pass_context
def links(context: click.Context, limit: int | None, background: bool, as_json: bool) -> None:
    """Try the links that are due, and rate the datasets anew whose links came out differently."""
    most = limit or config.links_a_run()
    if background:
        _leave_to_worker(links_job.in_background, most, "Check of links")
        return
    found = _watched(context, "resilient_quality_check_links", most, "Trying links")
    if as_json:
        show_json(found)
        return
    click.echo(
        f"{found['tried']} links were tried, {found['good']} are good, {found['busy']} are to be tried later."
    )
    for problem, number in sorted(found["problems"].items()):
        click.echo(f"  {number} × {problem}")
    click.echo(f"{found['rated']} datasets were rated anew.")


@quality.command()
@click.option("--limit", type=click.IntRange(min=1), help="Look into so many files at most.")
@click.option("--background", is_flag=True, help="Leave it to the worker of background jobs.")
@as_json_option
@click.pass_context
def files(context: click.Context, limit: int | None, background: bool, as_json: bool) -> None:
    """Look into the files that are due, and rate the datasets anew that they belong to."""
    most = limit or config.files_a_run()
    if background:
        _leave_to_worker(files_job.in_background, most, "Look into files")
        return
    found = _watched(context, "resilient_quality_check_files", most, "Looking into files")
    if as_json:
        show_json(found)
        return
    click.echo(
        f"{found['opened']} files were looked into, {found['tables']} are tables; {found['failed']} could not be opened,"
        f" {found['busy']} are to be tried later.\n{found['rated']} datasets were rated anew."
    )


@quality.command()
@click.argument("dataset", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Check all public datasets anew.")
@click.option("--limit", type=click.IntRange(min=1), help="Check at most so many of those that changed.")
@click.option("--background", is_flag=True, help="Leave it to the worker of background jobs.")
@as_json_option
@click.pass_context
def shapes(
    context: click.Context,
    dataset: tuple[str, ...],
    everything: bool,
    limit: int | None,
    background: bool,
    as_json: bool,
) -> None:
    """Check whether DATASETs (ids or names), all, or those that changed follow DCAT-AP."""
    if sum([bool(dataset), everything, bool(limit), background]) > 1:
        raise click.UsageError("Name datasets, or use --all, or --limit, or --background.")
    if background:
        conformance.ask()
        return
    ids = [_id_of(name) for name in dataset]
    length = len(ids) or (len(rating.public_ids()) if everything else _number_due(limit))
    with click.progressbar(length=length, label="Checking", file=sys.stderr) as bar:
        asked = cast("Context", {**_context(), "resilient_progress": bar.update})
        data: dict[str, Any] = {"ids": ids} if ids else {"all": everything}
        with context.find_root().meta["flask_app"].test_request_context():
            found = _checked(asked, data | ({"limit": limit} if limit else {}))
    if as_json:
        show_json(found)
        return
    click.echo(
        f"{found['conform']} of {found['checked']} datasets follow DCAT-AP; {found['rated']} were rated anew."
    )


def _id_of(name: str) -> str:
    package = model.Package.get(name)
    if package is None:
        raise click.ClickException(
            f"There is no dataset “{name}”: name it by its id or its address on this site."
        )
    return package.id


def _checked(context: Context, data: dict[str, Any]) -> dict[str, Any]:
    try:
        return tk.get_action("resilient_quality_check_shapes")(context, data)
    except tk.ValidationError as error:
        raise click.ClickException(str(error)) from error


def _number_due(limit: int | None) -> int:
    try:
        return conformance.number_due(limit)
    except ShapesError as error:
        raise click.ClickException(str(error)) from error


@quality.command()
def record() -> None:
    """Keep today's sums of the catalogue, organisations, sources and countries, for the history."""
    click.echo(f"{store.record_day()} rows were kept.")
