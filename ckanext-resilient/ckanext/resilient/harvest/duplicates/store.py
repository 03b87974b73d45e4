"""Profiles, marks and decisions in our own tables: every question is one query for a whole batch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import ARRAY, insert

from ckanext.resilient.harvest.duplicates.model import DuplicateDecision, RecordMark, RecordProfile
from ckanext.resilient.harvest.model import HarvestRecord
from ckanext.resilient.moments import utc_now
from ckanext.resilient.svrc.profile import Profile, from_dict, marks

Key = tuple[str, str]
"""Source id and guid of a record."""

_STAYS = sa.func.coalesce(sa.func.nullif(HarvestRecord.duplicate_of, ""), HarvestRecord.package_id)
_IS_SHOWN = sa.and_(model.Package.id == _STAYS, model.Package.state == "active")

MANY = 20
"""A mark that more records carry is of none of them: the home page of a portal, a common document."""


@dataclass(frozen=True, slots=True)
class Held:
    """A record that we hold. `stays` is the package id of the dataset that is shown for it."""

    source_id: str
    guid: str
    package_id: str
    stays: str
    profile: Profile


def save_profiles(source_id: str, profiles: Mapping[str, Profile]) -> None:
    """Keep the profiles of one batch; what is kept already is left alone. The caller commits."""
    here = sa.and_(RecordProfile.source_id == source_id, RecordProfile.guid.in_(profiles))
    rows = model.Session.execute(sa.select(RecordProfile.guid, RecordProfile.profile).where(here))
    held = {row.guid: row.profile for row in rows}
    changed = {guid: one for guid, one in profiles.items() if held.get(guid) != one.as_dict()}
    if not changed:
        return
    statement = insert(RecordProfile)
    model.Session.execute(
        statement.on_conflict_do_update(
            index_elements=["source_id", "guid"], set_={"profile": statement.excluded.profile}
        ),
        [{"source_id": source_id, "guid": guid, "profile": one.as_dict()} for guid, one in changed.items()],
    )
    model.Session.execute(
        sa.delete(RecordMark).where(RecordMark.source_id == source_id, RecordMark.guid.in_(changed))
    )
    new = [
        {"source_id": source_id, "guid": guid, "mark": mark}
        for guid, one in changed.items()
        for mark in marks(one)
    ]
    if new:
        model.Session.execute(sa.insert(RecordMark), new)


def forget_profile(source_id: str, guid: str) -> None:
    """Recognise a record no more: its source does not give it any longer. The caller commits."""
    for table in (RecordMark, RecordProfile):
        model.Session.execute(sa.delete(table).where(table.source_id == source_id, table.guid == guid))


def carriers(asked: Collection[str]) -> dict[str, dict[Key, bool]]:
    """Which records carry these marks, each with whether its source still listed it in its last run.

    Of a mark that very many carry, only `MANY` and one more.
    """
    wanted = (
        sa.func.unnest(sa.cast(list(asked), ARRAY(sa.UnicodeText)))
        .table_valued("mark", name="wanted")
        .render_derived()
    )
    each = (
        sa.select(RecordMark.source_id, RecordMark.guid)
        .where(RecordMark.mark == wanted.c.mark)
        .limit(MANY + 1)
        .lateral("each")
    )
    same = sa.and_(HarvestRecord.source_id == each.c.source_id, HarvestRecord.guid == each.c.guid)
    listed = sa.func.coalesce(HarvestRecord.missing_runs, 0) == 0
    rows = model.Session.execute(
        sa.select(wanted.c.mark, each.c.source_id, each.c.guid, listed).select_from(
            wanted.join(each, sa.true()).outerjoin(HarvestRecord, same)
        )
    )
    found: dict[str, dict[Key, bool]] = {}
    for mark, source_id, guid, is_listed in rows:
        found.setdefault(mark, {})[source_id, guid] = is_listed
    return found


def held_records(keys: Collection[Key]) -> dict[Key, Held]:
    """Those of these records that are shown here, by themselves or by another that stands for them."""
    return {(one.source_id, one.guid): one for one in _held(_among(keys))} if keys else {}


def _among(keys: Collection[Key]) -> sa.ColumnElement[bool]:
    return sa.tuple_(HarvestRecord.source_id, HarvestRecord.guid).in_(list(keys))


def records_of(package_ids: Collection[str]) -> dict[str, Held]:
    """Records by the package id that they have or would have, shown here or not."""
    return {one.package_id: one for one in _held(HarvestRecord.package_id.in_(package_ids), shown=False)}


def records_behind(package_id: str) -> list[Held]:
    """The records for which this dataset stands."""
    return _held(HarvestRecord.duplicate_of == package_id, shown=False)


def _held(condition: sa.ColumnElement[bool], *, shown: bool = True) -> list[Held]:
    query = (
        sa.select(
            HarvestRecord.source_id,
            HarvestRecord.guid,
            HarvestRecord.package_id,
            _STAYS.label("stays"),
            RecordProfile.profile,
        )
        .join(
            RecordProfile,
            sa.and_(
                RecordProfile.source_id == HarvestRecord.source_id, RecordProfile.guid == HarvestRecord.guid
            ),
        )
        .where(condition, HarvestRecord.deleted.is_(False))
        .order_by(HarvestRecord.first_seen, HarvestRecord.package_id)
    )
    if shown:
        query = query.join(model.Package, _IS_SHOWN)
    rows = model.Session.execute(query)
    return [Held(*row[:4], profile=from_dict(row.profile)) for row in rows]


def sources_of(organisations: Iterable[str]) -> Sequence[str]:
    """Ids of the sources of these organisations."""
    owned = model.Package.owner_org.in_(list(organisations))
    return model.Session.scalars(
        sa.select(model.Package.id).where(model.Package.type == "harvest", owned)
    ).all()


def packages_of(source_ids: Collection[str]) -> sa.Select[tuple[str]]:
    """The package ids of all records of these sources, to be asked for inside another query."""
    return sa.select(HarvestRecord.package_id).where(HarvestRecord.source_id.in_(source_ids))


def standing(package_ids: Collection[str]) -> dict[str, str]:
    """The dataset that is shown for each of these records: its own, or the one that stands for it."""
    query = (
        sa.select(HarvestRecord.package_id, _STAYS)
        .join(model.Package, _IS_SHOWN)
        .where(HarvestRecord.package_id.in_(package_ids), HarvestRecord.deleted.is_(False))
    )
    return dict(model.Session.execute(query).tuples().all()) if package_ids else {}


def stands_for(package_id: str, other: str) -> None:
    """Let `package_id` stand for `other`, and for every record that `other` stood for. The caller commits."""
    model.Session.execute(
        sa.update(HarvestRecord)
        .where(
            sa.or_(HarvestRecord.duplicate_of == other, HarvestRecord.package_id == other),
            HarvestRecord.package_id != package_id,
        )
        .values(duplicate_of=package_id, last_changed=utc_now())
    )


def decisions_on(package_ids: Collection[str]) -> list[DuplicateDecision]:
    """Every decision in which one of these datasets takes part, oldest first."""
    either = sa.or_(DuplicateDecision.first.in_(package_ids), DuplicateDecision.second.in_(package_ids))
    query = sa.select(DuplicateDecision).where(either).order_by(DuplicateDecision.id)
    return list(model.Session.scalars(query))


def add_decisions(rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep what a batch found; a pair that is known already stays as it is. The caller commits."""
    values = [dict(row) | {"found": utc_now()} for row in rows]
    if values:
        statement = insert(DuplicateDecision).on_conflict_do_nothing(index_elements=["first", "second"])
        model.Session.execute(statement, values)


def forget_decisions(ids: Collection[int]) -> None:
    """Take back what the rules found and what holds no longer. The caller commits."""
    if ids:
        model.Session.execute(sa.delete(DuplicateDecision).where(DuplicateDecision.id.in_(ids)))


def took_place(package_id: str) -> None:
    """Note that a dataset is shown now in place of those that are gone. The caller commits."""
    alive = sa.exists().where(model.Package.id == DuplicateDecision.keeps, model.Package.state == "active")
    model.Session.execute(
        sa.update(DuplicateDecision)
        .where(
            sa.or_(DuplicateDecision.first == package_id, DuplicateDecision.second == package_id),
            DuplicateDecision.keeps.not_in(["", package_id]),
            ~alive,
        )
        .values(keeps=package_id)
        .execution_options(synchronize_session=False)
    )
