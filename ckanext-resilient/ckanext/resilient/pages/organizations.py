"""An organisation in a list and on its own page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.display.places import place_name
from ckanext.resilient.pages import cards, reader, related
from ckanext.resilient.pages.reader import Text
from ckanext.resilient.pages.related import Group
from ckanext.resilient.pages.values import Row, Value, rows, site, text_value, vocabulary_row

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OrganizationPage:
    """What is shown of an organisation."""

    trail: list[tuple[str, str]]
    url: str
    title: Text
    summary: Text | None
    notes: Text | None
    count: str
    about: list[Row]


def organization_page(organization: Record) -> OrganizationPage:
    """What is shown of an organisation; fields that it lacks are left out."""
    group_type = organization.get("type") or "organization"
    count = int(organization.get("package_count") or 0)
    return OrganizationPage(
        trail=[(tk._("Sources"), tk.h.url_for(f"{group_type}.index"))],
        url=tk.h.url_for(f"{group_type}.read", id=organization["name"]),
        title=reader.title_of(organization),
        summary=cards.summary(organization, "description"),
        notes=reader.text_of(organization, "description"),
        count=tk.ungettext("{number} entry", "{number} entries", count).format(number=reader.number(count)),
        about=_about(organization),
    )


def _about(organization: Record) -> list[Row]:
    email, url = str(organization.get("email") or ""), str(organization.get("url") or "")
    region = place_name({"uri": str(organization.get("region") or "")}, reader.locale())
    return rows(
        [
            (
                tk._("Kind of organisation"),
                vocabulary_row(organization, "helix_actor", "dataset", linked=False)[1],
            ),
            vocabulary_row(organization, "activity_area", "dataset", linked=False),
            (tk._("Place"), [Value(region)] if region else []),
            (tk._("Products and services"), text_value(reader.text_of(organization, "products_services"))),
            (tk._("Website"), [site(url)] if url else []),
            (tk._("E-mail"), [Value(email, f"mailto:{email}")] if email else []),
        ]
    )


def organization_related(organization: Record) -> list[Group]:
    """The entries that name an organisation, for its own page; what it keeps itself is listed there anyway."""
    return related.of_record(organization, "organization")
