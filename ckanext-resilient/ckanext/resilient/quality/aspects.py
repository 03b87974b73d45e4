"""Eight questions of a lay reader, answered in plain words beside the points; they never change the points."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from ckanext.resilient.display.rights import rights_of
from ckanext.resilient.quality.currency import Renewal, renewal
from ckanext.resilient.quality.description import MACHINE_READABLE, NON_PROPRIETARY, Description, File
from ckanext.resilient.quality.findings import Checks, FileProfile, LinkResult, State
from ckanext.resilient.svrc.issues import N_
from ckanext.resilient.svrc.text import fold

FEW_EMPTY_CELLS = 0.05
MANY_EMPTY_CELLS = 0.2
_NAMED = 5
"""Columns that a sentence names."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one question came to.

    Args:
        aspect: name of the question.
        state: how it was answered.
        sentence: for the reader; a template for translation.
        fix: for the publisher; "" when there is nothing to do.
        field: the form field where she does it.
        params: values for the placeholders of both; `date…` hold ISO dates and `share` a part of 1, to be
            written in the reader's way.
    """

    aspect: str
    state: State
    sentence: str
    fix: str = ""
    field: str = ""
    params: Mapping[str, str | int | float] = dataclass_field(default_factory=dict[str, str | int | float])


def findable(description: Description, checks: Checks, today: dt.date) -> Answer:
    """Whether topic, place, period and keywords are given."""
    del checks, today
    given = [
        bool(description.has("theme") or description.has("od_category")),
        bool(description.has("spatial_coverage")),
        bool(description.has("temporal_coverage")),
        bool(description.has("tags_translated")),
        bool(description.has("notes_translated")),
    ]
    missing = given.count(False)
    fix = N_("Add what is missing: topic, place, years, keywords, and what is in it.")
    if not missing:
        return Answer("findable", State.PASS, N_("Well described: topic, place and period are given."))
    if missing <= 2:
        sentence = N_("Described in part: it takes a look to know whether it fits.")
        return Answer("findable", State.PARTIAL, sentence, fix, "od_category")
    return Answer(
        "findable", State.FAIL, N_("Little description: hard to know whether it fits."), fix, "od_category"
    )


def opens(description: Description, checks: Checks, today: dt.date) -> Answer:
    """Whether the files could be opened when they were last tried."""
    del today
    if not any(file.access_url or file.download_url for file in description.files):
        return Answer("opens", State.FAIL, N_("There is no file."), N_("Add a file or a link."), "resources")
    tried = [result for file in description.files if (result := _tried(file, checks))]
    if not tried:
        return Answer("opens", State.NOT_CHECKED, N_("Nobody has tried the links yet."))
    broken = [result for result in tried if not result.opens]
    params = {"broken": len(broken), "files": len(tried), "date": max(result.checked for result in tried)}
    if not broken:
        return Answer("opens", State.PASS, N_("All files could be opened on {date}."), params=params)
    state = State.FAIL if len(broken) == len(tried) else State.PARTIAL
    sentence = N_("{broken} of {files} files could not be opened on {date}.")
    return Answer("opens", state, sentence, N_("Replace the broken links."), "resources", params)


def _tried(file: File, checks: Checks) -> LinkResult | None:
    return checks.links.get(file.download_url) or checks.links.get(file.access_url)


def combines(description: Description, checks: Checks, today: dt.date) -> Answer:
    """Whether the data can be worked with in a spreadsheet or a program."""
    del today
    codes = {_format(file, checks) for file in description.files} - {""}
    if codes & MACHINE_READABLE & NON_PROPRIETARY:
        return Answer("combines", State.PASS, N_("A common format: works in a spreadsheet or a program."))
    fix = N_("Add the same data as a CSV file.")
    if codes & MACHINE_READABLE:
        sentence = N_("Programs can read it, but the format belongs to one company.")
        return Answer("combines", State.PARTIAL, sentence, fix, "resources")
    if not codes:
        sentence = N_("The format of the files is not known.")
        return Answer("combines", State.FAIL, sentence, N_("Choose the format of the file."), "resources")
    sentence = N_("No format that a spreadsheet can read: numbers may have to be retyped.")
    return Answer("combines", State.FAIL, sentence, fix, "resources")


def _format(file: File, checks: Checks) -> str:
    profile = checks.profiles.get(file.id)
    return profile.format if profile and profile.format else file.format_code


def reusable(description: Description, checks: Checks, today: dt.date) -> Answer:
    """Whether people know what they may do with it."""
    del checks, today
    licences = {file.licence for file in description.files} or {description.licence}
    fix = N_("Choose a licence; CC BY 4.0 suits most data.")
    if "" in licences:
        sentence = N_("What you may do with it is not stated: ask first.")
        return Answer("reusable", State.FAIL, sentence, fix, "license_id")
    rights = [rights_of(licence) for licence in licences]
    if None in rights:
        sentence = N_("It has terms of its own: read them before you use it.")
        return Answer(
            "reusable", State.PARTIAL, sentence, N_("Choose a licence from the list."), "license_id"
        )
    if all(right and right.free for right in rights):
        if any(right and right.name_source for right in rights):
            return Answer("reusable", State.PASS, N_("Free to use; the source must be named."))
        return Answer("reusable", State.PASS, N_("Free to use."))
    return Answer("reusable", State.PARTIAL, N_("It may be used, but not for everything."), fix, "license_id")


def explained(description: Description, checks: Checks, today: dt.date) -> Answer:
    """Whether columns and method are explained: all columns that were seen in the file, where somebody looked."""
    del today
    resources = description.values.get("resources") or ()
    columns = any(_explains(resource) for resource in resources)
    documented = description.has("documentation") or any(one.get("documentation") for one in resources)
    method = description.has("provenance")
    left = [name for resource in resources for name in _left_out(resource, checks)]
    if left and not documented:
        params = {"columns": ", ".join(left[:_NAMED])}
        sentence = N_("Some columns are explained, but not these: {columns}.")
        fix = N_("Say what each column means.")
        return Answer("explained", State.PARTIAL, sentence, fix, "resources", params)
    if columns and method:
        return Answer("explained", State.PASS, N_("Columns and method are explained."))
    if columns:
        sentence = N_("Columns are explained, but not how the data were made.")
        return Answer("explained", State.PARTIAL, sentence, N_("Say how the data were made."), "provenance")
    if documented:
        return _documented(method=method)
    fix = N_("Say what each column means.")
    if method:
        sentence = N_("How the data were made is explained, but not what the columns mean.")
        return Answer("explained", State.PARTIAL, sentence, fix, "resources")
    return Answer("explained", State.FAIL, N_("Columns and method are not explained."), fix, "resources")


def _documented(*, method: bool) -> Answer:
    """Somebody wrote documentation, of which nobody here knows what it says of the columns."""
    if method:
        sentence = N_("How the data were made is explained, and there is documentation to read.")
        return Answer("explained", State.PASS, sentence)
    sentence = N_("There is documentation to read; what each column means is not said here.")
    return Answer("explained", State.PARTIAL, sentence, N_("Say what each column means."), "resources")


def _left_out(resource: Mapping[str, Any], checks: Checks) -> list[str]:
    """Columns that are in a file but not in its explained list of columns; none where there is no such list."""
    profile = checks.profiles.get(str(resource.get("id")))
    if profile is None or not resource.get("columns"):
        return []
    explained_ones = {fold(str(column.get("name") or "")) for column in resource["columns"]}
    return [name for name in profile.names if fold(name) not in explained_ones]


def _explains(resource: Mapping[str, object]) -> bool:
    columns = resource.get("columns")
    return isinstance(columns, list) and bool(columns) and all(column.get("meaning") for column in columns)


_RENEWALS: dict[str, tuple[State, str, str]] = {
    "current": (State.PASS, N_("Renewed as promised; last changed {date}."), ""),
    "finished": (State.PASS, N_("Complete as it is: no renewal is planned."), ""),
    "when-needed": (State.PASS, N_("Renewed when there is something new; last changed {date}."), ""),
    "overdue": (
        State.PARTIAL,
        N_("The renewal is a little late; last changed {date}."),
        N_("Add the new data, or change how often it is renewed."),
    ),
    "broken": (
        State.FAIL,
        N_("Not renewed as promised; last changed {date}."),
        N_("Add the new data, or change how often it is renewed."),
    ),
    "no-promise": (
        State.FAIL,
        N_("It does not say how often it is renewed."),
        N_("Say how often it is renewed."),
    ),
    "no-date": (
        State.FAIL,
        N_("It does not say when it was last changed."),
        N_("Give the day of the last change."),
    ),
}
_RENEWAL_FIELDS = {
    "no-promise": "frequency",
    "no-date": "modified",
    "overdue": "frequency",
    "broken": "frequency",
}


def current(description: Description, checks: Checks, today: dt.date) -> Answer:
    """Whether it is renewed as promised."""
    del checks
    found: Renewal = renewal(description, today)
    state, sentence, fix = _RENEWALS[found.verdict]
    return Answer(
        "current", state, sentence, fix, _RENEWAL_FIELDS.get(found.verdict, ""), {"date": found.changed}
    )


def complete(description: Description, checks: Checks, today: dt.date) -> Answer:
    """Whether tables have few empty cells."""
    del today
    ids = [file.id for file in description.files]
    profiles = [checks.profiles[id_] for id_ in ids if id_ in checks.profiles]
    if not profiles:
        return Answer("complete", State.NOT_CHECKED, N_("Nobody has looked into the files yet."))
    shares = [profile.empty_cells for profile in profiles if profile.empty_cells is not None]
    if not shares:
        return Answer(
            "complete", State.NOT_CHECKED, N_("The files hold no table whose cells could be counted.")
        )
    worst, columns = max(shares), _empty_columns(profiles)
    params = {"share": worst, "columns": columns}
    if worst <= FEW_EMPTY_CELLS and not columns:
        return Answer("complete", State.PASS, N_("Hardly any empty cells ({share})."), params=params)
    state = State.FAIL if worst > MANY_EMPTY_CELLS else State.PARTIAL
    if columns:
        sentence = N_("{share} of the cells are empty; nothing is in these columns: {columns}.")
    else:
        sentence = N_("{share} of the cells are empty.")
    fix = N_("Fill the empty cells, or say why they are empty.")
    return Answer("complete", state, sentence, fix, "resources", params)


def _empty_columns(profiles: Sequence[FileProfile]) -> str:
    names = list(dict.fromkeys(name for profile in profiles for name in profile.empty_columns))
    return ", ".join([*names[:_NAMED], *(["…"] if len(names) > _NAMED else [])])


def serves(description: Description, checks: Checks, today: dt.date) -> Answer:
    """Whether it says which social need it serves, and in how many languages."""
    del checks, today
    languages = len(description.values.get("title_translated") or ())
    if description.has("social_need"):
        sentence = N_("Says which social need it serves.")
        return Answer("serves", State.PASS, sentence, params={"languages": languages})
    if description.has("beneficiary") or description.has("activity_area"):
        sentence = N_("Says whom it concerns, but not which social need it serves.")
        fix = N_("Choose the social need that it serves.")
        return Answer("serves", State.PARTIAL, sentence, fix, "social_need", {"languages": languages})
    sentence = N_("Not linked to a social need yet.")
    fix = N_("Choose the social need that it serves.")
    return Answer("serves", State.FAIL, sentence, fix, "social_need", {"languages": languages})


ASPECTS: tuple[tuple[str, str, Callable[[Description, Checks, dt.date], Answer]], ...] = (
    ("findable", N_("Easy to find"), findable),
    ("opens", N_("Opens"), opens),
    ("combines", N_("Easy to work with"), combines),
    ("reusable", N_("Free to use"), reusable),
    ("explained", N_("Explained"), explained),
    ("current", N_("Up to date"), current),
    ("complete", N_("Complete"), complete),
    ("serves", N_("Serves a need"), serves),
)
"""Name, title and measure of each aspect, in the order in which they are shown."""
