"""Access rights, availability, status and high-value categories of sources to the EU tables."""

from __future__ import annotations

import re

from ckanext.resilient.svrc.text import match_key
from ckanext.resilient.svrc.vocabularies import authority, crosswalk, find

HVD = "http://data.europa.eu/bna/"
"""Addresses of high-value dataset categories begin like this."""

_HVD_CODE = re.compile(r"(?:.*data\.europa\.eu/bna/)?(c_[0-9a-f]{8})/?$", re.IGNORECASE)


def access_right_uri(value: str) -> str:
    """The EU access-right address that a source's value means, "" when it is a statement of its own."""
    return _uri("access-right", value) or constraint_uri(value)


def constraint_uri(value: str) -> str:
    """The EU access-right address that a statement on limits of public access means, "" when it is none.

    ISO 19115 records write such statements where a licence is expected ("nessuna limitazione").
    """
    code = crosswalk("constraint").get(match_key(value)) if value.strip() else None
    term = authority("access-right").get(code) if code else None
    return term.uri if term else ""


def hvd_category_uri(value: str) -> str:
    """The address of a high-value dataset category that an address, a code or a label means, "" when unknown."""
    match = _HVD_CODE.match(value.strip())
    return HVD + match[1].lower() if match else _uri("hvd-category", value)


def availability_uri(value: str) -> str:
    """The EU planned-availability address that a source's value means, "" when unknown."""
    return _uri("planned-availability", value)


def status_uri(value: str) -> str:
    """The EU distribution-status address that a source's value means, "" when unknown."""
    return _uri("distribution-status", value)


def _uri(table: str, value: str) -> str:
    term = find(table, value) if value.strip() else None
    return term.uri if term else ""
