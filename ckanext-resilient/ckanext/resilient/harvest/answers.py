"""What came back from an address, ready to be read as text or JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ckanext.resilient.errors import FetchError
from ckanext.resilient.harvest.decoding import DecodedText, decode
from ckanext.resilient.svrc.issues import Issue

NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Validators:
    """What lets the next request ask "has it changed?" (RFC 9110, section 13)."""

    etag: str = ""
    last_modified: str = ""

    def __bool__(self) -> bool:
        """Whether the source told anything."""
        return bool(self.etag or self.last_modified)

    def as_headers(self) -> dict[str, str]:
        """The headers of a conditional request."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in headers.items() if value}


@dataclass(frozen=True)
class Response:
    """An answer, read to its end.

    Args:
        url: the address that answered, after redirects.
        status: the HTTP status, 200–299 or 304.
        headers: by lower-case name.
        content: the body, decompressed.
        issues: what was odd on the way without costing the answer.
    """

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    content: bytes = b""
    issues: tuple[Issue, ...] = ()

    @property
    def not_modified(self) -> bool:
        """Whether the source said that nothing changed since the validators were given."""
        return self.status == NOT_MODIFIED

    @property
    def content_type(self) -> str:
        """The media type without parameters, in lower case; empty when the source gives none."""
        return self.headers.get("content-type", "").split(";")[0].strip().casefold()

    @property
    def validators(self) -> Validators:
        """What to send next time."""
        return Validators(self.headers.get("etag", ""), self.headers.get("last-modified", ""))

    @cached_property
    def decoded(self) -> DecodedText:
        """The text with the character set that it was read with."""
        return decode(self.content, self.headers.get("content-type", ""))

    @property
    def text(self) -> str:
        """The body as text; letters that no character set explains are replaced."""
        return self.decoded.text

    @property
    def text_issues(self) -> tuple[Issue, ...]:
        """What was wrong with the character set, if anything."""
        if not self.decoded.replaced:
            return ()
        return (Issue("letters-replaced", params={"url": shown(self.url), "charset": self.decoded.charset}),)

    @property
    def is_html(self) -> bool:
        """Whether the body is a web page, whatever its header says."""
        start = self.content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        return start.startswith((b"<!doctype html", b"<html", b"<head", b"<body"))

    def json(self) -> Any:
        """The body as JSON.

        Raises:
            FetchError: it is a web page, empty, or not JSON.
        """
        if self.is_html:
            raise FetchError(Issue("looks-like-html", params={"url": shown(self.url)}))
        try:
            # Not strict: many portals leave line ends and other control characters in their texts as they are.
            return json.loads(self.text, strict=False)
        except (ValueError, RecursionError) as error:
            start = " ".join(self.text[:80].split())
            params = {"url": shown(self.url), "start": start}
            raise FetchError(Issue("not-json", params=params)) from error


class StatusError(FetchError):
    """The source answered with an error status; `response` holds the start of what it said."""

    def __init__(self, response: Response, issue: Issue) -> None:
        super().__init__(issue)
        self.response = response

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.response.status


def shown(url: str) -> str:
    """An address short enough to stand in a message."""
    return url if len(url) <= 200 else f"{url[:199]}…"
