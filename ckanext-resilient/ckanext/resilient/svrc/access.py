"""Access rights, availability and status of sources to the EU tables."""

from __future__ import annotations

from ckanext.resilient.svrc.vocabularies import find


def access_right_uri(value: str) -> str:
    """The EU access-right address that a source's value means, "" when it is a statement of its own."""
    return _uri("access-right", value)


def availability_uri(value: str) -> str:
    """The EU planned-availability address that a source's value means, "" when unknown."""
    return _uri("planned-availability", value)


def status_uri(value: str) -> str:
    """The EU distribution-status address that a source's value means, "" when unknown."""
    return _uri("distribution-status", value)


def _uri(table: str, value: str) -> str:
    term = find(table, value) if value.strip() else None
    return term.uri if term else ""
