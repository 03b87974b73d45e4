"""One dataset of opendata.gov.al's interface to a `SourceDataset`, word for word.

Field names are those of its own description (`/swagger/v1/swagger.json`), which follows DCAT-AP.
"""

from __future__ import annotations

from typing import cast
from urllib.parse import urlsplit

from ckanext.resilient.errors import RejectRecord
from ckanext.resilient.harvesters.protocols import values
from ckanext.resilient.harvesters.protocols.base import Endpoint, RawRecord
from ckanext.resilient.harvesters.protocols.fields import Fields
from ckanext.resilient.harvesters.protocols.values import Json
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.owners import untitled
from ckanext.resilient.svrc.record import SourceDataset, SourceDistribution


def read_record(raw: RawRecord, endpoint: Endpoint) -> SourceDataset:
    """What one dataset of the list says.

    Raises:
        RejectRecord: it has neither title nor description, or is not an object at all.
    """
    payload: object = raw.payload
    if not isinstance(payload, dict):
        raise RejectRecord(Issue("record-unreadable", record=raw.guid))
    fields = Fields(cast("Json", payload), {})
    portal = _portal(endpoint)
    dataset = SourceDataset(guid=raw.guid)
    take = fields.take  # names in lower case
    dataset.title = values.texts(take("title"))
    dataset.description = values.texts(take("description"))
    dataset.publishers = values.agents(take("publisher"))
    if not dataset.title and not dataset.description:
        raise untitled(dataset)
    dataset.identifier = values.scalar(take("id"))
    dataset.alternate_identifiers = values.strings(take("slug"))
    dataset.uri = values.scalar(take("resource"))
    dataset.landing_page = values.absolute(portal, values.scalar(take("landingpage")))
    dataset.keywords = values.keywords(take("keywords"))
    dataset.licences = values.strings(take("dctlicenseid"))
    dataset.access_rights = values.scalar(take("accessrights"))
    dataset.issued = values.scalar(take("issued"))
    dataset.modified = values.scalar(take("modified"))
    dataset.distributions = [_distribution(item, portal) for item in values.items(take("dcatdistributions"))]
    dataset.extras |= fields.rest()
    return dataset


def _distribution(item: Json, portal: str) -> SourceDistribution:
    def one(name: str) -> str:
        return values.scalar(item.get(name))

    return SourceDistribution(
        uri=one("resource"),
        title=values.texts(item.get("title")),
        description=values.texts(item.get("description")),
        # Files stand there from the root of the portal, without its host.
        access_url=values.absolute(portal, one("accessUrl")),
        download_url=values.absolute(portal, one("downloadUrl")),
        format=one("format"),
        media_type=one("mediaType"),
        licences=[_from_root(portal, licence) for licence in values.strings(item.get("license"))],
        issued=one("issued"),
        modified=one("modified"),
        byte_size=one("byteSize"),
    )


def _from_root(portal: str, value: str) -> str:
    """An address from the root of the portal with its host; a word stays a word."""
    return portal + value if value.startswith("/") else value


def _portal(endpoint: Endpoint) -> str:
    parts = urlsplit(endpoint.url)
    return f"{parts.scheme}://{parts.netloc}"
