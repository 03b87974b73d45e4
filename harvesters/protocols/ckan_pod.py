"""A dataset in the JSON form that CKAN and DKAN portals offer beside their API (`data.json`).

https://resources.data.gov/resources/dcat-us/ names the fields.
"""

from __future__ import annotations

from ckanext.resilient.harvesters.protocols import values
from ckanext.resilient.harvesters.protocols.fields import Fields
from ckanext.resilient.harvesters.protocols.values import Json
from ckanext.resilient.svrc.owners import untitled
from ckanext.resilient.svrc.record import Period, Place, SourceDataset, SourceDistribution


def is_pod(package: Json) -> bool:
    """Whether a record is written in this form."""
    return "distribution" in package and "resources" not in package


def read_pod(package: Json, guid: str, portal: str) -> SourceDataset:
    """What one record says.

    Raises:
        RejectRecord: it has no title.
    """
    fields = Fields({name: value for name, value in package.items() if name != "distribution"}, {})
    take = fields.take
    periods = [text.partition("/") for text in values.strings(take("temporal"))]
    dataset = SourceDataset(
        guid=guid,
        title=values.texts(take("title")),
        description=values.texts(take("description")),
        keywords=values.keywords(take("keyword")),
        uri=values.scalar(take("@id")),
        identifier=values.scalar(take("identifier")),
        landing_page=values.absolute(portal, values.scalar(take("landingpage"))),
        publishers=values.agents(take("publisher")),
        creators=values.agents(take("creator")),
        contacts=values.contacts(take("contactpoint")),
        themes=values.strings(take("theme")),
        frequency=values.scalar(take("accrualperiodicity")),
        languages=values.words(take("language")),
        licences=values.strings(take("license")),
        rights=values.texts(take("rights")),
        access_rights=values.scalar(take("accesslevel")),
        places=[Place(label=values.texts(text)) for text in values.strings(take("spatial"))],
        periods=[Period(start, end) for start, _, end in periods],
        issued=values.scalar(take("issued")),
        modified=values.scalar(take("modified")),
        conforms_to=values.strings(take("conformsto")),
        documentation=values.strings(take("describedby")),
        related=values.strings(take("references")),
        distributions=[_distribution(item, portal) for item in values.items(package.get("distribution"))],
    )
    if not dataset.title and not dataset.description:
        raise untitled(dataset)
    fields.drop(["@type"])
    dataset.extras = fields.rest()
    return dataset


def _distribution(item: Json, portal: str) -> SourceDistribution:
    def one(name: str) -> str:
        return values.scalar(item.get(name))

    return SourceDistribution(
        uri=one("@id"),
        title=values.texts(item.get("title")),
        description=values.texts(item.get("description")),
        access_url=values.absolute(portal, one("accessURL")),
        download_url=values.absolute(portal, one("downloadURL")),
        format=one("format"),
        media_type=one("mediaType"),
        licences=values.strings(item.get("license")),
        rights=values.texts(item.get("rights")),
        issued=one("issued"),
        modified=one("modified"),
        byte_size=one("byteSize"),
        conforms_to=values.strings(item.get("conformsTo")),
    )
