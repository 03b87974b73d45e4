"""A small portal with a `data.json`."""

from __future__ import annotations

import json
from typing import Any

from tests.harvest.servers import Answer, Asked, Respond

Json = dict[str, Any]
FEED = "/api/feed/dcat-us/1.1.json"


def dataset(number: int, **more: Any) -> Json:
    """One dataset of the catalogue."""
    return {
        "@type": "dcat:Dataset",
        "identifier": f"https://dati.example/servizi/{number}",
        "title": f"Servizi {number}",
        "description": "Sportelli e orari.",
        "accessLevel": "public",
        "modified": "2024-05-31",
        "keyword": ["anziani"],
        "publisher": {"@type": "org:Organization", "name": "Comune"},
        "distribution": [],
        **more,
    }


def catalogue(*datasets: Any) -> Json:
    """The document that holds datasets."""
    return {
        "@context": "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld",
        "@type": "dcat:Catalog",
        "conformsTo": "https://project-open-data.cio.gov/v1.1/schema",
        "dataset": list(datasets),
    }


def served(document: Any, path: str = "/data.json") -> Respond:
    """A portal that has `document` (text or what becomes JSON) at a path and nothing elsewhere."""
    body = document if isinstance(document, bytes) else json.dumps(document).encode()

    def respond(asked: Asked) -> Answer:
        return Answer(body=body) if asked.path == path else Answer(404, b"<html>not found</html>")

    return respond


dcat_us_source = served(catalogue(*(dataset(number) for number in range(3))))
"""A whole, small source for the contract of all protocols."""
