"""What the pages show on which one field of many datasets is set."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context

from ckanext.resilient.pages import reader
from ckanext.resilient.pages.cards import titles_in
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.paging import page_number
from ckanext.resilient.quality.batch import choice, choose, fields
from ckanext.resilient.quality.batch.choice import Choice
from ckanext.resilient.quality.batch.fields import Field
from ckanext.resilient.quality.batch.preview import Change, preview
from ckanext.resilient.quality.overview import Scope

A_PAGE = 100
"""Datasets on a page."""
LOOK, SET = "look", "set"

_MOST_ERRORS = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One dataset to choose: what the field says now and would say, its points, and those that it gains."""

    id: str
    title: Text
    url: str
    chosen: bool
    before: str
    after: str
    points: int
    gain: int


@dataclass(frozen=True, slots=True)
class Choosing:
    """The page on which datasets and a value are chosen.

    Args:
        scope: whose datasets.
        label: of the field.
        count: how many lack it, as far as the reader may edit them.
        most: how many of them can be set at once.
        controls: the field of the form, or its parts.
        data: what was filled in, by name of the control.
        errors: what is wrong with it, by name of the control.
        part: which of the datasets the page shows.
        rows: these.
        value: what it would be set to, in words; "" before it was looked at.
        choice: which datasets are chosen.
        chosen: how many these are, on all pages.
        gain: points that those of this page gain together.
    """

    scope: Scope
    label: str
    count: int
    most: int
    controls: list[dict[str, Any]]
    data: Mapping[str, Any]
    errors: Mapping[str, Any]
    part: Part
    rows: list[Row]
    value: str
    choice: Choice
    chosen: int
    gain: int


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the datasets: its number and how many pages there are, its first and last dataset, and of how many."""

    page: int
    pages: int
    first: int
    last: int
    of: int


def _part(page: int, of: int) -> Part:
    pages = max(1, math.ceil(of / A_PAGE))
    within = min(max(page, 1), pages)
    first = (within - 1) * A_PAGE
    return Part(within, pages, first + 1, min(first + A_PAGE, of), of)


def choosing(context: Context, scope: Scope, field: Field) -> Choosing:
    """The page as it is at first: all datasets are chosen, and no value."""
    return _choosing(context, scope, field, Choice(), 1)


def looked_at(
    context: Context, scope: Scope, field: Field, form: Mapping[str, list[str]], do: str
) -> Choosing:
    """The page after a value was filled in: what it would change, or what is wrong with it.

    Args:
        context: who looks.
        scope: whose datasets.
        field: what is set.
        form: what was sent.
        do: what was asked for: `look` or `set`, the number of a page, or to choose `all` or `none`.
    """
    given = fields.sent(field, form)
    value, errors = None, {}
    try:
        value = fields.checked(field, given)
    except tk.ValidationError as error:
        if do in (LOOK, SET):  # who turns a page has perhaps not come to the value yet
            errors = error.error_dict
    number = page_number(do) or page_number("".join(form.get("page", ()))) or 1
    picked = Choice(do) if do in (choice.ALL, choice.NONE) else choice.sent(form)
    return _choosing(context, scope, field, picked, number, _filled(field, given), errors, value)


def _choosing(
    context: Context,
    scope: Scope,
    field: Field,
    picked: Choice,
    page: int,
    data: Mapping[str, Any] | None = None,
    errors: Mapping[str, Any] | None = None,
    value: Any = None,
) -> Choosing:
    ids = choose.ids(context, field, scope.kind, scope.key)
    part = _part(page, len(ids))
    changes = preview(context, field, ids[part.first - 1 : part.last], value)
    rows = [_row(change, picked) for change in changes]
    return Choosing(
        scope=scope,
        label=fields.label(field),
        count=choose.number(context, field, scope.kind, scope.key),
        most=choose.MOST,
        controls=fields.controls(field),
        data=data or {},
        errors=errors or {},
        part=part,
        rows=rows,
        value="" if value is None else fields.readable(field, value),
        choice=picked,
        chosen=len(picked.of(ids)),
        gain=sum(row.gain for row in rows if row.chosen),
    )


def chosen(context: Context, scope: Scope, field: Field, form: Mapping[str, list[str]]) -> list[str]:
    """Ids of the datasets that a form chooses, on all pages."""
    return choice.sent(form).of(choose.ids(context, field, scope.kind, scope.key))


def _filled(field: Field, given: Any) -> dict[str, Any]:
    """What was filled in, under the names of the controls."""
    if not fields.is_repeating(field):
        return {field.name: given}
    return {f"{field.name}-0-{part}": text for part, text in given.items()}


def _row(change: Change, picked: Choice) -> Row:
    package = change.package
    return Row(
        package["id"],
        reader.title_of(package),
        tk.h.url_for("dataset.read", id=package["name"]),
        package["id"] in picked,
        change.before,
        change.after,
        change.points,
        change.gain,
    )


@dataclass(frozen=True, slots=True)
class Failed:
    """A dataset that could not be changed, and why."""

    title: Text
    url: str
    message: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is; `url` gives this part of the page anew."""

    url: str
    page_url: str
    sentence: str
    done: int
    most: int


@dataclass(frozen=True, slots=True)
class Result:
    """The page of a batch: what it sets, how far it is, what it changed, and what went wrong; `more` is left out."""

    id: str
    label: str
    value: str
    progress: Progress | None
    stuck: bool
    counts: list[tuple[str, str]]
    failed: list[Failed]
    more: int


def result(batch: Mapping[str, Any]) -> Result:
    """The page of a batch, as an action gives it; one query for the datasets that failed."""
    field = fields.field_of(batch["field"])
    errors = batch["errors"][:_MOST_ERRORS]
    counts = [
        (tk._("Changed"), batch["changed"]),
        (tk._("Had a value in the meantime"), batch["kept"]),
        (tk._("Could not be changed"), len(batch["errors"])),
    ]
    return Result(
        id=batch["id"],
        label=fields.label(field),
        value=fields.readable(field, batch["value"]),
        progress=None if batch["finished"] else progress(batch),
        stuck=batch["stuck"],
        counts=[(word, reader.number(number)) for word, number in counts],
        failed=_failed(errors),
        more=len(batch["errors"]) - len(errors),
    )


def progress(batch: Mapping[str, Any]) -> Progress:
    """How far a batch is, in words and as a bar."""
    done, most = batch["done"], batch["datasets"]
    return Progress(
        tk.h.url_for("resilient_quality.batch_progress", batch_id=batch["id"]),
        tk.h.url_for("resilient_quality.batch", batch_id=batch["id"]),
        tk._("{done} of {all} datasets are done.").format(done=reader.number(done), all=reader.number(most)),
        done,
        most,
    )


def _failed(errors: list[dict[str, str]]) -> list[Failed]:
    known = {
        package.id: package
        for package in model.Session.query(model.Package).filter(
            model.Package.id.in_([one["id"] for one in errors])
        )
    }
    return [_failure(one, known.get(one["id"])) for one in errors]


def _failure(error: Mapping[str, str], package: model.Package | None) -> Failed:
    if package is None or package.state != "active":
        return Failed(Text(error["id"]), "", error["message"])
    record = {"name": package.name, "title": package.title, **titles_in(package.extras)}
    return Failed(reader.title_of(record), tk.h.url_for("dataset.read", id=package.name), error["message"])
