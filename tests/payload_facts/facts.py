"""What one dataset of a payload states, as any reader of the specifications finds it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit, urlunsplit

GEOMETRY = "geometry"
"""Stands among the places for a shape without a name."""


@dataclass
class Facts:
    """The values of one dataset, word for word. Texts are pairs of language tag (or "") and text."""

    id: str
    titles: list[tuple[str, str]] = field(default_factory=list)
    descriptions: list[tuple[str, str]] = field(default_factory=list)
    publishers: list[str] = field(default_factory=list)
    licences: list[str] = field(default_factory=list)
    issued: list[str] = field(default_factory=list)
    modified: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    contacts: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    frequencies: list[str] = field(default_factory=list)
    formats: list[tuple[str, str]] = field(default_factory=list)
    """Formats and media types, as the source writes them, beside an address of the file (or "" for any)."""
    file_names: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    """Web pages about the dataset."""
    sources: list[str] = field(default_factory=list)
    """Where the data come from, in words."""
    period: list[str] = field(default_factory=list)
    """First and last point in time, or nothing."""
    files: list[list[str]] = field(default_factory=list)
    """The addresses of each distribution; none for one that is only named."""


def formats_of(addresses: list[str], texts: Iterable[str | None]) -> list[tuple[str, str]]:
    """What is said of the format of one file."""
    return [((addresses or [""])[0], text) for text in distinct(text or "" for text in texts)]


def distinct(values: Iterable[str]) -> list[str]:
    """Each value once, without blanks around it; empty ones are none."""
    return list(dict.fromkeys(text.strip() for text in values if text.strip()))


_INLINE = re.compile(r"</?(?:a|abbr|b|em|font|i|small|span|strong|sub|sup|u)(?:\s[^<>]*)?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>|<!--.*?-->", re.DOTALL)
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff]")


def plain(text: str) -> str:
    """A text without HTML and characters that nobody sees, its blanks in one form."""
    without_tags = _TAG.sub(" ", _INLINE.sub("", text))
    return " ".join(_INVISIBLE.sub("", html.unescape(without_tags)).split())


def words(text: str) -> list[str]:
    """The words of a text, whatever marks stand between them or emphasise them."""
    return re.findall(r"\w+", re.sub(r"[*_]", "", plain(text)).casefold())


def same_address(url: str) -> str:
    """An address in one form: blanks and letters beyond ASCII percent-encoded, host in lower case."""
    parts = urlsplit(url.strip())
    encoded = [
        quote(part, safe="/%:@!$&'()*+,;=~?-._[]{}|") for part in (parts.path, parts.query, parts.fragment)
    ]
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), *encoded)).rstrip("/")
