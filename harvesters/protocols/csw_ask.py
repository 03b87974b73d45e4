"""Asking a catalogue of geodata for its records, by POST or GET, in CSW 2.0.2 or 3.0.

Only the address that a person gave is asked. The addresses that catalogues advertise for their
operations often lead to hosts inside the portal's network, or away from https.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from xml.sax.saxutils import escape, quoteattr

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import Response, StatusError, shown
from ckanext.resilient.harvest.http import HttpClient
from ckanext.resilient.harvesters.protocols.base import Endpoint
from ckanext.resilient.harvesters.protocols.csw_pages import CswPage, error_report, read_page
from ckanext.resilient.harvesters.protocols.csw_xml import Node, parse_xml
from ckanext.resilient.svrc.issues import Issue

SCHEMAS = {
    "iso": "http://www.isotc211.org/2005/gmd",
    "dcat": "http://www.w3.org/ns/dcat#",
    "geodcat": "http://data.europa.eu/930/",
}
"""Short names of the forms in which records can be asked for."""

_XML = "application/xml"
_OLD, _NEW = "2.0.2", "3.0.0"
_CSW = {_OLD: "http://www.opengis.net/cat/csw/2.0.2", _NEW: "http://www.opengis.net/cat/csw/3.0"}
_FILTER = {_OLD: "http://www.opengis.net/ogc", _NEW: "http://www.opengis.net/fes/2.0"}
_APISO = "http://www.opengis.net/cat/csw/apiso/1.0"
_GMD = SCHEMAS["iso"]
_DCT = "http://purl.org/dc/terms/"
_MODIFIED = "apiso:Modified"
_IS_MODIFIED = re.compile(r"((apiso|dct):)?modified", re.IGNORECASE)
_TYPE_NAMES = ("gmd:MD_Metadata", "csw:Record")
"""What is asked for; older catalogues know only the second, and give it in the form asked for all the same."""
_OWN_PARAMETERS = frozenset(
    {
        *("service", "version", "request", "acceptversions", "typenames", "elementsetname", "outputschema"),
        *("outputformat", "resulttype", "startposition", "maxrecords", "sections", "constraint", "sortby"),
        *("constraintlanguage", "constraint_language_version", "namespace"),
    }
)
_OTHER_WAY = frozenset(
    {
        "not-csw",
        "csw-refused",
        "looks-like-html",
        "xml-unreadable",
        "answer-empty",
        "http-status",
        "answer-broken",  # some hang up at a POST and answer a GET
    }
)
"""What is worth asking again in another way; a host that cannot be reached is not."""


@dataclass(frozen=True, slots=True)
class _Way:
    """One way of asking."""

    method: str
    version: str
    names: str


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked for, whichever way."""

    schema: str
    since: str
    modified: str
    sort: str
    start: int
    size: int


class Catalogue:
    """One catalogue, asked page by page in the first way that it understands."""

    def __init__(self, endpoint: Endpoint, http: HttpClient) -> None:
        parts = urlsplit(endpoint.url)
        given = parse_qsl(parts.query, keep_blank_values=True)
        self._kept = [pair for pair in given if pair[0].casefold() not in _OWN_PARAMETERS]
        query = urlencode(self._kept)
        self._address = urlunsplit((parts.scheme, parts.netloc, parts.path or "/", query, ""))
        self._http = http
        schema = str(endpoint.options.get("output_schema") or "iso")
        self._schema = SCHEMAS.get(schema, schema)
        self._since = endpoint.since[:10]  # whole days: a record too many is told by its hash
        self._sort = str(endpoint.options.get("sort_by") or "")
        self._version = str(endpoint.options.get("version") or "")
        self._way: _Way | None = None

    def page(self, start: int, size: int, taken: set[str]) -> CswPage:
        """The records from a position on, counted from 1.

        Raises:
            FetchError: they cannot be read in any way; the error is what the source said first.
        """
        question = _Question(
            schema=self._schema,
            since=self._since,
            modified=self._modified if self._since else "",
            sort=self._sort,
            start=start,
            size=size,
        )
        if self._way is None:
            return self._first(question, taken)
        return read_page(self._ask(self._way, question), taken)

    def _first(self, question: _Question, taken: set[str]) -> CswPage:
        told: list[FetchError] = []
        for way in self._ways(told):
            try:
                page = read_page(self._ask(way, question), taken)
            except FetchError as error:
                if error.issue.code not in _OTHER_WAY:
                    raise
                told.append(error)
                continue
            self._way = way
            return page
        refused = [error for error in told if error.issue.code == "csw-refused"]
        raise [*refused, *told][0]

    def _ways(self, told: list[FetchError]) -> Iterator[_Way]:
        """The ways of asking that make sense after what was told so far, the usual ones first."""
        for version in [self._version] if self._version else [_OLD, _NEW]:
            if told and not self._offers(version):
                return
            for names in _TYPE_NAMES:
                if names == _TYPE_NAMES[0] or any(map(_is_about_names, told)):
                    yield _Way("POST", version, names)
                    yield _Way("GET", version, names)

    def _offers(self, version: str) -> bool:
        """Whether the catalogue says of itself that it speaks a version."""
        root = self._description
        if root is None:
            return False
        named = [
            node.text.strip()
            for parameter in root.walk()
            if parameter.name in ("Parameter", "ServiceTypeVersion")
            and parameter.attributes.get("name", "version").casefold().endswith(("version", "versions"))
            for node in parameter.walk()
        ]
        return version in (root.attributes.get("version"), *named)

    @cached_property
    def _modified(self) -> str:
        """The name of the date of change, by which the catalogue can be asked: each has its own."""
        root = self._description
        listed = [] if root is None else [node for node in root.walk() if node.name == "Constraint"]
        # Those of ISO records first, as these are asked for.
        listed.sort(key=lambda node: "iso" not in node.attributes.get("name", "").casefold())
        names = (value.text.strip() for node in listed for value in node.walk())
        return next((name for name in names if _IS_MODIFIED.fullmatch(name)), _MODIFIED)

    @cached_property
    def _description(self) -> Node | None:
        """What the catalogue says of itself; nothing when that cannot be read, as it is not needed."""
        try:
            address = self._with({"service": "CSW", "request": "GetCapabilities"})
            root = parse_xml(self._http.get(address, accept=_XML)).root
        except FetchError:
            return None
        return root if root.name == "Capabilities" else None

    def _ask(self, way: _Way, question: _Question) -> Response:
        try:
            if way.method == "POST":
                return self._http.post_xml(self._address, _body(way, question))
            return self._http.get(self._with(_parameters(way, question)), accept=_XML)
        except StatusError as error:
            reason = error_report(error.response)
            if not reason:
                raise
            params = {"url": shown(error.response.url), "reason": reason}
            raise FetchError(Issue("csw-refused", params=params)) from error

    def _with(self, parameters: Mapping[str, str]) -> str:
        parts = urlsplit(self._address)
        query = urlencode([*self._kept, *parameters.items()])
        return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def _is_about_names(error: FetchError) -> bool:
    """Whether a catalogue does not know the kind of record that it was asked for."""
    return "typename" in error.issue.params.get("reason", "").casefold()


def _parameters(way: _Way, question: _Question) -> dict[str, str]:
    found = {
        "service": "CSW",
        "version": way.version,
        "request": "GetRecords",
        "typeNames": way.names,
        "elementSetName": "full",
        "outputSchema": question.schema,
        "outputFormat": _XML,
        "startPosition": str(question.start),
        "maxRecords": str(question.size),
    }
    if way.version == _OLD:
        found |= {"resultType": "results", "namespace": f"xmlns(gmd={_GMD}),xmlns(csw={_CSW[_OLD]})"}
    if question.since:
        found |= {
            "constraintLanguage": "CQL_TEXT",
            "constraint_language_version": "1.1.0",
            "constraint": f"{question.modified} >= '{question.since}'",
        }
    if question.sort:
        found["sortBy"] = f"{question.sort}:A"
    return found


def _body(way: _Way, question: _Question) -> bytes:
    """GetRecords as XML, for full records, so that none has to be asked for on its own."""
    prefixes = {
        "csw": _CSW[way.version],
        "fes": _FILTER[way.version],
        "gmd": _GMD,
        "apiso": _APISO,
        "dct": _DCT,
    }
    attributes = {
        **{f"xmlns:{prefix}": space for prefix, space in prefixes.items()},
        "service": "CSW",
        "version": way.version,
        **({"resultType": "results"} if way.version == _OLD else {}),
        "outputFormat": _XML,
        "outputSchema": question.schema,
        "startPosition": str(question.start),
        "maxRecords": str(question.size),
    }
    head = " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items())
    property_name = "PropertyName" if way.version == _OLD else "ValueReference"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><csw:GetRecords {head}>'
        f'<csw:Query typeNames="{way.names}"><csw:ElementSetName>full</csw:ElementSetName>'
        f"{_constraint(property_name, question)}{_sorting(property_name, question)}"
        "</csw:Query></csw:GetRecords>"
    ).encode()


def _constraint(property_name: str, question: _Question) -> str:
    if not question.since:
        return ""
    return (
        '<csw:Constraint version="1.1.0"><fes:Filter><fes:PropertyIsGreaterThanOrEqualTo>'
        f"<fes:{property_name}>{question.modified}</fes:{property_name}>"
        f"<fes:Literal>{escape(question.since)}</fes:Literal>"
        "</fes:PropertyIsGreaterThanOrEqualTo></fes:Filter></csw:Constraint>"
    )


def _sorting(property_name: str, question: _Question) -> str:
    if not question.sort:
        return ""
    return (
        f"<fes:SortBy><fes:SortProperty><fes:{property_name}>{escape(question.sort)}</fes:{property_name}>"
        "<fes:SortOrder>ASC</fes:SortOrder></fes:SortProperty></fes:SortBy>"
    )
