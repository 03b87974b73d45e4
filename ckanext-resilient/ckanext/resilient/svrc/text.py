"""Small operations on text that every crosswalk shares."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from urllib.parse import urlsplit

from slugify import slugify

_BREAKS = re.compile(r"\r\n?|\u2028|\u2029")
_NOT_WORD = re.compile(r"[\W_]+")
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://(www\.)?", re.IGNORECASE)
_SLUG_LENGTH = 80
_LONGEST_WORD = 300
# Control, format and private characters; joiners stay, they carry meaning in some scripts.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ue000-\uf8ff\ufeff\ufff0-\ufffb\ufffe\uffff]"
)

_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def storable(text: str) -> str:
    """The text without what no database and no page takes: control characters, halves of letters."""
    return _UNSTORABLE.sub("", text)


def clean(text: str) -> str:
    """The text without control and invisible characters, line ends as `\\n`, trimmed."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", _BREAKS.sub("\n", text))).strip()


def one_line(text: str) -> str:
    """The text on one line, words parted by single blanks."""
    return " ".join(clean(text).split())


def word(text: str) -> str:
    """A source's own word as it is kept for people: on one line, what is very long cut."""
    line = one_line(text)
    return line if len(line) <= _LONGEST_WORD else line[: _LONGEST_WORD - 1] + "…"


def word_key(text: str) -> str:
    """The key under which a portal's own words are known; very long ones that begin alike are the same."""
    return word(text).casefold()


def fold(text: str) -> str:
    """A key for comparing words: without case, accents and punctuation."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", plain.replace("ς", "σ")).strip()


def is_address(text: str) -> bool:
    """Whether the text begins like an absolute address (`http://…`)."""
    return bool(_SCHEME.match(text.strip()))


def address_key(address: str) -> str:
    """A key for comparing addresses: without scheme, `www.`, blanks, case and trailing slash."""
    return re.sub(r"\s+", "", _SCHEME.sub("", address.strip())).casefold().rstrip("/#")


def match_key(text: str) -> str:
    """The key under which crosswalks know a word or an address."""
    return address_key(text) if is_address(text) else fold(text)


def last_segment(address: str) -> str:
    """What follows the last `/` or `#` of an address."""
    return re.split(r"[/#]", address.strip().rstrip("/#"))[-1]


def slug(title: str, guid: str) -> str:
    """A dataset name for addresses: readable ASCII from the title, unique by the record's identity."""
    mark = hashlib.sha256(guid.encode()).hexdigest()[:8]
    readable = slugify(title, max_length=_SLUG_LENGTH, word_boundary=True) or "dataset"
    return f"{readable}-{mark}"


def host_of(address: str) -> str:
    """The host of an address in lower case, "" when it has none or cannot be read."""
    try:
        return (urlsplit(address.strip()).hostname or "").casefold()
    except ValueError:
        return ""
