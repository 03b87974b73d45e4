"""The page of a dataset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.display.dates import years
from ckanext.resilient.pages import cards, reader, related, series
from ckanext.resilient.pages.classification import noted
from ckanext.resilient.pages.files import FileCard, file_card
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.pages.related import Group
from ckanext.resilient.pages.sections import (
    Notice,
    Section,
    contact_rows,
    language_notice,
    sections,
    text_languages,
)
from ckanext.resilient.pages.series import Part
from ckanext.resilient.pages.site import exists
from ckanext.resilient.pages.use import Use, use_of
from ckanext.resilient.pages.values import (
    Row,
    Value,
    authority_values,
    codes,
    link,
    rows,
    site,
    vocabulary_row,
)
from ckanext.resilient.svrc.issues import N_
from ckanext.resilient.svrc.languages import language_name, resolve

Record = Mapping[str, Any]

_SECTIONS = (
    ("provenance", N_("How it was made")),
    ("caveats", N_("What to be careful about")),
    ("version_notes", N_("What changed in this version")),
)
_VOCABULARIES = ("od_category", "social_need", "beneficiary", "macro_scenario", "activity_area", "use_stage")
_CROISSANT = "croissant.read_dataset_croissant"
_RDF_FORMATS = (("ttl", "Turtle"), ("xml", "RDF/XML"), ("jsonld", "JSON-LD"))


@dataclass(frozen=True, slots=True)
class DatasetPage:
    """What the page of a dataset shows, in its order."""

    trail: list[tuple[str, str]]
    title: Text
    state: str
    in_short: Text | None
    places: list[str]
    years: str
    publisher: Text | None
    updated: str
    vanished: str
    notice: Notice | None
    use: Use
    files: list[FileCard]
    series: list[Part]
    notes: Text | None
    sections: list[Section]
    about: list[Row]
    contacts: list[Row]
    origin: Value | None
    sources: list[Row]
    related: list[Group]
    technical: list[Row]


def dataset_page(dataset: Record) -> DatasetPage:
    """The page of a dataset; what a stock CKAN does not know is left out."""
    title, notes = reader.title_of(dataset), reader.text_of(dataset, "notes")
    origin = origin_of(dataset)
    return DatasetPage(
        trail=[(tk._("Data"), tk.h.url_for("dataset.search"))],
        title=title,
        state=cards.state(dataset) or (tk._("Private") if dataset.get("private") else ""),
        in_short=reader.text_of(dataset, "in_short"),
        places=cards.places(dataset),
        years=years(dataset.get("temporal_coverage") or []),
        publisher=cards.publisher(dataset),
        updated=reader.date(cards.updated(dataset)),
        vanished=cards.vanished(dataset),
        notice=language_notice(dataset, title, notes),
        use=use_of(dataset, title),
        files=[file_card(dataset, resource) for resource in dataset.get("resources") or []],
        series=series.of_dataset(dataset),
        notes=notes,
        sections=sections(dataset, _SECTIONS),
        about=about_rows(dataset),
        contacts=contact_rows(dataset),
        origin=origin,
        sources=source_rows(dataset, origin),
        related=related.of_record(dataset),
        technical=technical_rows(dataset),
    )


def origin_of(dataset: Record) -> Value | None:
    """The dataset's page at its publisher or source portal, named by its host."""
    for field in ("url", "source_uri"):
        address = str(dataset.get(field) or "")
        if address.startswith(("http://", "https://")):
            return site(address)
    return None


def about_rows(dataset: Record) -> list[Row]:
    """Topic, need, place, period and languages."""
    frequency = codes(dataset, "frequency")
    return rows(
        [
            *(noted(vocabulary_row(dataset, name, "dataset"), dataset, name) for name in _VOCABULARIES),
            (tk._("Keywords"), keywords(dataset)),
            (tk._("Renewed"), authority_values("frequency", frequency)),
            (tk._("First published"), _plain(reader.date(dataset.get("issued")))),
            (tk._("Language of the data"), authority_values("language", codes(dataset, "language"))),
            (tk._("Description available in"), _described_in(dataset)),
            (tk._("Who may have it"), authority_values("access-right", codes(dataset, "access_rights"))),
        ]
    )


def _described_in(dataset: Record) -> list[Value]:
    return [Value(language_name(code, reader.locale())) for code in text_languages(dataset)]


def keywords(dataset: Record) -> list[Value]:
    """Keywords in the language the reader gets, or CKAN's own tags."""
    translated = dataset.get("tags_translated") or {}
    if translated:
        reading = resolve({tag: "\n".join(words) for tag, words in translated.items()}, reader.locale())
        lang = reading.language if reading.is_fallback else ""
        return [Value(word, lang=lang) for word in reading.text.splitlines()]
    return [
        Value(tag["display_name"], tk.h.url_for("dataset.search", tags=tag["name"]))
        for tag in dataset.get("tags") or []
    ]


def source_rows(dataset: Record, origin: Value | None) -> list[Row]:
    """Who publishes it, who brought it here, and the way back."""
    publisher = cards.publisher(dataset)
    organization = dataset.get("organization")
    name = cards.keeper_name(dataset)
    keeper: list[Value] = []
    if organization and name:
        url = tk.h.url_for(f"{organization.get('type') or 'organization'}.read", id=organization["name"])
        keeper.append(Value(name.text, url, name.lang if name.foreign else ""))
    return rows(
        [
            (tk._("Publisher"), [_text(publisher)] if publisher else []),
            (tk._("Listed here by"), keeper),
            (tk._("Original page"), [origin] if origin else []),
            (tk._("Also at"), also_at(dataset)),
            (tk._("Documentation"), [link(address) for address in codes(dataset, "documentation")]),
            (tk._("Related pages"), [link(address) for address in codes(dataset, "related_resource")]),
            (tk._("On this site since"), _plain(reader.date(dataset.get("metadata_created")))),
        ]
    )


def also_at(dataset: Record) -> list[Value]:
    """The other portals that list the same dataset, each with a link to its page there."""
    found = dataset.get("also_at") or []
    return [Value(one["portal"] or one["title"], one["url"]) for one in found]


def technical_rows(dataset: Record) -> list[Row]:
    """Identifiers, standards and addresses for programs."""
    return rows(
        [
            (
                tk._("Identifier"),
                _plain(str(dataset.get("identifier") or dataset.get("source_guid") or dataset["id"])),
            ),
            (tk._("Other identifiers"), [link(value) for value in codes(dataset, "alternate_identifier")]),
            (tk._("Address at the source"), [link(value) for value in codes(dataset, "source_uri")]),
            (tk._("EU data theme"), authority_values("data-theme", codes(dataset, "theme"))),
            (tk._("Theme at the source"), [Value(value) for value in codes(dataset, "source_theme")]),
            (tk._("Licence at the source"), [link(value) for value in codes(dataset, "source_license")]),
            (
                tk._("High-value dataset category"),
                authority_values("hvd-category", codes(dataset, "hvd_category")),
            ),
            (tk._("Standards"), [link(value) for value in codes(dataset, "conforms_to")]),
            (tk._("Version"), _plain(str(dataset.get("version") or ""))),
            (tk._("Entry changed"), _plain(reader.date(dataset.get("metadata_modified")))),
            (tk._("History"), _history(dataset)),
            (tk._("This entry for programs"), program_links(dataset)),
        ]
    )


def program_links(dataset: Record) -> list[Value]:
    """The entry through the API and, where they are served, in RDF."""
    api = tk.h.url_for("api.action", logic_function="package_show", ver=3, id=dataset["id"])
    found = [Value("JSON", api)]
    if exists("dcat.read_dataset"):
        found += [
            Value(name, tk.h.url_for("dcat.read_dataset", _id=dataset["id"], _format=suffix))
            for suffix, name in _RDF_FORMATS
        ]
    if exists(_CROISSANT) and dataset.get("resources"):
        found.append(Value("Croissant", tk.h.url_for(_CROISSANT, _id=dataset["id"])))
    return found


def _history(dataset: Record) -> list[Value]:
    if not exists("activity.package_activity") or tk.current_user.is_anonymous:
        return []
    return [
        Value(
            tk._("All changes of this entry"), tk.h.url_for("activity.package_activity", id=dataset["name"])
        )
    ]


def _plain(text: str) -> list[Value]:
    return [Value(text)] if text else []


def _text(text: Text) -> Value:
    return Value(text.text, lang=text.lang if text.foreign else "")
