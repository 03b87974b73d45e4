"""The files and services of a dataset: dcat:Distribution, `dcat:Download` of 2012, or a bare address."""

from __future__ import annotations

import re

from ckanext.resilient.harvesters.protocols.dcat_dates import read_date
from ckanext.resilient.harvesters.protocols.rdf_record import (
    BNode,
    Literal,
    Node,
    NodeView,
    Record,
    URIRef,
    as_iri,
)
from ckanext.resilient.svrc.record import SourceDistribution

_MEDIA_TYPE = re.compile(r"[a-z]+/[\w.+-]+(\s*;.*)?", re.IGNORECASE)

_VOCABULARY = re.compile(
    r"https?://(publications\.europa\.eu/resource/authority|www\.iana\.org/assignments)/"
)
"""Addresses that say the format themselves; others only name a node that says it."""


def read_distributions(record: Record, nodes: list[Node]) -> list[SourceDistribution]:
    """All files of a dataset; one without description or address is kept and reported."""
    return [_distribution(record, node, f"distribution.{number}") for number, node in enumerate(nodes, 1)]


def read_licences(record: Record, view: NodeView, path: str) -> list[str]:
    """Licences as the source names them; the label beside a licence's address goes to the extras."""
    return record.texts_of(view.take("license", "schema:license"), f"{path}license")


def _distribution(record: Record, node: Node, path: str) -> SourceDistribution:
    # A literal may name the node of a distribution that is described.
    node = (as_iri(node) or node) if isinstance(node, Literal) else node
    view = record.view(node, path)
    if not view.is_described:
        twin = record.twin(view.iri)
        if twin is None:
            said = path if isinstance(node, BNode) else record.word(node)
            record.report("distribution-not-described", "dcat:distribution", value=said[:200])
            return SourceDistribution(uri=record.word(node) if view.iri else "")
        record.report("address-relative-elsewhere", "dcat:distribution", value=view.iri, other=str(twin))
        view = record.view(twin, path)
    read = _described(record, view, path)
    read.uri = record.word(node) if isinstance(node, URIRef) else ""
    if not read.access_url and not read.download_url:
        name = next(iter(read.title.values()), read.uri or path)
        record.report("distribution-without-address", "dcat:distribution", value=name)
    return read


def _described(record: Record, view: NodeView, path: str) -> SourceDistribution:
    file_format, media_type = _formats(record, view, path)
    checksum, algorithm = _checksum(record, view, path)

    def one(*names: str) -> str:
        return record.one(view.take(*names), f"{path}.{names[0].rpartition(':')[2]}")

    def several(*names: str) -> list[str]:
        return record.texts_of(view.take(*names), f"{path}.{names[0].rpartition(':')[2]}")

    return SourceDistribution(
        title=record.languages(view.take_first("title", "rdfs:label", "schema:name"), f"{path}.title"),
        description=record.languages(
            view.take_first("description", "abstract", "rdfs:comment"), f"{path}.description", joined="\n\n"
        ),
        access_url=one("accessURL", "schema:contentUrl"),
        download_url=one("downloadURL"),
        format=file_format,
        media_type=media_type,
        licences=read_licences(record, view, f"{path}."),
        rights=record.languages(view.take("rights", "accessRights"), f"{path}.rights", joined="\n"),
        issued=read_date(record, view.take("issued"), f"{path}.issued"),
        modified=read_date(record, view.take("modified"), f"{path}.modified"),
        byte_size=one("byteSize", "schema:contentSize"),
        checksum=checksum,
        checksum_algorithm=algorithm,
        languages=several("language"),
        status=one("adms:status"),
        availability=one("dcatap:availability"),
        conforms_to=several("conformsTo"),
        documentation=record.pages_of(view.take("foaf:page"), f"{path}.page"),
        applicable_legislation=several("dcatap:applicableLegislation"),
        compress_format=one("compressFormat"),
        package_format=one("packageFormat"),
        temporal_resolution=one("temporalResolution"),
        spatial_resolution=one("spatialResolutionInMeters"),
    )


def _formats(record: Record, view: NodeView, path: str) -> tuple[str, str]:
    """Format and media type, each as the source writes it."""
    formats: list[str] = []
    types = record.texts_of(view.take("mediaType", "schema:encodingFormat"), f"{path}.mediaType")
    for node in view.take("format"):
        text, media_type = _format(record, node, path)
        formats.append(text)
        if media_type and media_type not in types:
            types.append(media_type)
    names = list(dict.fromkeys(filter(None, formats)))
    return record.first(names, f"{path}.format"), record.first(types, f"{path}.mediaType")


def _format(record: Record, node: Node, path: str) -> tuple[str, str]:
    if isinstance(node, Literal):
        return record.word(node), ""
    view = record.view(node, f"{path}.format")
    value = record.texts_of(view.take("rdf:value"), f"{path}.format")
    label = record.texts_of(view.take_first("rdfs:label", "skos:prefLabel", "title"), f"{path}.format")
    media_type = next((text for text in value if _MEDIA_TYPE.fullmatch(text)), "")
    token = record.token(view.iri)
    if token or _VOCABULARY.match(view.iri):
        return token or record.word(node), media_type
    if label:
        record.keep(f"{path}.format", [*label[1:], *(text for text in value if text != media_type)])
        return label[0], media_type
    return next(iter(value), "") or record.text_of(node, f"{path}.format"), media_type


def _checksum(record: Record, view: NodeView, path: str) -> tuple[str, str]:
    values: list[str] = []
    algorithms: list[str] = []
    for node in view.take("spdx:checksum"):
        if isinstance(node, Literal):
            values.append(record.word(node))
            continue
        inner = record.view(node, f"{path}.checksum")
        values.extend(record.texts_of(inner.take("spdx:checksumValue"), f"{path}.checksum"))
        algorithms.extend(record.texts_of(inner.take("spdx:algorithm"), f"{path}.checksum"))
    return record.first(values, f"{path}.checksum"), record.first(algorithms, f"{path}.checksumAlgorithm")
