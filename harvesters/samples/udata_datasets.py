"""A sample dataset as udata's API returns it, with what Portugal's and France's portals each add."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from ckanext.resilient.harvesters.samples.catalogue import Body, Catalogue, SampleDataset, SampleFile

_FREQUENCIES = {
    "ANNUAL": "annual",
    "ANNUAL_2": "semiannual",
    "QUARTERLY": "quarterly",
    "MONTHLY": "monthly",
    "WEEKLY": "weekly",
    "IRREG": "irregular",
    "NEVER": "punctual",
    "UNKNOWN": "unknown",
}


def dataset_object(catalogue: Catalogue, dataset: SampleDataset, base: str) -> dict[str, Any]:
    """The dataset in the API's words."""
    return {
        "id": dataset.short_id,
        "slug": dataset.name,
        "title": dataset.title.get(catalogue.language, ""),
        "acronym": None,
        "description": dataset.notes.get(catalogue.language, ""),
        "tags": sorted(word for words in dataset.keywords.values() for word in words),
        "license": dataset.licence.id or None if dataset.licence else "notspecified",
        "frequency": _FREQUENCIES[dataset.frequency],
        "frequency_date": None,
        "temporal_coverage": {"start": dataset.start, "end": dataset.end} if dataset.start else None,
        "created_at": _moment(dataset.issued),
        "last_modified": _moment(dataset.modified),
        "last_update": _moment(dataset.modified),
        "organization": _organization(dataset.body, catalogue, base),
        "owner": None,
        "resources": [_resource(file, dataset, base) for file in dataset.files],
        "community_resources": [],
        "page": f"{base}{catalogue.dataset_path}{dataset.name}",
        "uri": f"{base}/api/1/datasets/{dataset.name}/",
        "private": False,
        "deleted": None,
        "archived": None,
        "badges": [],
        "metrics": {"discussions": 0, "followers": 1, "reuses": 0, "views": 40},
        "internal": {
            "created_at_internal": _moment(dataset.issued),
            "last_modified_internal": _moment(catalogue.last_change),
        },
        "schema": dict(dataset.conforms_to) or None,
        "extras": dict(dataset.extras),
        "harvest": dict(dataset.harvested) or None,
        **FLAVOURS[catalogue.udata["flavour"]](dataset, catalogue),
    }


def _moment(iso: str) -> str:
    return iso if "T" in iso else f"{iso}T09:30:00.264000+00:00"


def _organization(body: Body, catalogue: Catalogue, base: str) -> dict[str, Any]:
    return {
        "id": body.identifier,
        "name": body.name[catalogue.language],
        "acronym": None,
        "slug": body.key,
        "badges": [{"kind": kind} for kind in catalogue.udata.get("organization_badges", ())],
        "class": "Organization",
        "logo": None,
        "page": f"{base}/organizations/{body.key}/",
        "uri": f"{base}/api/1/organizations/{body.key}/",
    }


def _resource(file: SampleFile, dataset: SampleDataset, base: str) -> dict[str, Any]:
    content = file.content() if file.file else b""
    return {
        "id": file.id,
        "title": next(iter(file.title.values())),
        "description": next(iter(file.description.values()), None),
        "type": "documentation" if file.format in ("HTML", "PDF") else "main",
        "filetype": "file" if file.file else "remote",
        "format": file.format.lower(),
        "url": file.address(base),
        "latest": f"{base}/datasets/r/{file.id}",
        "mime": None,
        "filesize": len(content) or None,
        "checksum": {"type": "sha1", "value": hashlib.sha1(content, usedforsecurity=False).hexdigest()}
        if content
        else None,
        "created_at": _moment(dataset.issued),
        "last_modified": _moment(dataset.modified),
        "published": _moment(dataset.issued),
        "schema": {"name": None, "url": None, "version": None},
        "preview_url": None,
        "metrics": {"views": 3},
        "extras": {},
        "harvest": None,
        "internal": {},
    }


def _contact(dataset: SampleDataset, catalogue: Catalogue, role: str) -> dict[str, Any]:
    body = dataset.body
    return {
        "id": hashlib.sha256(body.key.encode()).hexdigest()[:24],
        "name": body.name[catalogue.language],
        "email": body.email,
        "contact_form": None,
        "role": role,
    }


def _portuguese(dataset: SampleDataset, catalogue: Catalogue) -> dict[str, Any]:
    """Zones are whole objects; nobody is certified; the name of the department stands in the contact."""
    zone = {
        "id": f"pt:nuts:{dataset.place.nuts.lower()}",
        "name": dataset.place.label,
        "code": dataset.place.nuts,
        "level": "pt:nuts",
    }
    return {
        "spatial": {"geom": None, "zones": [zone], "granularity": "pt:concelho"},
        "contact_points": [_contact(dataset, catalogue, "contact")],
    }


def _french(dataset: SampleDataset, catalogue: Catalogue) -> dict[str, Any]:
    """Zones are bare ids, quality is measured, and roles are told in the words of DCAT."""
    well = bool(dataset.notes) and dataset.licence is not None
    holder = [] if dataset.holder == dataset.body else [_holder(dataset, catalogue)]
    return {
        "spatial": {"geom": None, "zones": [dataset.place.uri], "granularity": "fr:commune"},
        "contact_points": [_contact(dataset, catalogue, "contact"), *holder],
        "access_type": "open",
        "featured": False,
        "quality": {
            "dataset_description_quality": bool(dataset.notes),
            "has_open_format": all(file.format != "PDF" for file in dataset.files),
            "has_resources": bool(dataset.files),
            "license": well,
            "score": 0.78 if well else 0.33,
            "spatial": True,
            "temporal_coverage": bool(dataset.start),
            "update_frequency": dataset.frequency != "UNKNOWN",
        },
    }


def _holder(dataset: SampleDataset, catalogue: Catalogue) -> dict[str, Any]:
    name = dataset.holder.name[catalogue.language]
    return {"name": name, "email": dataset.holder.email, "contact_form": None, "role": "rightsHolder"}


FLAVOURS: Mapping[str, Callable[[SampleDataset, Catalogue], dict[str, Any]]] = {
    "portuguese": _portuguese,
    "french": _french,
}
"""What one portal says differently from another, by the name that its YAML file gives."""
