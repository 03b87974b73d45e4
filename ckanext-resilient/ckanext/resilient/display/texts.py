"""Where a record holds a text: by language under `field_translated` or `field`, or plain as CKAN does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

Record = Mapping[str, Any]


def translations(record: Record, field: str) -> dict[str, str]:
    """The texts of a field by language; empty when it has none by language."""
    for name in (f"{field}_translated", field):
        value: object = record.get(name)
        if isinstance(value, Mapping):
            found = cast("Mapping[str, object]", value)
            return {tag: text for tag, text in found.items() if isinstance(text, str) and text.strip()}
    return {}


def stored_text(record: Record, field: str) -> dict[str, str] | str:
    """The texts of a field by language, else its plain text, else an empty text."""
    plain: object = record.get(field)
    return translations(record, field) or (plain.strip() if isinstance(plain, str) else "")
