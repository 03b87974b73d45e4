"""How a search looks into the language fields: all languages, the reader's own with more weight."""

from __future__ import annotations

from typing import Any

from ckan.lib.search.query import QUERY_FIELDS

from ckanext.resilient.multilingual.reading import reader_language
from ckanext.resilient.search import config
from ckanext.resilient.search.fields import SUFFIXES, TITLE_LANGUAGES

EVERYTHING = frozenset({"", "*", "*:*"})
"""Searches without a word."""


def in_all_languages(params: dict[str, Any]) -> dict[str, Any]:
    """The search parameters with the fields to look into, unless the caller chose them."""
    if not params.get("qf"):
        params["qf"] = query_fields(reader_language())
    if str(params.get("q") or "").strip() in EVERYTHING and not params.get("boost"):
        params |= own_language_first(reader_language())
    return params


def own_language_first(own: str) -> dict[str, Any]:
    """For a search without a word, where all records fit equally: those with a title in this language come first."""
    return {"q": "*:*", "defType": "edismax", "boost": [f"sum(1,min(1,termfreq({TITLE_LANGUAGES},'{own}')))"]}


def query_fields(own: str) -> str:
    """Solr's `qf` for a reader of this language: CKAN's own fields, then ours in every language."""
    fields = [QUERY_FIELDS]
    for suffix in SUFFIXES:
        fields.append(f"title_txt_{suffix}^{config.title_weight(suffix == own)}")
        fields.append(f"text_txt_{suffix}^{config.text_weight(suffix == own)}")
    return " ".join(fields)
