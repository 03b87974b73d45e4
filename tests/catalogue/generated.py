"""Datasets that our schema accepts, as strangely filled in as it lets them be."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from ckanext.resilient.content import values
from ckanext.resilient.multilingual import text as multilingual
from ckanext.resilient.svrc.vocabularies import authority, codes

Made = st.SearchStrategy[Any]

_ODD = [
    "", " ", "a", "'", '"', '"""', "\\", "\\u0041", "<b>", "&amp;", "]]>", "\x00", "\x0b", "\x85", "\u2028", "\ufffe",
    "\ud800", "\U0001f469\u200d\U0001f33e", "e\u0301", "\u202eabc", "a\r\nb", "a\rb", "\n", "\ttab", "@en", "^^xsd:date",
    "{}", "%", "%zz", "#", "Ελληνικά", "čćžšđ", "مرحبا",
]  # fmt: skip
TEXT = st.one_of(
    st.sampled_from(_ODD), st.text(max_size=12), st.lists(st.sampled_from(_ODD), max_size=4).map("".join)
)
_LANGUAGES = ["en", "pt", "it", "el", "sq", "ca", "gsw", "en-t-it", "el-t-ca"]
_ADDRESSES = [
    "https://example.org/a b", "http://example.org/ü?q=ñ&x=[1]#a#b", "https://example.org/%zz%41", "http://[::1]:80/x",
    "https://ex%61mple.org/", "http://user:pa ss@example.org:8080/", "ftp://example.org/f.csv", "https://пример.рф/ф",
    "http://example.org/<>{}|\\^`\"'", "http://example.org:port/", "https://example.org", "http://[v1.a]/", "http://a/\ue000",
    "http://example.org/..//./?", "http://[zz]/", "http://example.org/\ufdd0",
]  # fmt: skip
_URIS = [
    "urn:uuid:1",
    "doi:10.1/2",
    "tel:+1",
    "a:b",
    "urn:a:{}",
    "x+y.z-1:[]",
    "mailto:a@b.c",
    "info:%",
    "a:#",
    "http:relative",
]
_DATES = [
    "2020", "0000", "2020-02", "2020-02-29", "20200229", "2020-W01-1", "2020-01-01T00:00", "2020-01-01 10:11:12.5+02:00",
    "2020-01-01T10+23:59", "0001-01-01T00:00:00+14:30", "9999-12-31T23:59:59-15:00", "2020-01-01T00:00:00Z",
    "2020-01-01T00:00:00.000001+00:00:01", "٢٠٢٠", "2020-01-01T10:00:00+00:00",
]  # fmt: skip
_SHAPES = [
    {"type": "Point", "coordinates": [1, 2.5]}, {"type": "Point"}, {"type": "Point", "coordinates": "x"},
    {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}, {"type": "Polygon", "coordinates": [[]]},
    {"type": "Point", "coordinates": [1e-300, 1e22, 3]}, {"type": "GeometryCollection", "geometries": []},
    {"type": "GeometryCollection", "geometries": [{"type": "LineString", "coordinates": [[0, 0], [1, True]]}]},
    {"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]}, {"type": "Point", "coordinates": [float("nan"), 1]},
    {"type": "MultiPolygon", "coordinates": [[[[0, 0], [1, 0], [1, 1], [0, 0]]]]},
]  # fmt: skip


def _accepted(strategy: Made, check: Callable[[Any], Any]) -> Made:
    """What the schema's validator makes of the values that it accepts; None for the others."""

    def stored(value: Any) -> Any:
        try:
            return check(value)
        except (values.BadValueError, multilingual.TextError):
            return None

    return strategy.map(stored)


def _odd_or(known: list[str]) -> Made:
    return st.one_of(st.sampled_from(known), TEXT)


_BY_LANGUAGE = st.dictionaries(st.sampled_from(_LANGUAGES), TEXT, max_size=3)
TEXTS = _accepted(_BY_LANGUAGE, lambda value: multilingual.texts(value, {}))
KEYWORDS = _accepted(
    st.dictionaries(st.sampled_from(_LANGUAGES), st.lists(TEXT, max_size=3), max_size=3),
    lambda value: multilingual.keywords(value, {}),
)
WORD = _accepted(TEXT, values.text)
WORDS = _accepted(st.lists(_odd_or([*_ADDRESSES, *_URIS]), max_size=2), values.items)
ADDRESS = _accepted(_odd_or([*_ADDRESSES, "http://example.org/x"]), values.address)
URI = _accepted(_odd_or([*_ADDRESSES, *_URIS]), values.uri)
EMAIL = _accepted(
    st.sampled_from(["a@b.cd", "mailto:a@b.cd", "ü%?#&+@ö.gr", "a{}|@b.c\\d", "a:b@c.d"]), values.email
)
DATE = _accepted(_odd_or(_DATES), values.date)
NUMBER = _accepted(
    st.one_of(st.floats().map(str), st.sampled_from(["10.50", "1e400", "-3", "1_0"])), values.number
)
SIZE = _accepted(st.sampled_from(["0", "1e3", "12.7", "99999999999999999999"]), values.size)
SHAPE = _accepted(st.sampled_from(_SHAPES).map(json.dumps), values.geometry)


def _of(table: str) -> Made:
    return st.sampled_from([term.uri for term in authority(table) if term.uri])


def _many(strategy: Made) -> Made:
    return st.lists(strategy, max_size=2).map(lambda found: [value for value in found if value is not None])


def _some(**fields: Made) -> Made:
    """A record with any of these fields; what is empty is not stored."""
    filled = st.fixed_dictionaries({}, optional=fields)
    return filled.map(
        lambda record: {name: value for name, value in record.items() if value not in (None, "", [], {})}
    )


_AGENT = _some(
    name=WORD, name_translated=TEXTS, email=EMAIL, url=ADDRESS, identifier=WORD, uri=URI, type=WORD
)
_CONTACT = _some(
    name=WORD, name_translated=TEXTS, email=EMAIL, url=ADDRESS, identifier=WORD, uri=URI, phone=WORD
)
_PLACE_URI = st.one_of(
    URI,
    _of("country"),
    st.sampled_from(["ITH35", "EL51", "XX9"]).map("http://data.europa.eu/nuts/code/".__add__),
)
_PLACE = _some(uri=_PLACE_URI, text=WORD, geom=SHAPE, bbox=SHAPE, centroid=SHAPE)

_FILE_TEXTS = {
    "name_translated": TEXTS,
    "description_translated": TEXTS,
    "rights": TEXTS,
    "source_format": WORD,
    "source_license": WORD,
}
_FILE = _some(
    **_FILE_TEXTS,
    url=st.one_of(ADDRESS, WORD),
    url_type=st.sampled_from(["upload", ""]),
    access_url=ADDRESS,
    download_url=ADDRESS,
    format=st.sampled_from([*authority("file-type").terms]),
    mimetype=st.one_of(
        WORD, st.sampled_from(["text/csv", "application/x", "text/csv; charset=x", "TEXT/CSV+x^y"])
    ),
    license=_of("licence"),
    issued=DATE,
    modified=DATE,
    language=_many(_of("language")),
    documentation=_many(ADDRESS),
    conforms_to=WORDS,
    status=_of("distribution-status"),
    availability=_of("planned-availability"),
    temporal_resolution=st.one_of(WORD, st.sampled_from(["P1Y", "PT", "P", "PT0.5S", "P1W", "-P1D"])),
    spatial_resolution_in_meters=NUMBER,
    uri=URI,
    size=SIZE,
    hash=st.one_of(WORD, st.sampled_from(["abc", "ABCD", "00ff"])),
    hash_algorithm=st.one_of(WORD, URI, st.sampled_from(["MD5", "sha-256"])),
    applicable_legislation=_many(URI),
    compress_format=WORD,
    package_format=WORD,
)
_OWN = {
    name: _many(st.sampled_from(codes(name)))
    for name in ("od_category", "social_need", "beneficiary", "use_stage", "partner_region", "ris3_domain")
}
_DATASET = _some(
    **_OWN,
    title_translated=TEXTS,
    notes_translated=TEXTS,
    in_short=TEXTS,
    tags_translated=KEYWORDS,
    contact=_many(_CONTACT),
    publisher=_many(_AGENT),
    creator=_many(_AGENT),
    rights_holder=_many(_AGENT),
    spatial_coverage=_many(_PLACE),
    temporal_coverage=_many(_some(start=DATE, end=DATE)),
    frequency=_of("frequency"),
    issued=DATE,
    modified=DATE,
    language=_many(_of("language")),
    provenance=TEXTS,
    caveats=TEXTS,
    url=ADDRESS,
    documentation=_many(ADDRESS),
    in_series=_many(st.uuids().map(str)),
    related_resource=WORDS,
    version=WORD,
    version_notes=TEXTS,
    identifier=WORD,
    alternate_identifier=WORDS,
    temporal_resolution=WORD,
    spatial_resolution_in_meters=NUMBER,
    license_id=st.sampled_from([*authority("licence").terms]),
    access_rights=_of("access-right"),
    rights=TEXTS,
    conforms_to=WORDS,
    theme=_many(_of("data-theme")),
    hvd_category=_many(_of("hvd-category")),
    applicable_legislation=_many(URI),
    dcat_type=st.one_of(WORD, URI),
    subject=_many(URI),
    source_theme=WORDS,
    source_frequency=WORD,
    source_license=WORDS,
    source_access_rights=WORD,
    source_uri=st.one_of(WORD, URI),
    source_guid=st.one_of(WORD, URI),
    organization=_some(name=st.just("org"), title=WORD, title_translated=TEXTS, url=WORD, dcat_type=WORD),
    resources=_many(_FILE),
)


@st.composite
def datasets(draw: st.DrawFn) -> dict[str, Any]:
    """Packages as `package_show` gives them, but for their ids."""
    return draw(_DATASET)
