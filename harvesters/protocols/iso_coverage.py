"""Where and when in ISO 19139: boxes, names of places, periods (GML 3.1 and 3.2)."""

from __future__ import annotations

from collections.abc import Iterable

from ckanext.resilient.harvesters.protocols.csw_xml import Node
from ckanext.resilient.harvesters.protocols.iso_values import Speech, first, texts, word
from ckanext.resilient.svrc.issues import Issue
from ckanext.resilient.svrc.record import Period, Place, SourceDataset

_EXTENT = "identificationInfo/*/extent/EX_Extent"
_SIDES = ("westBoundLongitude", "southBoundLatitude", "eastBoundLongitude", "northBoundLatitude")
_IDENTIFIER = "geographicElement/EX_GeographicDescription/geographicIdentifier/*/code"
_BOX = "geographicElement/EX_GeographicBoundingBox"
_SHAPE = "geographicElement/EX_BoundingPolygon"
_TEMPORAL = "temporalElement/*/extent"
_STARTS = ("beginPosition", "begin/TimeInstant/timePosition")
_ENDS = ("endPosition", "end/TimeInstant/timePosition")


def read_coverage(record: Node, speech: Speech, dataset: SourceDataset) -> None:
    """Put the extents of a record into its places and periods."""
    for extent in record.find(_EXTENT):
        dataset.places += _places(extent, speech, dataset)
        dataset.periods += _periods(extent.find(_TEMPORAL))
        shapes = [
            node.text for shape in extent.find(_SHAPE) for node in shape.walk() if node.name == "posList"
        ]
        if shapes:
            dataset.extras["boundingPolygon"] = " ".join("; ".join(shapes).split())[:2000]


def _places(extent: Node, speech: Speech, dataset: SourceDataset) -> list[Place]:
    """The places of one extent: what describes it belongs to its only box, if it has one."""
    boxes = [box for node in extent.find(_BOX) if (box := _box(node, dataset))]
    names = [Place(label=label) for node in extent.find("description") if (label := speech.text([node]))]
    for node in extent.find(_IDENTIFIER):
        found = word(node)
        is_address = found.startswith(("http://", "https://"))
        label = speech.text([node])
        names.append(Place(uri=found, label=label) if is_address else Place(label=label))
    names = [place for place in names if place != Place()]
    if len(boxes) == len(names) == 1:
        return [Place(uri=names[0].uri, label=names[0].label, bbox=boxes[0])]
    return [*names, *(Place(bbox=box) for box in boxes)]


def _box(node: Node, dataset: SourceDataset) -> str:
    """A box as west, south, east, north; sides that were exchanged are put right and told.

    Read as it stands, such a box would span nearly the whole earth.
    """
    sides = [first(node.find(side)).replace(",", ".") for side in _SIDES]
    if not all(sides):
        return ""
    try:
        west, south, east, north = map(float, sides)
    except ValueError:
        return ", ".join(sides)
    if 0 < west - east < 180 or south > north:
        dataset.issues.append(Issue("box-reversed", field="extent", params={"value": ", ".join(sides)}))
        west, east = (east, west) if west > east else (west, east)
        south, north = min(south, north), max(south, north)
        return f"{west}, {south}, {east}, {north}"
    return ", ".join(sides)


def _periods(extents: Iterable[Node]) -> list[Period]:
    found: list[Period] = []
    for extent in extents:
        for time in extent.children:
            if time.name == "TimeInstant":
                moment = first(time.find("timePosition"))
                period = Period(moment, moment)
            else:
                period = Period(_moment(time, _STARTS), _moment(time, _ENDS))
            if period != Period() and period not in found:
                found.append(period)
    return found


def _moment(period: Node, paths: tuple[str, ...]) -> str:
    """A date; `now` and `unknown` (gml:indeterminatePosition) leave the end open."""
    return next(iter(texts(node for path in paths for node in period.find(path))), "")
