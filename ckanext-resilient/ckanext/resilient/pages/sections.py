"""Parts that the pages of several content types share: trail, notice, text sections, contacts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.display.texts import translations
from ckanext.resilient.pages import reader
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.pages.values import Row, Value, rows, site, text_value
from ckanext.resilient.svrc.languages import content_language, is_machine

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Notice:
    """Says that a page is not in the reader's language."""

    text: str
    languages: str


@dataclass(frozen=True, slots=True)
class Section:
    """A headed text."""

    title: str
    text: Text


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the publisher's; `alt` says what it shows."""

    url: str
    alt: Text | None


def picture(record: Record) -> Picture | None:
    """The picture of a record, if it is one of this site: a page fetches nothing from elsewhere."""
    url = str(record.get("image_url") or "")
    own = tk.config["ckan.site_url"].rstrip("/") + "/"
    return Picture(url, reader.text_of(record, "image_alt")) if url.startswith(own) else None


def text_languages(record: Record) -> list[str]:
    """The languages in which people wrote a record's title or description, as base codes."""
    tags = [tag for field in ("title", "notes") for tag in translations(record, field) if not is_machine(tag)]
    return list(dict.fromkeys(content_language(tag) for tag in tags))


def language_names(codes: list[str]) -> str:
    """Languages by name in the reader's language, in one line."""
    return ", ".join(reader.language_in_a_sentence(code) for code in codes)


def language_notice(record: Record, title: Text, notes: Text | None) -> Notice | None:
    """The notice for a record whose title or description is not in the reader's language."""
    foreign = next((text for text in (title, notes) if text and text.foreign), None)
    if foreign is None:
        return None
    message = tk._(
        "There is no text in your language here yet. You see the text in this language: {language}."
    )
    available = text_languages(record)
    others = tk._("Available languages: {languages}.").format(languages=language_names(available))
    shown = message.format(language=reader.language_in_a_sentence(foreign.lang))
    return Notice(shown, others if len(available) > 1 else "")


def sections(record: Record, fields: tuple[tuple[str, str], ...]) -> list[Section]:
    """The texts of those of the (field, English heading) pairs that the record fills."""
    found = ((title, reader.text_of(record, field)) for field, title in fields)
    return [Section(tk._(title), text) for title, text in found if text]


def contact_rows(record: Record) -> list[Row]:
    """Names, addresses and telephone numbers of those who answer questions."""
    found: list[Row] = []
    for contact in record.get("contact") or []:
        email, phone, url = (str(contact.get(key) or "") for key in ("email", "phone", "url"))
        found += [
            (tk._("Name"), text_value(reader.text_of(contact, "name"))),
            (tk._("E-mail"), [Value(email, f"mailto:{email}")] if email else []),
            (tk._("Telephone"), [Value(phone, f"tel:{phone.replace(' ', '')}")] if phone else []),
            (tk._("Website"), [site(url)] if url else []),
        ]
    return rows(found)
