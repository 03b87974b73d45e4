"""`ckan resilient harvest meanings list | codes | set | unset`."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import click

from ckanext.resilient.harvesters.terminal import as_json_option, fail, own_context, show_json
from ckanext.resilient.svrc.meanings import FIELDS, LEFT, addresses, name_of

_field = click.argument("field", type=click.Choice(sorted(FIELDS)))


@click.group()
def meanings() -> None:
    """Say what words of a source mean that no table knows."""


@meanings.command("list")
@click.argument("source")
@as_json_option
def list_meanings(source: str, as_json: bool) -> None:
    """List the words of SOURCE (name, id or address) that no table knows, and what was said of them."""
    try:
        fields = tk.get_action("resilient_harvest_meaning_list")(own_context(), {"id": source})
    except tk.ObjectNotFound as error:
        fail(error)
    if as_json:
        show_json(fields)
        return
    for field in fields:
        for row in field["values"]:
            hint = f" → {row['suggestion']}?" if row["suggestion"] else ""
            said = hint if row["code"] is None else f" = {row['code'] or 'left as it is'}"
            where = f" ({row['record']})" if row["record"] else ""
            click.echo(f"{row['count']} × {field['field']} “{row['value']}”{said}{where}")


@meanings.command()
@_field
def codes(field: str) -> None:
    """List the codes that a word of FIELD may mean, with their English names."""
    for code in addresses(field):
        click.echo(f"{code:<24}{name_of(field, code, 'en')}")


@meanings.command("set")
@click.argument("source")
@_field
@click.argument("word")
@click.argument("code", default=LEFT)
@click.option("--leave", is_flag=True, help="It stays as it is, and is not reported any more.")
def set_meaning(source: str, field: str, word: str, code: str, leave: bool) -> None:
    """Say that WORD in FIELD of SOURCE (name, id or address) means CODE; it holds from the next run on."""
    if leave == bool(code):
        raise click.UsageError("Give either a code or --leave.")
    try:
        tk.get_action("resilient_harvest_meaning_set")(
            own_context(), {"id": source, "meanings": {field: {word: code}}}
        )
    except (tk.ValidationError, tk.ObjectNotFound) as error:
        fail(error)


@meanings.command()
@click.argument("source")
@_field
@click.argument("words", nargs=-1, required=True)
def unset(source: str, field: str, words: tuple[str, ...]) -> None:
    """Take back what was said of WORDS in FIELD of SOURCE (name, id or address)."""
    try:
        tk.get_action("resilient_harvest_meaning_unset")(
            own_context(), {"id": source, "field": field, "values": list(words)}
        )
    except (tk.ValidationError, tk.ObjectNotFound) as error:
        fail(error)
