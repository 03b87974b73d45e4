"""A dataset's score in the search index, and kept whenever it is indexed: saved, harvested or indexed anew."""

from __future__ import annotations

import json
from typing import Any

from ckanext.resilient.content.facets import is_ours
from ckanext.resilient.quality import store
from ckanext.resilient.quality.conformance.job import ask
from ckanext.resilient.quality.indicators import CONFORMANCE
from ckanext.resilient.quality.rating import afterwards, rate_and_keep

LEVEL = "vocab_quality_level"
POINTS = "quality_points"
CURRENCY = "vocab_quality_current"


def document(doc: dict[str, Any]) -> dict[str, Any]:
    """The Solr document of a public dataset with its level, points (four digits, for sorting) and freshness."""
    if doc.get("type") != "dataset" or "validated_data_dict" not in doc or not is_ours("dataset"):
        return doc
    record = json.loads(doc["validated_data_dict"])
    if record.get("private") or record.get("state") != "active":
        store.forget(record["id"])
        return doc
    found = rate_and_keep(record)
    if found.unchecked(CONFORMANCE):
        afterwards(ask)
    freshness = next(answer.state.value for answer in found.answers if answer.aspect == "current")
    return doc | {
        LEVEL: [found.assessment.band],
        POINTS: f"{found.assessment.points:04d}",
        CURRENCY: [freshness],
    }
