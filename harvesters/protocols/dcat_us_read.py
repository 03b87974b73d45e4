"""One dataset of a `data.json` catalogue (DCAT-US 1.1) to a `SourceDataset`, word for word.

https://resources.data.gov/resources/dcat-us/ names the fields. ArcGIS Hub fills them from templates.
"""

from __future__ import annotations

import re
from typing import Any, cast
from urllib.parse import urlsplit, urlunsplit

from ckanext.resilient.errors import RejectRecord
from ckanext.resilient.harvesters.protocols import values
from ckanext.resilient.harvesters.protocols.base import Endpoint, RawRecord
from ckanext.resilient.harvesters.protocols.ckan_pod import read_pod
from ckanext.resilient.harvesters.protocols.fields import as_text, is_empty
from ckanext.resilient.harvesters.protocols.values import Json
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.markdown import to_markdown
from ckanext.resilient.svrc.record import Contact, Place, SourceDataset, SourceDistribution

_PLACEHOLDER = re.compile(r"(?:mailto:)?\s*\{\{[^{}]*\}\}\s*")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")
_REPEATS = re.compile(r"R\d*/P")
_ARCGIS_ITEM = "/home/item.html?id="
_FARTHEST_NORTH = 90
_PARENTS = 10


def read_record(raw: RawRecord, endpoint: Endpoint) -> SourceDataset:
    """What one dataset of the catalogue says; the payload is `{"id": …, "record": …}`.

    Raises:
        RejectRecord: it has neither title nor description, or is empty or not an object.
    """
    held = cast("Json", raw.payload)["record"]
    if not isinstance(held, dict) or is_empty(held):
        raise RejectRecord(Issue("record-unreadable", record=raw.guid))
    record, unfilled = without_placeholders(cast("Json", held))
    spatial = record.pop("spatial", None)
    parent = record.pop("isPartOf", None)
    record["distribution"] = files = [
        item for item in values.items(record.get("distribution")) if not is_empty(item)
    ]
    dataset = read_pod(record, raw.guid, _portal(endpoint))
    for file, item in zip(dataset.distributions, files, strict=True):
        file.documentation = values.strings(item.get("describedBy"))
        file.licences = [_readable(licence) for licence in file.licences]
    dataset.places = _places(spatial)
    dataset.licences = [_readable(licence) for licence in dataset.licences]
    dataset.related += values.strings(parent)
    _read_parent_bodies(record, dataset)
    _move_rhythm(dataset)
    dataset.distributions = [file for file in dataset.distributions if not _is_page(file, dataset)]
    if _ARCGIS_ITEM in dataset.identifier:
        dataset.contacts = _without_accounts(dataset.contacts)
    dataset.issues += _issues(dataset, unfilled)
    return dataset


def without_placeholders(record: Json) -> tuple[Json, dict[str, str]]:
    """A record without what its portal's template left open (`{{extent}}`), and that by its field."""
    unfilled: dict[str, str] = {}

    def filled(value: Any, field: str) -> Any:
        if isinstance(value, dict):
            return {name: filled(part, field) for name, part in cast("Json", value).items()}
        if isinstance(value, list):
            return [filled(part, field) for part in cast("list[Any]", value)]
        if isinstance(value, str) and _PLACEHOLDER.fullmatch(value):
            unfilled[field] = value
            return None
        return value

    return {name: filled(value, name) for name, value in record.items()}, unfilled


def _issues(dataset: SourceDataset, unfilled: dict[str, str]) -> list[Issue]:
    name = values.first_text(dataset.title) or dataset.guid
    found = [
        Issue("placeholder-left", record=name, field=field, params={"value": value})
        for field, value in unfilled.items()
    ]
    if not dataset.identifier:
        found.append(Issue("identifier-missing", record=name, field="identifier"))
    return found


def _readable(licence: str) -> str:
    """A licence without markup: ArcGIS Hub has a text with HTML where an address belongs."""
    return to_markdown(licence) if _MARKUP.search(licence) else licence


def _read_parent_bodies(record: Json, dataset: SourceDataset) -> None:
    """The bodies above the publisher, nearest first: they have no field of their own."""
    names: list[str] = []
    body = next(iter(values.items(record.get("publisher"))), Json())
    while len(names) < _PARENTS and (above := values.items(body.get("subOrganizationOf"))):
        body = above[0]
        names.append(values.scalar(body.get("name")))
    if any(names):
        dataset.extras["subOrganizationOf"] = " > ".join(filter(None, names))


def _move_rhythm(dataset: SourceDataset) -> None:
    """`modified` may hold how often the data change (`R/P1W`) instead of when they did."""
    if _REPEATS.match(dataset.modified):
        dataset.frequency = dataset.frequency or dataset.modified
        dataset.modified = ""


def _is_page(file: SourceDistribution, dataset: SourceDataset) -> bool:
    """Whether a file is only the dataset's own web page, which is kept as such."""
    is_landing_page = bool(file.access_url) and file.access_url == dataset.landing_page
    return is_landing_page and not file.download_url and file.media_type == "text/html"


def _without_accounts(contacts: list[Contact]) -> list[Contact]:
    """Contacts without the account names of item owners, which ArcGIS Hub gives for names."""
    named = [
        Contact(name={tag: name for tag, name in contact.name.items() if " " in name}, email=contact.email)
        for contact in contacts
    ]
    return [contact for contact in named if contact != Contact()]


def _places(value: Any) -> list[Place]:
    """Places from a box (`w,s,e,n` or two corners), GeoJSON, an address or a name, or a list of these."""
    value = values.parsed(value)
    if is_empty(value):
        return []
    box = _box(value)
    if box:
        return [Place(bbox=box)]
    if isinstance(value, list):
        return [place for item in cast("list[Any]", value) for place in _places(item)]
    if isinstance(value, dict):
        place = cast("Json", value)
        if "coordinates" in place or "geometries" in place:
            return [Place(geom=as_text(place))]
        return [Place(uri=values.scalar(place.get("@id") or place.get("uri")), label=values.texts(place))]
    text = values.scalar(value)
    return [Place(uri=text) if text.startswith(("http://", "https://")) else Place(label=values.texts(text))]


def _box(value: Any) -> str:
    """A box as `west,south,east,north`; "" for what is none."""
    if isinstance(value, list):
        listed = cast("list[Any]", value)
        corners = [cast("list[Any]", part) if isinstance(part, list) else [part] for part in listed]
        numbers = [values.scalar(number) for corner in corners for number in corner]
    else:
        listed = []
        numbers = [part.strip() for part in values.scalar(value).split(",")]
    if len(numbers) != 4 or not all(_NUMBER.fullmatch(number) for number in numbers):
        return ""
    first, second, third, fourth = numbers
    if len(listed) == 2 and max(abs(float(second)), abs(float(fourth))) > _FARTHEST_NORTH:
        # Corners with the latitude first: the second number can be none.
        return f"{second},{first},{fourth},{third}"
    return ",".join(numbers)


def _portal(endpoint: Endpoint) -> str:
    parts = urlsplit(endpoint.url)
    return urlunsplit((parts.scheme, parts.netloc, "", "", ""))
