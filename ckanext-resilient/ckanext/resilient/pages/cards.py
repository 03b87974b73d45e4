"""Datasets, clusters and organisations as cards in a list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.model.group import group_table
from flask import g

from ckanext.resilient.display import excerpt, licences, rights
from ckanext.resilient.display.dates import years
from ckanext.resilient.display.places import place_names
from ckanext.resilient.pages import reader
from ckanext.resilient.pages.reader import Text
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
    """What a list shows of a dataset or cluster."""

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


def card(package: Record) -> Card:
    """What a list shows of a package; fields that it lacks are left out."""
    is_dataset = package.get("type", "dataset") == "dataset"
    return Card(
        url=tk.h.url_for(f"{package.get('type') or 'dataset'}.read", id=package["name"]),
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
    )


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
    known = g.setdefault("resilient_organization_titles", {})
    if organization_id not in known:
        stored = model.Session.scalar(
            sa.select(group_table.c.extras).where(group_table.c.id == organization_id)
        )
        titles = (stored or {}).get("title_translated")
        known[organization_id] = json.loads(titles) if isinstance(titles, str) else titles
    return {"title_translated": known[organization_id]}


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
