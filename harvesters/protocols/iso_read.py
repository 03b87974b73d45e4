"""One record of ISO 19139 (gmd:MD_Metadata) to a `SourceDataset`, word for word.

The choice of fields follows GeoDCAT-AP 3 (https://semiceu.github.io/GeoDCAT-AP/releases/3.0.0/). What it
has and DCAT-AP has not (creation, scale, purpose …) goes to the extras under its ISO name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ckanext.resilient.errors import RejectRecord, SkipRecord
from ckanext.resilient.harvesters.protocols.csw_xml import Node
from ckanext.resilient.harvesters.protocols.iso_coverage import read_coverage
from ckanext.resilient.harvesters.protocols.iso_files import read_files
from ckanext.resilient.harvesters.protocols.iso_parties import read_parties
from ckanext.resilient.harvesters.protocols.iso_rights import keep, read_rights
from ckanext.resilient.harvesters.protocols.iso_themes import add, read_keywords
from ckanext.resilient.harvesters.protocols.iso_values import (
    Speech,
    codes,
    first,
    first_code,
    href_of,
    language_codes,
    speech_of,
    text_of,
    texts,
    word,
)
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.owners import untitled
from ckanext.resilient.svrc.record import SourceDataset

_ISO_19115_3 = "http://standards.iso.org/iso/19115/-3/"
NO_DATASETS = frozenset({"service", "application", "software", "map", "document", "catalogue", "sensor"})
"""What a catalogue of geodata lists beside datasets (MD_ScopeCode, and GeoNetwork's own words)."""
_ABOUT = "identificationInfo/*"
_CITATION = f"{_ABOUT}/citation/CI_Citation"
_KEPT_TEXTS = {
    "alternateTitle": f"{_CITATION}/alternateTitle",
    "purpose": f"{_ABOUT}/purpose",
    "supplementalInformation": f"{_ABOUT}/supplementalInformation",
    "credit": f"{_ABOUT}/credit",
    "environmentDescription": f"{_ABOUT}/environmentDescription",
    "graphicOverview": f"{_ABOUT}/graphicOverview/MD_BrowseGraphic/fileName",
    "hierarchyLevelName": "hierarchyLevelName",
    "parentIdentifier": "parentIdentifier",
    "record.modified": "dateStamp",
}
_KEPT_CODES = {
    "status": f"{_ABOUT}/status",
    "spatialRepresentationType": f"{_ABOUT}/spatialRepresentationType",
}
_SCALE = f"{_ABOUT}/spatialResolution/MD_Resolution/equivalentScale/MD_RepresentativeFraction/denominator"
_DISTANCE = f"{_ABOUT}/spatialResolution/MD_Resolution/distance"
_MAINTENANCE = f"{_ABOUT}/resourceMaintenance/MD_MaintenanceInformation"
_SYSTEM = "referenceSystemInfo/MD_ReferenceSystem/referenceSystemIdentifier/*"
_QUALITY = "dataQualityInfo/DQ_DataQuality"
_METRES = frozenset({"m", "meter", "meters", "metre", "metres", "metro", "metri", "mètre", "mètres"})


def read_iso(guid: str, record: Node) -> SourceDataset:
    """What a record says of one dataset or series.

    Raises:
        RejectRecord: it is written in ISO 19115-3, or has neither title nor abstract.
        SkipRecord: it describes a service, an application, a map.
    """
    if record.space.startswith(_ISO_19115_3):
        raise RejectRecord(Issue("iso-19115-3", record=guid))
    levels = codes(record.find("hierarchyLevel"))
    kind = next((level for level in levels if level.casefold() in NO_DATASETS), "")
    if kind or any(node.name == "SV_ServiceIdentification" for node in record.find(_ABOUT)):
        raise SkipRecord(Issue("record-no-dataset", record=guid, params={"type": kind or "service"}))
    dataset = SourceDataset(guid=guid)
    speech = speech_of(record)
    _texts(record, speech, dataset)
    if not dataset.title and not dataset.description:
        read_parties(record, speech, dataset)
        raise untitled(dataset)
    _identity(record, dataset)
    _history(record, dataset)
    read_parties(record, speech, dataset)
    read_keywords(record, speech, dataset)
    read_coverage(record, speech, dataset)
    read_rights(record, speech, dataset)
    read_files(record, speech, dataset)
    _give_rights_to_files(dataset)
    _quality(record, dataset)
    _extras(record, levels, dataset)
    name = next(iter(dataset.title.values()), guid)
    dataset.issues = [replace(issue, record=name) for issue in dataset.issues]
    return dataset


def _give_rights_to_files(dataset: SourceDataset) -> None:
    """Constraints are said of the data, and DCAT has a place for them with each file (as GeoDCAT-AP maps them)."""
    for file in dataset.distributions:
        file.rights = dict(dataset.rights)


def _texts(record: Node, speech: Speech, dataset: SourceDataset) -> None:
    dataset.title = speech.text(record.find(f"{_CITATION}/title"), joined=" ")
    dataset.description = speech.text(record.find(f"{_ABOUT}/abstract"))
    dataset.provenance = speech.text(record.find(f"{_QUALITY}/lineage/LI_Lineage/statement"))
    own = language_codes(record.find(f"{_ABOUT}/language"))
    dataset.languages = own or language_codes(record.find("language"))


def _identity(record: Node, dataset: SourceDataset) -> None:
    """Names of the dataset; that of the record is one more, and the guid."""
    identifiers: list[str] = []
    addresses: list[str] = []
    for node in record.find(f"{_CITATION}/identifier/*"):
        code, space = next(map(word, node.find("code")), ""), first(node.find("codeSpace"))
        is_split = space.startswith("http") and code and not code.startswith("http")
        add(identifiers, [code, f"{space.rstrip('/')}/{code}" if is_split else ""])
        add(addresses, [code] if code.startswith("http") else [])
    record_name = first(record.find("fileIdentifier"))
    names = list(dict.fromkeys(filter(None, [*identifiers, record_name])))
    if not names:
        dataset.issues.append(Issue("identifier-missing", field="fileIdentifier"))
    dataset.identifier = names[0] if names else ""
    dataset.alternate_identifiers = names[1:]
    dataset.uri = addresses[0] if addresses else ""
    dataset.landing_page = first(record.find("dataSetURI"))
    add(dataset.related, texts(record.find("parentIdentifier")))
    aggregated = f"{_ABOUT}/aggregationInfo/MD_AggregateInformation"
    add(dataset.related, map(word, record.find(f"{aggregated}/aggregateDataSetIdentifier/*/code")))
    dataset.version = first(record.find(f"{_CITATION}/edition"))


def _history(record: Node, dataset: SourceDataset) -> None:
    """Dates by their type: the first publication, the last revision; others stay beside them."""
    dates: dict[str, list[str]] = {}
    for node in record.find(f"{_CITATION}/date/CI_Date"):
        date, kind = first(node.find("date")), first_code(node.find("dateType"))
        if date:
            dates.setdefault(kind or "date", []).append(date)
    published, revised = sorted(dates.pop("publication", [])), sorted(dates.pop("revision", []))
    dataset.issued = published[0] if published else ""
    dataset.modified = revised[-1] if revised else ""
    keep(dataset, "publication", published[1:])
    keep(dataset, "revision", revised[:-1])
    for kind, found in dates.items():
        keep(dataset, kind, found)
    frequency = first_code(record.find(f"{_MAINTENANCE}/maintenanceAndUpdateFrequency"))
    dataset.frequency = frequency or first(record.find(f"{_MAINTENANCE}/userDefinedMaintenanceFrequency"))


def _quality(record: Node, dataset: SourceDataset) -> None:
    """Specifications that the data keeps; those that it does not keep, or was not tested for, are extras."""
    for result in record.find(f"{_QUALITY}/report/*/result/DQ_ConformanceResult"):
        named = [word(node) for node in result.find("specification/CI_Citation/title")]
        if first(result.find("pass")).casefold() in {"true", "1"}:
            add(dataset.conforms_to, named)
        else:
            keep(dataset, "specificationNotConfirmed", named)
    for system in record.find(_SYSTEM):
        addresses = [href_of(node) for node in system.find("code")]
        add(dataset.conforms_to, addresses)
        if not any(addresses):
            parts = [first(system.find("codeSpace")), first(system.find("code"))]
            keep(dataset, "referenceSystem", [":".join(filter(None, parts))])
    _resolution(record.find(_DISTANCE), dataset)
    keep(dataset, "scale", [f"1:{number}" for number in texts(record.find(_SCALE))])


def _resolution(distances: Iterable[Node], dataset: SourceDataset) -> None:
    """The finest resolution in metres; one in another unit stays beside it."""
    metres: list[str] = []
    for node in distances:
        number = text_of(node)
        unit = next((child.attributes.get("uom", "") for child in node.children), "")
        is_metres = unit.rpartition("#")[2].casefold() in _METRES
        if number and is_metres:
            metres.append(number)
        else:
            keep(dataset, "spatialResolution", [f"{number} {unit}".strip()] if number else [])
    ranked = sorted(metres, key=lambda number: (len(number.partition(".")[0]), number))
    dataset.spatial_resolution = ranked[0] if ranked else ""
    keep(dataset, "spatialResolution", [f"{number} m" for number in ranked[1:]])


def _extras(record: Node, levels: list[str], dataset: SourceDataset) -> None:
    keep(dataset, "hierarchyLevel", [level for level in levels if level != "dataset"])
    for name, path in _KEPT_TEXTS.items():
        keep(dataset, name, texts(record.find(path)))
    for name, path in _KEPT_CODES.items():
        keep(dataset, name, codes(record.find(path)))
