"""One asset of Socrata's catalogue to a `SourceDataset`, word for word.

https://dev.socrata.com/docs/other/discovery names the fields. Portals add fields of their own
(`domain_metadata`); some of these say what the others have no place for: translated titles,
language, frequency, place and licence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import zip_longest
from typing import Any, cast
from urllib.parse import quote, urlsplit

from ckanext.resilient.errors import RejectRecord, SkipRecord
from ckanext.resilient.harvesters.protocols import dcat_us_read, values
from ckanext.resilient.harvesters.protocols.base import Endpoint, RawRecord
from ckanext.resilient.harvesters.protocols.fields import Fields, as_text
from ckanext.resilient.harvesters.protocols.socrata_views import as_result, is_view
from ckanext.resilient.harvesters.protocols.values import Json
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.owners import untitled
from ckanext.resilient.svrc.record import Agent, Column, Contact, Place, SourceDataset, SourceDistribution
from ckanext.resilient.svrc.text import fold, one_line

# Charts, filters and stories show data that other assets hold.
_HOLDING_DATA = frozenset({"dataset", "map", "href", "file"})
# Book-keeping of the portal, or measured by it and not said by the publisher.
_TECHNICAL = (
    *("type", "parent_fxf", "hide_from_data_json", "resource_name", "locked", "page_views", "download_count"),
    *(
        "columns_format",
        "lens_view_type",
        "lens_display_type",
        "updatedat",
        "metadata_updated_at",
        "blob_name",
    ),
    *("blob_mime_type", "blob_size", "access_points", "obe_fxf", "nbe_fxf"),
)
_COLUMN_PARTS = ("name", "field_name", "datatype", "description")
_TERMS = re.compile(r"licen[cstz]", re.IGNORECASE)
_IN_LANGUAGE = re.compile(r"\((?P<language>[A-Za-z]{2})\)\s*$")


def read_record(raw: RawRecord, endpoint: Endpoint) -> SourceDataset:
    """What one asset says; the payload holds it as `result`, `view`, or `record` of a `data.json`.

    Raises:
        SkipRecord: it holds no data of its own, or is not meant for other catalogues.
        RejectRecord: it has neither title nor description, or is not an object at all.
    """
    payload = cast("Json", raw.payload)
    if "record" in payload:
        return dcat_us_read.read_record(raw, endpoint)
    result = _result(payload, endpoint)
    if result is None:
        raise RejectRecord(Issue("record-unreadable", record=raw.guid))
    _skip_what_holds_no_data(result, raw.guid)
    return _read(result, raw.guid, endpoint)


def _result(payload: Json, endpoint: Endpoint) -> Json | None:
    if "view" in payload:
        view: object = payload["view"]
        return as_result(cast("Json", view), _origin(endpoint.url)) if is_view(view) else None
    result: object = payload["result"]
    return cast("Json", result) if isinstance(result, dict) and "resource" in result else None


def _read(result: Json, guid: str, endpoint: Endpoint) -> SourceDataset:
    resource, classification = _object(result, "resource"), _object(result, "classification")
    fields = Fields(resource, {})
    take = fields.take  # names in lower case
    dataset = SourceDataset(
        guid=guid,
        title=values.texts(take("name")),
        description=values.texts(take("description")),
        keywords=values.keywords(classification.get("domain_tags")),
        themes=values.strings(classification.get("domain_category")),
        uri=values.scalar(result.get("permalink")),
        identifier=values.scalar(take("id")),
        landing_page=values.scalar(result.get("link")),
        issued=values.scalar(take("publication_date", "createdat")),
        modified=values.scalar(take("data_updated_at", "updatedat")),
        contacts=[Contact(email=email) for email in values.strings(take("contact_email"))],
        places=[Place(bbox=box) for box in values.strings(take("bbox"))],
    )
    if not dataset.title and not dataset.description:
        raise untitled(dataset, "resource.name")
    _read_licences_and_publisher(fields, _object(result, "metadata"), dataset)
    dataset.distributions = _distributions(resource, _origin(dataset.uri) or _origin(endpoint.url))
    if values.scalar(provenance := take("provenance")) == "community":
        dataset.extras["asset_provenance"] = values.scalar(provenance)
    _say_of_files(resource, dataset.distributions)
    columns = _columns(fields)
    if columns:
        dataset.extras["columns"] = columns
    fields.drop(_TECHNICAL)
    dataset.extras |= fields.rest()
    _read_own_fields(classification, dataset)
    return dataset


def _say_of_files(resource: Json, files: list[SourceDistribution]) -> None:
    """What is said of the data holds for the files, which are made of them whenever somebody asks for one."""
    names, meanings = (_listed(resource.get(f"columns_{part}")) for part in ("name", "description"))
    columns = [
        Column(name, values.texts(meaning))
        for name, meaning in zip_longest(names, meanings, fillvalue="")
        if name
    ]
    for file in files:
        file.modified = values.scalar(resource.get("data_updated_at"))
        # The headers of the other formats are the names of the interface.
        if file.media_type == "text/csv" and any(meanings):
            file.columns = columns


def _columns(fields: Fields) -> str:
    """The columns of a table, a line each: name, name in the interface and type, what it holds."""
    told = [_listed(fields.take(f"columns_{part}")) for part in _COLUMN_PARTS]
    lines: list[str] = []
    for name, field_name, kind, description in zip_longest(*told, fillvalue=""):
        beside = ", ".join(filter(None, (field_name, kind)))
        line = " ".join(filter(None, (name, f"({beside})" if beside else "")))
        lines.append(f"{line}: {description}" if description else line)
    return "\n".join(filter(None, lines))


def _listed(value: Any) -> list[str]:
    """The parts of a list as lines, also the empty ones: they stand beside those of other lists."""
    return (
        [one_line(values.scalar(part)) for part in cast("list[Any]", value)]
        if isinstance(value, list)
        else []
    )


def _skip_what_holds_no_data(result: Json, guid: str) -> None:
    resource = _object(result, "resource")
    name = values.scalar(resource.get("name")) or guid
    kind = values.scalar(resource.get("type"))
    derived = values.strings(resource.get("parent_fxf"))
    if derived or (kind and kind not in _HOLDING_DATA):
        field = "resource.parent_fxf" if derived else "resource.type"
        params = {"type": f"{kind} ({', '.join(derived)})" if derived else kind}
        raise SkipRecord(Issue("record-no-dataset", record=name, field=field, params=params))
    if values.scalar(resource.get("hide_from_data_json")) == "true":
        params = {"state": "hide_from_data_json"}
        raise SkipRecord(
            Issue("record-not-public", record=name, field="resource.hide_from_data_json", params=params)
        )
    stage = values.scalar(result.get("stage"))
    if stage not in {"", "published"}:
        raise SkipRecord(
            Issue("record-not-public", record=name, field="publicationStage", params={"state": stage})
        )


def _read_licences_and_publisher(fields: Fields, metadata: Json, dataset: SourceDataset) -> None:
    """The licence; where it says only "See Terms of Use", the link beside the publisher leads to them."""
    link = values.scalar(fields.take("attribution_link"))
    is_terms = bool(_TERMS.search(link))
    dataset.licences = values.strings(
        metadata.get("license"), metadata.get("terms"), link if is_terms else None
    )
    publisher = Agent(values.texts(fields.take("attribution")), url="" if is_terms else link)
    dataset.publishers = [publisher] if publisher.name else []
    if link and not is_terms and not publisher.name:
        dataset.related.append(link)


def _distributions(resource: Json, portal: str) -> list[SourceDistribution]:
    """The addresses under which Socrata gives the data of an asset (https://dev.socrata.com/docs/formats/)."""
    points = _object(resource, "access_points")
    if points:
        linked = ((values.scalar(address), media_type) for media_type, address in points.items())
        return [_file(address, media_type) for address, media_type in linked if address]
    make = _MAKERS.get(values.scalar(resource.get("type")))
    return make(resource, portal, quote(values.scalar(resource.get("id")))) if make else []


def _table_files(resource: Json, portal: str, asset: str) -> list[SourceDistribution]:
    table = _file(f"{portal}/api/views/{asset}/rows.csv?accessType=DOWNLOAD", "text/csv", "CSV")
    # The interface gives only the first thousand rows unless it is asked for more.
    rows = SourceDistribution(
        access_url=f"{portal}/resource/{asset}.json", media_type="application/json", format="JSON"
    )
    return [table, rows]


def _map_files(resource: Json, portal: str, asset: str) -> list[SourceDistribution]:
    address = f"{portal}/api/geospatial/{asset}?method=export&format="
    return [
        _file(f"{address}GeoJSON", "application/geo+json", "GeoJSON"),
        _file(f"{address}Shapefile", "application/zip", "Shapefile"),
    ]


def _stored_file(resource: Json, portal: str, asset: str) -> list[SourceDistribution]:
    media_type = values.scalar(resource.get("blob_mime_type")).split(";")[0].strip()
    if not media_type:
        return []
    file = _file(f"{portal}/download/{asset}/{quote(media_type, safe='')}", media_type)
    file.title = values.texts(resource.get("blob_name"))
    file.byte_size = values.scalar(resource.get("blob_size"))
    return [file]


_MAKERS: dict[str, Callable[[Json, str, str], list[SourceDistribution]]] = {
    "dataset": _table_files,
    "map": _map_files,
    "file": _stored_file,
}


def _file(address: str, media_type: str, file_format: str = "") -> SourceDistribution:
    return SourceDistribution(
        access_url=address, download_url=address, media_type=media_type, format=file_format
    )


def _read_own_fields(classification: Json, dataset: SourceDataset) -> None:
    """Fields that the portal added (`Set-name_Key-name`): those that are understood, the others as extras."""
    for item in values.items(classification.get("domain_metadata")):
        key, value = values.scalar(item.get("key")), values.scalar(item.get("value"))
        if not value or _takes(key.rpartition("_")[2], value, dataset):
            continue
        known = dataset.extras.get(key)
        dataset.extras[key] = f"{known}; {as_text(item['value'])}" if known else as_text(item["value"])


def _takes(name: str, value: str, dataset: SourceDataset) -> bool:
    folded = fold(name)
    language = _IN_LANGUAGE.search(name)
    for pattern, read in _TRANSLATED if language else _PLAIN:
        if pattern.search(folded):
            read(dataset, value, language["language"].lower() if language else "")
            return True
    return False


def _read_title(dataset: SourceDataset, value: str, language: str) -> None:
    dataset.title.setdefault(language, value)


def _read_description(dataset: SourceDataset, value: str, language: str) -> None:
    dataset.description.setdefault(language, value)


def _read_frequency(dataset: SourceDataset, value: str, _: str) -> None:
    dataset.frequency = dataset.frequency or value


def _read_languages(dataset: SourceDataset, value: str, _: str) -> None:
    dataset.languages = values.words(dataset.languages, value)


def _read_place(dataset: SourceDataset, value: str, _: str) -> None:
    dataset.places.append(Place(label=values.texts(value)))


def _read_licence(dataset: SourceDataset, value: str, _: str) -> None:
    dataset.licences = values.strings(dataset.licences, value)


def _read_related(dataset: SourceDataset, value: str, _: str) -> None:
    dataset.related = values.strings(dataset.related, value)


_Reads = tuple[re.Pattern[str], Callable[[SourceDataset, str, str], None]]
# Names without accents and signs, see `fold`. "Data ultima modifica" below "Frequenza di aggiornamento"
# is a date: only the name of the field counts, not that of its set.
_PLAIN: tuple[_Reads, ...] = (
    (re.compile(r"^(frequ|frecuen|periodici[td])"), _read_frequency),
    (re.compile(r"^(idioma|llengua|lingua|language|langue)s?$"), _read_languages),
    (re.compile(r"^(ambit geografic|ambito (geografico|territoriale)|geographic coverage)$"), _read_place),
    (re.compile(r"^l?licen[cstz]"), _read_licence),
    (re.compile(r"^url$"), _read_related),
)
_TRANSLATED: tuple[_Reads, ...] = (
    (re.compile(r"\b(descri|beschreibung)"), _read_description),
    (re.compile(r"\b(name|nombre|nom|nome|tit(le|re|ol|olo|ulo))\b"), _read_title),
)


def _origin(url: str) -> str:
    """Scheme and host of an address; "" when it has none."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _object(holder: Json, name: str) -> Json:
    return next(iter(values.items(holder.get(name))), Json())
