"""Addresses of OGC services, which answer a plain request with an error: they are asked what they can do."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_FORMATS = {"WMS_SRVC": "WMS", "WFS_SRVC": "WFS", "WMTS_SRVC": "WMTS", "WCS_SRVC": "WCS"}
_SERVICES = frozenset({"WMS", "WFS", "WMTS", "WCS", "CSW", "WPS", "SOS"})
_IN_PATH = re.compile(r"/(wms|wfs|wmts|wcs|csw|wps)(?:server)?/?$", re.IGNORECASE)


def request_for(address: str, formats: Collection[str]) -> str:
    """The address to try in the place of one: of an OGC service, the request for its capabilities.

    Args:
        address: as a dataset names it.
        formats: EU file-type codes that datasets promise there.
    """
    parts = urlsplit(address)
    query = parse_qsl(parts.query, keep_blank_values=True)
    named = {name.casefold(): value for name, value in query}
    if "request" in named:
        return address
    service = named.get("service", "").upper() or _by_format(formats) or _by_path(parts.path)
    if service not in _SERVICES:
        return address
    asked = [(name, value) for name, value in query if name.casefold() != "service"]
    asked += [("service", service), ("request", "GetCapabilities")]
    return urlunsplit(parts._replace(query=urlencode(asked)))


def _by_format(formats: Collection[str]) -> str:
    return next((_FORMATS[code] for code in sorted(formats) if code in _FORMATS), "")


def _by_path(path: str) -> str:
    found = _IN_PATH.search(path)
    return found.group(1).upper() if found else ""
