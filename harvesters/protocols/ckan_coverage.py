"""Places, periods and dates of a CKAN or DKAN record."""

from __future__ import annotations

import json
from typing import Any

from ckanext.resilient.harvesters.protocols import values
from ckanext.resilient.harvesters.protocols.fields import Fields, as_text
from ckanext.resilient.harvesters.protocols.values import Json
from ckanext.resilient.svrc.record import Period, Place, SourceDataset

_BOX = ("bbox_west_long", "bbox_south_lat", "bbox_east_long", "bbox_north_lat")
_STARTS = ("start", "start_date", "temporal_start", "startDate")
_ENDS = ("end", "end_date", "temporal_end", "endDate")
_MADE = frozenset({"created", "creation", "issued", "publication", "published"})


def read_places(fields: Fields, dataset: SourceDataset) -> None:
    """Fill in where the data are about."""
    for value in fields.take_all("spatial_coverage"):
        dataset.places += [_place(item) for item in values.items(value)] or list(
            map(_named, values.strings(value))
        )
    main = _place(
        {
            "uri": fields.take("spatial_uri"),
            "text": fields.take("spatial_text", "spatial_info"),
            "bbox": fields.take("spatial_bbox"),
            "centroid": fields.take("spatial_centroid"),
        }
    )
    spatial = fields.take("spatial", "spatial_geom")
    if _is_geometry(spatial):
        main.geom = as_text(spatial)
    box = _box(fields)
    main.bbox = main.bbox or box
    dataset.places += [main, *(_named(text) for text in ([] if main.geom else values.strings(spatial)))]
    for value in fields.take_all("geographical_name", "geographical_geonames_url", "uriaragopedia"):
        dataset.places += map(_named, values.strings(value))
    known: list[Place] = []
    dataset.places = [p for p in dataset.places if p != Place() and p not in known and not known.append(p)]


def _place(item: Json) -> Place:
    return Place(
        uri=values.scalar(item.get("uri")),
        label=values.merged(values.texts(item.get("text")), values.texts(item.get("label"))),
        geom=_geometry(item.get("geom")),
        bbox=_geometry(item.get("bbox")),
        centroid=_geometry(item.get("centroid")),
    )


def _named(text: str) -> Place:
    return Place(uri=text) if text.startswith(("http://", "https://")) else Place(label=values.texts(text))


def _is_geometry(value: Any) -> bool:
    found = values.items(value)
    return bool(found) and ("coordinates" in found[0] or "geometries" in found[0])


def _geometry(value: Any) -> str:
    return as_text(value) if value is not None else ""


def _box(fields: Fields) -> str:
    """The four bounds that ckanext-spatial and DKAN keep as extras, as a GeoJSON polygon."""
    bounds = [values.scalar(fields.take(name)) for name in _BOX]
    try:
        west, south, east, north = map(float, bounds)
    except ValueError:
        return ""
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def read_periods(fields: Fields, dataset: SourceDataset) -> None:
    """Fill in which time the data are about."""
    found: list[Period] = []
    for value in fields.take_all("temporal_coverage", "temporals", "temporal"):
        found += [_period(item) for item in values.items(value)] or list(map(_written, values.strings(value)))
    starts = values.strings(*fields.take_all("temporal_start", "temporal_coverage_from", "temporalfrom"))
    ends = values.strings(*fields.take_all("temporal_end", "temporal_coverage_to", "temporaluntil"))
    length = max(len(starts), len(ends))
    pairs = zip(starts + [""] * (length - len(starts)), ends + [""] * (length - len(ends)), strict=True)
    found += [Period(start, end) for start, end in pairs]
    dataset.periods = [period for period in found if period != Period()]


def _period(item: Json) -> Period:
    start = next((values.scalar(item[name]) for name in _STARTS if item.get(name)), "")
    end = next((values.scalar(item[name]) for name in _ENDS if item.get(name)), "")
    return Period(start, end)


def _written(text: str) -> Period:
    """A period written as one text, `1982/1986`; without a stroke it is only a beginning."""
    start, _, end = text.partition("/")
    return Period(start.strip(), end.strip())


def read_dates(fields: Fields, dataset: SourceDataset) -> None:
    """Fill in when the dataset was published and last changed.

    The catalogue's own dates come last: they tell when the record was written, not the data.
    """
    issued = values.scalar(fields.take("issued", "dcat_issued", "release_date"))
    modified = values.scalar(fields.take("modified", "dcat_modified", "last_update", "data_last_updated"))
    for item in values.items(fields.take("dataset_reference_date", "date")):
        kind = values.scalar(item.get("type") or item.get("date_type")).casefold()
        date = values.scalar(item.get("value") or item.get("date"))
        if item.get("end_date") or kind == "collected":
            _add_period(dataset, Period(date, values.scalar(item.get("end_date"))))
        elif kind in _MADE:
            issued = issued or date
        else:
            modified = modified or date
    dataset.issued = issued or values.scalar(fields.take("metadata_created"))
    dataset.modified = modified or values.scalar(fields.take("metadata_modified"))


def _add_period(dataset: SourceDataset, period: Period) -> None:
    if period != Period() and period not in dataset.periods:
        dataset.periods.append(period)
