"""A sample dataset as CKAN's `package_show` returns it, with the extras of the portal's habit."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from ckanext.resilient.harvesters.samples.catalogue import (
    Body,
    Catalogue,
    Licence,
    SampleDataset,
    SampleFile,
    absolute,
)

EU = "http://publications.europa.eu/resource/authority/"
_ITALIAN_LANGUAGES = {"it": "ITA", "de": "DEU", "sl": "SLV", "en": "ENG"}


def package(catalogue: Catalogue, index: int, base: str) -> dict[str, Any]:
    """The dataset number `index` of the catalogue as a package dictionary."""
    dataset = catalogue.datasets[index]
    licence = dataset.licence
    extras = EXTRAS[catalogue.ckan["extras"]](dataset, catalogue)
    return {
        "author": None,
        "author_email": None,
        "creator_user_id": str(uuid.uuid5(uuid.NAMESPACE_URL, catalogue.key)),
        "id": dataset.id,
        "isopen": bool(licence and licence.eu),
        **_licence(licence, base),
        "maintainer": dataset.body.name[catalogue.language],
        "maintainer_email": dataset.body.email,
        # Seconds tell the datasets of one day apart, so that sorting by date is stable.
        "metadata_created": f"{dataset.issued[:10]}T08:00:{index:02d}.310042",
        "metadata_modified": f"{dataset.modified[:10]}T08:00:{index:02d}.750116",
        "name": dataset.name,
        "notes": dataset.notes.get(catalogue.language, ""),
        "num_resources": len(dataset.files),
        "num_tags": sum(map(len, dataset.keywords.values())),
        "organization": organization(dataset.body, catalogue),
        "owner_org": _organization_id(dataset.body, catalogue),
        "private": False,
        "state": "active",
        "title": dataset.title.get(catalogue.language),
        "type": "dataset",
        "url": f"{base}{catalogue.dataset_path}{dataset.name}",
        "version": None,
        **_translations(dataset),
        "extras": [{"key": key, "value": value} for key, value in sorted(extras.items())],
        "groups": [group(word, catalogue) for word in dataset.themes if word in catalogue.theme_titles],
        "resources": [
            _resource(file, position, dataset, base) for position, file in enumerate(dataset.files)
        ],
        "tags": [_tag(word) for words in dataset.keywords.values() for word in words],
        "relationships_as_subject": [],
        "relationships_as_object": [],
    }


def organization(body: Body, catalogue: Catalogue) -> dict[str, Any]:
    """The body as CKAN shows an organisation inside a package."""
    return {
        "id": _organization_id(body, catalogue),
        "name": body.key,
        "title": body.name[catalogue.language],
        "type": "organization",
        "description": "",
        "image_url": "",
        "created": "2018-01-08T10:00:00.000000",
        "is_organization": True,
        "approval_status": "approved",
        "state": "active",
    }


def group(word: str, catalogue: Catalogue) -> dict[str, Any]:
    """The portal's theme as a CKAN group."""
    title = catalogue.theme_titles[word]
    return {
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{catalogue.key}/{word}")),
        "name": word,
        "title": title,
        "display_name": title,
        "description": "",
        "image_display_url": "",
    }


def _organization_id(body: Body, catalogue: Catalogue) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{catalogue.key}/{body.key}"))


def _licence(licence: Licence | None, base: str) -> dict[str, Any]:
    if licence is None:
        return {"license_id": "notspecified", "license_title": None}
    return {
        "license_id": licence.id,
        "license_title": licence.title,
        "license_url": absolute(licence.url, base),
    }


def _translations(dataset: SampleDataset) -> dict[str, Any]:
    """Multilingual fields as ckanext-fluent adds them; a one-language record has none."""
    texts = {"title_translated": dataset.title, "notes_translated": dataset.notes}
    return {name: dict(text) for name, text in texts.items() if len(text) > 1}


def _tag(word: str) -> dict[str, Any]:
    identity = str(uuid.uuid5(uuid.NAMESPACE_URL, word))
    return {"display_name": word, "id": identity, "name": word, "state": "active", "vocabulary_id": None}


def _resource(file: SampleFile, position: int, dataset: SampleDataset, base: str) -> dict[str, Any]:
    licence = dataset.file_licence or dataset.licence
    (title,) = list(file.title.values())[:1]
    return {
        "cache_last_updated": None,
        "cache_url": None,
        "created": f"{dataset.issued[:10]}T08:05:00.000000",
        "description": next(iter(file.description.values()), ""),
        "format": file.format,
        "hash": "",
        "id": file.id,
        "last_modified": f"{dataset.modified[:10]}T08:05:00.000000",
        "metadata_modified": f"{dataset.modified[:10]}T08:05:00.000000",
        "mimetype": None,
        "name": title,
        "package_id": dataset.id,
        "position": position,
        "resource_type": None,
        "size": len(file.content()) if file.file else None,
        "state": "active",
        "url": file.address(base),
        "url_type": None,
        **({"license_type": licence.file} if licence and licence.file else {}),
    }


def _dcat_ap_it_extras(dataset: SampleDataset, catalogue: Catalogue) -> dict[str, str]:
    """The extras of DCAT-AP_IT portals: codes for URIs, JSON as text, two ways to write dates and themes."""
    language = catalogue.language
    aggregate = json.dumps([{"theme": code, "subthemes": []} for code in dataset.themes])
    values = {
        "identifier": f"{dataset.holder.identifier}:{dataset.name}",
        "holder_name": dataset.holder.name[language],
        "holder_identifier": dataset.holder.identifier,
        "publisher_name": dataset.body.name[language],
        "publisher_identifier": dataset.body.identifier,
        "theme": json.dumps(dataset.themes) if len(dataset.themes) == 1 else aggregate,
        "themes_aggregate": aggregate,
        "frequency": dataset.frequency,
        "geographical_name": dataset.place.label,
        "issued": _date(dataset.issued, dataset),
        "modified": _date(dataset.modified, dataset),
        "temporal_start": _date(dataset.start, dataset),
        "temporal_end": _date(dataset.end, dataset),
        "language": ",".join(_ITALIAN_LANGUAGES[code] for code in dataset.languages),
        "spatial": _geometry(dataset),
        "conforms_to": _standard(dataset.conforms_to, language),
    }
    return {key: value for key, value in values.items() if value}


def _dcat_extras(dataset: SampleDataset, catalogue: Catalogue) -> dict[str, str]:
    """The extras that ckanext-dcat writes and reads."""
    languages = {"el": "ELL", "en": "ENG"}
    values = {
        "identifier": f"{dataset.body.identifier}-{dataset.name}",
        "publisher_name": dataset.body.name[catalogue.language],
        "publisher_email": dataset.body.email,
        "publisher_url": dataset.body.url,
        "contact_name": dataset.body.name[catalogue.language],
        "contact_email": dataset.body.email,
        "theme": json.dumps([f"{EU}data-theme/{catalogue.theme_code(word)}" for word in dataset.themes]),
        "frequency": f"{EU}frequency/{dataset.frequency}",
        "issued": dataset.issued,
        "modified": dataset.modified,
        "temporal_start": dataset.start,
        "temporal_end": dataset.end,
        "language": json.dumps([f"{EU}language/{languages[code]}" for code in dataset.languages]),
        "spatial_uri": dataset.place.uri,
        "spatial_text": dataset.place.label,
        "spatial": _geometry(dataset),
    }
    return {key: value for key, value in values.items() if value}


EXTRAS: Mapping[str, Callable[[SampleDataset, Catalogue], dict[str, str]]] = {
    "dcat-ap-it": _dcat_ap_it_extras,
    "dcat": _dcat_extras,
}
"""How a portal writes what CKAN has no field for, by the name that its YAML file gives."""


def _date(iso: str, dataset: SampleDataset) -> str:
    return "-".join(reversed(iso.split("-"))) if iso and dataset.dates == "dmy" else iso


def _geometry(dataset: SampleDataset) -> str:
    if not dataset.geometry:
        return ""
    west, south, east, north = dataset.place.bbox
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def _standard(standard: Mapping[str, str], language: str) -> str:
    if not standard:
        return ""
    return json.dumps([{**standard, "title": {language: standard["title"]}}])
