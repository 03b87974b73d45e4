"""Who works together, by the four groups of actors and the social economy (R82, R83)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.pages import reader, related
from ckanext.resilient.pages.values import Value, link
from ckanext.resilient.svrc.vocabularies import vocabulary

_ALWAYS_SHOWN = ("public-administration", "business", "research-academia", "civil-society")

Party = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HelixPart:
    """One of the groups of actors with those who belong to it; `text` stands where nobody is named."""

    code: str
    label: str
    parties: list[Value]
    text: str
    present: bool


def helix(parties: Iterable[Party]) -> list[HelixPart]:
    """The four groups of actors, and the social economy where it is named; nothing when nobody is named.

    Parties without a group stand in a last part without a code.
    """
    several = list(parties)
    known = related.organization_links({str(party.get("organization") or "") for party in several})
    by_group: dict[str, list[Value]] = {}
    for party in several:
        by_group.setdefault(str(party.get("helix_actor") or ""), []).append(_value(party, known))
    if not by_group:
        return []
    parts = [
        HelixPart(term.code, term.label(reader.locale()), found, _nobody(found), bool(found))
        for term in vocabulary("helix_actor")
        if (found := by_group.get(term.code, [])) or term.code in _ALWAYS_SHOWN
    ]
    others = by_group.get("", [])
    return [*parts, HelixPart("", tk._("Others"), others, "", present=True)] if others else parts


def _nobody(found: list[Value]) -> str:
    return "" if found else tk._("nobody is named yet")


def _value(party: Party, known: Mapping[str, Value]) -> Value:
    """A party by its name, leading to its entry on this site or to its website."""
    entry = known.get(str(party.get("organization") or ""))
    own = str(party.get("name") or "")
    if entry:
        own, url, lang = entry.label, entry.url, entry.lang
    else:
        url, lang = link(str(party.get("url") or ""), own or str(party.get("organization") or "")).url, ""
        own = own or str(party.get("organization") or "")
    if party.get("relation") == "linked":
        own = tk._("{name} (linked from outside)").format(name=own)
    return Value(own, url, lang)
