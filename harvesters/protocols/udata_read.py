"""One dataset of udata's API to a `SourceDataset`, word for word.

Field names: https://www.data.gouv.fr/api/1/swagger.json, and for the meaning udata's own DCAT export.
"""

from __future__ import annotations

from typing import Any, cast

from ckanext.resilient.errors import RejectRecord, SkipRecord
from ckanext.resilient.harvesters.protocols import values
from ckanext.resilient.harvesters.protocols.base import Endpoint, RawRecord
from ckanext.resilient.harvesters.protocols.fields import Fields, as_text
from ckanext.resilient.harvesters.protocols.values import Json
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.owners import untitled
from ckanext.resilient.svrc.record import Agent, Contact, Period, Place, SourceDataset, SourceDistribution

# Book-keeping of the portal, or measured by it and not said by the publisher.
_TECHNICAL = (
    *("id", "slug", "deleted", "archived", "private", "metrics", "quality", "permissions", "resources"),
    *("created_at_internal", "last_modified_internal", "internal", "featured", "description_short", "uri"),
    *("frequency_date", "last_update", "page", "community_resources", "discussions", "reuses"),
)
_ROLES = {"publisher": "publishers", "creator": "creators", "rightsHolder": "rights_holders"}


def merged_record(item: Any) -> Any:
    """One dataset; portal exports keep its resources and organisation beside it."""
    if not isinstance(item, dict):
        return item
    entry = cast("Json", item)
    if not isinstance(entry.get("dataset"), dict):
        return entry
    beside = {name: entry[name] for name in ("resources", "organization", "owner") if entry.get(name)}
    return {**cast("Json", entry["dataset"]), **beside}


def read_record(raw: RawRecord, endpoint: Endpoint) -> SourceDataset:
    """What one dataset of the API says.

    Raises:
        SkipRecord: it is deleted, archived or private.
        RejectRecord: it has no title, or is not an object at all.
    """
    payload: object = raw.payload
    if not isinstance(payload, dict):
        raise RejectRecord(Issue("record-unreadable", record=raw.guid))
    record = cast("Json", payload)
    _skip_what_is_not_public(record, raw.guid)
    extras: Json = record["extras"] if isinstance(record.get("extras"), dict) else {}
    fields = Fields({name: value for name, value in record.items() if name != "extras"}, extras)
    dataset = SourceDataset(guid=raw.guid)
    _read_texts(fields, dataset)
    if not dataset.title and not dataset.description:
        _read_parties(fields, dataset)
        raise untitled(dataset)
    _read_identity(fields, record, dataset)
    _read_parties(fields, dataset)
    _read_coverage(fields, dataset)
    dataset.distributions = [_distribution(item) for item in values.items(fields.take("resources"))]
    fields.drop(_TECHNICAL)
    rest = fields.rest()
    dataset.extras |= {name: text for name, text in rest.items() if not name.startswith("recommendations")}
    return dataset


def _skip_what_is_not_public(record: Json, guid: str) -> None:
    for state in ("deleted", "archived", "private"):
        if record.get(state):
            name = values.scalar(record.get("title")) or guid
            raise SkipRecord(Issue("record-not-public", record=name, field=state, params={"state": state}))


def _read_texts(fields: Fields, dataset: SourceDataset) -> None:
    take = fields.take
    dataset.title = values.texts(take("title"))
    dataset.description = values.texts(take("description"))
    dataset.keywords = values.keywords(take("tags"))
    dataset.licences = values.strings(take("license"))
    dataset.access_rights = values.scalar(take("access_type"))
    dataset.frequency = values.scalar(take("frequency"))
    dataset.languages = values.words(take("language", "languages"))
    dataset.issued = values.scalar(take("created_at", "created_at_internal"))
    dataset.modified = values.scalar(take("last_modified", "last_update", "last_modified_internal"))
    dataset.conforms_to = _schemas(take("schema"))


def _read_identity(fields: Fields, record: Json, dataset: SourceDataset) -> None:
    dataset.landing_page = values.scalar(record.get("page"))
    harvest: Json = next(iter(values.items(fields.take("harvest"))), Json())

    def harvested(name: str) -> str:
        return values.scalar(harvest.get(name))

    dataset.uri = harvested("uri") or dataset.landing_page or values.scalar(record.get("uri"))
    dataset.identifier = harvested("dct_identifier") or values.scalar(record.get("id"))
    others = values.strings(record.get("id"), harvest.get("remote_id"), fields.take("doi"))
    dataset.alternate_identifiers = [one for one in others if one != dataset.identifier]
    dataset.related = values.strings(harvest.get("remote_url"))
    if harvested("domain"):
        dataset.extras["harvest_domain"] = harvested("domain")


def _read_parties(fields: Fields, dataset: SourceDataset) -> None:
    organizations = values.items(fields.take("organization"))
    owners = values.items(fields.take("owner"))
    dataset.publishers = [_organization(item) for item in organizations] or [_person(item) for item in owners]
    for item in values.items(fields.take("contact_points")):
        role = values.scalar(item.get("role")) or "contact"
        if role in _ROLES:
            agents: list[Agent] = getattr(dataset, _ROLES[role])
            agents.append(values.agent(item))
        else:
            dataset.contacts.append(values.contact(item))
    dataset.contacts = [contact for contact in dataset.contacts if contact != Contact()]


def _organization(item: Json) -> Agent:
    return Agent(
        name=values.texts(item.get("name")),
        identifier=values.scalar(item.get("business_number_id") or item.get("id")),
        url=values.scalar(item.get("url") or item.get("page")),
    )


def _person(item: Json) -> Agent:
    names = (values.scalar(item.get(part)) for part in ("first_name", "last_name"))
    return Agent(name=values.texts(" ".join(filter(None, names))), url=values.scalar(item.get("page")))


def _read_coverage(fields: Fields, dataset: SourceDataset) -> None:
    temporal = fields.take("temporal_coverage")
    for item in values.items(temporal):
        dataset.periods.append(Period(values.scalar(item.get("start")), values.scalar(item.get("end"))))
    if not dataset.periods:
        spans = [text.partition("/") for text in values.strings(temporal)]
        dataset.periods = [Period(start, end) for start, _, end in spans]
    for spatial in values.items(fields.take("spatial")):
        dataset.places += [_zone(zone) for zone in spatial.get("zones") or ()]
        if spatial.get("geom"):
            dataset.places.append(Place(geom=as_text(spatial["geom"])))
        if values.scalar(spatial.get("granularity")):
            dataset.extras["spatial_granularity"] = values.scalar(spatial["granularity"])


def _zone(zone: Any) -> Place:
    if not isinstance(zone, dict):
        return Place(label=values.texts(zone))
    item = cast("Json", zone)
    return Place(uri=values.scalar(item.get("uri")), label=values.texts(item.get("name") or item.get("id")))


def _distribution(item: Json) -> SourceDistribution:
    def one(name: str) -> str:
        return values.scalar(item.get(name))

    checksum: Json = next(iter(values.items(item.get("checksum"))), Json())
    return SourceDistribution(
        uri=one("latest"),
        title=values.texts(item.get("title")),
        description=values.texts(item.get("description")),
        access_url=one("url"),
        download_url=one("url") if one("filetype") == "file" else "",
        format=one("format"),
        media_type=one("mime"),
        issued=one("published") or one("created_at"),
        modified=one("last_modified"),
        byte_size=one("filesize"),
        checksum=values.scalar(checksum.get("value")),
        checksum_algorithm=values.scalar(checksum.get("type")),
        conforms_to=_schemas(item.get("schema")),
    )


def _schemas(value: Any) -> list[str]:
    """The schema that data follow, by its address or, failing that, its name."""
    found = values.items(value)
    if not found:
        return values.strings(value)
    return values.strings([item.get("url") or item.get("name") for item in found])
