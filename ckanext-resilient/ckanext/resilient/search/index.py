"""The part of a Solr document that `resilient_search` adds."""

from __future__ import annotations

import json
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.search import fields


def with_language_fields(doc: dict[str, Any]) -> dict[str, Any]:
    """The Solr document with the texts of a record in the fields of their languages."""
    if "scheming_get_dataset_schema" not in tk.h or "validated_data_dict" not in doc:
        return doc
    schema = tk.h.scheming_get_dataset_schema(doc["type"])
    if schema:
        record = json.loads(doc["validated_data_dict"])
        doc.update(fields.of_record(record, _vocabulary_fields(schema), _text_fields(schema)))
    return doc


def _text_fields(schema: dict[str, Any]) -> list[str]:
    multilingual = (
        f for f in schema["dataset_fields"] if "fluent_text" in str(f.get("validators", "")).split()
    )
    return [f["field_name"] for f in multilingual if f["field_name"] not in fields.TITLES]


def _vocabulary_fields(schema: dict[str, Any]) -> dict[str, str]:
    return {f["field_name"]: f["vocabulary"] for f in schema["dataset_fields"] if "vocabulary" in f}
