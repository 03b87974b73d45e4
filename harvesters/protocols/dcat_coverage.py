"""Where, when and how often: places, periods and frequencies in all the forms that feeds use."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ckanext.resilient.harvesters.protocols.rdf_record import LABELS, Literal, Node, NodeView, Record, URIRef
from ckanext.resilient.svrc.record import UNDECLARED, Period, Place

_GEOMETRIES = ("locn:geometry", "gsp:hasGeometry", "gsp:asWKT", "gsp:asGeoJSON", "gsp:asGML", "schema:geo")
_GEOMETRY = re.compile(
    r"\s*(\{|<gml:|<https?://|SRID=|(MULTI)?(POINT|POLYGON|LINESTRING|ENVELOPE)\b)", re.IGNORECASE
)
_PLACE_NAMES = tuple(name for name in LABELS if name != "locn:geographicalName")
_GAZETTEER = ("dcatapit:geographicalIdentifier",)
_INSTANTS = (
    "time:inXSDDateTime", "time:inXSDDateTimeStamp", "time:inXSDDate", "time:inXSDgYearMonth",
    "time:inXSDgYear",
)  # fmt: skip
_DCMI = re.compile(r"\b(start|end)\s*=\s*([^;]+)")
_DURATION = (
    ("years", "{}Y"), ("months", "{}M"), ("weeks", "{}W"), ("days", "{}D"),
    ("hours", "{}H"), ("minutes", "{}M"), ("seconds", "{}S"),
)  # fmt: skip
_TIME_UNITS = ("hours", "minutes", "seconds")


def read_places(record: Record, nodes: Iterable[Node]) -> list[Place]:
    """Places from addresses, labels, gazetteer links and geometries."""
    places = [_place(record, node) for node in nodes]
    return [place for place in places if place != Place()]


def read_periods(record: Record, nodes: Iterable[Node]) -> list[Period]:
    """Periods from nodes with dates or instants, and from texts such as `2010-01-01/2012-12-31`."""
    periods: list[Period] = []
    for node in nodes:
        period = _written_period(record, node) if isinstance(node, Literal) else _period(record, node)
        if period != Period():
            periods.append(period)
    return periods


def read_frequency(record: Record, nodes: Iterable[Node]) -> str:
    """A frequency: its address in a vocabulary, a word, or an ISO 8601 duration."""
    texts = [_frequency(record, node) for node in nodes]
    return record.first(list(dict.fromkeys(filter(None, texts))), "accrualPeriodicity")


def _place(record: Record, node: Node) -> Place:
    if isinstance(node, Literal):
        text = record.word(node)
        if _GEOMETRY.match(text):
            return Place(geom=text)
        if text.startswith(("http://", "https://")) and " " not in text:
            return Place(uri=text)
        return Place(label={(node.language or UNDECLARED).lower(): text})
    view = record.view(node, "spatial")
    named = view.take("locn:geographicalName")
    links = [value for value in named if isinstance(value, URIRef)]
    names = [value for value in named if not isinstance(value, URIRef)] or view.take_first(*_PLACE_NAMES)
    if not names:
        names = [label for link in links for label in record.view(link, "spatial").take_first(*_PLACE_NAMES)]
    links = [*([node] if view.iri else []), *view.take(*_GAZETTEER), *links]
    return Place(
        uri=record.first(record.texts_of(links, "spatial"), "spatial"),
        label=record.languages(names, "spatial.label"),
        geom=_geometry(record, view, _GEOMETRIES),
        bbox=_geometry(record, view, ("bbox",)),
        centroid=_geometry(record, view, ("centroid",)) or _point(record, view),
    )


def _geometry(record: Record, view: NodeView, names: tuple[str, ...]) -> str:
    """One text of possibly several for the same shape: GeoJSON before WKT before GML."""
    texts: list[str] = []
    for node in view.take(*names):
        if isinstance(node, Literal):
            texts.append(record.word(node))
        else:
            inner = record.view(node, "spatial.geometry").take(*_GEOMETRIES, "rdf:value")
            texts.extend(record.word(value) for value in inner if isinstance(value, Literal))
    ranked = sorted(texts, key=lambda text: (not text.startswith("{"), text.startswith("<gml")))
    # The others say the same in another notation, unless they have the same notation.
    same = [text for text in ranked if ranked and text[:1] == ranked[0][:1] and text != ranked[0]]
    return record.first([*ranked[:1], *same], "spatial.geometry")


def _point(record: Record, view: NodeView) -> str:
    east, north = view.take("geo:long"), view.take("geo:lat")
    if not east or not north:
        return ""
    return f"POINT({record.word(east[0])} {record.word(north[0])})"


def _written_period(record: Record, node: Literal) -> Period:
    text = record.word(node)
    named = {key: value.strip() for key, value in _DCMI.findall(text)}
    if named:
        return Period(start=named.get("start", ""), end=named.get("end", ""))
    if text.count("/") == 1:
        start, end = (part.strip() for part in text.split("/"))
        return Period(start=start.removeprefix(".."), end=end.removeprefix(".."))
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        return Period(start=text, end=text)
    record.keep("temporal", [text])
    record.report("period-unreadable", "temporal", value=text[:200])
    return Period()


def _period(record: Record, node: Node) -> Period:
    view = record.view(node, "temporal")
    period = Period(
        start=_moment(record, view, "startDate", "time:hasBeginning"),
        end=_moment(record, view, "endDate", "time:hasEnd"),
    )
    if period == Period() and view.iri:
        record.keep("temporal", [record.word(node)])
        record.report("period-unreadable", "temporal", value=view.iri[:200])
    return period


def _moment(record: Record, view: NodeView, date: str, instant: str) -> str:
    found: list[str] = []
    for node in view.take(date, instant):
        if isinstance(node, Literal):
            found.append(record.word(node))
        else:
            found.extend(record.texts_of(record.view(node, f"temporal.{date}").take(*_INSTANTS), "temporal"))
    return record.first(list(dict.fromkeys(found)), f"temporal.{date}")


def _frequency(record: Record, node: Node, depth: int = 3) -> str:
    if isinstance(node, Literal):
        return record.word(node)
    view = record.view(node, "accrualPeriodicity")
    values = view.take("rdf:value")
    if values and depth:
        return _frequency(record, values[0], depth - 1)
    return _duration(record, view) or record.text_of(node, "accrualPeriodicity")


def _duration(record: Record, view: NodeView) -> str:
    """A time:DurationDescription (https://www.w3.org/TR/owl-time/) as ISO 8601, e.g. `P1Y`."""
    day, clock = "", ""
    for unit, pattern in _DURATION:
        for node in view.take(f"time:{unit}"):
            number = re.sub(r"\.0+$", "", record.word(node))
            if number in {"", "0"}:
                continue
            if unit in _TIME_UNITS:
                clock += pattern.format(number)
            else:
                day += pattern.format(number)
    if not day and not clock:
        return ""
    return f"P{day}T{clock}" if clock else f"P{day}"
