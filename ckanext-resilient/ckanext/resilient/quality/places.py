"""Where in the forms a publisher mends what a rating misses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk

Package = Mapping[str, Any]

FILES = "resources"
"""The field that stands for all that is said of files."""

_IN_FILE = {
    "accessUrlStatusCode": "url",
    "downloadUrlAvailability": "download_url",
    "downloadUrlStatusCode": "download_url",
    "formatAvailability": "format",
    "mediaTypeAvailability": "format",
    "formatMediaTypeVocabularyAlignment": "format",
    "rightsAvailability": "rights",
    "byteSizeAvailability": "url",
    "dateIssuedAvailability": "issued",
    "dateModifiedAvailability": "modified",
    "opens": "url",
    "explained": "columns",
}
"""The field of a file's form, by indicator or question. What is not here wants another file."""


def place_of(package: Package, field: str, reasons: Iterable[str], file: str = "") -> str:
    """The address of the form at the field where something is mended; "" when no field mends it.

    Args:
        package: the dataset.
        field: the field of the dataset, or `resources`.
        reasons: indicators or questions that are not passed.
        file: id of the file that they were measured on; the first one without it.
    """
    if not field:
        return ""
    if field == FILES:
        return in_file(package, next((_IN_FILE[one] for one in reasons if one in _IN_FILE), ""), file)
    pages = tk.h.scheming_get_dataset_form_pages(package["type"]) or []
    for number, page in enumerate(pages, start=1):
        if any(one["field_name"] == field for one in page["fields"]):
            url = tk.h.url_for(f"{package['type']}.scheming_edit_page", id=package["name"], page=number)
            return f"{url}#at-{field}"
    return f"{tk.h.url_for(package['type'] + '.edit', id=package['name'])}#at-{field}"


def in_file(package: Package, field: str, file: str) -> str:
    """The form of a file at a field, of the first one when none is named; that of a new file without a field."""
    ids = [str(resource["id"]) for resource in package.get("resources") or () if resource.get("id")]
    if not ids or not field:
        return tk.h.url_for(f"{package['type']}_resource.new", id=package["name"])
    chosen = file if file in ids else ids[0]
    url = tk.h.url_for(f"{package['type']}_resource.edit", id=package["name"], resource_id=chosen)
    return f"{url}#at-{field}"
