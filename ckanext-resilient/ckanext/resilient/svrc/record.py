"""A dataset on its way from a portal to the catalogue: as the source says it, then as we store it.

`SourceDataset` holds what was read, word for word; `Dataset` what normalisation made of it.
Field names follow DCAT-AP 3 (https://semiceu.github.io/DCAT-AP/releases/3.0.1/).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ckanext.resilient.svrc.issues import Issue

UNDECLARED = "und"
"""Language tag of a text whose language the source does not tell (BCP 47)."""

Text = dict[str, str]
"""Language tag to text, e.g. `{"it": "Asili nido", "und": "..."}`."""

Keywords = dict[str, list[str]]
"""Language tag to keywords."""


@dataclass(slots=True)
class Agent:
    """An organisation or person behind a dataset (foaf:Agent)."""

    name: Text = field(default_factory=dict[str, str])
    uri: str = ""
    identifier: str = ""
    email: str = ""
    url: str = ""
    type: str = ""


@dataclass(slots=True)
class Contact:
    """Who answers questions (vcard:Kind)."""

    name: Text = field(default_factory=dict[str, str])
    uri: str = ""
    email: str = ""
    url: str = ""
    phone: str = ""
    identifier: str = ""


@dataclass(slots=True)
class Place:
    """A place as the source names it: any of address, label, geometry (GeoJSON or WKT text)."""

    uri: str = ""
    label: Text = field(default_factory=dict[str, str])
    geom: str = ""
    bbox: str = ""
    centroid: str = ""


@dataclass(slots=True)
class Period:
    """A span of time; either end may be open. Raw in a source record, ISO 8601 after normalisation."""

    start: str = ""
    end: str = ""


@dataclass(slots=True)
class Column:
    """A column of a table, and what it holds."""

    name: str
    meaning: Text = field(default_factory=dict[str, str])


@dataclass(slots=True)
class SourceDistribution:
    """A file or service of a dataset, word for word (dcat:Distribution)."""

    uri: str = ""
    title: Text = field(default_factory=dict[str, str])
    description: Text = field(default_factory=dict[str, str])
    access_url: str = ""
    download_url: str = ""
    format: str = ""
    media_type: str = ""
    licences: list[str] = field(default_factory=list[str])
    rights: Text = field(default_factory=dict[str, str])
    issued: str = ""
    modified: str = ""
    byte_size: str = ""
    checksum: str = ""
    checksum_algorithm: str = ""
    languages: list[str] = field(default_factory=list[str])
    status: str = ""
    availability: str = ""
    conforms_to: list[str] = field(default_factory=list[str])
    documentation: list[str] = field(default_factory=list[str])
    applicable_legislation: list[str] = field(default_factory=list[str])
    compress_format: str = ""
    package_format: str = ""
    temporal_resolution: str = ""
    spatial_resolution: str = ""
    columns: list[Column] = field(default_factory=list[Column])


@dataclass(slots=True)
class SourceDataset:
    """What one raw record says, word for word; gaps are empty, nothing is guessed.

    `guid` is the record's identity within its source and never empty. Values that have no
    field of their own are kept under their name at the source in `extras`. `issues` are
    findings that did not cost the record.
    """

    guid: str
    title: Text = field(default_factory=dict[str, str])
    description: Text = field(default_factory=dict[str, str])
    keywords: Keywords = field(default_factory=dict[str, list[str]])
    uri: str = ""
    identifier: str = ""
    alternate_identifiers: list[str] = field(default_factory=list[str])
    landing_page: str = ""
    publishers: list[Agent] = field(default_factory=list[Agent])
    rights_holders: list[Agent] = field(default_factory=list[Agent])
    creators: list[Agent] = field(default_factory=list[Agent])
    contacts: list[Contact] = field(default_factory=list[Contact])
    themes: list[str] = field(default_factory=list[str])
    subjects: list[str] = field(default_factory=list[str])
    frequency: str = ""
    languages: list[str] = field(default_factory=list[str])
    licences: list[str] = field(default_factory=list[str])
    rights: Text = field(default_factory=dict[str, str])
    access_rights: str = ""
    places: list[Place] = field(default_factory=list[Place])
    periods: list[Period] = field(default_factory=list[Period])
    issued: str = ""
    modified: str = ""
    version: str = ""
    version_notes: Text = field(default_factory=dict[str, str])
    provenance: Text = field(default_factory=dict[str, str])
    conforms_to: list[str] = field(default_factory=list[str])
    documentation: list[str] = field(default_factory=list[str])
    related: list[str] = field(default_factory=list[str])
    hvd_categories: list[str] = field(default_factory=list[str])
    applicable_legislation: list[str] = field(default_factory=list[str])
    dataset_type: str = ""
    temporal_resolution: str = ""
    spatial_resolution: str = ""
    distributions: list[SourceDistribution] = field(default_factory=list[SourceDistribution])
    extras: dict[str, str] = field(default_factory=dict[str, str])
    issues: list[Issue] = field(default_factory=list[Issue])


@dataclass(slots=True)
class Distribution:
    """A file or service of a dataset, normalised. `format` is an EU file-type code such as `CSV`."""

    uri: str = ""
    name: Text = field(default_factory=dict[str, str])
    description: Text = field(default_factory=dict[str, str])
    access_url: str = ""
    download_url: str = ""
    format: str = ""
    source_format: str = ""
    media_type: str = ""
    licence: str = ""
    source_licence: str = ""
    rights: Text = field(default_factory=dict[str, str])
    issued: str = ""
    modified: str = ""
    byte_size: int | None = None
    checksum: str = ""
    checksum_algorithm: str = ""
    languages: list[str] = field(default_factory=list[str])
    status: str = ""
    availability: str = ""
    conforms_to: list[str] = field(default_factory=list[str])
    documentation: list[str] = field(default_factory=list[str])
    applicable_legislation: list[str] = field(default_factory=list[str])
    compress_format: str = ""
    package_format: str = ""
    temporal_resolution: str = ""
    spatial_resolution: str = ""
    columns: list[Column] = field(default_factory=list[Column])


@dataclass(frozen=True, slots=True)
class AutoLabel:
    """A code of one of our vocabularies that a dataset got by its words, and those words."""

    field: str
    code: str
    words: tuple[str, ...] = ()


@dataclass(slots=True)
class Dataset:
    """A dataset as we store it: EU authority URIs where we know them, the source's own word beside them.

    Texts carry base language codes (`it`, `el`, `ca`), never `und`. Dates are ISO 8601.
    `source_*` hold values that no authority table knows.
    """

    guid: str
    title: Text = field(default_factory=dict[str, str])
    description: Text = field(default_factory=dict[str, str])
    keywords: Keywords = field(default_factory=dict[str, list[str]])
    uri: str = ""
    identifier: str = ""
    alternate_identifiers: list[str] = field(default_factory=list[str])
    landing_page: str = ""
    publishers: list[Agent] = field(default_factory=list[Agent])
    rights_holders: list[Agent] = field(default_factory=list[Agent])
    creators: list[Agent] = field(default_factory=list[Agent])
    contacts: list[Contact] = field(default_factory=list[Contact])
    themes: list[str] = field(default_factory=list[str])
    source_themes: list[str] = field(default_factory=list[str])
    categories: list[str] = field(default_factory=list[str])
    social_needs: list[str] = field(default_factory=list[str])
    beneficiaries: list[str] = field(default_factory=list[str])
    activity_areas: list[str] = field(default_factory=list[str])
    macro_scenarios: list[str] = field(default_factory=list[str])
    use_stages: list[str] = field(default_factory=list[str])
    auto_labels: list[AutoLabel] = field(default_factory=list[AutoLabel])
    subjects: list[str] = field(default_factory=list[str])
    frequency: str = ""
    source_frequency: str = ""
    languages: list[str] = field(default_factory=list[str])
    language_detected: bool = False
    licence: str = ""
    source_licences: list[str] = field(default_factory=list[str])
    rights: Text = field(default_factory=dict[str, str])
    access_rights: str = ""
    source_access_rights: str = ""
    places: list[Place] = field(default_factory=list[Place])
    periods: list[Period] = field(default_factory=list[Period])
    issued: str = ""
    modified: str = ""
    version: str = ""
    version_notes: Text = field(default_factory=dict[str, str])
    provenance: Text = field(default_factory=dict[str, str])
    conforms_to: list[str] = field(default_factory=list[str])
    documentation: list[str] = field(default_factory=list[str])
    related: list[str] = field(default_factory=list[str])
    hvd_categories: list[str] = field(default_factory=list[str])
    applicable_legislation: list[str] = field(default_factory=list[str])
    dataset_type: str = ""
    temporal_resolution: str = ""
    spatial_resolution: str = ""
    distributions: list[Distribution] = field(default_factory=list[Distribution])
    extras: dict[str, str] = field(default_factory=dict[str, str])
    issues: list[Issue] = field(default_factory=list[Issue])
