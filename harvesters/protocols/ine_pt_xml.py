"""Taking INE's catalogue apart, indicator by indicator, also where it is cut or damaged."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from lxml import etree

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.answers import shown
from ckanext.resilient.harvest.documents import Document
from ckanext.resilient.svrc.issues import Issue

_ROOT = re.compile(r"<catalog[\s>]")
_ROOT_END = "</catalog>"
_INDICATOR = re.compile(r"<indicator[\s>/]")
_EMPTY = re.compile(r"<indicator(\s[^<>]*)?/>")
_END = "</indicator>"
_ID = re.compile(r"""<indicator\s[^<>]*?\bid\s*=\s*["']([^"'<>]*)""")
_LANGUAGE = re.compile(r"<language>\s*(?:<!\[CDATA\[)?\s*([A-Za-z]{2})\b")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MOST_DAMAGED = 100
_LONGEST = 2_000_000
"""Letters of one indicator; a longer one has lost its end."""
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
    """One document, read as a stream.

    Attributes:
        language: the language that it is in; empty when nothing tells.
        issues: what was mended; known after its indicators were read.
        damages: what was lost; grows while its indicators are read, each means that it is not whole.

    Raises:
        FetchError: it holds no catalogue.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._url = shown(document.url)
        self.damages: list[Issue] = []
        self.issues: list[Issue] = list(document.answer.issues)
        head = next(self._text(), "")
        if not _ROOT.search(head):
            raise _no_catalogue(document)
        self.language = _language(head, document.url)

    def indicators(self) -> Iterator[Indicator]:
        """The indicators one by one; after a damaged one it goes on with the next."""
        whole = False
        for piece in self._parts():
            if piece == _ROOT_END:
                whole = True
                break
            try:
                yield _fields(etree.fromstring(piece.encode("utf-8", "replace"), _parser()))
            except etree.XMLSyntaxError as error:
                self._lose(piece, error.msg or type(error).__name__)
                if len(self.damages) == _MOST_DAMAGED:
                    break
        if not whole:
            self.damages.append(Issue("answer-broken", params={"url": self._url}))

    def _lose(self, piece: str, reason: str) -> None:
        name = _ID.match(piece)
        record = name[1].strip() if name else ""
        self.damages.append(Issue("record-lost", record=record or self._url, params={"reason": reason}))

    def _text(self) -> Iterator[str]:
        """The text from the root element on, in pieces.

        What stands before it is left out: a stray text, a prolog that names another character
        set, and any document type with its entities.
        """
        charset, is_readable = self._document.charset()
        pieces = self._document.text(
            charset if is_readable else "utf-8", "replace" if is_readable else _LATIN
        )
        root: re.Match[str] | None = None
        for text in pieces:
            if root:
                yield text
            elif root := _ROOT.search(text):
                yield text[root.start() :]

    def _parts(self) -> Iterator[str]:
        """Each indicator from its start tag to its end tag or to the next start, then the end of the root."""
        text = ""
        is_mended = False
        for piece in self._text():
            clean = _CONTROL.sub("", piece)
            is_mended |= len(clean) < len(piece)
            text += clean
            parts, text = _taken_apart(text)
            yield from parts
        if is_mended:
            self.issues.append(Issue("xml-control-characters", params={"url": self._url}))
        if _ROOT_END in text:
            # An indicator that begins and never ends, although the root does.
            if start := _INDICATOR.search(text):
                yield text[start.start() : text.index(_ROOT_END)]
            yield _ROOT_END


def _taken_apart(text: str) -> tuple[list[str], str]:
    """The indicators that are whole, or followed by another; and the rest."""
    parts: list[str] = []
    place = 0
    while start := _INDICATOR.search(text, place):
        following = _INDICATOR.search(text, start.end())
        empty = _EMPTY.match(text, start.start())
        end = empty.end() if empty else text.find(_END, start.end()) + len(_END)
        is_whole = bool(empty) or end >= len(_END)
        if following and (not is_whole or end > following.start()):
            is_whole, end = True, following.start()
        if not is_whole:
            if len(text) - start.start() > _LONGEST:
                parts.append(text[start.start() : start.start() + _LONGEST])
                return parts, ""
            return parts, text[start.start() :]
        parts.append(text[start.start() : end])
        place = end
    # A start tag or the end of the root may be cut in two here.
    return parts, text[place:] if _ROOT_END in text[place:] else text[max(place, len(text) - 20) :]


def _parser() -> Any:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


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


def _language(text: str, url: str) -> str:
    """The language that the document names, else the one that was asked for; empty when neither tells."""
    first = _INDICATOR.search(text)
    named = _LANGUAGE.search(text, 0, first.start() if first else len(text))
    return named[1].casefold() if named else dict(parse_qsl(urlsplit(url).query)).get("lang", "").casefold()


def _no_catalogue(document: Document) -> FetchError:
    start = document.start()
    url = shown(document.url)
    if not start.content.strip():
        return FetchError(Issue("answer-empty", params={"url": url}))
    if start.is_html:
        return FetchError(Issue("looks-like-html", params={"url": url}))
    return FetchError(Issue("source-empty", record=url))
