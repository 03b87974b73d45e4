"""`ckan resilient quality set`."""

from __future__ import annotations

import json
import sys
from typing import Any, cast

import ckan.plugins.toolkit as tk
import click
from ckan.types import Context

from ckanext.resilient.quality.batch import fields
from ckanext.resilient.quality.cli import quality, resilient
from ckanext.resilient.quality.overview import scope_of
from ckanext.resilient.terminal import as_json_option, fail, show_json

__all__ = ["resilient"]


@quality.command("set")
@click.argument("field")
@click.argument("value", nargs=-1, required=True)
@click.option("--organization", help="Only the datasets of this organisation.")
@click.option("--source", help="Only those of the source with this key.")
@click.option("--country", help="Only those of the country with this code (ITA).")
@click.option("--user", help="In whose name; without it, in that of the site.")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--background", is_flag=True, help="Leave it to the worker of background jobs.")
@as_json_option
@click.pass_context
def set_field(context: click.Context, field: str, value: tuple[str, ...], **asked: Any) -> None:
    """Set FIELD to VALUE for all datasets that lack it: a code, several codes, or an object as JSON for a contact."""
    named = [(kind, asked[kind]) for kind in ("organization", "source", "country") if asked[kind]]
    if len(named) > 1:
        raise click.UsageError("Name an organisation, a source, or a country.")
    try:
        with context.find_root().meta["flask_app"].test_request_context():  # texts need a language
            found = _done(field, value, asked, *(named[0] if named else ("all", "")))
    except (tk.ObjectNotFound, tk.NotAuthorized, tk.ValidationError) as error:
        fail(error)
    if asked["as_json"]:
        show_json(found)
    else:
        click.echo(_sentence(found))


def _done(field: str, value: tuple[str, ...], asked: dict[str, Any], kind: str, name: str) -> dict[str, Any]:
    """What the action gives: the preview, or the batch.

    Raises:
        tk.ObjectNotFound: there is no such scope or field.
        tk.NotAuthorized: the user edits nothing there.
        tk.ValidationError: the value cannot be set.
    """
    scope = scope_of(kind, name)
    data = {"scope": scope.kind, "key": scope.key, "field": field, "value": _value(field, value)}
    user = asked["user"] or tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    context: dict[str, Any] = {"user": user, "ignore_auth": not asked["user"]}
    if asked["dry_run"]:
        return tk.get_action("resilient_quality_batch_preview")(
            cast("Context", context), {**data, "limit": 200}
        )
    if asked["background"]:
        return tk.get_action("resilient_quality_batch_create")(cast("Context", context), data)
    counted = tk.get_action("resilient_quality_batch_preview")(cast("Context", dict(context)), data)
    with click.progressbar(length=counted["count"], label="Setting", file=sys.stderr) as bar:
        context["resilient_progress"] = bar.update
        return tk.get_action("resilient_quality_batch_create")(cast("Context", context), data)


def _value(field: str, given: tuple[str, ...]) -> Any:
    if not fields.is_repeating(fields.field_of(field)):
        return list(given)
    try:
        return json.loads(" ".join(given))
    except ValueError as error:
        raise click.UsageError(f"Give an object as JSON: {error}") from error


def _sentence(found: dict[str, Any]) -> str:
    if "count" in found:
        lines = [f"  +{one['gain']:<4}{one['name']}: {one['after']}" for one in found["datasets"]]
        return "\n".join([f"{found['count']} datasets lack it.", *lines])
    if not found["finished"]:
        return f"{found['datasets']} datasets will be changed in the background."
    errors = [f"  {one['id']}: {one['message']}" for one in found["errors"]]
    numbers = f"{found['changed']} of {found['datasets']} datasets were changed, {found['kept']} had a value by then."
    return "\n".join([numbers, *errors])
