"""Whose record it is: the name and the address that a record itself gives of who can mend it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from ckanext.resilient.errors import RejectRecord
from ckanext.resilient.svrc.issues import NOBODY, Issue, Owner
from ckanext.resilient.svrc.languages import resolve
from ckanext.resilient.svrc.record import Agent, Contact, Dataset, SourceDataset
from ckanext.resilient.svrc.text import one_line
from ckanext.resilient.svrc.values import Findings

_PARTIES = ("contact", "publisher", "rights_holder", "creator")


def owner_of(record: Dataset | SourceDataset) -> Owner:
    """Who can mend a record, with an address: its contact, else its publisher, else who holds the rights or made it.

    The name is the publisher's where the record names one: of a contact, it often is that of a function.
    """
    parties: tuple[Agent | Contact, ...] = (
        *record.contacts,
        *record.publishers,
        *record.rights_holders,
        *record.creators,
    )
    address = next(filter(None, (_address(party.email) for party in parties)), "")
    names = (one_line(resolve(party.name, "en").text) for party in (*record.publishers, *parties))
    return Owner(next(filter(None, names), ""), address) if address else NOBODY


def owner_of_package(package: Mapping[str, Any]) -> Owner:
    """The same of a record as the catalogue holds it."""
    publishers: list[dict[str, str]] = package.get("publisher", [])
    parties = [party for field in _PARTIES for party in cast("list[dict[str, str]]", package.get(field, []))]
    address = next((party["email"] for party in parties if party.get("email")), "")
    name = next((party["name"] for party in (*publishers, *parties) if party.get("name")), "")
    return Owner(name, address) if address else NOBODY


def untitled(record: SourceDataset, field: str = "title") -> RejectRecord:
    """The refusal of a record that has neither title nor description, with whose it is.

    Args:
        record: with its parties.
        field: where the portal's records have their title.
    """
    return RejectRecord(Issue("title-missing", record=record.guid, field=field, owner=owner_of(record)))


def owned(issues: Iterable[Issue], owner: Owner) -> tuple[Issue, ...]:
    """Findings of a record, with whose it is."""
    return tuple(issues) if owner == NOBODY else tuple(replace(issue, owner=owner) for issue in issues)


def _address(value: str) -> str:
    return Findings("").email(value, "") if "@" in value else ""
