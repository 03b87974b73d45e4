"""What of a record goes into the search index: codes for facets, and nothing that Solr refuses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.content import helix, licences, links, series, terms, withheld
from ckanext.resilient.content.facets import is_ours
from ckanext.resilient.svrc import places, vocabularies

LONGEST = 32_000
"""Bytes of the longest value: Lucene refuses the whole document for a string of more than 32,766."""

_WHOLE = {"data_dict", "validated_data_dict", "title", "notes", "text"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_READY = {
    "table": "spreadsheet", "spreadsheet": "spreadsheet", "map": "map", "service": "api", "linked": "api",
}  # fmt: skip
_AUTHORITIES = {"theme": "data-theme", "language": "language", "frequency": "frequency"}

Record = Mapping[str, Any]
Document = dict[str, Any]


def document(doc: Document) -> Document:
    """The Solr document of a record: for our types with codes in `vocab_*`, without raw JSON and what is not shown."""
    if "validated_data_dict" in doc and is_ours(doc["type"]):
        withheld.for_index(doc)
        schema = tk.h.scheming_get_dataset_schema(doc["type"])
        record = json.loads(doc["validated_data_dict"])
        for name in _structured(schema):
            doc.pop(name, None)
            doc.pop(f"extras_{name}", None)
        doc.update(_codes(record, schema))
        doc["tags"] = list(dict.fromkeys([*doc.get("tags", []), *_words(record.get("tags_translated"))]))
        doc["text"] = list(texts(record, schema))
    return {name: value if name in _WHOLE else _fit(value) for name, value in doc.items()}


def texts(record: Record, schema: Mapping[str, Any]) -> Iterable[str]:
    """Every text of a record in every language."""
    for field in schema["dataset_fields"]:
        if "fluent_text" in str(field.get("validators", "")).split():
            yield from _values(record.get(field["field_name"]))
    for resource in record.get("resources", []):
        for name in ("name_translated", "description_translated"):
            yield from _values(resource.get(name))


def countries(record: Record) -> list[str]:
    """Codes of the countries that a record's places are in or are."""
    by_nuts = {term.attributes["nuts"]: term.code for term in vocabularies.authority("country")}
    nuts = [places.nuts_of(place.get("uri") or "")[:2] for place in record.get("spatial_coverage") or []]
    # The EU itself has no NUTS code: a place that is nowhere we know must not count as the EU.
    return list(dict.fromkeys(by_nuts[code] for code in nuts if code and code in by_nuts))


def _structured(schema: Mapping[str, Any]) -> Iterable[str]:
    """Names of the fields whose stored form is JSON."""
    return [
        field["field_name"]
        for field in schema["dataset_fields"]
        if "repeating_subfields" in field or "output_validators" in field
    ]


def _codes(record: Record, schema: Mapping[str, Any]) -> Document:
    found = {
        f"vocab_{field['field_name']}": _list(record.get(field["field_name"]))
        for field in schema["dataset_fields"]
        if "vocabulary" in field
    }
    for name, table in _AUTHORITIES.items():
        known = (terms.by_stored(table, uri) for uri in _list(record.get(name)))
        found[f"vocab_{name}"] = [term.code for term in known if term]
    formats = list(dict.fromkeys(r["format"] for r in record.get("resources", []) if r.get("format")))
    found["vocab_format"] = formats
    found["vocab_ready"] = _ready(formats)
    found["vocab_country"] = countries(record)
    found["vocab_source_portal"] = _list(record.get("source_portal"))
    found["vocab_helix_coverage"] = _list(helix.coverage(record))
    found[f"vocab_{links.FIELD}"] = links.of_record(record, schema)
    found[series.INDEXED] = _list(record.get(series.FIELD))
    if record["type"] == "dataset":
        found["vocab_licence_group"] = [licences.group(record)]
        found["vocab_updated"] = [str(record.get("modified") or record.get("metadata_modified") or "")[:4]]
    return {name: codes for name, codes in found.items() if codes and codes != [""]}


def _ready(formats: Iterable[str]) -> list[str]:
    known = (vocabularies.authority("file-type").get(code) for code in formats)
    kinds = (_READY.get(str(term.attributes.get("kind"))) for term in known if term)
    return sorted({kind for kind in kinds if kind})


def _list(value: Any) -> list[str]:
    if not value:
        return []
    return [str(entry) for entry in value] if isinstance(value, list) else [str(value)]


def _values(value: Any) -> list[str]:
    return [str(text) for text in value.values()] if isinstance(value, dict) else []


def _words(value: Any) -> list[str]:
    return [word for words in value.values() for word in words] if isinstance(value, dict) else []


def _fit(value: Any) -> Any:
    """The value without control characters, cut where Solr would refuse it."""
    if isinstance(value, list):
        return [_fit(entry) for entry in value]
    if not isinstance(value, str):
        return value
    clean = _CONTROL.sub("", value)
    if len(clean) * 4 <= LONGEST:
        return clean
    return clean.encode()[:LONGEST].decode(errors="ignore")
