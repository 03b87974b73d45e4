"""Series of datasets: the page of one, and the place of a dataset in those that it is part of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.content import series
from ckanext.resilient.display.dates import years
from ckanext.resilient.pages import cards, entries, reader
from ckanext.resilient.pages.cards import Card
from ckanext.resilient.pages.entries import Head
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.pages.sections import contact_rows
from ckanext.resilient.pages.values import (
    Row,
    authority_values,
    codes,
    plain,
    rows,
    text_value,
    vocabulary_row,
)

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Member:
    """A dataset of a series; `current` is the one on whose page it stands."""

    title: Text
    url: str
    years: str
    current: bool


@dataclass(frozen=True, slots=True)
class Part:
    """The place of a dataset in a series: what comes before and after it in time, and all of them."""

    id: str
    title: Text
    url: str
    previous: Member | None
    following: Member | None
    members: list[Member]


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """What the page of a series shows, in its order."""

    head: Head
    notes: Text | None
    members: list[Card]
    facts: list[Row]
    contacts: list[Row]
    technical: list[Row]


def of_dataset(dataset: Record) -> list[Part]:
    """The series that a dataset is part of, by one search; none where it names none."""
    ids: Sequence[str] = dataset.get(series.FIELD) or ()
    found = series.find(ids) if ids else {}
    return [_part(found[one], str(dataset["id"])) for one in ids if one in found]


def series_page(record: Record) -> SeriesPage:
    """The page of a series; its members by one search."""
    found = series.find([str(record["id"])]).get(str(record["id"]))
    notes = reader.text_of(record, "notes")
    return SeriesPage(
        head=entries.head(record, body=notes),
        notes=notes,
        members=cards.cards(found.members) if found else [],
        facts=fact_rows(record),
        contacts=contact_rows(record),
        technical=entries.technical_rows(record),
    )


def fact_rows(record: Record) -> list[Row]:
    """Topic, years, and how it goes on."""
    return rows(
        [
            *(vocabulary_row(record, name, series.TYPE) for name in ("od_category", "social_need")),
            (tk._("Years"), plain(years(record.get("temporal_coverage") or []))),
            (tk._("A dataset is added"), authority_values("frequency", codes(record, "frequency"))),
            (tk._("First published"), plain(reader.date(record.get("issued")))),
            (tk._("Publisher"), text_value(cards.publisher(record))),
        ]
    )


def _part(found: series.Series, dataset_id: str) -> Part:
    previous, following = found.around(dataset_id)
    return Part(
        id=str(found.record["id"]),
        title=reader.title_of(found.record),
        url=tk.h.url_for(f"{series.TYPE}.read", id=found.record["name"]),
        previous=_member(previous) if previous else None,
        following=_member(following) if following else None,
        members=[_member(one, dataset_id) for one in found.members],
    )


def _member(dataset: Record, current: str = "") -> Member:
    return Member(
        title=reader.title_of(dataset),
        url=tk.h.url_for("dataset.read", id=dataset["name"]),
        years=years(dataset.get("temporal_coverage") or []),
        current=dataset["id"] == current,
    )
