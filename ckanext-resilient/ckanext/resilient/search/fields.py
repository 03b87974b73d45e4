"""Language fields of the index: `title_txt_<language>` and `text_txt_<language>`.

Each language's words are cut down to their stems by its own chain; languages without one share
`*_txt_icu`, which folds case and accents in every script. The chains stand in the Solr configset
of this suite. None of them drops stop words: a word that is missing in one field only would break
`mm` over all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from ckanext.resilient.svrc import languages, vocabularies
from ckanext.resilient.svrc.place_names import names_of
from ckanext.resilient.svrc.text import clean
from ckanext.resilient.svrc.vocabularies import LANGUAGES, Term

OTHER = "icu"
SUFFIXES = (*LANGUAGES, OTHER)

TITLES = ("title_translated",)
TITLE_LANGUAGES = "vocab_title_languages"
"""Base codes of the languages in which a record has a title."""
_RESOURCE_TEXTS = ("name_translated", "description_translated")
_AUTHORITIES = {"theme": "data-theme"}

Record = Mapping[str, Any]
Fields = dict[str, list[str]]


def of_record(record: Record, vocabulary_fields: Mapping[str, str], text_fields: Iterable[str]) -> Fields:
    """The language fields of a record.

    Args:
        record: a dataset or cluster as `package_show` returns it.
        vocabulary_fields: field name to the vocabulary whose codes it holds; their labels go into the
            index in all languages, so that a word in one language finds data in another.
        text_fields: names of the fields with texts by language, other than titles.
    """
    found: Fields = defaultdict(list)
    _add(found, "title", record, TITLES)
    _add(found, "text", record, text_fields)
    for resource in record.get("resources", []):
        _add(found, "text", resource, _RESOURCE_TEXTS)
    for tag, words in _mapping(record.get("tags_translated")).items():
        found[_field("text", tag)].extend(map(clean, words))
    for term in _terms(record, vocabulary_fields):
        for language in LANGUAGES:
            found[_field("text", language)].append(term.labels[language])
    for place in map(_mapping, _list(record.get("spatial_coverage"))):
        for language, name in names_of(str(place.get("uri") or ""), clean(str(place.get("text") or ""))):
            found[f"text_txt_{language or OTHER}"].append(name)
    titles = (_mapping(record.get(name)) for name in TITLES)
    found[TITLE_LANGUAGES] = sorted({languages.content_language(tag) for title in titles for tag in title})
    return dict(found)


def _add(found: Fields, kind: str, values: Record, names: Iterable[str]) -> None:
    for name in names:
        for tag, text in _mapping(values.get(name)).items():
            found[_field(kind, tag)].append(clean(text))


def _field(kind: str, tag: str) -> str:
    base = languages.content_language(tag)
    return f"{kind}_txt_{base if base in LANGUAGES else OTHER}"


def _terms(record: Record, vocabulary_fields: Mapping[str, str]) -> Iterable[Term]:
    for name, vocabulary in vocabulary_fields.items():
        value = record.get(name) or []
        for code in value if isinstance(value, list) else [value]:
            term = vocabularies.vocabulary(vocabulary).get(code)
            if term:
                yield term
    for name, table in _AUTHORITIES.items():
        for uri in record.get(name) or []:
            term = vocabularies.authority(table).by_uri(uri)
            if term:
                yield term


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
