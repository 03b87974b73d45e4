"""A small portal that speaks the catalogue interface of datos.gob.es."""

from __future__ import annotations

import json
from typing import Any

from tests.harvest.servers import Answer, Asked

Json = dict[str, Any]
DATASETS = "/apidata/catalog/dataset"
PROTECTED = b"<html><head></head><body><iframe src='/_Incapsula_Resource?x=1'></iframe></body></html>"


def item(number: int, /, **properties: Any) -> Json:
    """One dataset of a page."""
    return {
        "_about": f"https://datos.gob.es/catalogo/a02002834-servicios-{number}",
        "type": "http://www.w3.org/ns/dcat#Dataset",
        "title": [{"_value": f"Servizi {number}", "_lang": "es"}],
        "description": {"_value": "Centros y horarios.", "_lang": "es"},
        "publisher": "http://datos.gob.es/recurso/sector-publico/org/Organismo/A02002834",
        **properties,
    }


class FakeDatosgobes:
    """A catalogue with `items`; `faults[n]` answers a request for the n-th page (from 0) instead.

    Args:
        items: what it holds.
        lists: what it holds under other paths, such as `spatial/Autonomia/Aragon`.
        faults: answers by number of the page.
        endless: every page names a next one.
        told: what it says in every answer whatever is true.
    """

    def __init__(
        self,
        *items: Any,
        lists: dict[str, list[Any]] | None = None,
        faults: dict[int, Answer] | None = None,
        endless: bool = False,
        **told: Any,
    ) -> None:
        self.lists = {"": list(items), **(lists or {})}
        self.faults, self.endless, self.told = faults or {}, endless, told

    def __call__(self, asked: Asked) -> Answer:
        number = int(asked.query.get("_page", ["0"])[0])
        if number in self.faults:
            return self.faults[number]
        path = asked.path.removeprefix(DATASETS).removesuffix(".json").strip("/")
        if not asked.path.startswith(DATASETS):
            return Answer(404)
        if path.startswith("modified/"):
            path = "modified"
        # What it does not know it answers with an empty list.
        return self._page(self.lists.get(path, []), number, int(asked.query.get("_pageSize", ["10"])[0]))

    def _page(self, found: list[Any], number: int, size: int) -> Answer:
        begin = number * size
        result = {"items": found[begin : begin + size], "itemsPerPage": size, "page": number, **self.told}
        if self.endless or begin + size < len(found):
            result["next"] = f"http://datos.gob.es{DATASETS}.json?_page={number + 1}&_pageSize={size}"
        return Answer(body=json.dumps({"format": "linked-data-api", "result": result}).encode())


datosgobes_source = FakeDatosgobes(*(item(number) for number in range(3)))
"""A whole, small source for the contract of all protocols."""
