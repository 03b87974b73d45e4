"""The facts of Socrata's catalogue and of a single view of its older interface.

Written from https://dev.socrata.com/docs/other/discovery, /docs/other/metadata and /docs/formats, without
the code under test.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from tests.payload_facts.facts import GEOMETRY, Facts, distinct, formats_of

Json = dict[str, Any]

_TAGGED = re.compile(r"-\((?P<language>[A-Z]{2})\)$")
# The last part of the names that portals give to fields of their own, and what they mean.
_OWN = {
    "Idioma": "languages",
    "Àmbit-geogràfic": "places",
    "Freqüència-d'actualització": "frequencies",
    "Periodicitat": "frequencies",
    "Frequenza": "frequencies",
    "Frequency": "frequencies",
    "Licentie": "licences",
}


def socrata_facts(address: str, content: bytes) -> list[Facts]:
    """The assets of a page of the catalogue, or the one of `/api/views/{id}.json`."""
    answer = json.loads(content)
    if "results" in answer:
        return [_asset(result) for result in answer["results"]]
    parts = urlsplit(address)
    return [_view(answer, f"{parts.scheme}://{parts.netloc}")]


def _asset(result: Json) -> Facts:
    asset, described = result["resource"], result["classification"]
    portal = f"https://{result['metadata']['domain']}"
    facts = Facts(
        id=asset["id"],
        titles=[("", asset["name"])],
        descriptions=[("", asset["description"])] if asset["description"] else [],
        publishers=distinct([asset["attribution"] or ""]),
        licences=distinct([result["metadata"].get("license", "")]),
        issued=distinct([asset["publication_date"]]),
        modified=distinct([asset["data_updated_at"]]),
        keywords=distinct(described["domain_tags"]),
        themes=distinct([described["domain_category"] or ""]),
        files=_table(portal, asset["id"]),
        formats=_formats(_table(portal, asset["id"]), ["CSV", "text/csv"], ["JSON", "application/json"]),
        pages=[result["link"]],
    )
    link = asset["attribution_link"] or ""
    # A link "of attribution" is the publisher's page or, in Catalonia, that of the terms of use.
    (facts.licences if "/llicencies" in link else facts.publishers).extend(distinct([link]))
    for item in described["domain_metadata"]:
        _own_field(item["key"].split("_")[-1], item["value"], facts)
    return facts


def _own_field(name: str, value: str, facts: Facts) -> None:
    tagged = _TAGGED.search(name)
    if tagged and ("name" in name or "Nombre" in name):
        facts.titles.append((tagged["language"], value))
    elif name in _OWN:
        getattr(facts, _OWN[name]).extend(distinct([value]))


def _view(view: Json, portal: str) -> Facts:
    moved = view.get("rowsUpdatedAt") or view["viewLastModified"]
    is_map = view["viewType"] == "geo"
    files = _layers(portal, view["id"]) if is_map else _table(portal, view["id"])
    box = "northWest" in view or "bbox" in view["metadata"].get("geo", {})
    return Facts(
        id=view["id"],
        titles=[("", view["name"])],
        descriptions=[("", view["description"])],
        publishers=distinct([view.get("attribution", ""), view.get("attributionLink", "")]),
        licences=distinct([view.get("license", {}).get("name", "")]),
        issued=[_day(view["publicationDate"])],
        modified=[_day(moved)],
        places=[GEOMETRY] if box else [],
        keywords=view["tags"],
        themes=[view["category"]],
        files=files,
        formats=_formats(files, *([["GeoJSON"], ["Shapefile"]] if is_map else [["CSV"], ["JSON"]])),
        pages=[f"{portal}/d/{view['id']}"],
    )


def _table(portal: str, asset: str) -> list[list[str]]:
    return [
        [f"{portal}/api/views/{asset}/rows.csv?accessType=DOWNLOAD"],
        [f"{portal}/resource/{asset}.json"],
    ]


def _layers(portal: str, asset: str) -> list[list[str]]:
    export = f"{portal}/api/geospatial/{asset}?method=export&format="
    return [[f"{export}GeoJSON"], [f"{export}Shapefile"]]


def _formats(files: list[list[str]], *texts: list[str]) -> list[tuple[str, str]]:
    return [found for one, said in zip(files, texts, strict=True) for found in formats_of(one, said)]


def _day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
