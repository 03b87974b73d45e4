"""What the pages of all content types but datasets have in common: head, facts, technical details."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.pages import cards, reader
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.pages.search import type_words
from ckanext.resilient.pages.sections import Notice, language_notice
from ckanext.resilient.pages.values import Row, Value, codes, plain, rows, term_label

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Head:
    """The top of a page: where it is, what it is called, what it is in one sentence, and its state."""

    trail: list[tuple[str, str]]
    title: Text
    state: str
    in_short: Text | None
    places: list[str]
    chips: list[str]
    notice: Notice | None
    warning: str


def head(record: Record, *, body: Text | None = None, chips: tuple[str, ...] = ()) -> Head:
    """The top of a record's page.

    Args:
        record: the package dict.
        body: the text that the page is mainly about; the notice on languages looks at it.
        chips: vocabulary fields whose terms stand under the title.
    """
    title = reader.title_of(record)
    return Head(
        trail=[(type_words(record["type"]).list, tk.h.url_for(f"{record['type']}.search"))],
        title=title,
        state=cards.state(record) or (tk._("Private") if record.get("private") else ""),
        in_short=reader.text_of(record, "in_short"),
        places=cards.places(record),
        chips=[term_label(field, code) for field in chips for code in codes(record, field)],
        notice=language_notice(record, title, body),
        warning=confirmation(record),
    )


def confirmation(record: Record) -> str:
    """A sentence for an entry that its owner has not confirmed yet; else empty."""
    if str(record.get("confirmation") or "confirmed") == "confirmed":
        return ""
    return tk._("This entry is still to be confirmed by the partner.")


def technical_rows(record: Record) -> list[Row]:
    """Where the entry was taken from, and its address for programs."""
    api = tk.h.url_for("api.action", logic_function="package_show", ver=3, id=record["id"])
    return rows(
        [
            (tk._("Where this entry was taken from"), plain(record.get("source"))),
            (tk._("Date of that source"), plain(reader.date(record.get("source_date")))),
            (tk._("Entry changed"), plain(reader.date(record.get("metadata_modified")))),
            (tk._("This entry for programs"), [Value("JSON", api)]),
        ]
    )
