"""What the page of a dataset says of fields that were filled in by its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.pages.values import Row, codes
from ckanext.resilient.svrc.curation import AUTO, MATCHED
from ckanext.resilient.svrc.package import WORDS_BETWEEN


def noted(row: Row, dataset: Mapping[str, Any], field: str) -> Row:
    """The row of a field, with a note and the words that matched when it was filled in automatically."""
    name, values = row
    if not values or field not in codes(dataset, AUTO):
        return row
    words = ", ".join(f"“{word}”" for word in _words(dataset, field))
    note = tk._("Filled in automatically, because the text says: {words}").format(words=words)
    return name, [*values[:-1], replace(values[-1], note=note)]


def _words(dataset: Mapping[str, Any], field: str) -> list[str]:
    matched = (entry for entry in dataset.get(MATCHED) or [] if entry.get("field") == field)
    words = (word for entry in matched for word in str(entry.get("words", "")).split(WORDS_BETWEEN))
    return list({word.casefold(): word for word in words if word}.values())
