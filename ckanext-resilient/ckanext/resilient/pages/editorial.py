"""Editorial pages: a text, and what on this site belongs to its topics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.pages import entries, reader, related
from ckanext.resilient.pages.entries import Head
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.pages.related import Belonging, Group
from ckanext.resilient.pages.sections import Picture, picture
from ckanext.resilient.pages.values import codes
from ckanext.resilient.svrc.vocabularies import authority

Record = Mapping[str, Any]

_TERMS = ("social_need", "activity_area", "od_category", "macro_scenario", "beneficiary", "partner_region")


@dataclass(frozen=True, slots=True)
class EditorialPage:
    """What an editorial page shows, in its order."""

    head: Head
    picture: Picture | None
    body: Text | None
    belonging: list[Belonging]
    related: list[Group]
    reviewed: str


def editorial_page(page: Record) -> EditorialPage:
    """An editorial page."""
    body = reader.text_of(page, "notes")
    head = entries.head(page, body=body)
    return EditorialPage(
        head=head,
        picture=picture(page),
        body=body,
        belonging=related.of_terms(terms(page)) if related.has_links() else [],
        related=related.of_record(page),
        reviewed=reader.date(page.get("reviewed_on")),
    )


def entry(name: str) -> Record | None:
    """A page by its name, None where this site has no such page for this reader."""
    try:
        found = tk.get_action("package_show")({}, {"id": name})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return None
    return found if found["type"] == "page" and found["state"] == "active" else None


def terms(page: Record) -> list[tuple[str, str]]:
    """The terms that a page carries, as (field of the index, code) pairs; countries among them."""
    found = [(field, code) for field in _TERMS for code in codes(page, field)]
    places = (str(place.get("uri") or "") for place in page.get("spatial_coverage") or [])
    countries = (authority("country").by_uri(uri) for uri in places)
    return [*found, *(("country", term.code) for term in countries if term)]
