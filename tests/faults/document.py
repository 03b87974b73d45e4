"""Faults of what an answer holds: character sets, broken syntax, other shapes than were asked for."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable
from dataclasses import replace

from tests.faults.entries import ODD
from tests.faults.http import good
from tests.faults.model import Fault, Play, Scene, answering, in_part, spoils_one, stopped, whole
from tests.harvest.servers import Answer

_ODD_LETTER = f"attivi {ODD}"
_LETTER = f"già {_ODD_LETTER}"


def spoken_out(body: bytes) -> bytes:
    """A body with its letters written out where JSON had escaped them."""
    return json.dumps(json.loads(body), ensure_ascii=False).encode() if body[:1] in b"{[" else body


def body_as(change: Callable[[bytes], bytes]) -> Play:
    """Every good answer with another body."""
    return answering(good(lambda answer: replace(answer, body=change(spoken_out(answer.body)))))


def in_charset(charset: str, declared: str = "", mark: bytes = b"") -> Play:
    """Every good answer in another character set, which its header tells or not."""

    def change(answer: Answer) -> Answer:
        text = (
            spoken_out(answer.body).decode().replace('encoding="UTF-8"', "").replace("encoding='UTF-8'", "")
        )
        media_type = answer.headers.get("Content-Type", "application/json").partition(";")[0]
        kind = f"{media_type}; charset={declared}" if declared else media_type
        return replace(
            answer, body=mark + text.encode(charset, "xmlcharrefreplace"), headers={"Content-Type": kind}
        )

    return answering(good(change))


def in_json(change: Callable[[str], str]) -> Play:
    """Every good answer whose JSON text was changed."""
    return body_as(lambda body: change(body.decode()).encode("utf-8", "surrogatepass"))


def _deep(levels: int) -> str:
    return "[" * levels + "]" * levels


def beside_title(value: str) -> Callable[[str], str]:
    """JSON in which a field that nobody knows stands in front of every title."""
    return lambda text: (
        text.replace('"title": ', f'"zusatz": {value}, "title": ')
        .replace('"name": "Servizi', f'"zusatz": {value}, "name": "Servizi')
        .replace('"label": "Servizi', f'"zusatz": {value}, "label": "Servizi')
    )


_JSON_ONLY = ("json",)

FAULTS: tuple[Fault, ...] = (
    Fault(
        "cut",
        "Every answer ends after a third and says that it is whole.",
        body_as(lambda body: body[: len(body) // 3]),
        stopped("not-json", "rdf-unreadable", "xml-unreadable"),
        but={
            "dkan": in_part(2, "document-broken"),
            "dcat_us": in_part(1, "document-broken"),
            "ine_pt": in_part(1, "answer-broken"),
        },
    ),
    Fault(
        "rubbish-behind",
        "Something else stands behind the end of every answer.",
        body_as(lambda body: body + b"\n<!-- 0.123 s --> Notice: undefined index"),
        stopped("not-json", "rdf-unreadable", "xml-unreadable"),
        but={
            "dkan": in_part(6, "document-broken"),
            "dcat_us": in_part(6, "document-broken"),
            "ine_pt": whole(),  # it ends where its root element ends
        },
    ),
    Fault(
        "warning-in-front",
        "A warning of PHP stands in front of every answer.",
        body_as(lambda body: b"<br />\n<b>Warning</b>: mysql_fetch_array() expects parameter 1\n" + body),
        stopped("not-json", "rdf-unreadable", "xml-unreadable"),
        but={"ine_pt": whole()},  # it begins where its root element begins
    ),
    Fault(
        "binary",
        "Every answer is a picture.",
        body_as(lambda body: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
        stopped(),
    ),
    Fault(
        "another-shape",
        "Every answer is valid and holds something else than was asked for.",
        lambda conversation: Scene(
            lambda asked: Answer(body=b'{"status": "ok"}' if "json" in conversation.has else b"<ok/>")
        ),
        stopped(),
    ),
    Fault(
        "byte-order-mark",
        "A byte order mark stands in front of every answer.",
        body_as(lambda body: codecs.BOM_UTF8 + body),
        whole(),
    ),
    Fault(
        "utf-16",
        "Every answer is written in UTF-16.",
        in_charset("utf-16-le", mark=codecs.BOM_UTF16_LE),
        whole(),
        seen="podatki.gov.si",
    ),
    Fault(
        "latin-1-declared",
        "Every answer is written in Latin 1, as its header tells.",
        in_charset("latin-1", declared="ISO-8859-1"),
        whole(),
        seen="dati.trentino.it",
    ),
    Fault(
        "latin-1-undeclared",
        "Every answer is written in Latin 1, and nothing tells so.",
        in_charset("latin-1"),
        whole("letters-replaced", unchanged=0, changed=6),
        but={"ine_pt": whole()},  # INE mixes both, so what is no UTF-8 is read as Latin 1
        seen="dati.trentino.it",
    ),
    Fault(
        "charset-that-lies",
        "Every answer is UTF-8 and its header says Latin 1.",
        in_charset("utf-8", declared="ISO-8859-1"),
        whole(),
        seen="catalogues of GeoNetwork",
    ),
    Fault(
        "utf-8-broken",
        "In one record a letter of UTF-8 lost its second half.",
        body_as(lambda body: body.replace(_LETTER.encode(), b"gi\xc3 " + _ODD_LETTER.encode())),
        spoils_one("letters-replaced"),
        but={"ine_pt": spoils_one()},
        seen="ckanext-dcat 2.4.4",
    ),
    Fault(
        "control-characters",
        "One record holds characters that are none (NUL, ESC).",
        body_as(lambda body: body.replace(_LETTER.encode(), "gi\x00à\x1b ".encode() + _ODD_LETTER.encode())),
        whole(),
        but={"csw": whole("xml-control-characters"), "ine_pt": whole("xml-control-characters")},
        seen="ckanext-dcat 2.4.4",
    ),
    Fault(
        "half-a-letter",
        "One record holds half of a letter of two parts (a lone surrogate).",
        in_json(lambda text: text.replace(_LETTER, f"già \\ud83d{_ODD_LETTER}")),
        whole(),
        but={"dkan": spoils_one(), "dcat_us": spoils_one()},  # read as a stream, it becomes a question mark
        needs=_JSON_ONLY,
    ),
    Fault(
        "not-a-number",
        "A field that nobody knows holds NaN, which JSON has not.",
        in_json(beside_title("NaN")),
        whole(),
        needs=_JSON_ONLY,
    ),
    Fault(
        "endless-number",
        "A field that nobody knows holds a number of 10,000 digits.",
        in_json(beside_title("9" * 10_000)),
        stopped("not-json", "record-lost"),
        needs=_JSON_ONLY,
    ),
    Fault(
        "key-twice",
        "A field stands twice in every record.",
        in_json(beside_title('1, "zusatz": 2')),
        whole(unchanged=0, changed=6),
        but={"pxweb": whole()},  # it keeps no fields that it does not know
        needs=_JSON_ONLY,
    ),
    Fault(
        "deep",
        "Every answer is 10,000 brackets deep.",
        body_as(lambda body: b"[" * 10_000 if body[:1] in b"{[" else b"<a>" * 10_000),
        stopped(),
    ),
    Fault(
        "deep-inside",
        "A field that nobody knows is 10,000 brackets deep.",
        in_json(beside_title(_deep(10_000))),
        stopped(),
        needs=_JSON_ONLY,
    ),
)
