"""What CKAN has no field for, or what a portal writes in its own way: one habit per kind of portal."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.resilient.harvesters.samples.catalogue import Catalogue, SampleDataset

EU = "http://publications.europa.eu/resource/authority/"
_ITALIAN_LANGUAGES = {"it": "ITA", "de": "DEU", "sl": "SLV", "en": "ENG"}
_CROATIAN_FREQUENCIES = {
    "ANNUAL": "godišnje",
    "ANNUAL_2": "polugodišnje",
    "QUARTERLY": "tromjesečno",
    "MONTHLY": "mjesečno",
    "IRREG": "neredovito",
    "NEVER": "ne ažurira se",
    "UNKNOWN": "nepoznato",
}
_SLOVENIAN_FREQUENCIES = {
    "ANNUAL": "letno",
    "ANNUAL_2": "polletno",
    "QUARTERLY": "četrtletno",
    "MONTHLY": "mesečno",
    "IRREG": "občasno",
    "NEVER": "se ne osvežuje",
    "UNKNOWN": "neznano",
}


@dataclass(frozen=True, slots=True)
class Habit:
    """How a portal fills a package: its extras, and the fields that it has differently or beside CKAN's."""

    extras: Callable[[SampleDataset, Catalogue], dict[str, str]]
    fields: Callable[[SampleDataset, Catalogue], dict[str, Any]]


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


def _croatian_extras(dataset: SampleDataset, catalogue: Catalogue) -> dict[str, str]:
    """Themes as addresses, everything else in Croatian words; dates as people write them, or ISO."""
    values = {
        "theme": json.dumps([f"{EU}data-theme/{catalogue.theme_code(word)}" for word in dataset.themes]),
        "frequency": _CROATIAN_FREQUENCIES[dataset.frequency],
        "issued": _dotted(dataset.issued, dataset),
        "modified": _dotted(dataset.modified, dataset),
        "temporal_start": _dotted(dataset.start, dataset),
        "temporal_end": _dotted(dataset.end, dataset),
        "language": f"{EU}language/HRV",
        "spatial_text": dataset.place.label,
        "spatial": _geometry(dataset),
        "contact_name": f"Službenik za informiranje, {dataset.body.name[catalogue.language]}",
        "contact_email": dataset.body.email,
    }
    return {key: value for key, value in values.items() if value}


def _croatian_fields(dataset: SampleDataset, catalogue: Catalogue) -> dict[str, Any]:
    """The catalogue's date is that of its last nightly rebuild, and says nothing of the data.

    Who answers questions stands in extras: the officer for information whom the law asks for.
    """
    position = catalogue.datasets.index(dataset)
    return {
        "metadata_modified": f"{catalogue.last_change}T03:15:{position:02d}.118204",
        "maintainer": None,
        "maintainer_email": None,
    }


def _slovenian_fields(dataset: SampleDataset, catalogue: Catalogue) -> dict[str, Any]:
    """Fields beside CKAN's, and one theme as a word.

    Of OPSI's own fields `podrocje` and `open_data` are known; the others have scheming's usual names here.
    """
    values = {
        "podrocje": catalogue.theme_titles[dataset.themes[0]],
        "open_data": dataset.licence is not None,
        "update_frequency": _SLOVENIAN_FREQUENCIES[dataset.frequency],
        "issued": _dotted(dataset.issued, dataset),
        "modified": _dotted(dataset.modified, dataset),
        "temporal_coverage": f"{dataset.start}/{dataset.end}" if dataset.start else "",
        "spatial_coverage": dataset.place.label,
        "license_url": None,
    }
    return values if dataset.licence else {**values, "license_id": None, "license_title": None}


def _no_extras(dataset: SampleDataset, catalogue: Catalogue) -> dict[str, str]:
    return {}


def _no_fields(dataset: SampleDataset, catalogue: Catalogue) -> dict[str, Any]:
    return {}


HABITS: Mapping[str, Habit] = {
    "dcat-ap-it": Habit(_dcat_ap_it_extras, _no_fields),
    "dcat": Habit(_dcat_extras, _no_fields),
    "croatian": Habit(_croatian_extras, _croatian_fields),
    "slovenian": Habit(_no_extras, _slovenian_fields),
}
"""Every habit by the name that a YAML file gives."""


def _dotted(iso: str, dataset: SampleDataset) -> str:
    """A date as `7. 3. 2024`, where the record is written so."""
    if not iso or dataset.dates != "dotted":
        return iso
    year, month, day = iso.split("-")
    return f"{int(day)}. {int(month)}. {year}."


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
