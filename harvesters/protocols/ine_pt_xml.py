"""Taking INE's catalogue apart, indicator by indicator, also where it is cut or damaged."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from lxml import etree

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import shown
from ckanext.resilient.harvest.http import Response
from ckanext.resilient.svrc.issues import Issue

_ROOT = re.compile(r"<catalog[\s>]")
_ROOT_END = "</catalog>"
_INDICATOR = re.compile(r"<indicator[\s>/]")
_LANGUAGE = re.compile(r"<language>\s*(?:<!\[CDATA\[)?\s*([A-Za-z]{2})\b")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MOST_DAMAGED = 100
_LATIN = "resilient-latin"

Indicator = dict[str, list[str]]
"""The texts of an indicator by the name of the element that holds them, `id` among them; none is blank."""


def _as_latin(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 as Windows' Latin 1, in which parts of the document are written."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_LATIN, _as_latin)


class Catalogue:
    """One document. `damages` grows while its indicators are read: each means that it is not whole.

    Args:
        answer: what the source sent.

    Raises:
        FetchError: it holds no catalogue.
    """

    def __init__(self, answer: Response) -> None:
        text = _decoded(answer)
        # What stands before the root is left out: a stray text, a prolog that names another character
        # set, and any document type with its entities.
        root = _ROOT.search(text)
        if root is None:
            raise _no_catalogue(answer)
        end = text.rfind(_ROOT_END)
        whole = text[root.start() : end + len(_ROOT_END)] if end >= 0 else text[root.start() :]
        self._text = _CONTROL.sub("", whole)
        self._url = shown(answer.url)
        self._is_cut = end < 0
        self.language = _language(self._text, answer.url)
        self.damages: list[Issue] = []
        changed = len(self._text) < len(whole)
        self.issues = (
            *answer.issues,
            *((Issue("xml-control-characters", params={"url": self._url}),) if changed else ()),
        )

    def indicators(self) -> Iterator[Indicator]:
        """The indicators one by one; after a damaged one it goes on with the next."""
        text: str | None = self._text
        resumed = False
        while text is not None:
            reader = _Reader(text)
            yield from reader
            text = self._rest(text, reader, resumed) if reader.failure else None
            resumed = True
        if self._is_cut:
            self.damages.append(Issue("answer-broken", params={"url": self._url}))

    def _rest(self, text: str, reader: _Reader, resumed: bool) -> str | None:
        """What follows a damaged indicator, as a document of its own."""
        # A start tag that is damaged itself was not counted.
        passed = max(reader.started, int(resumed))
        following = [match.start() for match in _INDICATOR.finditer(text)][passed:]
        is_last = not following or (not reader.inside and "</indicator>" not in text[following[0] :])
        if self._is_cut and is_last:
            return None
        reason = {"reason": reader.failure}
        self.damages.append(Issue("record-lost", record=reader.name or self._url, params=reason))
        if not following:
            return None
        if len(self.damages) == _MOST_DAMAGED:
            self.damages.append(Issue("answer-broken", params={"url": self._url}))
            return None
        return f"<catalog>{text[following[0] :]}"


class _Reader:
    """The indicators of a text up to the first fault, and what the parser says of that."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.started = 0
        self.name = ""
        self.inside = False
        self.failure = ""

    def __iter__(self) -> Iterator[Indicator]:
        events = etree.iterparse(
            io.BytesIO(self._text.encode("utf-8", "replace")),
            events=("start", "end"),
            tag="indicator",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
        )
        try:
            for event, element in events:
                self.inside = event == "start"
                self.name = element.get("id", "").strip() if self.inside else ""
                if self.inside:
                    self.started += 1
                    continue
                yield _fields(element)
                _forget(element)
        except etree.XMLSyntaxError as error:
            self.failure = error.msg or type(error).__name__


def _fields(element: Any) -> Indicator:
    fields: Indicator = {}
    name = element.get("id", "").strip()
    if name:
        fields["id"] = [name]
    for part in element.iter(etree.Element):
        text = " ".join((part.text or "").split())
        if text and len(part) == 0:
            fields.setdefault(str(part.tag), []).append(text)
    return fields


def _forget(element: Any) -> None:
    """Free an indicator that was read, with those before it, so that the tree does not grow."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _decoded(answer: Response) -> str:
    if not answer.decoded.replaced:
        return answer.text
    return answer.content.decode("utf-8", _LATIN)


def _language(text: str, url: str) -> str:
    """The language that the document names, else the one that was asked for; empty when neither tells."""
    first = _INDICATOR.search(text)
    named = _LANGUAGE.search(text, 0, first.start() if first else len(text))
    return named[1].casefold() if named else dict(parse_qsl(urlsplit(url).query)).get("lang", "").casefold()


def _no_catalogue(answer: Response) -> FetchError:
    url = shown(answer.url)
    if not answer.content.strip():
        return FetchError(Issue("answer-empty", params={"url": url}))
    if answer.is_html:
        return FetchError(Issue("looks-like-html", params={"url": url}))
    return FetchError(Issue("source-empty", record=url))
