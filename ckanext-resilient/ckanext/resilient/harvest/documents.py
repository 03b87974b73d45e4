"""A large answer in a file of its own, read from the beginning as often as wanted and never held in memory."""

from __future__ import annotations

import codecs
import time
from collections.abc import Callable, Iterator
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import IO

from ckanext.resilient.harvest.answers import Response, shown
from ckanext.resilient.harvest.decoding import as_browsers_read, declared_charset, marked_charset
from ckanext.resilient.svrc.issues import Issue

IN_MEMORY = 4 * 1024 * 1024
"""Smaller answers are not written to disk."""
STREAMED_ABOVE = 10 * 1024 * 1024
"""Readers that need the whole text take documents up to this size; larger ones are read as a stream."""
_PIECE = 64 * 1024
_START = 64 * 1024
_PATIENCE, _SLOWEST = 120.0, 50_000
_SIXTEEN = ("utf-16", "utf16", "utf-32", "utf32")


class TooSlowError(ValueError):
    """Reading a document takes so long that it was made to take long."""


def new_file() -> IO[bytes]:
    """A file that is gone when it is closed, on disk only if it grows."""
    return SpooledTemporaryFile(max_size=IN_MEMORY)


class Document:
    """The body of an answer; close it, or use it in a `with`, and it is gone.

    Args:
        answer: the answer without its body.
        file: the body, decompressed.
        broken: why the body is not whole, if it is not.
    """

    def __init__(self, answer: Response, file: IO[bytes], broken: Issue | None = None) -> None:
        self.answer = answer
        self.broken = broken
        self._file = file
        self.size = file.seek(0, 2)

    def __enter__(self) -> Document:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Delete the file."""
        self._file.close()

    @property
    def url(self) -> str:
        """The address that answered, after redirects."""
        return self.answer.url

    @property
    def is_large(self) -> bool:
        """Whether it is too large to be read as a whole."""
        return self.size > STREAMED_ABOVE

    def whole(self) -> Response:
        """The answer with its body. Only for documents that are not large."""
        answer = self.answer
        self._file.seek(0)
        return Response(answer.url, answer.status, answer.headers, self._file.read(), answer.issues)

    def start(self) -> Response:
        """The answer with the beginning of its body, for telling what it is."""
        answer = self.answer
        return Response(answer.url, answer.status, answer.headers, self._beginning(), answer.issues)

    def charset(self) -> tuple[str, bool]:
        """The character set by the rules of `decoding.decode`, and whether all of it can be read so."""
        beginning = self._beginning()
        declared = declared_charset(beginning, self.answer.headers.get("content-type", ""))
        for charset in filter(None, (marked_charset(beginning), *([declared] if _is_wide(declared) else ()))):
            return charset, self._is_readable(charset)
        if self._is_readable("utf-8") or not declared:
            return "utf-8", self._is_readable("utf-8")
        meant = as_browsers_read(declared)
        return meant, self._is_readable(meant)

    def text_issues(self) -> tuple[Issue, ...]:
        """What was wrong with the character set, if anything."""
        charset, is_readable = self.charset()
        params = {"url": shown(self.url), "charset": charset}
        return () if is_readable else (Issue("letters-replaced", params=params),)

    def text(self, charset: str = "", errors: str = "replace") -> Iterator[str]:
        """The text piece by piece, without a byte order mark.

        Raises:
            TooSlowError: between two pieces so much time passed that something is wrong.
        """
        decoder = codecs.getincrementaldecoder(charset or self.charset()[0])(errors)
        end = time.monotonic() + _PATIENCE + self.size / _SLOWEST
        is_first = True
        for piece in self._pieces():
            if time.monotonic() > end:
                raise TooSlowError("it takes too long to read")
            if text := decoder.decode(piece):
                yield text.lstrip("\ufeff") if is_first else text
                is_first = False
        if text := decoder.decode(b"", final=True):
            yield text

    def stream(self, change: Callable[[Iterator[str]], Iterator[str]] | None = None) -> TextStream:
        """The text as UTF-8 for parsers that read from a file; `change` may mend it on the way."""
        pieces = self.text()
        return TextStream(change(pieces) if change else pieces)

    def _pieces(self) -> Iterator[bytes]:
        """The body piece by piece; several readers may be under way at once."""
        place = 0
        while place < self.size:
            self._file.seek(place)
            piece = self._file.read(_PIECE)
            place += len(piece)
            yield piece

    def _beginning(self) -> bytes:
        self._file.seek(0)
        return self._file.read(_START)

    def _is_readable(self, charset: str) -> bool:
        decoder = codecs.getincrementaldecoder(charset)("strict")
        try:
            for piece in self._pieces():
                decoder.decode(piece)
            # What was cut in the middle of a letter has lost that letter only.
            decoder.decode(b"", final=self.broken is None)
        except UnicodeDecodeError:
            return False
        return True


class TextStream:
    """Text as a file of UTF-8 bytes that is read once from front to back."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes, all with a negative size; nothing at the end."""
        while size < 0 or len(self._rest) < size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._rest += piece.encode("utf-8", "replace")
        if size < 0:
            size = len(self._rest)
        found, self._rest = self._rest[:size], self._rest[size:]
        return found


def _is_wide(charset: str) -> bool:
    return charset.startswith(_SIXTEEN)
