"""Faults of single records: what is missing, of another type, too long, too many, or not true."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from tests.faults.conversations import CONVERSATIONS
from tests.faults.entries import ODD, WELL, File, entry, spoilt
from tests.faults.model import Fault, Play, Scene, holding, in_part, rejects_one, spoils_one, whole

_PATIENT = {
    "max_bytes": 40_000_000,
    "max_document_bytes": 40_000_000,
    "deadline": 60,
    "document_deadline": 60,
}


def patiently(entries: Sequence[object]) -> Play:
    """A source that is well and holds large records."""
    return lambda conversation: Scene(conversation.holding(entries).respond, settings=_PATIENT)


def among(thing: object) -> Play:
    """A source whose list holds something that is no record."""
    return holding((*WELL[:ODD], thing, *WELL[ODD:]))


_UNLIKE_ANY = "".join(hashlib.sha256(bytes([number])).hexdigest() for number in range(79))[:5000]
"""No compression makes it small enough for an index."""
_FILE = File("https://dati.example/file/2.csv")
_MANY = tuple(File(f"https://dati.example/file/{number}.csv") for number in range(8327))
_LONG = "Sportelli sociali. " * 2200
_TEN_MEGABYTES = "Sportelli sociali. " * 540_000

FAULTS: tuple[Fault, ...] = (
    Fault(
        "entry-null",
        "The list holds an entry that is null.",
        among(None),
        rejects_one("record-unreadable", unchanged=6),
        needs=("json",),
        seen="data.json feeds",
    ),
    Fault(
        "entry-text",
        "The list holds a text in the place of a record.",
        among("servizi"),
        rejects_one("record-unreadable", unchanged=6),
        needs=("json",),
    ),
    Fault(
        "entry-empty",
        "The list holds an entry without any field.",
        among({}),
        rejects_one("record-unreadable", "title-missing", unchanged=6),
        needs=("json",),
    ),
    Fault(
        "identifier-missing",
        "One record has no identifier.",
        holding(spoilt(identifier=None)),
        whole("identifier-missing", unchanged=5, new=1, vanished=1),
        but={
            "pxweb": rejects_one("record-unreadable", vanished=1),  # it is a part of the table's address
            "socrata": whole(unchanged=5, new=1, vanished=1),  # its name stands in
        },
        needs=("own-names",),
        seen="data.json feeds",
    ),
    Fault(
        "identifier-number",
        "The identifier of one record is a number.",
        holding(spoilt(identifier=4711)),
        whole(unchanged=5, new=1, vanished=1),
        needs=("names-of-any-type",),
    ),
    Fault(
        "identifier-list",
        "The identifier of one record is a list.",
        holding(spoilt(identifier=["a-1", "a-2"])),
        whole(unchanged=5, new=1, vanished=1),
        needs=("names-of-any-type",),
    ),
    Fault(
        "identifier-object",
        "The identifier of one record is an object.",
        holding(spoilt(identifier={"scheme": "dir3", "value": "a-1"})),
        whole(unchanged=5, new=1, vanished=1),
        needs=("names-of-any-type",),
    ),
    Fault(
        "identifier-with-nul",
        "The identifier of one record holds the character NUL.",
        holding(spoilt(identifier="servizi\x00-2")),
        whole(unchanged=5, new=1, vanished=1),
        needs=("any-character",),
    ),
    Fault(
        "identifier-with-half-a-letter",
        "The identifier of one record holds half of a letter of two parts (a lone surrogate).",
        holding(spoilt(identifier="servizi\ud83d-2")),
        whole(unchanged=5, new=1, vanished=1),
        needs=("names-of-any-type",),
    ),
    Fault(
        "identifier-long",
        "The identifier of one record has 5,000 characters.",
        holding(spoilt(identifier=_UNLIKE_ANY)),
        whole(unchanged=5, new=1, vanished=1),
        needs=("own-names",),
    ),
    Fault(
        "identifier-shared",
        "Two different records have the same identifier.",
        holding((*spoilt(identifier="doppio"), replace(entry(len(WELL)), identifier="doppio"))),
        in_part(5, "record-repeated", "page-repeats", new=1),
        but=dict.fromkeys(
            ("dkan", "dcat_us", "ine_pt", "datosgobes"),
            whole("record-repeated", unchanged=5, new=1, vanished=1),
        ),
        needs=("own-names",),
        only=frozenset(CONVERSATIONS) - {"dcat"},
        cannot="In RDF, two descriptions of one name are one record.",
        seen="feeds of Italian universities, ckan/ckanext-harvest#162",
    ),
    Fault(
        "title-missing",
        "One record has no title, and its description stands in.",
        holding(spoilt(title=None)),
        spoils_one("title-from-description"),
        but={"pxweb": rejects_one("title-missing")},  # its titles come from the file, so none means damage
        seen="opendata.gov.al",
    ),
    Fault(
        "title-blank",
        "The title of one record is made of blanks.",
        holding(spoilt(title=" \u00a0\t ")),
        spoils_one("title-from-description"),
        but={"pxweb": rejects_one("title-missing")},  # its titles come from the file, so none means damage
    ),
    Fault(
        "no-text-at-all",
        "One record has neither title nor description.",
        holding(spoilt(title=None, description=None)),
        rejects_one("title-missing"),
    ),
    Fault(
        "title-is-identifier",
        "The title of one record is a UUID.",
        holding(spoilt(title="2f1c7c1e-7d1c-4b8b-9b50-0c2f1d3f4a5b")),
        spoils_one(),
        seen="old CKAN portals",
    ),
    Fault(
        "title-long",
        "The title of one record has 5,000 characters.",
        holding(spoilt(title="Servizi sociali " * 312)),
        spoils_one("text-shortened"),
    ),
    Fault(
        "title-twice",
        "Two records have the same title, so that their addresses would clash.",
        holding(spoilt(title=WELL[0].title)),
        spoils_one(),
        seen="ckan/ckanext-harvest#116",
    ),
    Fault(
        "text-longer-than-solr-takes",
        "The description of one record has more than 32,766 bytes.",
        holding(spoilt(description=_LONG)),
        spoils_one(),
        seen="ckan/ckan#6911",
    ),
    Fault(
        "record-of-ten-megabytes",
        "The description of one record has ten megabytes.",
        patiently(spoilt(description=_TEN_MEGABYTES)),
        spoils_one("text-shortened"),
        # A text that is so long is refused by the reader of XML before it takes memory.
        but={"csw": in_part(2, "page-lost"), "ine_pt": in_part(5, "record-lost")},
    ),
    Fault(
        "many-files",
        "One record has 8,327 files.",
        patiently(spoilt(files=_MANY)),
        spoils_one("too-many-files"),
        needs=("files",),
        seen="GSA/data.gov#4583",
    ),
    Fault(
        "many-keywords",
        "One record has 3,000 keywords.",
        holding(spoilt(keywords=tuple(f"parola {number}" for number in range(3000)))),
        spoils_one(),
    ),
    Fault(
        "keyword-long",
        "A keyword of one record has 5,000 characters.",
        holding(spoilt(keywords=("anziani", "x" * 5000))),
        spoils_one(),
    ),
    Fault(
        "invisible-characters",
        "The title of one record holds characters that hide or turn its text.",
        holding(spoilt(title="Servizi\u202e sociali\u200b già\u2066 attivi 2\ufeff")),
        whole(),
    ),
    Fault(
        "date-impossible",
        "The date of one record is 31 February.",
        holding(spoilt(modified="2024-02-31")),
        spoils_one("date-unreadable"),
    ),
    Fault(
        "date-zero",
        "The date of one record is 0, which means none.",
        holding(spoilt(modified="0")),
        spoils_one(),
        seen="dati.trentino.it",
    ),
    Fault(
        "date-out-of-range",
        "The date of one record is in the year 0001 or 99999.",
        holding(spoilt(modified="99999-01-01T00:00:00Z")),
        spoils_one("date-unreadable"),
    ),
    Fault(
        "date-in-future",
        "The date of one record is in the year 2999.",
        holding(spoilt(modified="2999-12-31")),
        spoils_one(),
    ),
    Fault(
        "size-negative",
        "The size of a file is -1.",
        holding(spoilt(files=(File(_FILE.url, size="-1"),))),
        spoils_one("number-unreadable"),
        needs=("sizes",),
    ),
    Fault(
        "size-endless",
        "The size of a file is a number of 400 digits.",
        holding(spoilt(files=(File(_FILE.url, size="9" * 400),))),
        spoils_one("number-unreadable"),
        needs=("sizes",),
    ),
    Fault(
        "licence-unknown",
        "The licence of one record is in no table.",
        holding(spoilt(licence="Licenza della Provincia, art. 7")),
        spoils_one("licence-unknown"),
        needs=("licence",),
        seen="catalogues of GeoNetwork",
    ),
    Fault(
        "language-unknown",
        "The language of one record is none.",
        holding(spoilt(language="klingon-x")),
        whole("language-unknown"),
        needs=("language",),
        seen="ckan/ckanext-dcat#51",
    ),
    Fault(
        "extras-named-like-fields",
        "Fields of the source's own are named like fields of ours.",
        holding(
            spoilt(
                extras={
                    "owner_org": "altro",
                    "private": "true",
                    "source_guid": "x",
                    "extras": "y",
                    "od_category": "z",
                    "state": "active",
                }
            )
        ),
        spoils_one(),
        # Version 1 has these fields itself, and private records are left out.
        but={"dkan": whole("record-not-public", unchanged=5, vanished=1)},
        needs=("extras",),
    ),
)
