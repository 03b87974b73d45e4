"""The page of an example of use: need, what was done with data, result, what to adapt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import ckan.plugins.toolkit as tk

from ckanext.resilient.pages import entries, reader, related
from ckanext.resilient.pages.entries import Head
from ckanext.resilient.pages.helix import HelixPart, helix
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.pages.related import Group
from ckanext.resilient.pages.sections import Picture, Section, contact_rows, picture, sections
from ckanext.resilient.pages.values import (
    Row,
    Value,
    codes,
    rows,
    search_url,
    site,
    term_label,
    text_value,
    vocabulary_row,
    yes_no,
)
from ckanext.resilient.svrc.issues import N_

Record = Mapping[str, Any]

_STORY = (("need", N_("The need")), ("done", N_("What was done with data")))
_RESULT = (("result", N_("The result")),)
_PLANNED_STORY = (("need", N_("The need")), ("done", N_("What data could do")))
_PLANNED_RESULT = (("result", N_("What is expected")),)
_AFTER = (
    ("benefit", N_("What it brought, and what it cost")),
    ("success_note", N_("What helped")),
    ("adapt", N_("What to adapt elsewhere")),
    ("framework", N_("Institutions and rules it needs")),
    ("notes", N_("More about it")),
)
_FACTS = (
    "social_need", "beneficiary", "macro_scenario", "use_case_scenario", "good_practice_theme", "activity_area",
    "social_innovation_area", "use_stage", "use_type", "activity_type", "od_barrier", "success_factor", "skill",
    "ris3_link", "ris3_domain",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A result in a number, and what it counts."""

    value: str
    meaning: Text | None


@dataclass(frozen=True, slots=True)
class UseCasePage:
    """What the page of an example shows, in its order."""

    head: Head
    website: Value | None
    picture: Picture | None
    story: list[Section]
    result: Section | None
    numbers: list[Number]
    after: list[Section]
    helix: list[HelixPart]
    facts: list[Row]
    data_links: list[Value]
    ask: str
    contacts: list[Row]
    related: list[Group]
    technical: list[Row]


def use_case_page(use_case: Record) -> UseCasePage:
    """The page of an example of use."""
    planned = use_case.get("use_case_kind") == "scenario"
    story = sections(use_case, _PLANNED_STORY if planned else _STORY)
    result = sections(use_case, _PLANNED_RESULT if planned else _RESULT)
    body = next((section.text for section in [*story, *result]), None)
    head = entries.head(use_case, body=body, chips=("use_case_kind", "maturity_phase"))
    website = str(use_case.get("url") or "")
    return UseCasePage(
        head=head,
        website=site(website) if website else None,
        picture=picture(use_case),
        story=story,
        result=result[0] if result else None,
        numbers=[
            Number(str(entry.get("value") or ""), reader.text_of(entry, "meaning"))
            for entry in use_case.get("result_numbers") or []
        ],
        after=sections(use_case, _AFTER),
        helix=helix(use_case.get("partners") or []),
        facts=fact_rows(use_case),
        data_links=[
            Value(term_label("social_need", code), search_url("dataset", "social_need", code))
            for code in codes(use_case, "social_need")
        ],
        ask=ask_link(use_case, head.title),
        contacts=contact_rows(use_case),
        related=related.of_record(use_case),
        technical=entries.technical_rows(use_case),
    )


def fact_rows(use_case: Record) -> list[Row]:
    """Terms, support and the part that beneficiaries took."""
    return rows(
        [
            *(vocabulary_row(use_case, name, "use-case") for name in _FACTS),
            (tk._("Supported by"), text_value(reader.text_of(use_case, "supported_by"))),
            (tk._("Funded by"), text_value(reader.text_of(use_case, "funded_by"))),
            (
                tk._("Beneficiaries took part in the design"),
                yes_no(use_case.get("beneficiaries_in_design")),
            ),
            (
                tk._("Beneficiaries took part in the evaluation"),
                yes_no(use_case.get("beneficiaries_in_evaluation")),
            ),
            (tk._("How they took part"), text_value(reader.text_of(use_case, "beneficiaries_note"))),
            (tk._("Shared by several countries"), yes_no(use_case.get("transnational"))),
        ]
    )


def ask_link(record: Record, title: Text) -> str:
    """A mail to whoever answers questions, with the example as its subject; empty without an address."""
    addresses = (str(contact.get("email") or "") for contact in record.get("contact") or [])
    email = next((address for address in addresses if address), "")
    return f"mailto:{quote(email, safe='@')}?subject={quote(title.text)}" if email else ""
