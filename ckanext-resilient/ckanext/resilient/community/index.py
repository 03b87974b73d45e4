"""How useful a dataset was to people, in the search index."""

from __future__ import annotations

import json
from typing import Any

from ckanext.resilient.community import ratings
from ckanext.resilient.community.usefulness import sortable

POINTS = "useful_points"


def document(doc: dict[str, Any]) -> dict[str, Any]:
    """The Solr document of a dataset with its points; one that nobody has rated stands in the middle."""
    if doc.get("type") != "dataset" or "validated_data_dict" not in doc:
        return doc
    votes, total = ratings.sums(json.loads(doc["validated_data_dict"])["id"])
    return doc | {POINTS: sortable(votes, total)}
