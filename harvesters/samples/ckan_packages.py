"""A sample dataset as CKAN's `package_show` returns it, with the extras of the portal's habit."""

from __future__ import annotations

import uuid
from typing import Any

from ckanext.resilient.harvesters.samples.catalogue import (
    Body,
    Catalogue,
    Licence,
    SampleDataset,
    SampleFile,
    absolute,
)
from ckanext.resilient.harvesters.samples.ckan_habits import HABITS


def package(catalogue: Catalogue, index: int, base: str) -> dict[str, Any]:
    """The dataset number `index` of the catalogue as a package dictionary."""
    dataset = catalogue.datasets[index]
    licence = dataset.licence
    habit = HABITS[catalogue.ckan["extras"]]
    extras = {**habit.extras(dataset, catalogue), **dataset.extras}
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
        "groups": [group(word, catalogue) for word in _group_names(dataset, catalogue)],
        "resources": [
            _resource(file, position, dataset, base) for position, file in enumerate(dataset.files)
        ],
        "tags": [_tag(word) for words in dataset.keywords.values() for word in words],
        "relationships_as_subject": [],
        "relationships_as_object": [],
        **habit.fields(dataset, catalogue),
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


def group_names(catalogue: Catalogue) -> list[str]:
    """The names of all groups: themes, or roles of users where a portal keeps those as groups."""
    return list(catalogue.ckan.get("roles") or catalogue.theme_titles)


def _group_names(dataset: SampleDataset, catalogue: Catalogue) -> list[str]:
    names = group_names(catalogue)
    if catalogue.ckan.get("roles"):
        return [names[catalogue.bodies.index(dataset.body) % len(names)]]
    return [word for word in dataset.themes if word in names]


def group(word: str, catalogue: Catalogue) -> dict[str, Any]:
    """The portal's theme, or what else it makes groups of, as a CKAN group."""
    title = (
        word.replace("_", " ").capitalize() if catalogue.ckan.get("roles") else catalogue.theme_titles[word]
    )
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
