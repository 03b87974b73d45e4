"""How a search looks into the language fields: all languages, the reader's own with more weight."""

from __future__ import annotations

from typing import Any

from ckan.lib.search.query import QUERY_FIELDS

from ckanext.resilient.multilingual.reading import reader_language
from ckanext.resilient.search import config
from ckanext.resilient.search.fields import SUFFIXES


def in_all_languages(params: dict[str, Any]) -> dict[str, Any]:
    """The search parameters with the fields to look into, unless the caller chose them."""
    if not params.get("qf"):
        params["qf"] = query_fields(reader_language())
    return params


def query_fields(own: str) -> str:
    """Solr's `qf` for a reader of this language: CKAN's own fields, then ours in every language."""
    fields = [QUERY_FIELDS]
    for suffix in SUFFIXES:
        fields.append(f"title_txt_{suffix}^{config.title_weight(suffix == own)}")
        fields.append(f"text_txt_{suffix}^{config.text_weight(suffix == own)}")
    return " ".join(fields)
