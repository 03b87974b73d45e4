"""One dataset of a DCAT feed, word for word: DCAT-AP 1 to 3, DCAT-AP_IT, NTI-RISP, DCAT-AP-ES.

https://www.w3.org/TR/vocab-dcat-3/, https://semiceu.github.io/DCAT-AP/releases/3.0.1/
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from rdflib.graph import Graph

from ckanext.resilient.harvesters.protocols.base import Endpoint, RawRecord
from ckanext.resilient.harvesters.protocols.dcat_agents import read_agents, read_contacts
from ckanext.resilient.harvesters.protocols.dcat_coverage import read_frequency, read_periods, read_places
from ckanext.resilient.harvesters.protocols.dcat_dates import read_date
from ckanext.resilient.harvesters.protocols.dcat_files import read_distributions, read_licences
from ckanext.resilient.harvesters.protocols.rdf_record import Literal, Node, NodeView, Record
from ckanext.resilient.harvesters.protocols.rdf_terms import (
    PRIMARY_TOPIC,
    RDF_TYPE,
    SERIES_CLASS,
    SERVES_DATASET,
)
from ckanext.resilient.svrc.record import UNDECLARED, Keywords, SourceDataset, Text

_ROLES = (
    "references", "isReferencedBy", "source", "hasVersion", "isVersionOf", "hasPart", "isPartOf",
    "replaces", "isReplacedBy", "requires", "isRequiredBy", "inSeries", "previousVersion", "prev", "next",
    "first", "last",
)  # fmt: skip
"""Relations with a meaning of their own; the meaning is kept in the extras."""


@dataclass(frozen=True, slots=True)
class DcatPayload:
    """Where a dataset stands: its node in the graph of its page, and the page's address."""

    graph: Graph
    node: Node
    base: str


def read_record(raw: RawRecord, endpoint: Endpoint) -> SourceDataset:
    """What the feed says of one dataset."""
    payload: DcatPayload = raw.payload
    record = Record(payload.graph, payload.base)
    view = record.view(payload.node, "")
    dataset = _dataset(record, view, raw.guid)
    if (payload.node, RDF_TYPE, SERIES_CLASS) in payload.graph:
        record.keep("class", ["dcat:DatasetSeries"])
    _services(record, payload)
    _catalogue_record(record, view, payload)
    record.keep_leftovers()
    name = _name(dataset, endpoint.languages)
    dataset.extras = record.extras
    dataset.issues = [replace(issue, record=name) for issue in record.issues]
    return dataset


def _dataset(record: Record, view: NodeView, guid: str) -> SourceDataset:
    one, several = _takers(record, view)
    identifiers = record.texts_of(view.take("identifier"), "identifier")
    return SourceDataset(
        guid=guid,
        uri=view.iri,
        title=_title(record, view),
        description=_description(record, view),
        keywords=_keywords(record, view),
        identifier=identifiers[0] if identifiers else "",
        alternate_identifiers=_alternates(identifiers, record, view),
        landing_page=record.first(_landing_pages(record, view), "landingPage"),
        publishers=read_agents(record, view.take("publisher", "schema:publisher"), "publisher"),
        rights_holders=read_agents(record, view.take("rightsHolder"), "rightsHolder"),
        creators=read_agents(record, view.take("creator", "schema:creator"), "creator"),
        contacts=read_contacts(record, view.take("contactPoint"), "contactPoint"),
        themes=several("theme"),
        # Italy's profile narrows a theme by a concept of EuroVoc, others call that a subject.
        subjects=record.texts_of(view.take("subject", "dcatapit:subTheme"), "subject"),
        frequency=read_frequency(record, view.take_first("accrualPeriodicity", "frequency")),
        languages=several("language"),
        licences=read_licences(record, view, ""),
        rights=record.languages(view.take("rights"), "rights", joined="\n"),
        access_rights=one("accessRights"),
        places=read_places(record, view.take("spatial")),
        periods=read_periods(record, view.take("temporal")),
        issued=read_date(record, view.take("issued"), "issued"),
        modified=read_date(record, view.take("modified"), "modified", latest=True),
        version=one("version"),
        version_notes=record.languages(view.take("adms:versionNotes"), "versionNotes", joined="\n\n"),
        provenance=record.languages(view.take("provenance"), "provenance", joined="\n\n"),
        conforms_to=several("conformsTo"),
        documentation=record.pages_of(view.take("foaf:page"), "page"),
        related=_related(record, view),
        hvd_categories=several("dcatap:hvdCategory"),
        applicable_legislation=several("dcatap:applicableLegislation"),
        dataset_type=one("type"),
        temporal_resolution=one("temporalResolution"),
        spatial_resolution=one("spatialResolutionInMeters"),
        distributions=read_distributions(record, view.take("distribution", "adms:distribution")),
    )


def _takers(record: Record, view: NodeView) -> tuple[Callable[[str], str], Callable[[str], list[str]]]:
    def one(name: str) -> str:
        return record.one(view.take(name), name.rpartition(":")[2])

    def several(name: str) -> list[str]:
        return record.texts_of(view.take(name), name.rpartition(":")[2])

    return one, several


def _title(record: Record, view: NodeView) -> Text:
    return record.languages(view.take_first("title", "rdfs:label", "skos:prefLabel", "schema:name"), "title")


def _description(record: Record, view: NodeView) -> Text:
    nodes = view.take_first("description", "abstract", "schema:description", "rdfs:comment")
    return record.languages(nodes, "description", joined="\n\n")


def _keywords(record: Record, view: NodeView) -> Keywords:
    found: dict[tuple[str, str], None] = {}
    for node in view.take("keyword", "schema:keywords"):
        language = (node.language or UNDECLARED).lower() if isinstance(node, Literal) else UNDECLARED
        found[language, record.text_of(node, "keyword")] = None
    keywords: Keywords = {}
    for language, word in found:
        if word:
            keywords.setdefault(language, []).append(word)
    return keywords


def _alternates(identifiers: list[str], record: Record, view: NodeView) -> list[str]:
    """Second identifiers, and the notations of adms:Identifier nodes."""
    found: list[str] = identifiers[1:]
    for node in view.take("adms:identifier"):
        if isinstance(node, Literal):
            found.append(record.word(node))
            continue
        inner = record.view(node, "alternateIdentifier")
        notations = record.texts_of(inner.take("skos:notation", "identifier"), "alternateIdentifier")
        found.extend(notations or record.texts_of([node], "alternateIdentifier"))
    return list(dict.fromkeys(found))


def _landing_pages(record: Record, view: NodeView) -> list[str]:
    nodes = view.take_first("landingPage", "foaf:homepage", "schema:url", "foaf:landingPage")
    return record.texts_of(nodes, "landingPage")


def _related(record: Record, view: NodeView) -> list[str]:
    found = record.texts_of(view.take("relation"), "relation")
    for role in _ROLES:
        texts = record.texts_of(view.take(role), role)
        record.keep(role, texts)
        found.extend(texts)
    return list(dict.fromkeys(found))


def _services(record: Record, payload: DcatPayload) -> None:
    """Data services that say that they serve this dataset: what they say goes to the extras."""
    for service in payload.graph.subjects(SERVES_DATASET, payload.node):
        view = record.view(service, "service")
        view.take("servesDataset")
        record.keep("service", record.texts_of(view.take("endpointURL"), "service"))


def _catalogue_record(record: Record, view: NodeView, payload: DcatPayload) -> None:
    """Identifier and dates of the entry in the source's catalogue; who typed it in is left out."""
    entries = [*view.take("foaf:isPrimaryTopicOf"), *payload.graph.subjects(PRIMARY_TOPIC, payload.node)]
    for node in dict.fromkeys(entries):
        entry = NodeView(payload.graph, node, "")
        for name in ("identifier", "issued", "modified"):
            record.keep(f"record.{name}", [record.word(value) for value in entry.take(name)])


def _name(dataset: SourceDataset, languages: tuple[str, ...]) -> str:
    names = [dataset.title.get(language, "") for language in languages]
    return next(filter(None, [*names, *dataset.title.values()]), dataset.guid)
