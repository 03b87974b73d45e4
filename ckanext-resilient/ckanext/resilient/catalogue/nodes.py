"""Values of records as RDF terms that every parser accepts; what cannot be one is None and is left out.

Our schema takes more than RDF: any text, any scheme, a year 0. Whatever is written to a graph is made here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, cast
from urllib.parse import quote

from pyoxigraph import NamedNode
from rdflib import Graph
from rdflib.term import Literal, Node, URIRef

from ckanext.resilient.catalogue.namespaces import XSD
from ckanext.resilient.svrc.languages import is_machine

# https://www.rfc-editor.org/rfc/rfc3987#section-2.2: what may stand in an IRI as it is; private characters
# are allowed in a query only and are escaped everywhere.
_NOT_IN_IRI = re.compile(
    r"[^!#$&'()*+,\-./0-9:;=?@A-Z_a-z~%"
    "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U0001fffd\U00020000-\U0002fffd\U00030000-\U0003fffd]"
)
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
# What a browser would run or open on its own machine identifies nothing.
_SCHEME = re.compile(r"(?!(?:javascript|vbscript|data|file|blob):)[a-z][a-z0-9+.-]*:.", re.IGNORECASE)
_IPV6 = re.compile(
    r"^([a-z][a-z0-9+.-]*://(?:[^/@]*@)?\[[0-9a-f:.]+\](?::\d*)?)(.*)$", re.IGNORECASE | re.DOTALL
)
# https://www.w3.org/TR/xml/#charsets: what RDF/XML cannot write, not even escaped.
_NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAK = re.compile(r"\r\n?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-t-[a-z]{2,3})?")
_YEAR = re.compile(r"(\d{4})(?:-(\d\d))?$")
_DURATION = re.compile(
    r"-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$", re.ASCII
)
_LARGEST_OFFSET = timedelta(hours=14)


def add(graph: Graph, subject: Node, predicate: URIRef, *values: Node | None) -> None:
    """Say that a node has these values; those that are None are left out."""
    for value in values:
        if value is not None:
            graph.add((subject, predicate, value))


def iri(value: Any) -> URIRef | None:
    """An absolute IRI; characters that none may hold are escaped."""
    text = str(value or "").strip()
    if not _SCHEME.match(text):
        return None
    literal_address = _IPV6.match(text)
    head, rest = (literal_address[1], literal_address[2]) if literal_address else ("", text)
    found = head + _NOT_IN_IRI.sub(_escaped, _STRAY_PERCENT.sub("%25", rest))
    # Only the first # begins a fragment.
    before, mark, fragment = found.partition("#")
    found = before + mark + fragment.replace("#", "%23")
    try:
        NamedNode(found)
    except ValueError:
        return None
    return URIRef(found)


def _escaped(match: re.Match[str]) -> str:
    return quote(match[0], safe="", errors="replace")


def mail(address: Any) -> URIRef | None:
    """An e-mail address as `mailto:`."""
    text = str(address or "").strip().removeprefix("mailto:")
    return iri("mailto:" + quote(text, safe="@", errors="replace")) if text else None


def telephone(number: Any) -> URIRef | None:
    """A telephone number as `tel:`, blanks as the hyphens that https://www.rfc-editor.org/rfc/rfc3966 allows."""
    text = "-".join(str(number or "").removeprefix("tel:").split())
    return iri("tel:" + quote(text, safe="+().", errors="replace")) if text else None


def plain(value: Any) -> str:
    """The text without what RDF/XML cannot carry, trimmed."""
    return _NOT_IN_XML.sub("", _BREAK.sub("\n", str(value))).strip() if value is not None else ""


def text(value: Any, language: str | None = None) -> Literal | None:
    """A text, with its language where it is known."""
    found = plain(value)
    if not found or (language and not _LANGUAGE.fullmatch(language)):
        return None
    return Literal(found, lang=language)


def texts(value: Any, *, machine: bool) -> list[Literal]:
    """Every language of a `{language: text}` or `{language: [words]}` value.

    Args:
        value: the stored value; a bare text, of a field that another schema holds, has no language.
        machine: also what a machine translated, which its tag (`en-t-it`) says.
    """
    if not isinstance(value, dict):
        spoken: Iterable[tuple[Any, str | None]] = [(value, None)]
    else:
        spoken = [
            (entry, tag)
            for tag, entries in cast("dict[str, Any]", value).items()
            if machine or not is_machine(tag)
            for entry in listed(entries)
        ]
    return [literal for entry, tag in spoken if (literal := text(entry, tag)) is not None]


def moment(value: Any) -> Literal | None:
    """A year, month, day or moment of ISO 8601, typed as precisely as it is given."""
    given = plain(value)
    partial = _YEAR.match(given)
    if partial:
        year, month = int(partial[1]), partial[2]
        if not year or (month and not 1 <= int(month) <= 12):
            return None
        return (
            _typed(f"{year:04d}-{int(month):02d}", "gYearMonth") if month else _typed(f"{year:04d}", "gYear")
        )
    try:
        read = datetime.fromisoformat(given.replace("Z", "+00:00"))
    except ValueError:
        return None
    if _is_day(given):
        return _typed(read.date().isoformat(), "date")
    return _typed(_in_range(read).isoformat(), "dateTime")


def _is_day(given: str) -> bool:
    try:
        date.fromisoformat(given)
    except ValueError:
        return False
    return True


def _in_range(read: datetime) -> datetime:
    """The moment with an offset that XML Schema has: whole minutes, at most 14 hours."""
    offset = read.utcoffset()
    if offset is None or (abs(offset) <= _LARGEST_OFFSET and not offset % timedelta(minutes=1)):
        return read
    try:
        return read.astimezone(timezone.utc)
    except OverflowError:  # the first or the last day of the calendar
        return read.replace(tzinfo=None)


def duration(value: Any) -> Literal | None:
    """A duration of ISO 8601 such as `P1Y`."""
    given = plain(value)
    return _typed(given, "duration") if _DURATION.match(given) else None


def decimal(value: Any) -> Literal | None:
    """A number."""
    try:
        number = Decimal(str(value))
    except ArithmeticError:
        return None
    if not number.is_finite():
        return None
    whole, _, fraction = format(number, "f").partition(".")
    # With a point, as Turtle's short form of a decimal has one.
    return _typed(f"{whole}.{fraction.rstrip('0') or '0'}", "decimal")


def count(value: Any) -> Literal | None:
    """A whole number, not below zero."""
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return _typed(str(number), "nonNegativeInteger") if number >= 0 else None


def _typed(lexical: str, kind: str) -> Literal:
    # As it is written: rdflib would turn 10.50 into 10.5 and lose what a source said.
    return Literal(lexical, datatype=XSD[kind], normalize=False)


def listed(values: Any) -> list[Any]:
    """The values of a list, of a single value, or none."""
    if values in (None, "", [], {}):
        return []
    return cast("list[Any]", values) if isinstance(values, list) else [values]


def entries(values: Any) -> list[Mapping[str, Any]]:
    """The entries of a repeated field that say anything."""
    found = [cast("Mapping[str, Any]", entry) for entry in listed(values) if isinstance(entry, Mapping)]
    return [entry for entry in found if any(entry.values())]


def iris(values: Any) -> list[URIRef]:
    """The values of a list, or a single one, that are IRIs."""
    return [found for value in listed(values) if (found := iri(value)) is not None]
