"""Pages of training: one item, and the paths for those who ask "Where do I begin?"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib import i18n

from ckanext.resilient.display.texts import translations
from ckanext.resilient.pages import cards, entries, reader, related
from ckanext.resilient.pages.cards import Card, LicenceWord
from ckanext.resilient.pages.entries import Head
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.pages.related import Group
from ckanext.resilient.pages.sections import contact_rows
from ckanext.resilient.pages.site import native_name
from ckanext.resilient.pages.values import (
    Row,
    Value,
    authority_values,
    codes,
    link,
    plain,
    rows,
    site,
    text_value,
    vocabulary_row,
)
from ckanext.resilient.svrc.languages import content_language, is_machine

Record = Mapping[str, Any]

_FACTS = (
    "training_target_group", "training_topic", "training_subtopic", "training_level", "training_format", "skill",
    "social_need", "beneficiary", "macro_scenario", "od_barrier",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """A question to check oneself, and its answer."""

    question: Text
    answer: Text


@dataclass(frozen=True, slots=True)
class TrainingPage:
    """What the page of a training item shows, in its order."""

    head: Head
    minutes: list[Value]
    target_groups: list[Value]
    languages: list[Value]
    elsewhere: Value | None
    outcomes: Text | None
    body: Text | None
    quiz: list[Question]
    practice: list[Card]
    next: list[Card]
    path_url: str
    events: list[Row]
    facts: list[Row]
    licence: LicenceWord | None
    contacts: list[Row]
    related: list[Group]
    technical: list[Row]


def training_page(item: Record) -> TrainingPage:
    """The page of a training item."""
    body = reader.text_of(item, "notes")
    website = str(item.get("url") or "")
    found = related.entries(item) if related.has_links() else []
    practice, following = set(codes(item, "practice_datasets")), set(codes(item, "next_item"))
    return TrainingPage(
        head=entries.head(item, body=body, chips=("training_format", "training_level")),
        minutes=vocabulary_row(item, "training_minutes", "training")[1],
        target_groups=vocabulary_row(item, "training_target_group", "training")[1],
        languages=language_links(item),
        elsewhere=site(website) if website else None,
        outcomes=reader.text_of(item, "outcomes"),
        body=body,
        quiz=quiz(item),
        practice=cards.cards(package for package in found if package["name"] in practice),
        next=cards.cards(package for package in found if package["name"] in following),
        path_url=_path_url(item),
        events=event_rows(item),
        facts=fact_rows(item),
        licence=cards.licence_word(item) if item.get("license_id") else None,
        contacts=contact_rows(item),
        related=related.groups(package for package in found if package["name"] not in practice | following),
        technical=entries.technical_rows(item),
    )


def _path_url(item: Record) -> str:
    """The path of the people for whom the item is."""
    groups = codes(item, "training_target_group")
    asked = {"for": groups[0]} if groups else {}
    return tk.h.url_for("resilient_content.training_start", **asked)


def language_links(item: Record) -> list[Value]:
    """The languages in which people wrote the text, each leading to this page in that language."""
    written = {content_language(tag) for tag in translations(item, "notes") if not is_machine(tag)}
    return [
        Value(
            native_name(locale),
            tk.h.url_for("training.read", id=item["name"], locale=locale),
            tk.h.unix_locale_to_bcp47(locale),
        )
        for locale in i18n.get_locales()
        if content_language(locale) in written
    ]


def quiz(item: Record) -> list[Question]:
    """The questions that have an answer."""
    pairs = (
        (reader.text_of(entry, "question"), reader.text_of(entry, "answer"))
        for entry in item.get("quiz") or []
    )
    return [Question(question, answer) for question, answer in pairs if question and answer]


def event_rows(item: Record) -> list[Row]:
    """Dates with place and registration."""
    found: list[Row] = []
    for event in item.get("event") or []:
        days = [reader.date(event.get(key)) for key in ("start", "end")]
        name = " – ".join(dict.fromkeys(day for day in days if day)) or tk._("Date not fixed yet")
        registration = str(event.get("registration") or "")
        sign_up = [link(registration, tk._("Register"))] if registration else []
        found.append((name, [*plain(event.get("place")), *sign_up]))
    return found


def fact_rows(item: Record) -> list[Row]:
    """For whom, about what, by whom, and on which terms."""
    licence = str(item.get("license_id") or "")
    return rows(
        [
            *(vocabulary_row(item, name, "training") for name in _FACTS),
            (tk._("Languages available"), authority_values("language", codes(item, "language"))),
            (tk._("Offered by"), plain(item.get("provider"))),
            (tk._("Licence"), authority_values("licence", [licence]) if licence else []),
            (
                tk._("Access for people with disabilities"),
                text_value(reader.text_of(item, "accessibility")),
            ),
            (tk._("Last read through on"), plain(reader.date(item.get("reviewed_on")))),
        ]
    )
