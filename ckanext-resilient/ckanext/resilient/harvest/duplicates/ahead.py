"""Pairs that a rehearsal finds, and what is decided about them before the records are here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model

from ckanext.resilient.harvest.duplicates import decide, store
from ckanext.resilient.harvest.duplicates.model import DuplicateDecision
from ckanext.resilient.harvest.stages import Prepared
from ckanext.resilient.harvest.store import package_id
from ckanext.resilient.svrc.sameness import REASONS

Row = Mapping[str, Any]

OWN, OTHER, TWO = "own", "other", "two"
KEEPS = (OWN, OTHER, TWO)
"""What may be decided: the record that is read is shown, the one that is here, or both, as two datasets."""


def pairs(rows: Iterable[Row], own: Mapping[str, Prepared]) -> list[dict[str, Any]]:
    """What the records of a rehearsal have in common with records that are here, in one query.

    Args:
        rows: decisions as `Recogniser` makes them.
        own: the records that were read, by the package id that they would have.

    Returns:
        In the form of `resilient_duplicate_list`, with the `guid` of the record that was read; it stands first.
    """
    told = [(*_own_first(row, own), row) for row in rows]
    others = decide.described({other for _, other, _ in told})
    return [
        {
            "guid": own[mine].guid,
            "verdict": row["verdict"],
            "records": [decide.not_held(mine, own[mine].title), others[other]],
            "proposal": row["proposal"],
            "reasons": [tk._(REASONS[reason]) for reason in row["reasons"]],
            "differences": row["differences"],
        }
        for mine, other, row in told
    ]


def _own_first(row: Row, own: Mapping[str, Prepared]) -> tuple[str, str]:
    first, second = row["first"], row["second"]
    return (first, second) if first in own else (second, first)


def refuse_unknown(said: Sequence[Row]) -> None:
    """Pass when every record that something is said about is held by a source.

    Raises:
        tk.ValidationError: one is not.
    """
    held = store.records_of({one["other"] for one in said})
    unknown = sorted({one["other"] for one in said} - held.keys())
    if unknown:
        message = tk._("No source gives the record {id}: look again what would come in.")
        raise tk.ValidationError({"decisions": [message.format(id=unknown[0])]})


def say(source_id: str, said: Sequence[Row], user: str) -> None:
    """Keep what was decided about records of a source, which hold from its next run on.

    Where the record is here already, it holds at once.

    Args:
        source_id: the source whose records these are.
        said: each with `guid`, `other` (package id of a record of another source) and `keep`, one of `KEEPS`.
        user: name of the person who decides.
    """
    own = {one["guid"]: package_id(source_id, one["guid"]) for one in said}
    here = store.records_of(own.values())
    for one in said:
        mine, other = own[one["guid"]], one["other"]
        keep = {OWN: mine, OTHER: other, TWO: ""}[one["keep"]]
        decision = _pair(mine, other)
        if mine in here:
            decide.decide(decision, keep, user)
            continue
        decision.proposal = decision.proposal or keep
        decide.settle(decision, keep, user)


def _pair(one: str, other: str) -> DuplicateDecision:
    first, second = sorted((one, other))
    new = {"first": first, "second": second, "verdict": "open", "keeps": "", "proposal": "", "decided_by": ""}
    store.add_decisions([{**new, "reasons": [], "differences": {}}])
    query = sa.select(DuplicateDecision).where(
        DuplicateDecision.first == first, DuplicateDecision.second == second
    )
    return model.Session.scalars(query).one()
