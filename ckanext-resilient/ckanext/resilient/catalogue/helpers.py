"""Template helpers of the catalogue."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import ckan.plugins as p
from markupsafe import Markup

from ckanext.resilient.catalogue import negotiation, schema_org

__all__ = ["resilient_linked_data", "resilient_quality_forms", "resilient_schema_org"]


def resilient_linked_data() -> list[negotiation.Alternate]:
    """The forms of this page for programs; none when it has none."""
    return negotiation.alternates()


def resilient_quality_forms(package: Mapping[str, Any]) -> list[negotiation.Alternate]:
    """The forms of a dataset's rating for programs; none of what is not for everybody."""
    public = package["type"] == "dataset" and package.get("state") == "active" and not package.get("private")
    if not (public and p.plugin_loaded("resilient_quality")):
        return []
    return negotiation.forms_of("quality", {"id": str(package["name"])})


def resilient_schema_org(
    record: Mapping[str, Any] | None = None, organization: Mapping[str, Any] | None = None
) -> Markup:
    """What the page tells search engines of a public entry or organisation, as JSON-LD that may stand in HTML."""
    facts: dict[str, Any] = {}
    if record:
        facts = schema_org.of_package(record)
    elif organization:
        facts = schema_org.of_organization(organization)
    # "<" could end the element that it stands in.
    text = json.dumps(facts, ensure_ascii=False).replace("<", "\\u003c") if facts else ""
    return Markup(text)  # noqa: S704 - nothing in it can end the element
