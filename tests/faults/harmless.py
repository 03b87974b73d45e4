"""What no stored record may hold, whatever its source sends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_HARM = {
    "a script": re.compile(r"<\s*/?\s*script", re.IGNORECASE),
    "an event handler": re.compile(r"<[^>]*\son\w+\s*=", re.IGNORECASE),
    "a frame or form": re.compile(r"<\s*(iframe|object|embed|form|svg|style|meta|base)\b", re.IGNORECASE),
    "a link that runs": re.compile(r"\]\(\s*(javascript|vbscript|data)\s*:", re.IGNORECASE),
    "a picture from elsewhere": re.compile(r"!\[[^\]]*\]\(\s*https?:", re.IGNORECASE),
    "a control character": re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"),
    "a letter that is half": re.compile("[\ud800-\udfff]"),
    "a letter that turns the direction": re.compile("[\u202a-\u202e\u2066-\u2069]"),
    "a file of this machine": re.compile(r"root:x:0:0"),
}
_ADDRESSES = frozenset({"url", "access_url", "download_url", "documentation", "homepage"})
_ALLOWED = re.compile(r"(https?|ftp)://", re.IGNORECASE)


def harm_in(package: Mapping[str, Any]) -> list[str]:
    """What is wrong with a record that would be stored; empty when nothing is."""
    found = [
        f"{kind} in {path}"
        for path, text in _texts(package, "")
        for kind, pattern in _HARM.items()
        if pattern.search(text)
    ]
    found += [
        f"an address that is none in {path}: {text[:60]}"
        for path, text in _texts(package, "")
        if path.rpartition(".")[2] in _ADDRESSES and text and not _ALLOWED.match(text)
    ]
    return found


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _texts(part, f"{path}.{name}" if path else str(name))
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _texts(part, path)
    elif isinstance(value, str):
        yield path, value
