"""One dataset of datos.gob.es's interface to a `SourceDataset`, word for word.

The interface writes RDF as JSON, after NTI-RISP or DCAT-AP-ES (https://datosgobes.github.io/DCAT-AP-ES/).
"""

from __future__ import annotations

from typing import Any, cast

from ckanext.resilient.errors import RejectRecord
from ckanext.resilient.harvesters.protocols import datosgobes_values as ld
from ckanext.resilient.harvesters.protocols.base import Endpoint, RawRecord
from ckanext.resilient.harvesters.protocols.fields import Fields
from ckanext.resilient.harvesters.protocols.listing import guid_of
from ckanext.resilient.harvesters.protocols.values import Json, bare_email
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.owners import untitled
from ckanext.resilient.svrc.record import Agent, Contact, Period, Place, SourceDataset, SourceDistribution

_TECHNICAL = ("type", "isprimarytopicof", "extendedmetadataversion", "catalog", "inverse")


def named_record(item: Any) -> Json:
    """An item under its address: an identifier may be that of several datasets."""
    about = ld.first(cast("Json", item).get("_about")) if isinstance(item, dict) else ""
    return {"id": about or guid_of(item), "item": item}


def read_record(raw: RawRecord, endpoint: Endpoint) -> SourceDataset:
    """What one item of a page says.

    Raises:
        RejectRecord: it has neither title nor description, or is not an object at all.
    """
    item: object = cast("Json", raw.payload)["item"]
    if not isinstance(item, dict):
        raise RejectRecord(Issue("record-unreadable", record=raw.guid))
    fields = Fields(cast("Json", item), {})
    take = fields.take  # names in lower case
    about = ld.first(take("_about"))
    dataset = SourceDataset(
        guid=raw.guid,
        title=ld.texts(take("title")),
        description=ld.texts(take("description")),
        keywords=ld.keywords(take("keyword")),
        themes=ld.strings(take("theme")),
        uri=about,
        identifier=ld.first(take("identifier")),
        landing_page=ld.first(take("landingpage")) or about,
        issued=ld.first(take("issued")),
        modified=ld.first(take("modified")),
        frequency=ld.duration(take("accrualperiodicity")),
        languages=ld.strings(take("language")),
        licences=ld.strings(take("license")),
        rights=ld.texts(take("rights")),
        access_rights=ld.first(take("accessrights")),
        version=ld.first(take("version", "versioninfo")),
        provenance=ld.texts(take("provenance")),
        conforms_to=ld.strings(take("conformsto")),
        documentation=ld.strings(take("page", "documentation")),
        related=ld.strings(take("references"), take("relation"), take("source")),
        hvd_categories=ld.strings(take("hvdcategory")),
        applicable_legislation=ld.strings(take("applicablelegislation")),
        temporal_resolution=ld.duration(take("temporalresolution")),
        spatial_resolution=ld.first(take("spatialresolutioninmeters")),
    )
    if not dataset.title and not dataset.description:
        _read_parties(fields, dataset)
        raise untitled(dataset)
    dataset.alternate_identifiers = ld.strings(take("sample"), take("otheridentifier"))
    _read_parties(fields, dataset)
    dataset.places = [Place(uri=uri, label=label) for uri, label in ld.nodes(take("spatial"))]
    _read_periods(take("temporal"), dataset)
    dataset.distributions = [_distribution(node) for node in ld.parts(take("distribution"))]
    fields.drop(_TECHNICAL)
    dataset.extras |= fields.rest()
    return dataset


def _read_parties(fields: Fields, dataset: SourceDataset) -> None:
    dataset.publishers = [_agent(node) for node in ld.parts(fields.take("publisher"))]
    dataset.creators = [_agent(node) for node in ld.parts(fields.take("creator"))]
    contacts = [_contact(node) for node in ld.parts(fields.take("contactpoint"))]
    dataset.contacts = [contact for contact in contacts if contact != Contact()]


def _agent(node: Json) -> Agent:
    """A public body; the end of its address is its DIR3 code."""
    about = ld.first(node.get("_about"))
    code = ld.first(node.get("identifier")) or ld.first(node.get("notation"))
    is_body = "/org/Organismo/" in about
    return Agent(
        name=ld.texts(node.get("prefLabel") or node.get("name") or node.get("label")),
        uri=about,
        identifier=code or (about.rpartition("/")[2] if is_body else ""),
        url=ld.first(node.get("homepage")),
    )


def _contact(node: Json) -> Contact:
    return Contact(
        name=ld.texts(node.get("fn") or node.get("organization-name") or node.get("organization_name")),
        uri=ld.first(node.get("_about")),
        email=bare_email(ld.first(node.get("hasEmail") or node.get("email"))),
        url=ld.first(node.get("hasURL")),
        phone=ld.first(node.get("hasTelephone")),
        identifier=ld.first(node.get("hasUid")),
    )


def _read_periods(value: Any, dataset: SourceDataset) -> None:
    """Spans of time; what is no span (a year in words, an address) is kept as it is."""
    kept: list[str] = []
    for one in ld.listed(value):
        word = ld.first(one)
        period = next((_period(node) for node in ld.objects(one)), None) or _span(word)
        if period != Period():
            dataset.periods.append(period)
        elif word:
            kept.append(word)
    if kept:
        dataset.extras["temporal"] = "; ".join(kept)


def _span(word: str) -> Period:
    parts = word.split("/")
    return Period(*parts) if len(parts) == 2 else Period()


def _period(node: Json) -> Period:
    """A span of time; NTI-RISP puts each end into an object of its own."""

    def end(*names: str) -> str:
        found = next((node[name] for name in names if node.get(name)), "")
        inner = next(iter(ld.objects(found)), Json())
        moments = ("inXSDDateTime", "inXSDDate", "inXSDDateTimeStamp", "_value")
        return next((ld.first(inner[name]) for name in moments if inner.get(name)), "") or ld.first(found)

    return Period(end("startDate", "hasBeginning", "beginning"), end("endDate", "hasEnd", "end"))


def _distribution(node: Json) -> SourceDistribution:
    def one(name: str) -> str:
        return ld.first(node.get(name))

    about = one("_about")
    media_type, written = ld.format_of(node.get("format"))
    download = one("downloadURL")
    return SourceDistribution(
        uri=about,
        title=ld.texts(node.get("title")),
        description=ld.texts(node.get("description")),
        # Of a file that is only named, its page is all that there is.
        access_url=one("accessURL") or download or about,
        download_url=download,
        format=written,
        media_type=one("mediaType") or media_type,
        licences=ld.strings(node.get("license")),
        rights=ld.texts(node.get("rights")),
        issued=one("issued"),
        modified=one("modified"),
        byte_size=one("byteSize"),
        languages=ld.strings(node.get("language")),
        conforms_to=ld.strings(node.get("conformsTo")),
        documentation=ld.strings(node.get("page"), node.get("relation")),
        applicable_legislation=ld.strings(node.get("applicableLegislation")),
    )
