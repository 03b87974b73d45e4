"""What a licence lets others do, in three words, and the register that CKAN offers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from ckanext.resilient.display.licences import stated_licence
from ckanext.resilient.display.rights import rights_of
from ckanext.resilient.svrc.vocabularies import authority

Group = Literal["free", "conditions", "ask"]


def group(dataset: Mapping[str, Any]) -> Group:
    """`free`: name the source at most; `conditions`: more than that; `ask`: it does not say."""
    rights = rights_of(stated_licence(dataset))
    if rights is None:
        return "ask"
    return "free" if rights.free else "conditions"


def register() -> list[dict[str, Any]]:
    """The licences of the EU table as CKAN's register wants them (`schemas/licences.json`)."""
    return [
        {
            "id": term.code,
            "title": term.labels["en"],
            "url": term.uri,
            "status": "active",
            "od_conformance": _conformance(term.code),
        }
        for term in authority("licence")
    ]


def _conformance(code: str) -> str:
    """Whether the licence meets the Open Definition (https://opendefinition.org/od/2.1/en/)."""
    rights = rights_of(code)
    if rights is None:
        return "not reviewed"
    return "approved" if rights.change and rights.sell else "rejected"
