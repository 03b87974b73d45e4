"""The page of a request for data: what, what for, its state, and what answers it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.display.dates import years
from ckanext.resilient.pages import cards, entries, reader, related
from ckanext.resilient.pages.cards import Card
from ckanext.resilient.pages.entries import Head
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.pages.related import Group
from ckanext.resilient.pages.values import (
    Row,
    Value,
    authority_values,
    codes,
    plain,
    rows,
    term_label,
    vocabulary_row,
)

Record = Mapping[str, Any]

_FACTS = (
    "finder_intent", "use_stage", "social_need", "beneficiary", "activity_area", "macro_scenario", "territorial_level",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RequestPage:
    """What the page of a request shows, in its order."""

    head: Head
    state: str
    reason: Text | None
    need: Text | None
    purpose: Text | None
    answer: Text | None
    answers: list[Card]
    facts: list[Row]
    related: list[Group]
    technical: list[Row]


def request_page(request: Record) -> RequestPage:
    """The page of a request for data."""
    need = reader.text_of(request, "notes")
    found = related.entries(request) if related.has_links() else []
    answers = set(codes(request, "answers"))
    return RequestPage(
        head=entries.head(request, body=need),
        state=next((term_label("request_status", code) for code in codes(request, "request_status")), ""),
        reason=reader.text_of(request, "status_reason"),
        need=need,
        purpose=reader.text_of(request, "purpose"),
        answer=reader.text_of(request, "answer_note"),
        answers=cards.cards(package for package in found if package["name"] in answers),
        facts=fact_rows(request),
        related=related.groups(package for package in found if package["name"] not in answers),
        technical=entries.technical_rows(request),
    )


def fact_rows(request: Record) -> list[Row]:
    """What for, about which years, who asks, and who may have it."""
    holders = related.organization_links(codes(request, "suggested_holder"))
    return rows(
        [
            *(vocabulary_row(request, name, "data-request") for name in _FACTS),
            (tk._("Years"), plain(years(request.get("temporal_coverage") or []))),
            (tk._("Language of the data"), authority_values("language", codes(request, "language"))),
            (tk._("Who asks"), _who(request)),
            (tk._("Who may have the data"), list(holders.values())),
            (tk._("Asked on"), plain(reader.date(request.get("asked_on")))),
            (tk._("Needed by"), plain(reader.date(request.get("due_on")))),
        ]
    )


def _who(request: Record) -> list[Value]:
    """Who asks: by name unless that is hidden, and the kind of organisation."""
    hidden = bool(request.get("name_hidden"))
    name = [Value(tk._("Name not shown"))] if hidden else plain(request.get("asked_by"))
    return [*name, *vocabulary_row(request, "stakeholder_group", "data-request", linked=False)[1]]
