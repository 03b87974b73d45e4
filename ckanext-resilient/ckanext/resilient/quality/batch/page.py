"""What the pages show on which one field of many datasets is set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.resilient.pages import reader
from ckanext.resilient.pages.cards import titles_in
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.quality.batch import choose, fields
from ckanext.resilient.quality.batch.fields import Field
from ckanext.resilient.quality.batch.preview import MOST, Change, preview
from ckanext.resilient.quality.overview import Scope

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
        most: how many of them the page shows.
        controls: the field of the form, or its parts.
        data: what was filled in, by name of the control.
        errors: what is wrong with it, by name of the control.
        rows: the datasets.
        value: what it would be set to, in words; "" before it was looked at.
        chosen: how many datasets are chosen.
        gain: points that these gain together.
    """

    scope: Scope
    label: str
    count: int
    most: int
    controls: list[dict[str, Any]]
    data: Mapping[str, Any]
    errors: Mapping[str, Any]
    rows: list[Row]
    value: str
    chosen: int
    gain: int


def choosing(scope: Scope, field: Field) -> Choosing:
    """The page as it is at first: all datasets are chosen, and no value."""
    changes = preview({}, field, choose.ids({}, field, scope.kind, scope.key, MOST))
    return _choosing(scope, field, changes, {change.package["id"] for change in changes})


def looked_at(scope: Scope, field: Field, form: Mapping[str, list[str]]) -> Choosing:
    """The page after a value was filled in: what it would change, or what is wrong with it."""
    given = fields.sent(field, form)
    value, errors = None, {}
    try:
        value = fields.checked(field, given)
    except tk.ValidationError as error:
        errors = error.error_dict
    changes = preview({}, field, choose.ids({}, field, scope.kind, scope.key, MOST), value)
    return _choosing(
        scope, field, changes, set(form.get("dataset", [])), _filled(field, given), errors, value
    )


def _choosing(
    scope: Scope,
    field: Field,
    changes: list[Change],
    chosen: set[str],
    data: Mapping[str, Any] | None = None,
    errors: Mapping[str, Any] | None = None,
    value: Any = None,
) -> Choosing:
    rows = [_row(change, chosen) for change in changes]
    return Choosing(
        scope=scope,
        label=fields.label(field),
        count=choose.number({}, field, scope.kind, scope.key),
        most=MOST,
        controls=fields.controls(field),
        data=data or {},
        errors=errors or {},
        rows=rows,
        value="" if value is None else fields.readable(field, value),
        chosen=sum(row.chosen for row in rows),
        gain=sum(row.gain for row in rows if row.chosen),
    )


def _filled(field: Field, given: Any) -> dict[str, Any]:
    """What was filled in, under the names of the controls."""
    if not fields.is_repeating(field):
        return {field.name: given}
    return {f"{field.name}-0-{part}": text for part, text in given.items()}


def _row(change: Change, chosen: set[str]) -> Row:
    package = change.package
    return Row(
        package["id"],
        reader.title_of(package),
        tk.h.url_for("dataset.read", id=package["name"]),
        package["id"] in chosen,
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
