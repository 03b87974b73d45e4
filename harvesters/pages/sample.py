"""How many of the records that were looked at would come in with what stands in a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.resilient.pages import reader

_SOCIAL, _OTHER = "1", "0"


@dataclass(frozen=True, slots=True)
class Sample:
    """A part of the form that counts anew when its choices change.

    Args:
        url: where it asks.
        records: of each record looked at one sign, whether the choice takes it; empty where none was looked at.
        sentence: how many would come in, or why that is not known.
    """

    url: str
    records: str
    sentence: str


def signs_of(probe: Mapping[str, Any]) -> str:
    """The records that `resilient_harvest_probe` has looked at, as a form carries them."""
    if probe["social"]:
        return "".join(_SOCIAL if social else _OTHER for social in probe["social"])
    return _SOCIAL * probe["looked_at"]


def counted(url: str, records: str, *, only_social: bool, limit: str) -> Sample:
    """How many come in of the records that were looked at; a limit that is no number counts as none."""
    most = int(limit) if limit.isdecimal() and int(limit) else len(records)
    looked_at = records[:most]
    taken = looked_at.count(_SOCIAL) if only_social else len(looked_at)
    sentence = tk._("Of the first {listed} records, {taken} would come in.").format(
        listed=reader.number(len(looked_at)), taken=reader.number(taken)
    )
    return Sample(url, records, sentence if records else "")


def asked(url: str, given: Mapping[str, str], records: str) -> Sample:
    """The same with what a form has sent."""
    return counted(
        url, records, only_social=bool(given.get("only_social")), limit=given.get("limit", "").strip()
    )
