"""The reader of the request: language, and how texts, dates and numbers look in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from babel import Locale
from ckan.lib import formatters

from ckanext.resilient.display.dates import partial_date
from ckanext.resilient.display.texts import stored_text
from ckanext.resilient.multilingual.reading import Shown, original_language, shown
from ckanext.resilient.svrc.languages import language_name

_LONG_TITLE = 90
_DATE_PATTERNS = {"year": "y", "month": "LLLL y", "day": "long"}


@dataclass(frozen=True, slots=True)
class Text:
    """A text to show: `foreign` when it is not in the reader's language, `mark` says so in words."""

    text: str
    lang: str = ""
    foreign: bool = False
    mark: str = ""

    @property
    def long(self) -> bool:
        """Whether a heading of this text needs smaller type."""
        return len(self.text) > _LONG_TITLE

    def __str__(self) -> str:
        return self.text


def locale() -> str:
    """CKAN's locale of this request (`it`, `pt_PT`)."""
    return str(tk.h.lang() or tk.config["ckan.locale_default"])


def read(record: Mapping[str, Any], field: str, original: str | None = None) -> Shown:
    """What the reader gets of a record's field, which may be nothing."""
    return shown(stored_text(record, field), original or original_language(record))


def as_text(reading: Shown, text: str | None = None) -> Text:
    """A reading, or a shorter `text` made of it, as templates show it."""
    content = reading.text if text is None else text
    if not (reading.is_fallback or reading.is_machine):
        return Text(content, reading.lang)
    name = language_in_a_sentence(reading.lang)
    mark = tk._("machine translation") if reading.is_machine else tk._("in {language}").format(language=name)
    return Text(content, reading.lang, reading.is_fallback, mark)


def language_in_a_sentence(code: str) -> str:
    """A language's name as it is written within a sentence of the reader's language: `italiano`, not `Italiano`."""
    return Locale.parse(locale()).languages.get(code) or language_name(code, locale())


def text_of(record: Mapping[str, Any], field: str, original: str | None = None) -> Text | None:
    """The text of a record's field for the reader, None when it has none."""
    reading = read(record, field, original)
    return as_text(reading) if reading else None


def title_of(record: Mapping[str, Any], field: str = "title") -> Text:
    """The title of a record for the reader; its address name when it has no title."""
    return text_of(record, field) or Text(str(record.get("name") or record.get("id") or ""))


def date(value: object) -> str:
    """A date as the reader writes it, as exact as it was given; empty when it is none."""
    parsed = partial_date(str(value or ""))
    if parsed is None:
        return ""
    noon = dt.datetime.combine(parsed.day, dt.time(12), tzinfo=dt.timezone.utc)
    return formatters.localised_nice_date(noon, show_date=True, format=_DATE_PATTERNS[parsed.precision])


def number(value: float) -> str:
    """A number as the reader writes it."""
    return formatters.localised_number(value)


def file_size(value: object) -> str:
    """A size in bytes as the reader writes it; empty when it is not known."""
    try:
        size = int(str(value))
    except ValueError:
        return ""
    return formatters.localised_filesize(size) if size > 0 else ""
