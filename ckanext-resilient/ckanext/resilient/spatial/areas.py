"""The choice of an area on the search page: regions to pick from a list or on the map, and the one that is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.resilient.display.places import place_name
from ckanext.resilient.pages import map as region_maps
from ckanext.resilient.pages import reader
from ckanext.resilient.spatial.index import INDEXER
from ckanext.resilient.spatial.shapes import Box
from ckanext.resilient.svrc.places import Region, regions
from ckanext.resilient.svrc.text import fold
from ckanext.resilient.svrc.vocabularies import vocabulary

PARAMETER = "ext_bbox"
"""Where ckanext-spatial reads the box of a search: west, south, east, north."""


@dataclass(frozen=True, slots=True)
class Area:
    """A region to choose, with its box as the search takes it."""

    label: str
    box: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Country:
    """A country with its regions, by name."""

    label: str
    areas: list[Area]


@dataclass(frozen=True, slots=True)
class AreaSearch:
    """What the search page offers: `box` and `label` of the chosen area, "" when there is none.

    Args:
        listed: whether the chosen area is one of the regions.
        without_url: the search without the area.
        frame: the chosen box on the map (x, y, width, height), where it is one and lies there.
    """

    countries: list[Country]
    box: str
    label: str
    listed: bool
    without_url: str
    map: region_maps.RegionMap
    frame: tuple[int, int, int, int] | None


def area_search() -> AreaSearch | None:
    """The choice of an area for this request; None where nobody searches by place."""
    if not p.plugin_loaded(INDEXER):
        return None
    box = tk.request.args.get(PARAMETER, "")
    countries = list(_countries(box))
    names = [area.label for country in countries for area in country.areas if area.chosen]
    return AreaSearch(
        countries=countries,
        box=box,
        label=names[0] if names else tk._("Area on the map") if box else "",
        listed=bool(names),
        without_url=tk.h.remove_url_param(PARAMETER, alternative_url=_here()),
        map=region_maps.region_map(_dots()),
        frame=_frame(box),
    )


def _countries(chosen: str) -> Iterator[Country]:
    known = [region for region in regions().values() if region.level in {0, 2}]
    for country in (region for region in known if region.level == 0):
        inside = (region for region in known if region.level == 2 and region.code.startswith(country.code))
        areas = [Area(_name(region), _box(region), _box(region) == chosen) for region in inside]
        yield Country(_name(country), sorted(areas, key=lambda area: fold(area.label)))


def _dots() -> Iterator[region_maps.Dot]:
    for term in vocabulary("partner_region"):
        region = regions()[str(term.attributes["nuts"])]
        url = tk.h.remove_url_param(PARAMETER, replace=_box(region), alternative_url=_here())
        yield region_maps.dot(_name(region), url, region.code)


def _frame(text: str) -> tuple[int, int, int, int] | None:
    box = read_box(text)
    if box is None:
        return None
    (left, bottom), (right, top) = region_maps.at(box[0], box[1]), region_maps.at(box[2], box[3])
    return left, top, max(0, right - left), max(0, bottom - top)


def read_box(text: str) -> Box | None:
    """The box in a search's address; None when it is none on the earth."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    on_earth = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    return (west, south, east, north) if on_earth else None


def _box(region: Region) -> str:
    return ",".join(f"{degree:g}" for degree in region.box)


def _name(region: Region) -> str:
    return place_name({"uri": region.uri}, reader.locale())


def _here() -> str:
    return tk.h.url_for(tk.h.current_url().partition("?")[0])
