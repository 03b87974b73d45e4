"""What words of a source mean: a row for each word that no table knows, with the codes to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.harvest.plan import find_portal
from ckanext.resilient.harvesters.pages import words
from ckanext.resilient.harvesters.pages.plan import Choice
from ckanext.resilient.pages import reader
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.svrc import meanings

Row = Mapping[str, Any]
Said = dict[str, dict[str, str]]

WORDS = 200
"""So many open words stand on the page; the others come when these are settled."""

OPEN = ""
"""In the form: nothing is said of the word, or what was said is taken back."""

LEAVE = "="
"""In the form: the word stays as it is; no code is written like this."""

_FIELD, _VALUE, _CODE = "meaning-field-", "meaning-value-", "meaning-code-"


@dataclass(frozen=True, slots=True)
class WordRow:
    """A word: how often it is there (empty where it is no longer counted), an example, what is chosen in the form."""

    number: int
    value: str
    count: str
    example: str
    hint: str
    chosen: str


@dataclass(frozen=True, slots=True)
class WordGroup:
    """The words of a field, and what they may mean."""

    field: str
    label: str
    rows: list[WordRow]
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class MeaningsPage:
    """The words of a source."""

    trail: list[tuple[str, str]]
    source: Text
    url: str
    groups: list[WordGroup]


def meanings_page(source: Row, fields: Iterable[Row]) -> MeaningsPage:
    """The page.

    Args:
        source: as `resilient_harvest_status` gives it.
        fields: its words, as `resilient_harvest_meaning_list` gives them.
    """
    name = source["name"]
    return MeaningsPage(
        trail=[
            (tk._("Where the data comes from"), tk.h.url_for("resilient_sources.index")),
            (source["title"], tk.h.url_for("resilient_sources.read", name=name)),
        ],
        source=words.source_title(source["title"], source["language"]),
        url=tk.h.url_for("resilient_sources.meanings", name=name),
        groups=word_groups(fields, source["country"]),
    )


def word_groups(fields: Iterable[Row], country: str) -> list[WordGroup]:
    """The words by field, numbered through.

    Args:
        fields: as the actions give them (`field`, `values`).
        country: ISO 3166 code of the source's country, empty where it has none.
    """
    groups: list[WordGroup] = []
    number = 0
    for field in fields:
        rows = [_row(field["field"], row, number + place) for place, row in enumerate(field["values"], 1)]
        number += len(rows)
        groups.append(_group(field["field"], field["values"], rows, country))
    return groups


def country_of(portal: str, url: str) -> str:
    """The country of a portal's definition, empty where there is none."""
    known = find_portal(portal, url) if portal else None
    return known.country if known else ""


def _group(name: str, values: Iterable[Row], rows: list[WordRow], country: str) -> WordGroup:
    also = {row[key] for row in values for key in ("code", "suggestion") if row[key]}
    codes = meanings.choices(name, reader.locale(), country, also)
    return WordGroup(
        field=name,
        label=tk._(meanings.FIELDS[name].label),
        rows=rows,
        choices=[
            Choice(OPEN, tk._("Not decided yet"), False),
            Choice(LEAVE, tk._("Leave it as it is"), False),
            *(Choice(code, label, False) for code, label in codes),
        ],
    )


def _row(name: str, row: Row, number: int) -> WordRow:
    nearest = meanings.name_of(name, row["suggestion"], reader.locale()) if row["suggestion"] else ""
    count = tk.ungettext("{number} record", "{number} records", row["count"])
    return WordRow(
        number=number,
        value=row["value"],
        count=count.format(number=reader.number(row["count"])) if row["count"] else "",
        example=row["record"],
        hint=nearest if row["code"] is None else "",
        chosen=OPEN if row["code"] is None else row["code"] or LEAVE,
    )


def chosen(given: Mapping[str, str]) -> tuple[Said, dict[str, list[str]]]:
    """What a form says: by field, each word with its code; and the words of which nothing is said."""
    said: Said = {}
    opened: dict[str, list[str]] = {}
    for number in (name.removeprefix(_FIELD) for name in given if name.startswith(_FIELD)):
        field, value = given[_FIELD + number], given.get(_VALUE + number, "")
        code = given.get(_CODE + number, OPEN)
        if code == OPEN:
            opened.setdefault(field, []).append(value)
        else:
            said.setdefault(field, {})[value] = meanings.LEFT if code == LEAVE else code
    return said, opened


def merged(held: Mapping[str, Mapping[str, str]], given: Mapping[str, str]) -> Said:
    """What was said until now with what a form says; its words of which nothing is said are taken back."""
    said, opened = chosen(given)
    kept = {
        field: {word: code for word, code in known.items() if word not in opened.get(field, ())}
        for field, known in held.items()
    }
    both = {field: kept.get(field, {}) | said.get(field, {}) for field in {**kept, **said}}
    return {field: known for field, known in both.items() if known}
