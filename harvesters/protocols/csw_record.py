"""One record of a catalogue in Dublin Core (csw:Record, csw:SummaryRecord) to a `SourceDataset`.

This form is a digest: it is read where a catalogue gives nothing better.
"""

from __future__ import annotations

from ckanext.resilient.errors import RejectRecord, SkipRecord
from ckanext.resilient.harvesters.protocols import values
from ckanext.resilient.harvesters.protocols.csw_xml import Node
from ckanext.resilient.harvesters.protocols.iso_read import NO_DATASETS
from ckanext.resilient.harvesters.protocols.iso_rights import joined, keep, place_sentence
from ckanext.resilient.harvesters.protocols.iso_values import first, texts
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.record import UNDECLARED, Agent, Place, SourceDataset, SourceDistribution

_TOPICS = frozenset(
    {
        *("biota", "boundaries", "climatologyMeteorologyAtmosphere", "economy", "elevation", "environment"),
        *("farming", "geoscientificInformation", "health", "imageryBaseMapsEarthCover", "inlandWaters"),
        *("intelligenceMilitary", "location", "oceans", "planningCadastre", "society", "structure"),
        *("transportation", "utilitiesCommunication"),
    }
)
"""ISO 19115's topic categories, which stand among the subjects."""
_LINKS = ("URI", "references")
_EXTRAS = ("source", "format", "type", "date", "contributor", "BoundingBox")
_GEONETWORK = {"createDate": "record.issued", "changeDate": "record.modified"}
_OPEN_DATA = "ogd_"
"""GeoNetwork's notes on the files of open data; the name of the person who owns a record is not kept."""


def read_record(guid: str, record: Node) -> SourceDataset:
    """What a record says of one dataset.

    Raises:
        RejectRecord: it has neither title nor description.
        SkipRecord: it describes a service or an application.
    """
    kind = first(record.find("type"))
    if kind.casefold() in NO_DATASETS:
        raise SkipRecord(Issue("record-no-dataset", record=guid, params={"type": kind}))
    dataset = SourceDataset(guid=guid)
    dataset.title = _text(record, "title", " ")
    dataset.description = _text(record, "abstract") or _text(record, "description")
    if not dataset.title and not dataset.description:
        raise RejectRecord(Issue("title-missing", record=guid, field="title"))
    names = texts(record.find("identifier"))
    dataset.identifier, dataset.alternate_identifiers = next(iter(names), ""), names[1:]
    subjects = [" ".join(text.split()) for text in texts(record.find("subject"))]
    dataset.themes = [subject for subject in subjects if subject in _TOPICS]
    dataset.keywords = values.keywords([subject for subject in subjects if subject not in _TOPICS])
    dataset.modified = first(record.find("modified"))
    dataset.issued = first(record.find("issued"))
    dataset.languages = texts(record.find("language"))
    dataset.related = [name for name in texts(record.find("relation")) if name not in names]
    dataset.publishers = _agents(record, "publisher")
    dataset.creators = _agents(record, "creator")
    dataset.rights_holders = _agents(record, "rightsHolder")
    dataset.places = _places(record)
    _rights(record, dataset)
    _files(record, dataset)
    for name in _EXTRAS:
        keep(dataset, name, [text for text in _spoken(record, name) if text != "dataset"])
    _geonetwork(record, dataset)
    return dataset


def _text(record: Node, name: str, between: str = "\n\n") -> dict[str, str]:
    found = between.join(texts(record.find(name)))
    return {UNDECLARED: found} if found else {}


def _spoken(record: Node, name: str) -> list[str]:
    """The texts of elements, corners of a box included."""
    return [" ".join(" ".join(part.text for part in node.walk()).split()) for node in record.find(name)]


def _agents(record: Node, name: str) -> list[Agent]:
    return [Agent(name={UNDECLARED: text}) for text in texts(record.find(name))]


def _places(record: Node) -> list[Place]:
    """Named places, and the boxes whose order of coordinates the specification fixes."""
    found = [Place(label={UNDECLARED: text}) for text in texts(record.find("spatial"))]
    for box in record.find("WGS84BoundingBox"):
        corners = [*first(box.find("LowerCorner")).split(), *first(box.find("UpperCorner")).split()]
        found += [Place(bbox=", ".join(corners))] if len(corners) == 4 else []
    return found


def _rights(record: Node, dataset: SourceDataset) -> None:
    sentences = texts([*record.find("rights"), *record.find("accessRights"), *record.find("license")])
    kept = [text for text in sentences if not place_sentence(text, dataset)]
    dataset.rights = joined([{UNDECLARED: text} for text in kept])


def _files(record: Node, dataset: SourceDataset) -> None:
    for node in (node for name in _LINKS for node in record.find(name)):
        address = first([node])
        protocol = node.attributes.get("protocol") or node.attributes.get("scheme") or ""
        name = node.attributes.get("name") or node.attributes.get("description") or ""
        if address.startswith(("http://", "https://", "ftp://")):
            title = {UNDECLARED: name} if name else {}
            is_file = protocol.casefold().startswith("www:download")
            kind = "" if is_file else protocol
            file = SourceDistribution(title=title, access_url=address, format=kind)
            file.download_url = address if is_file else ""
            dataset.distributions.append(file)


def _geonetwork(record: Node, dataset: SourceDataset) -> None:
    for node in (part for info in record.find("info") for part in info.children):
        name = _GEONETWORK.get(node.name, node.name if node.name.startswith(_OPEN_DATA) else "")
        if name:
            keep(dataset, name, texts([node]))
