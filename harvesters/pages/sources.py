"""Where the data comes from: every source with its last run, by country."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.harvest.outcome import NEEDS_ATTENTION
from ckanext.resilient.harvesters.pages import words
from ckanext.resilient.harvesters.pages.words import Word
from ckanext.resilient.pages import reader
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.pages.values import Value, link

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SourceCard:
    """What the list shows of a source; `runs_url` is empty for readers who may not see its runs."""

    title: Text
    website: Value
    result: Word
    freshness: Word
    last_read: str
    frequency: str
    records: str
    records_url: str
    runs_url: str


@dataclass(frozen=True, slots=True)
class Country:
    """The sources of one country; `code` is empty for those of none."""

    code: str
    name: str
    cards: list[SourceCard]


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """All sources, or those that need attention; `attention` counts these. `waiting`: for approval, to the reader."""

    countries: list[Country]
    sources: str
    records: str
    last_read: str
    attention: int
    only_attention: bool
    waiting: list[SourceCard]
    add_url: str
    duplicates_url: str


def sources_page(
    rows: Iterable[Row], administered: Collection[str] | None, *, only_attention: bool
) -> SourcesPage:
    """The list of sources.

    Args:
        rows: as `resilient_harvest_status` gives them.
        administered: ids of the organisations that the reader administers, None when that is all.
        only_attention: leave out what is well.
    """
    is_administrator = administered is None or bool(administered)
    several = list(rows)
    everything = [row for row in several if not row["waiting"]]
    waiting = [row for row in several if row["waiting"] and may_see_runs(row, administered)]
    troubled = [row for row in everything if needs_attention(row)]
    records = sum(row["records"] for row in everything)
    last_read = max((row["last_read"] for row in everything if row["last_read"]), default="")
    return SourcesPage(
        countries=_by_country(troubled if only_attention else everything, administered),
        sources=_counted_sources(len(everything)),
        records=tk.ungettext("{number} dataset", "{number} datasets", records).format(
            number=reader.number(records)
        ),
        last_read=reader.date(last_read),
        attention=len(troubled),
        only_attention=only_attention,
        waiting=[_card(row, administered) for row in waiting],
        add_url=tk.h.url_for("resilient_sources.add_source") if is_administrator else "",
        duplicates_url=tk.h.url_for("resilient_sources.duplicates") if is_administrator else "",
    )


def needs_attention(row: Row) -> bool:
    """Whether somebody should look at a source."""
    return row["outcome"] in NEEDS_ATTENTION or row["freshness"] == "late"


def may_see_runs(row: Row, administered: Collection[str] | None) -> bool:
    """Whether the reader administers the organisation of a source."""
    return administered is None or row["organisation"]["id"] in administered


def _counted_sources(count: int) -> str:
    return tk.ungettext("{number} source", "{number} sources", count).format(number=reader.number(count))


def _by_country(rows: Iterable[Row], administered: Collection[str] | None) -> list[Country]:
    groups: dict[str, list[SourceCard]] = {}
    for row in rows:
        groups.setdefault(row["country"], []).append(_card(row, administered))
    named = sorted((words.country_name(code), code) for code in groups if code)
    countries = [Country(code, name, groups[code]) for name, code in named]
    return [*countries, *([Country("", tk._("Other sources"), groups[""])] if "" in groups else [])]


def _card(row: Row, administered: Collection[str] | None) -> SourceCard:
    organisation = row["organisation"]["name"]
    count = row["records"]
    runs = tk.h.url_for("resilient_sources.read", name=row["name"]) if row["name"] else ""
    return SourceCard(
        title=words.source_title(row["title"], row["language"]),
        website=link(row["url"]),
        result=words.outcome_word(row["outcome"]),
        freshness=words.freshness_word(row["freshness"]),
        last_read=reader.date(row["last_read"]),
        frequency=words.frequency_word(row["frequency"]),
        records=tk.ungettext("{number} dataset", "{number} datasets", count).format(
            number=reader.number(count)
        ),
        records_url=tk.h.url_for("organization.read", id=organisation) if organisation else "",
        runs_url=runs if may_see_runs(row, administered) else "",
    )
