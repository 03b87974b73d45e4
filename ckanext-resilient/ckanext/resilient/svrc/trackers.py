"""Addresses in texts without what only follows their readers."""

from __future__ import annotations

import re

# From the opening of an address to its end, with a question mark in it; ")" and "]" end it in Markdown.
_ADDRESS = re.compile(r"(https?://[^\s<>\"'\])?#]+)\?([^\s<>\"'\])#]*)", re.IGNORECASE)
_PARAMETER = re.compile(
    r"(?:utm_[a-z_]+|pk_[a-z_]+|mtm_[a-z_]+|hsa_[a-z]+|_ga|_gl|_hsenc|_hsmi|mc_[ce]id|mkt_tok|igshid|"
    r"fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|oly_(?:anon|enc)_id|vero_id)(?:=|$)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"&amp;|&")


def without_trackers(text: str) -> str:
    """A text whose addresses lost the parameters of campaigns and advertising networks (`utm_source`, `fbclid`)."""
    return _ADDRESS.sub(_kept, text)


def _kept(match: re.Match[str]) -> str:
    parts = _BETWEEN.split(match[2])
    kept = [part for part in parts if not _PARAMETER.match(part)]
    if len(kept) == len(parts):
        return match[0]
    return f"{match[1]}?{'&'.join(kept)}" if kept else match[1]
