"""The fact sheet of an open data source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.pages import entries, reader, related
from ckanext.resilient.pages.entries import Head
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.pages.related import Group
from ckanext.resilient.pages.sections import Section, contact_rows, sections
from ckanext.resilient.pages.values import (
    Row,
    Value,
    authority_values,
    codes,
    link,
    plain,
    rows,
    search_url,
    site,
    text_value,
    vocabulary_row,
    yes_no,
)
from ckanext.resilient.svrc.issues import N_

Record = Mapping[str, Any]

_SECTIONS = (
    ("holds", N_("What you find there")),
    ("how_to_search", N_("How to search it, in three steps")),
)
_MORE = (("notes", N_("More about it")),)
_USEFUL = ("od_category", "social_need", "beneficiary", "finder_intent", "macro_scenario")


@dataclass(frozen=True, slots=True)
class Ease:
    """How easy the source is to use, and why."""

    words: str
    reason: Text | None


@dataclass(frozen=True, slots=True)
class PortalPage:
    """What a fact sheet shows, in its order."""

    head: Head
    visit: Value | None
    pilot: bool
    sections: list[Section]
    ease: Ease | None
    examples: list[Value]
    useful: list[Row]
    facts: list[Row]
    collected: list[Row]
    more: list[Section]
    contacts: list[Row]
    related: list[Group]
    technical: list[Row]


def portal_page(portal: Record) -> PortalPage:
    """The fact sheet of a source."""
    texts = sections(portal, _SECTIONS)
    website = str(portal.get("url") or "")
    return PortalPage(
        head=entries.head(
            portal, body=texts[0].text if texts else None, chips=("portal_type", "territorial_level")
        ),
        visit=site(website) if website else None,
        pilot=bool(portal.get("pilot")),
        sections=texts,
        ease=_ease(portal),
        examples=[
            link(str(example.get("url") or ""), str(example.get("name") or ""))
            for example in portal.get("examples") or []
        ],
        useful=rows(vocabulary_row(portal, name, "portal") for name in _USEFUL),
        facts=fact_rows(portal),
        collected=collected_rows(portal),
        more=sections(portal, _MORE),
        contacts=contact_rows(portal),
        related=related.of_record(portal),
        technical=entries.technical_rows(portal),
    )


def fact_rows(portal: Record) -> list[Row]:
    """Who runs it, what it has, and how programs read it."""
    return rows(
        [
            (tk._("Who runs it"), plain(portal.get("operator"))),
            (tk._("Languages of the source"), authority_values("language", codes(portal, "language"))),
            (tk._("Number of datasets"), _number_of_datasets(portal)),
            (tk._("Formats"), plain(", ".join(codes(portal, "formats")))),
            (tk._("Licences"), plain(", ".join(codes(portal, "licences")))),
            (tk._("How often it is renewed"), text_value(reader.text_of(portal, "update_habit"))),
            (tk._("Needs an account"), yes_no(portal.get("account_needed"))),
            (tk._("How programs read it"), plain(portal.get("protocol"))),
            (tk._("Address for programs"), [link(str(portal["endpoint"]))] if portal.get("endpoint") else []),
            (tk._("Checked on"), plain(reader.date(portal.get("checked_on")))),
        ]
    )


def collected_rows(portal: Record) -> list[Row]:
    """How many of its datasets are here, and the organisation that lists them; nothing when none are."""
    key = str(portal.get("harvest_source") or "")
    if not key:
        return []
    escaped = key.replace("\\", "\\\\").replace('"', '\\"')
    found = tk.get_action("package_search")(
        {}, {"fq": f'+dataset_type:dataset +vocab_source_portal:"{escaped}"', "rows": 1}
    )
    count = found["count"]
    if not count:
        return []
    words = tk.ungettext("{number} dataset", "{number} datasets", count).format(number=reader.number(count))
    keeper = (found["results"][0].get("organization") or {}).get("name", "")
    return rows(
        [
            (
                tk._("From this source, on this site"),
                [Value(words, search_url("dataset", "source_portal", key))],
            ),
            (tk._("Listed here by"), list(related.organization_links({keeper}).values())),
        ]
    )


def _number_of_datasets(portal: Record) -> list[Value]:
    count = portal.get("datasets_count")
    if count in (None, ""):
        return []
    number, counted = reader.number(int(str(count))), reader.date(portal.get("counted_on"))
    return [Value(tk._("{number} (on {date})").format(number=number, date=counted) if counted else number)]


def _ease(portal: Record) -> Ease | None:
    words = vocabulary_row(portal, "ease_of_use", "portal")[1]
    return Ease(words[0].label, reader.text_of(portal, "ease_note")) if words else None
