"""A small portal that speaks DKAN 2's metastore; version 1 is `FakeCkan` with DKAN's habits."""

from __future__ import annotations

import json
from typing import Any

from tests.harvest.servers import Answer, Asked
from tests.harvesters.protocols.fake_ckan import FakeCkan, record

Json = dict[str, Any]
ITEMS = "/api/1/metastore/schemas/dataset/items"


def dataset(number: int, **more: Any) -> Json:
    """One dataset of the metastore."""
    return {
        "@type": "dcat:Dataset",
        "identifier": f"11111111-0000-4000-8000-{number:012d}",
        "title": f"Servizi sociali {number}",
        "description": "Sportelli e orari.",
        "accessLevel": "public",
        "modified": "2024-05-31",
        "keyword": ["anziani"],
        "distribution": [
            {
                "@type": "dcat:Distribution",
                "downloadURL": f"https://dati.example/{number}.csv",
                "format": "csv",
            }
        ],
        **more,
    }


def metastore(*datasets: Any, items: str = ITEMS) -> Any:
    """Answers the list of all datasets and each one's own address; a fault may stand for the list."""

    def respond(asked: Asked) -> Answer:
        if asked.path == items:
            return Answer(body=json.dumps(list(datasets)).encode())
        for one in datasets:
            if asked.path == f"{items}/{one['identifier']}":
                return Answer(body=json.dumps(one).encode())
        return Answer(404, b'{"message": "not found"}')

    return respond


def dkan_1(count: int, *actions: str) -> FakeCkan:
    """A portal of version 1, whose labels stand where CKAN has codes and whose answers are lists."""
    odd = {
        "state": "Active",
        "type": "Dataset",
        "private": True,
        "revision_timestamp": "jeu, 19/12/2019 - 03:00",
    }
    known = frozenset(actions or ("package_list", "package_show"))
    return FakeCkan(
        [record(number, **odd) for number in range(1, count + 1)], actions=known, show_as_list=True
    )


dkan_source = metastore(*(dataset(number) for number in range(3)))
"""A whole, small source for the contract of all protocols."""
