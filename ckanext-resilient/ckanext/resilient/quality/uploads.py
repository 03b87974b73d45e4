"""Files that lie here, told by their address."""

from __future__ import annotations

import re

import ckan.plugins.toolkit as tk

_UPLOAD = re.compile(
    r"(?P<site>https?://[^?#]+?)(?:/[a-z]{2}(?:_[A-Z]{2})?)?"
    r"(?P<path>/[\w-]+/[^/?#]+/resource/(?P<id>[^/?#]+)/download/[^/?#]+)"
)


def stored_address(address: str) -> str:
    """The address as results are kept under it: CKAN writes the language of the page into those of uploads."""
    found = _match(address)
    return found["site"] + found["path"] if found else address


def resource_at(address: str) -> str:
    """The id of the resource whose uploaded file is at this address, "" where it is none of ours."""
    found = _match(address)
    return found["id"] if found else ""


def _match(address: str) -> re.Match[str] | None:
    site = str(tk.config["ckan.site_url"]).rstrip("/") + "/"
    return _UPLOAD.fullmatch(address) if address.startswith(site) else None
