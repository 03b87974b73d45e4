"""From bytes on the wire to text: decompression that cannot explode, character sets that lie."""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_PIECE = 64 * 1024
_MAX_LAYERS = 2
_GZIP_MAGIC = b"\x1f\x8b"


class UnknownEncodingError(ValueError):
    """The content encoding is none that was asked for."""


class BrokenBodyError(ValueError):
    """The compressed body is damaged or ends too early."""


def decompressed(chunks: Iterable[bytes], encodings: str) -> Iterator[bytes]:
    """The body in pieces of bounded size, so that the reader can stop at any total.

    Args:
        chunks: the body as it arrives.
        encodings: the Content-Encoding header (RFC 9110, section 8.4).
    """
    layers = [word.strip().casefold() for word in encodings.split(",")]
    layers = [word for word in layers if word not in {"", "identity"}]
    if len(layers) > _MAX_LAYERS:
        raise UnknownEncodingError(encodings)
    pieces = iter(chunks)
    for layer in reversed(layers):
        if layer in {"gzip", "x-gzip"}:
            pieces = _inflated(pieces, zlib.MAX_WBITS | 16)
        elif layer == "deflate":
            pieces = _inflated(pieces, zlib.MAX_WBITS)
        else:
            raise UnknownEncodingError(layer)
    return pieces


def _inflated(chunks: Iterator[bytes], window: int) -> Iterator[bytes]:
    inflater: _Inflater | None = None
    for chunk in chunks:
        if inflater is None and chunk:
            raw = window == zlib.MAX_WBITS and not _has_zlib_header(chunk)
            # Many servers send "deflate" without the wrapper that the standard asks for.
            inflater = _Inflater(-window if raw else window)
        if inflater is not None:
            yield from inflater.feed(chunk)
    if inflater is not None and not inflater.finished:
        raise BrokenBodyError("incomplete")


class _Inflater:
    """Decompresses in small pieces. A gzip file may have several members; what follows them is ignored."""

    def __init__(self, window: int) -> None:
        self._window = window
        self._stream = zlib.decompressobj(window)

    @property
    def finished(self) -> bool:
        return self._stream.eof

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._stream.eof:
                if not data.startswith(_GZIP_MAGIC):
                    return
                self._stream = zlib.decompressobj(self._window)
            piece = self._decompress(data)
            data = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
            while piece:
                yield piece
                # A full piece may leave output inside zlib although all input is consumed.
                piece = b"" if data or len(piece) < _PIECE else self._decompress(b"")

    def _decompress(self, data: bytes) -> bytes:
        try:
            return self._stream.decompress(data, _PIECE)
        except zlib.error as error:
            raise BrokenBodyError(str(error)) from error


def _has_zlib_header(data: bytes) -> bool:
    """RFC 1950, section 2.2: method 8, and the first two bytes divisible by 31."""
    return data[0] & 0x0F == 8 and (len(data) < 2 or int.from_bytes(data[:2], "big") % 31 == 0)


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A text, the character set that it was read with, and whether letters had to be replaced."""

    text: str
    charset: str
    replaced: bool


_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEADER = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_PROLOG = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE)
_META = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
# Python knows many codecs that are no character sets, some of them slow on purpose-made input.
_PLAIN_CHARSET = re.compile(
    r"(utf-?8|utf-?16([bl]e|-[bl]e)?|utf-?32([bl]e|-[bl]e)?|us-ascii|ascii|iso-?8859-?\d+|latin-?\d+"
    r"|windows-?\d+|cp\d+|koi8-[rut]|mac-?(roman|greek|turkish|croatian)|macintosh)",
    re.IGNORECASE,
)
# As browsers read them: https://encoding.spec.whatwg.org/#names-and-labels
_REALLY_CP1252 = {"ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin1", "latin-1"}


def decode(content: bytes, content_type: str = "") -> DecodedText:
    """Bytes as text: byte order mark, then valid UTF-8, then what is declared, then UTF-8 with gaps.

    Valid UTF-8 goes before a declared one-byte set because text in such a set is practically
    never valid UTF-8 by chance, while servers that declare the wrong set are common.
    """
    for mark, charset in _BOMS:
        if content.startswith(mark):
            return _decode_as(content[len(mark) :], charset)
    declared = declared_charset(content, content_type)
    if declared.startswith(("utf-16", "utf16", "utf-32", "utf32")):
        return _decode_as(content, declared)
    as_utf8 = _decode_as(content, "utf-8")
    if not as_utf8.replaced or not declared:
        return as_utf8
    return _decode_as(content, as_browsers_read(declared))


def as_browsers_read(charset: str) -> str:
    """The character set that is really meant by a declared one."""
    return "cp1252" if charset in _REALLY_CP1252 else charset


def marked_charset(content: bytes) -> str:
    """The character set that a byte order mark tells; empty without one."""
    return next((charset for mark, charset in _BOMS if content.startswith(mark)), "")


def declared_charset(content: bytes, content_type: str = "") -> str:
    """The character set that header, XML prolog or HTML head declare, in lower case; else empty."""
    header = _HEADER.search(content_type)
    start = content[:2048]
    inner = _PROLOG.search(start) or _META.search(start)
    for name in (header[1] if header else "", inner[1].decode("ascii", "ignore") if inner else ""):
        if _PLAIN_CHARSET.fullmatch(name):
            return name.casefold()
    return ""


def _decode_as(content: bytes, charset: str) -> DecodedText:
    try:
        return DecodedText(content.decode(charset), charset, replaced=False)
    except UnicodeDecodeError:
        return DecodedText(content.decode(charset, "replace"), charset, replaced=True)
    except LookupError:
        return DecodedText(content.decode("utf-8", "replace"), "utf-8", replaced=True)
