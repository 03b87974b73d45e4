"""Files and services of a dataset as cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.display import excerpt, licences
from ckanext.resilient.multilingual.reading import original_language
from ckanext.resilient.pages import cards, reader
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.pages.search import type_words
from ckanext.resilient.pages.values import Row, Value, codes, link, rows, text_value
from ckanext.resilient.svrc.vocabularies import authority

_TEXT_LENGTH = 240
_OPENED_NOT_SAVED = {"service", "page"}

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FileCard:
    """What the dataset page shows of a file; `kind` names its picture, `service` is opened, not saved."""

    page: str
    title: Text
    text: Text | None
    kind: str
    format: str
    size: str
    updated: str
    licence: str
    url: str
    service: bool


def file_card(dataset: Record, resource: Record) -> FileCard:
    """What the dataset page shows of one of its files."""
    term = authority("file-type").get(str(resource.get("format") or "").upper())
    kind = str(term.attributes.get("kind") or "file") if term else "file"
    package_type = dataset.get("type") or "dataset"
    return FileCard(
        page=tk.h.url_for(f"{package_type}_resource.read", id=dataset["name"], resource_id=resource["id"]),
        title=reader.text_of(resource, "name", original_language(dataset))
        or Text(tk._("File without a name")),
        text=_text(dataset, resource),
        kind=kind,
        format=term.label(reader.locale())
        if term
        else cards.format_name(resource) or tk._("Format not stated"),
        size=reader.file_size(resource.get("size")),
        updated=reader.date(resource.get("modified")),
        licence=_own_licence(dataset, resource),
        url=_address(resource),
        service=kind in _OPENED_NOT_SAVED,
    )


def _text(dataset: Record, resource: Record) -> Text | None:
    reading = reader.read(resource, "description", original_language(dataset))
    if not reading:
        return None
    plain = str(tk.h.markdown_extract(reading.text, 0))
    return reader.as_text(reading, excerpt.first_sentence(plain, _TEXT_LENGTH))


def _own_licence(dataset: Record, resource: Record) -> str:
    """The licence of the file where it is not the dataset's."""
    own = licences.licence_term(str(resource.get("license") or ""))
    whole = licences.licence_term(licences.stated_licence(dataset))
    return own.label(reader.locale()) if own and own != whole else ""


def _address(resource: Record) -> str:
    for field in ("download_url", "url", "access_url"):
        address = str(resource.get(field) or "")
        if address.startswith(("http://", "https://")):
            return address
    return ""


@dataclass(frozen=True, slots=True)
class FilePage:
    """What the page of a file shows beside what its card shows."""

    trail: list[tuple[str | Text, str]]
    file: FileCard
    text: Text | None
    columns: list[Row]
    about: list[Row]


def file_page(dataset: Record, resource: Record) -> FilePage:
    """The page of one of a dataset's files."""
    package_type = dataset.get("type") or "dataset"
    title = reader.title_of(dataset)
    licence = licences.licence_term(str(resource.get("license") or "") or licences.stated_licence(dataset))
    address = _address(resource)
    return FilePage(
        trail=[
            (type_words(package_type).list, tk.h.url_for(f"{package_type}.search")),
            (title, tk.h.url_for(f"{package_type}.read", id=dataset["name"])),
        ],
        file=file_card(dataset, resource),
        text=reader.text_of(resource, "description", original_language(dataset)),
        columns=[_column(column) for column in resource.get("columns") or [] if column.get("name")],
        about=rows(
            [
                (tk._("Licence"), [link(licence.uri, licence.label(reader.locale()))] if licence else []),
                (tk._("Address"), [link(address)] if address else []),
                (tk._("Standards"), [link(value) for value in codes(resource, "conforms_to")]),
                (tk._("Documentation"), [link(value) for value in codes(resource, "documentation")]),
            ]
        ),
    )


def _column(column: Record) -> Row:
    unit = str(column.get("unit") or "")
    return str(column["name"]), [
        *text_value(reader.text_of(column, "meaning")),
        *([Value(unit)] if unit else []),
    ]
