"""The facts of payloads of Opendatasoft and datos.gob.es, by walking their objects.

Written from https://help.opendatasoft.com/apis/ods-explore-v2/, https://help.opendatasoft.com/apis/ods-search-v1/
and https://datos.gob.es/apidata, without the code under test.
"""

from __future__ import annotations

import json
from email.utils import parsedate_to_datetime
from typing import Any

from tests.payload_facts.facts import GEOMETRY, Facts, distinct

Json = dict[str, Any]


def opendatasoft_facts(content: bytes) -> list[Facts]:
    """The datasets of a page of either interface, or the only one of a document."""
    answer = json.loads(content)
    return [_opendatasoft(one) for one in answer.get("results") or answer.get("datasets") or [answer]]


def datosgobes_facts(content: bytes) -> list[Facts]:
    """The datasets of a page."""
    return [_datosgobes(one) for one in json.loads(content)["result"]["items"]]


def _opendatasoft(dataset: Json) -> Facts:
    metas: Json = dataset["metas"].get("default", dataset["metas"])
    inspire: Json = dataset.get("interop_metas", {}).get("inspire", {})
    tag = (metas.get("metadata_languages") or [""])[0]
    boxed = [GEOMETRY] if "extend_bounding_box_westbound_longitude" in inspire else []
    added = [*dataset["attachments"], *dataset.get("alternative_exports", [])]
    return Facts(
        id=dataset.get("dataset_id") or dataset["datasetid"],
        titles=[(tag, metas["title"])],
        descriptions=[(tag, metas["description"])] if metas.get("description") else [],
        publishers=_several(metas.get("publisher")),
        licences=[*_several(metas.get("license")), *_several(metas.get("license_url"))],
        modified=_several(metas.get("modified")),
        places=[*_several(metas.get("territory")), *boxed],
        languages=_several(metas.get("language")),
        contacts=distinct(inspire.get(name, "") for name in ("contact_individual_name", "contact_email")),
        files=[[] for _ in [*_exports(dataset, metas["records_count"]), *added]],
    )


def _exports(dataset: Json, count: int) -> list[str]:
    """The formats in which records are given whole: a shapefile holds fifty thousand at most."""
    if not dataset["has_records"]:
        return []
    mapped = ["geojson", *(["shp"] if count <= 50_000 else [])] if "geo" in dataset["features"] else []
    return ["csv", "json", "xlsx", *mapped]


def _datosgobes(item: Json) -> Facts:
    return Facts(
        id=item["_about"],
        titles=_tagged(item["title"]),
        descriptions=_tagged(item["description"]),
        publishers=_several(item["publisher"]),
        licences=_several(item["license"]),
        issued=[parsedate_to_datetime(item["issued"]).date().isoformat()],
        modified=[parsedate_to_datetime(item["modified"]).date().isoformat()],
        places=_several(item.get("spatial")),
        languages=_several(item["language"]),
        files=[distinct([one["accessURL"]]) for one in item["distribution"]],
    )


def _tagged(values: list[Json]) -> list[tuple[str, str]]:
    return [(value["_lang"], value["_value"]) for value in values]


def _several(value: Any) -> list[str]:
    return distinct(value if isinstance(value, list) else [value or ""])
