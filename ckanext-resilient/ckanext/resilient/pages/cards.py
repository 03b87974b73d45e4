"""Entries of every type as cards in a list."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table
from flask import g

from ckanext.resilient.content import helix
from ckanext.resilient.display import excerpt, licences, rights
from ckanext.resilient.display.dates import years
from ckanext.resilient.display.places import place_names
from ckanext.resilient.pages import reader, topics
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.pages.search import type_words
from ckanext.resilient.pages.values import codes
from ckanext.resilient.svrc.vocabularies import authority, label

_SUMMARY_LENGTH = 200
_MOST_FORMATS = 4
_MOST_PLACES = 3
_LONGEST_FORMAT = 16

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LicenceWord:
    """A licence in a word; `state` names the colour: yes, some or ask."""

    word: str
    state: str


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows of an entry; `facts` and `chips` depend on its type, `kind` names it where types mix."""

    content_type: str
    name: str
    url: str
    title: Text
    summary: Text | None
    places: list[str]
    years: str
    updated: str
    source: Text | None
    formats: list[str]
    licence: LicenceWord | None
    private: bool
    state: str
    kind: str
    facts: list[str]
    chips: list[str]
    vanished: str
    quality: Any = None


_FACTS: Mapping[str, tuple[str, ...]] = {
    "training": ("training_minutes", "training_target_group"),
    "portal": ("territorial_level",),
    "cluster": ("helix_coverage",),
}
_CHIPS: Mapping[str, tuple[str, ...]] = {
    "use-case": ("use_case_kind",),
    "training": ("training_level",),
    "portal": ("portal_type",),
    "data-request": ("request_status",),
}
"""Vocabulary fields that a card shows, by type of content: in its line of facts, and as chips."""


def cards(packages: Iterable[Record]) -> list[Card]:
    """What a list shows of several packages; the names of their organisations are read at once."""
    several = list(packages)
    _learn_titles({package["organization"]["id"] for package in several if package.get("organization")})
    return [card(package, badge) for package, badge in zip(several, _badges(several), strict=True)]


def _badges(packages: list[Record]) -> list[Any]:
    """How good each dataset is, where the suite rates them here; read for all of them at once."""
    if "resilient_quality_badges" not in tk.h:
        return [None] * len(packages)
    datasets = [package for package in packages if package.get("type") == "dataset"]
    found = iter(tk.h.resilient_quality_badges(datasets))
    return [next(found) if package.get("type") == "dataset" else None for package in packages]


def card(package: Record, quality: Any = None) -> Card:
    """What a list shows of a package; fields that it lacks are left out.

    Args:
        package: the dict of the package.
        quality: its badge, where it was rated.
    """
    content_type = str(package.get("type") or "dataset")
    is_dataset = content_type == "dataset"
    return Card(
        content_type=content_type,
        name=package["name"],
        url=_address(package, content_type),
        title=reader.title_of(package),
        summary=summary(package),
        places=places(package)[:_MOST_PLACES],
        years=years(package.get("temporal_coverage") or []),
        updated=reader.date(updated(package)) if is_dataset else "",
        source=publisher(package) if is_dataset else None,
        formats=formats(package)[:_MOST_FORMATS],
        licence=licence_word(package) if is_dataset else None,
        private=bool(package.get("private")),
        state=state(package),
        kind=_kind(content_type),
        facts=_terms(package, _FACTS.get(content_type, ())),
        chips=_terms(package, _CHIPS.get(content_type, ())),
        vanished=vanished(package),
        quality=quality,
    )


def _address(package: Record, content_type: str) -> str:
    """Where an entry is read; the text of a topic is read on the page of its topic."""
    if content_type == "page":
        return topics.page_address(package)
    return tk.h.url_for(f"{content_type}.read", id=package["name"])


def _kind(content_type: str) -> str:
    """What the type is called; nothing in its own list, where it goes without saying."""
    return "" if tk.request.endpoint == f"{content_type}.search" else type_words(content_type).list


def _terms(package: Record, fields: tuple[str, ...]) -> list[str]:
    """The terms of some vocabulary fields, each field's in one text."""
    if "helix_coverage" in fields:
        package = {**package, "helix_coverage": helix.coverage(package)}
    found = (codes(package, name) for name in fields)
    named = (
        ", ".join(label(name, code, reader.locale()) for code in held)
        for name, held in zip(fields, found, strict=True)
    )
    return [text for text in named if text]


def summary(package: Record, field: str = "notes") -> Text | None:
    """The record's own sentence, else the first one of its mission or description."""
    own = reader.text_of(package, "in_short")
    if own:
        return own
    for name in ("mission", field):
        reading = reader.read(package, name)
        if reading:
            plain = str(tk.h.markdown_extract(reading.text, 0))
            return reader.as_text(reading, excerpt.first_sentence(plain, _SUMMARY_LENGTH))
    return None


def places(package: Record) -> list[str]:
    """The names of the places a record is about; of the project's regions when it names no other."""
    found = place_names(package.get("spatial_coverage") or [], reader.locale())
    regions = package.get("partner_region") or []
    return found or [label("partner_region", code, reader.locale()) for code in regions]


def updated(package: Record) -> str:
    """When the data changed: as the publisher says, else when the entry was last touched."""
    return str(package.get("modified") or package.get("metadata_modified") or "")


def publisher(package: Record) -> Text | None:
    """Who publishes the data: the publisher that it names, else the organisation it belongs to."""
    for agent in package.get("publisher") or []:
        name = reader.text_of(agent, "name")
        if name:
            return name
    return keeper_name(package)


def keeper_name(package: Record) -> Text | None:
    """The name of the organisation to which a package belongs."""
    organization = package.get("organization")
    return reader.title_of({**organization, **_titles(organization["id"])}) if organization else None


def _titles(organization_id: str) -> dict[str, Any]:
    """The names of an organisation by language: a package carries only one of them."""
    _learn_titles({organization_id})
    return _known_titles()[organization_id]


def _known_titles() -> dict[str, dict[str, Any]]:
    return g.setdefault("resilient_organization_titles", {})


def _learn_titles(organization_ids: Collection[str]) -> None:
    """Read the names of those organisations that were not read in this request yet, by one query."""
    known = _known_titles()
    unknown = set(organization_ids) - known.keys()
    if unknown:
        query = sa.select(group_table.c.id, group_table.c.extras).where(group_table.c.id.in_(unknown))
        known.update((key, titles_in(extras)) for key, extras in model.Session.execute(query))
        known.update((key, {}) for key in unknown - known.keys())


def titles_in(extras: Mapping[str, Any] | None) -> dict[str, Any]:
    """The names by language in what CKAN stores beside a group, ready to be read like a record."""
    stored = (extras or {}).get("title_translated")
    return {"title_translated": json.loads(stored) if isinstance(stored, str) else stored}


def format_name(resource: Record) -> str:
    """The short technical name of a file's format: `CSV`."""
    code = str(resource.get("format") or "")
    term = authority("file-type").get(code.upper())
    name = (
        str(term.attributes.get("name") or term.code)
        if term
        else code or str(resource.get("source_format") or "")
    )
    return name if len(name) <= _LONGEST_FORMAT else ""


def formats(package: Record) -> list[str]:
    """The formats of a dataset's files, each once."""
    names = (format_name(resource) for resource in package.get("resources") or [])
    return list(dict.fromkeys(name for name in names if name))


def licence_word(package: Record) -> LicenceWord:
    """What the licence means, in a word or two."""
    allowed = rights.rights_of(licences.stated_licence(package))
    if allowed is None:
        return LicenceWord(tk._("Ask first"), "ask")
    return (
        LicenceWord(tk._("Free use"), "yes") if allowed.free else LicenceWord(tk._("With conditions"), "some")
    )


def state(package: Record) -> str:
    """A word for a record that is not in the catalogue (yet, or any more); else empty."""
    if str(package.get("state", "")).startswith("draft"):
        return tk._("Draft")
    return tk._("Deleted") if package.get("state") == "deleted" else ""


def vanished(package: Record) -> str:
    """Says since when the source of a harvested dataset no longer lists it; else empty."""
    since = reader.date(package.get("source_vanished"))
    return tk._("No longer listed at its source since {date}").format(date=since) if since else ""
