"""A dataset as the dict that CKAN's actions take (scheming type `dataset`), and its fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from ckanext.resilient.svrc.languages import resolve
from ckanext.resilient.svrc.licences import licence_uri
from ckanext.resilient.svrc.record import (
    Agent,
    AutoLabel,
    Contact,
    Dataset,
    Distribution,
    Period,
    Place,
    Text,
)

Package = dict[str, Any]

WORDS_BETWEEN = " · "
"""Parts the words of one `auto_matched` entry."""


def package_dict(dataset: Dataset) -> Package:
    """The dataset in the form of `package_create`, without `name` and `owner_org`, without empty values."""
    original = first_language(dataset.title)
    return _filled(
        {
            "title": _core(dataset.title, original),
            "title_translated": dataset.title,
            "notes": _core(dataset.description, original),
            "notes_translated": dataset.description,
            "tags_translated": dataset.keywords,
            "publisher": [_agent(agent, original) for agent in dataset.publishers],
            "creator": [_agent(agent, original) for agent in dataset.creators],
            "rights_holder": [_agent(agent, original) for agent in dataset.rights_holders],
            "contact": [_contact(contact, original) for contact in dataset.contacts],
            **_classified(dataset),
            **_described(dataset, original),
            "source_uri": dataset.uri,
            "source_guid": dataset.guid,
            "source_extra": [{"key": key, "value": value} for key, value in sorted(dataset.extras.items())],
            "resources": [_resource(distribution, original) for distribution in dataset.distributions],
        }
    )


def _classified(dataset: Dataset) -> Package:
    return {
        "od_category": dataset.categories,
        "social_need": dataset.social_needs,
        "beneficiary": dataset.beneficiaries,
        "activity_area": dataset.activity_areas,
        "macro_scenario": dataset.macro_scenarios,
        "use_stage": dataset.use_stages,
        "auto_classified": list(dict.fromkeys(label.field for label in dataset.auto_labels)),
        "auto_matched": [_matched(label) for label in dataset.auto_labels],
        "theme": dataset.themes,
        "source_theme": dataset.source_themes,
        "subject": dataset.subjects,
        "hvd_category": dataset.hvd_categories,
        "language": dataset.languages,
        "language_detected": dataset.language_detected or None,
        "frequency": dataset.frequency,
        "source_frequency": dataset.source_frequency,
        "license_id": dataset.licence,
        "source_license": dataset.source_licences,
        "access_rights": dataset.access_rights,
        "source_access_rights": dataset.source_access_rights,
        "rights": dataset.rights,
        "applicable_legislation": dataset.applicable_legislation,
        "dcat_type": dataset.dataset_type,
    }


def _described(dataset: Dataset, original: str) -> Package:
    return {
        "spatial_coverage": [_place(place, original) for place in dataset.places],
        "temporal_coverage": [_period(period) for period in dataset.periods],
        "temporal_resolution": dataset.temporal_resolution,
        "spatial_resolution_in_meters": dataset.spatial_resolution,
        "issued": dataset.issued,
        "modified": dataset.modified,
        "identifier": dataset.identifier,
        "alternate_identifier": dataset.alternate_identifiers,
        "url": dataset.landing_page,
        "documentation": dataset.documentation,
        "conforms_to": dataset.conforms_to,
        "version": dataset.version,
        "version_notes": dataset.version_notes,
        "provenance": dataset.provenance,
        "related_resource": dataset.related,
    }


def _resource(distribution: Distribution, original: str) -> Package:
    return _filled(
        {
            "name": _core(distribution.name, original),
            "name_translated": distribution.name,
            "description": _core(distribution.description, original),
            "description_translated": distribution.description,
            "url": distribution.download_url or distribution.access_url,
            "access_url": distribution.access_url,
            "download_url": distribution.download_url,
            "format": distribution.format,
            "source_format": distribution.source_format,
            "mimetype": distribution.media_type,
            "license": licence_uri(distribution.licence),
            "source_license": distribution.source_licence,
            "rights": distribution.rights,
            "size": distribution.byte_size,
            "hash": distribution.checksum,
            "hash_algorithm": distribution.checksum_algorithm,
            "issued": distribution.issued,
            "modified": distribution.modified,
            "language": distribution.languages,
            "status": distribution.status,
            "availability": distribution.availability,
            "conforms_to": distribution.conforms_to,
            "documentation": distribution.documentation,
            "applicable_legislation": distribution.applicable_legislation,
            "compress_format": distribution.compress_format,
            "package_format": distribution.package_format,
            "temporal_resolution": distribution.temporal_resolution,
            "spatial_resolution_in_meters": distribution.spatial_resolution,
            "columns": [
                _filled({"name": column.name, "meaning": column.meaning}) for column in distribution.columns
            ],
            "uri": distribution.uri,
        }
    )


def _agent(agent: Agent, original: str) -> Package:
    return _filled(
        {
            "uri": agent.uri,
            "name": _core(agent.name, original),
            "name_translated": agent.name,
            "identifier": agent.identifier,
            "email": agent.email,
            "url": agent.url,
            "type": agent.type,
        }
    )


def _contact(contact: Contact, original: str) -> Package:
    return _filled(
        {
            "uri": contact.uri,
            "name": _core(contact.name, original),
            "name_translated": contact.name,
            "email": contact.email,
            "url": contact.url,
            "identifier": contact.identifier,
            "phone": contact.phone,
        }
    )


def _place(place: Place, original: str) -> Package:
    return _filled(
        {
            "uri": place.uri,
            "text": _core(place.label, original),
            "geom": place.geom,
            "bbox": place.bbox,
            "centroid": place.centroid,
        }
    )


def _matched(label: AutoLabel) -> Package:
    return {"field": label.field, "code": label.code, "words": WORDS_BETWEEN.join(label.words)}


def _period(period: Period) -> Package:
    return _filled({"start": period.start, "end": period.end})


def first_language(text: Text) -> str:
    """The language that a source wrote a text in first, "" when there is no text."""
    return next(iter(text), "")


def _core(text: Text, original: str) -> str:
    """The text for CKAN's own single-language field: the original's, else the next in reading order."""
    return resolve(text, original or "en", original).text


def _filled(values: Mapping[str, Any]) -> Package:
    return {key: value for key, value in values.items() if value not in (None, "", [], {})}


def content_hash(package: Mapping[str, Any]) -> str:
    """A fingerprint of a package dict: the same for the same content, whatever the order of its keys."""
    canonical = json.dumps(package, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
