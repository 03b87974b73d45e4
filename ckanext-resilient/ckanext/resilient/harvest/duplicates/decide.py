"""Decisions of people about two records that may be the same dataset."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Mapping
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model

from ckanext.resilient.errors import PauseHarvest, RejectRecord
from ckanext.resilient.harvest import leases, writer
from ckanext.resilient.harvest.duplicates import store
from ckanext.resilient.harvest.duplicates.model import DuplicateDecision
from ckanext.resilient.harvest.duplicates.recognise import Place, places
from ckanext.resilient.harvest.duplicates.store import Held
from ckanext.resilient.harvest.duplicates.succession import bring_back
from ckanext.resilient.harvest.wording import not_written
from ckanext.resilient.moments import utc_now
from ckanext.resilient.svrc.sameness import REASONS

STATES = ("open", "decided", "all")
"""Which decisions a list shows."""


def find(decision_id: int) -> DuplicateDecision | None:
    """A decision by its number."""
    return model.Session.get(DuplicateDecision, decision_id)


def organisations(decision: DuplicateDecision) -> set[str | None]:
    """Ids of the organisations whose datasets a decision is about."""
    return organisations_of({decision.first, decision.second})


def organisations_of(package_ids: Collection[str]) -> set[str | None]:
    """Ids of the organisations whose sources give these records."""
    return set(owners_of({one.source_id for one in store.records_of(package_ids).values()}).values())


def described(package_ids: Collection[str]) -> dict[str, dict[str, Any]]:
    """These records in plain words, by package id."""
    held, known = store.records_of(package_ids), places()
    return {one: _record(one, held, known) for one in package_ids}


def listed(
    state: str, source_id: str, owners: Collection[str] | None, *, limit: int, offset: int
) -> list[dict[str, Any]]:
    """Decisions with both records, newest first, in four queries whatever their number.

    Args:
        state: one of `STATES`.
        source_id: only those of this source; empty for all.
        owners: only those in which one of these organisations takes part; None for all.
        limit: at most so many.
        offset: leave out so many.
    """
    query = sa.select(DuplicateDecision).order_by(DuplicateDecision.id.desc()).limit(limit).offset(offset)
    if state != "all":
        is_open = DuplicateDecision.verdict == "open"
        query = query.where(is_open if state == "open" else ~is_open)
    if source_id:
        query = query.where(_concerns(store.packages_of([source_id])))
    if owners is not None:
        query = query.where(_concerns(store.packages_of(store.sources_of(owners))))
    return _rows(list(model.Session.scalars(query)))


def _concerns(packages: sa.Select[tuple[str]]) -> sa.ColumnElement[bool]:
    return sa.or_(DuplicateDecision.first.in_(packages), DuplicateDecision.second.in_(packages))


def shown(decision: DuplicateDecision) -> dict[str, Any]:
    """A decision with both records, in plain words."""
    return _rows([decision])[0]


def _rows(decisions: Collection[DuplicateDecision]) -> list[dict[str, Any]]:
    records = _records(decisions)
    known = places()
    return [
        {
            "id": one.id,
            "verdict": one.verdict,
            "records": [_record(package_id, records, known) for package_id in (one.first, one.second)],
            "keeps": one.keeps,
            "proposal": one.proposal,
            "reasons": [tk._(REASONS[reason]) for reason in one.reasons],
            "differences": one.differences,
            "decided_by": one.decided_by,
            "found": one.found.isoformat(),
            "decided": one.decided.isoformat() if one.decided else None,
        }
        for one in decisions
    ]


def _records(decisions: Collection[DuplicateDecision]) -> dict[str, Held]:
    return store.records_of({package for one in decisions for package in (one.first, one.second)})


def _record(package_id: str, records: Mapping[str, Held], known: Mapping[str, Place]) -> dict[str, Any]:
    held = records.get(package_id)
    if held is None:
        return not_held(package_id)
    return {
        "id": package_id,
        "title": held.profile.facts.title,
        "url": held.profile.facts.page,
        "source": held.source_id,
        "portal": known[held.source_id].title if held.source_id in known else "",
        "shown": held.stays == package_id,
    }


def not_held(package_id: str, title: str = "") -> dict[str, Any]:
    """A record that no source gives, any more or yet."""
    return {"id": package_id, "title": title, "url": "", "source": "", "portal": "", "shown": False}


def owners_of(source_ids: Collection[str]) -> dict[str, str | None]:
    """Ids of the organisations of these sources, by source id."""
    rows = model.Session.execute(
        sa.select(model.Package.id, model.Package.owner_org).where(model.Package.id.in_(source_ids))
    )
    return {row.id: row.owner_org for row in rows}


def settle(decision: DuplicateDecision, keep: str, user: str) -> None:
    """Keep what was decided about a pair, without changing a dataset; see `decide`."""
    decision.verdict, decision.keeps = ("same", keep) if keep else ("different", "")
    decision.decided_by, decision.decided = user, utc_now()
    model.Session.commit()


def decide(decision: DuplicateDecision, keep: str, user: str) -> dict[str, Any]:
    """Settle a pair, now and for every later harvest.

    Args:
        decision: the pair.
        keep: package id of the one that stays; empty when they are two different datasets.
        user: name of the person who decides.

    Raises:
        tk.ValidationError: `keep` is none of the pair, no source gives that record any more, or the search index does
            not answer. Then nothing is settled, and it can be repeated.
    """
    pair = (decision.first, decision.second)
    records = _records([decision])
    if keep and keep not in records:
        raise tk.ValidationError({"keep": [tk._("Choose one of the two records that a source still gives.")]})
    try:
        _carry_out(pair, keep, records)
    except (RejectRecord, PauseHarvest) as failure:
        raise not_written(failure, "keep") from failure
    settle(decision, keep, user)
    return shown(decision)


def _carry_out(pair: tuple[str, str], keep: str, records: Mapping[str, Held]) -> None:
    """Show what is to be shown of a pair; what has to wait is done by the next harvests of the two sources."""
    for package_id in [keep] if keep else pair:
        held = records.get(package_id)
        if held is not None and held.stays in pair and held.stays != package_id and not bring_back(held):
            return
    if keep:
        first, second = pair
        _put_behind(keep, second if keep == first else first, records)


def _put_behind(keep: str, other: str, records: Mapping[str, Held]) -> None:
    held = records.get(other)
    with contextlib.ExitStack() as stack:
        if held is not None:
            try:
                stack.enter_context(leases.hold(held.source_id))
            except leases.SourceBusyError:
                return  # it could be about to write the other
        # Before it goes, in one transaction: a dataset without a successor would be one that a person deleted.
        store.stands_for(store.standing([keep])[keep], other)
        writer.delete(other)
        model.Session.commit()
