"""`ckan resilient harvest settings | edit`, and the options that other commands about sources share with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import ckan.plugins.toolkit as tk
import click

from ckanext.resilient.harvest.duplicates.ahead import KEEPS
from ckanext.resilient.harvest.removal.rule import RULES
from ckanext.resilient.harvest.schedule.rhythm import FREQUENCIES
from ckanext.resilient.harvesters.portals import choice
from ckanext.resilient.harvesters.terminal import as_json_option, fail, own_context, show_json

F = TypeVar("F", bound=Callable[..., Any])

ANY_TIME = "any"


class Hours(click.ParamType):
    """Two full hours such as `22-5`, or `any`."""

    name = "hours"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int | None, int | None]:
        """The two hours; none for any time of the day."""
        if value == ANY_TIME:
            return None, None
        first, _, last = str(value).partition("-")
        if not (first.isdecimal() and last.isdecimal()):
            self.fail("Write two full hours, for example 22-5, or any.", param, ctx)
        return int(first), int(last)


class Meaning(click.ParamType):
    """What a word means, such as `theme:Zdravlje=HEAL`; without a code, it stays as it is."""

    name = "meaning"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str, str]:
        """The field, the word and the code."""
        field, _, rest = str(value).partition(":")
        word, equals, code = rest.rpartition("=")
        if not (field and word and equals):
            self.fail("Write field, word and code, for example theme:Zdravlje=HEAL.", param, ctx)
        return field, word, code


options_option = click.option(
    "--option", "options", multiple=True, metavar="NAME=VALUE", help="An option of the protocol."
)

meanings_option = click.option(
    "--meaning",
    "meanings",
    multiple=True,
    type=Meaning(),
    metavar="FIELD:WORD=CODE",
    help="What a word means that no table knows; without CODE it stays as it is.",
)

decisions_option = click.option(
    "--decide",
    "decisions",
    multiple=True,
    type=(str, str, click.Choice(KEEPS)),
    metavar=f"RECORD ID {'|'.join(KEEPS)}",
    help="Of a pair that a rehearsal shows: its RECORD, or the one with ID, which is here, stays, or both do.",
)

_CHOICE = (
    click.option("--only-word", "only_words", multiple=True, help="Take only what says one of these words."),
    click.option("--without-word", "without_words", multiple=True, help="Leave out what says such a word."),
    click.option("--only-theme", "only_themes", multiple=True, help="Take only this EU theme, e.g. SOCI."),
    click.option("--only-publisher", "only_publishers", multiple=True, help="Only of whoever is named so."),
    click.option("--only-place", "only_places", multiple=True, help="Only about this place, e.g. ITH5."),
)

_PLAN = (
    click.option("--hours", type=Hours(), help="Read it by itself only then, in the site's time: 22-5; any."),
    click.option("--day", "weekdays", multiple=True, help="Read it by itself only on this day: MON … SUN."),
    click.option("--recipient", "recipients", multiple=True, help="Who gets a mail when something is wrong."),
    click.option("--removal", type=click.Choice(RULES), help="What becomes of what it no longer lists."),
    click.option(
        "--grace-days", type=click.IntRange(min=1), help="With archive: so many days after the note."
    ),
)


def choice_options(command: F) -> F:
    """Options for what comes in: words, themes, publishers and places. An empty word takes a choice away."""
    for option in reversed(_CHOICE):
        command = option(command)
    return command


def plan_options(command: F) -> F:
    """Options for the hours, the recipients and the removal rule of a source."""
    for option in reversed(_PLAN):
        command = option(command)
    return command


def as_given(options: dict[str, Any]) -> dict[str, Any]:
    """What was said on the command line, as the actions take it."""
    given = {name: value for name, value in options.items() if value not in (None, (), "")}
    hours = given.pop("hours", None)
    if hours is not None:
        # An empty text takes a setting away; nothing at all would leave it as it is.
        given["window_from"], given["window_until"] = ("" if hour is None else hour for hour in hours)
    for name in ("languages", "recipients", "weekdays", *choice.SETTINGS):
        if name in given:
            given[name] = list(given[name])
    if "options" in given:
        given["options"] = {
            name: value for name, _, value in (one.partition("=") for one in given["options"])
        }
    if "meanings" in given:
        given["meanings"] = _by_field(given["meanings"])
    if "decisions" in given:
        given["decisions"] = [
            {"guid": guid, "other": other, "keep": keep} for guid, other, keep in given["decisions"]
        ]
    return given


def _by_field(meanings: Iterable[tuple[str, str, str]]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for field, word, code in meanings:
        found.setdefault(field, {})[word] = code
    return found


@click.command()
@click.argument("source")
@as_json_option
def settings(source: str, as_json: bool) -> None:
    """Show every setting of SOURCE (name, id or address)."""
    try:
        found = tk.get_action("resilient_harvest_source_show")(own_context(), {"id": source})
    except tk.ObjectNotFound as error:
        fail(error)
    _show(found, as_json)


@click.command()
@click.argument("source")
@click.option("--title", help="Name of the source.")
@click.option("--url", help="Its address.")
@click.option("--protocol", help="How it is read.")
@click.option("--language", "languages", multiple=True, help="Language that the portal writes in, e.g. it.")
@click.option("--only-social/--everything", default=None, help="Take only what concerns the social economy.")
@click.option("--limit", type=click.IntRange(min=1), help="Harvest at most so many records a run.")
@click.option("--frequency", type=click.Choice(FREQUENCIES), help="How often it is read by itself.")
@options_option
@decisions_option
@choice_options
@plan_options
@as_json_option
def edit(source: str, as_json: bool, **said: Any) -> None:
    """Change what is said of SOURCE (name, id or address), and leave the rest."""
    data = {"id": source, **as_given(said)}
    try:
        found = tk.get_action("resilient_harvest_source_update")(own_context(), data)
    except (tk.ValidationError, tk.ObjectNotFound) as error:
        fail(error)
    _show(found, as_json)


def _show(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        show_json(found)
        return
    for name, value in found.items():
        click.echo(f"{name}: {'' if value is None else value}".rstrip())


EDIT_COMMANDS = (settings, edit)
"""The commands of this module, for the group that they hang below."""
