"""Template helpers of the content types."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.content import publishable, terms
from ckanext.resilient.display.places import place_name
from ckanext.resilient.multilingual.reading import reader_language
from ckanext.resilient.svrc import places, vocabularies

__all__ = [
    "resilient_choices",
    "resilient_form_marker",
    "resilient_licence_choices",
    "resilient_licence_label",
    "resilient_missing",
    "resilient_place_choices",
    "resilient_place_label",
    "resilient_term_label",
]

Choice = dict[str, Any]


def resilient_choices(field: dict[str, Any]) -> list[Choice]:
    """Choices of a field in ckanext-scheming's form, labels in every language."""
    return [
        {"value": terms.stored(field, term), "label": dict(term.labels)} for term in terms.of_field(field)
    ]


def resilient_licence_choices(field: dict[str, Any]) -> list[Choice]:
    """Licences to choose from, stored by code."""
    return [{"value": term.code, "label": dict(term.labels)} for term in vocabularies.authority("licence")]


def resilient_term_label(field: dict[str, Any], value: str) -> str:
    """What is shown for a stored code or URI, in the reader's language; the value itself if unknown."""
    for choice in field.get("choices", []):
        if choice["value"] == value:
            return tk._(choice["label"])
    if "vocabulary" in field:
        return vocabularies.label(field["vocabulary"], value, reader_language())
    term = terms.by_stored(field["authority"], value) if "authority" in field else None
    return term.label(reader_language()) if term else value


def resilient_licence_label(value: str) -> str:
    """The name of a licence, given by code or URI, in the reader's language."""
    term = terms.by_stored("licence", value)
    return term.label(reader_language()) if term else value


def resilient_place_label(place: dict[str, Any]) -> str:
    """What is shown for a place: its name for the reader, else as the source names it."""
    return place_name(place, reader_language()) or place.get("uri") or ""


def resilient_place_choices(value: str | None) -> list[dict[str, Any]]:
    """Places of a form by country: countries, their regions, and the stored place whatever it is.

    Each group has `label` and `choices` of `value`, `label` and `level`.
    """
    language = reader_language()
    groups: dict[str, list[Choice]] = {}
    for region in places.regions().values():
        if region.level < 3 or region.uri == value:
            choice = {"value": region.uri, "label": place_name({"uri": region.uri}, language)}
            groups.setdefault(region.code[:2], []).append({**choice, "level": region.level})
    found = [{"label": choices[0]["label"], "choices": choices} for choices in groups.values()]
    if value and not any(choice["value"] == value for group in found for choice in group["choices"]):
        found.insert(0, {"label": value, "choices": [{"value": value, "label": value, "level": 0}]})
    return found


def resilient_missing(data: dict[str, Any], content_type: str) -> list[publishable.Missing]:
    """What a record lacks before it is ready to publish."""
    return publishable.missing(data, content_type)


def resilient_form_marker(data: dict[str, Any], content_type: str) -> str:
    """The value of the hidden field `resilient_form`: content type and page, 0 for a form of one page."""
    pages = tk.h.scheming_get_dataset_form_pages(content_type)
    return f"{content_type}:{int(data.get('_form_page', 1)) if pages else 0}"
