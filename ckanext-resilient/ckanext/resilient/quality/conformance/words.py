"""What a rule of DCAT-AP found, in plain words: which field of the form it is about, what is wrong, what helps. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.resilient.catalogue.dcat_ap import short
from ckanext.resilient.svrc.issues import N_

_DATASET, _FILE = "dcat:Dataset", "dcat:Distribution"

_DATASET_FIELDS: Mapping[str, str] = {
    "adms:identifier": "alternate_identifier",
    "adms:versionNotes": "version_notes",
    "dcat:contactPoint": "contact",
    "dcat:distribution": "resources",
    "dcat:keyword": "tags_translated",
    "dcat:landingPage": "url",
    "dcat:spatialResolutionInMeters": "spatial_resolution_in_meters",
    "dcat:temporalResolution": "temporal_resolution",
    "dcat:theme": "theme",
    "dcat:version": "version",
    "dcatap:applicableLegislation": "applicable_legislation",
    "dct:accessRights": "access_rights",
    "dct:accrualPeriodicity": "frequency",
    "dct:conformsTo": "conforms_to",
    "dct:creator": "creator",
    "dct:description": "notes_translated",
    "dct:identifier": "identifier",
    "dct:issued": "issued",
    "dct:language": "language",
    "dct:modified": "modified",
    "dct:provenance": "provenance",
    "dct:publisher": "publisher",
    "dct:relation": "related_resource",
    "dct:spatial": "spatial_coverage",
    "dct:temporal": "temporal_coverage",
    "dct:title": "title_translated",
    "dct:type": "dcat_type",
    "foaf:page": "documentation",
}
_FILE_FIELDS: Mapping[str, str] = {
    "adms:status": "status",
    "dcat:accessURL": "access_url",
    "dcat:byteSize": "size",
    "dcat:compressFormat": "compress_format",
    "dcat:downloadURL": "download_url",
    "dcat:mediaType": "mimetype",
    "dcat:packageFormat": "package_format",
    "dcat:spatialResolutionInMeters": "spatial_resolution_in_meters",
    "dcat:temporalResolution": "temporal_resolution",
    "dcatap:applicableLegislation": "applicable_legislation",
    "dcatap:availability": "availability",
    "dct:conformsTo": "conforms_to",
    "dct:description": "description_translated",
    "dct:format": "format",
    "dct:issued": "issued",
    "dct:language": "language",
    "dct:license": "license",
    "dct:modified": "modified",
    "dct:rights": "rights",
    "dct:title": "name_translated",
    "foaf:page": "documentation",
    "spdx:checksum": "hash",
}
_PART_FIELDS: Mapping[str, str] = {
    "dct:LicenseDocument": "license_id",
    "dct:Location": "spatial_coverage",
    "dct:PeriodOfTime": "temporal_coverage",
    "foaf:Agent": "publisher",
    "vcard:Kind": "contact",
    "vcard:Organization": "contact",
}
"""The field whose value is described by a thing of its own, such as a publisher."""

_DATES = {"dct:issued", "dct:modified", "dcat:startDate", "dcat:endDate"}

_MESSAGES: Mapping[str, tuple[str, str]] = {
    "missing": (N_("“{field}” is missing."), N_("Fill in “{field}”.")),
    "several": (N_("“{field}” has several values where one is allowed."), N_("Keep one value of “{field}”.")),
    "bare": (
        N_("“{field}” is a text of its own where a value from a list or a web address belongs."),
        N_("Choose “{field}” from the list, or give a web address."),
    ),
    "address": (
        N_("“{field}” is an address where words belong."),
        N_("Write “{field}” in words."),
    ),
    "written": (
        N_("“{field}” is not written as a program expects it: a date, a number or a length of time."),
        N_("Write “{field}” as the form asks."),
    ),
    "unknown": (
        N_("“{field}” names something that is not described, or that is of another kind."),
        N_("Choose “{field}” again."),
    ),
    "unlisted": (
        N_("“{field}” is not a value of the European list."),
        N_("Choose “{field}” from the list."),
    ),
    "broken": (
        N_("“{field}” does not follow a rule."),
        N_("Look at “{field}” again."),
    ),
    "unreadable": (
        N_("Programs cannot read the description: {message}"),
        N_("Tell the people who run this site."),
    ),
}  # fmt: skip
_BY_RULE = {
    "MinCount": "missing",
    "MaxCount": "several",
    "Datatype": "written",
    "Class": "unknown",
    "Node": "unlisted",
    "HasValue": "unlisted",
}


@dataclass(frozen=True, slots=True)
class Words:
    """A finding as templates for translation.

    Args:
        message: what is wrong; `{field}` is the label of the field, `{message}` what a parser said.
        fix: what helps.
        field: the field of the form, "" where it has none.
        property: the property's short name, to be named where there is no field.
        file: the id of the file that it is about, "" for the dataset and its parts.
    """

    message: str
    fix: str
    field: str
    property: str
    file: str


def words(finding: Mapping[str, Any]) -> Words:
    """A finding as it is kept, in words."""
    path = short(str(finding["path"]))
    kind, focus = str(finding["kind"]), str(finding["focus"])
    message, fix = _MESSAGES[_message(finding, path)]
    of_file = focus.rpartition("/resource/")[2] if kind == _FILE and "/resource/" in focus else ""
    return Words(message, fix, _field(kind, path), path, of_file)


def _field(kind: str, path: str) -> str:
    if kind == _DATASET:
        return _DATASET_FIELDS.get(path, "")
    if kind == _FILE:
        return _FILE_FIELDS.get(path, "")
    return _PART_FIELDS.get(kind, "")


def _message(finding: Mapping[str, Any], path: str) -> str:
    rule = str(finding["rule"])
    if not rule:
        return "unreadable"
    if rule == "NodeKind":
        return "bare" if finding["literal"] else "address"
    if rule == "Node" and path in _DATES:
        return "written"
    return _BY_RULE.get(rule, "broken")
