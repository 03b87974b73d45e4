"""Clearing a source with ckanext-harvest's own action: what we remember of its records goes with its datasets.

Otherwise the next run would find every record unchanged, and none would come back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from ckan import model

from ckanext.resilient.harvest import consistency, leases, registry
from ckanext.resilient.harvest.duplicates.model import DuplicateDecision, RecordMark, RecordProfile
from ckanext.resilient.harvest.duplicates.succession import succeed
from ckanext.resilient.harvest.model import HarvestIssue, HarvestRecord, HarvestRun
from ckanext.resilient.harvest.removal.model import HarvestApproval
from ckanext.resilient.harvest.undo.model import HarvestBefore

T = TypeVar("T")


def clear(source_id: str, drop: Callable[[], T]) -> T:
    """Forget the records and runs of a source, and let `drop` delete its datasets; gives what `drop` gives.

    What people have edited and decided stays: the datasets come back under their ids. A dataset that another
    source lists, too, is shown as that source's.

    Raises:
        tk.ValidationError: it is being collected now.
    """
    registry.refuse_second_run(source_id)
    try:
        with leases.hold(source_id):
            own, stood_for_others = _own(source_id), _stand_for_others(source_id)
            # First: a record that is forgotten while its dataset is here is just written once more.
            _forget(source_id)
            model.Session.commit()
            done = drop()
            # Its own SQL ends the transaction behind the session's back, and what the session knows is gone.
            model.Session.commit()
            model.Session.expire_all()
            # ckanext-harvest drops from the index only what was indexed again after its first run.
            consistency.drop(_without_those_left(own))
            for package_id in stood_for_others:
                succeed(package_id)
                model.Session.commit()
    except leases.SourceBusyError as busy:
        raise registry.source_is_busy() from busy
    return done


def _own(source_id: str) -> Sequence[str]:
    own = sa.select(HarvestRecord.package_id).where(HarvestRecord.source_id == source_id)
    return model.Session.scalars(own).all()


def _without_those_left(package_ids: Sequence[str]) -> list[str]:
    """Those of the datasets that are gone."""
    left = set(model.Session.scalars(sa.select(model.Package.id).where(model.Package.id.in_(package_ids))))
    return [one for one in package_ids if one not in left]


def _stand_for_others(source_id: str) -> Sequence[str]:
    own = sa.select(HarvestRecord.package_id).where(HarvestRecord.source_id == source_id)
    return model.Session.scalars(
        sa.select(HarvestRecord.duplicate_of)
        .where(HarvestRecord.duplicate_of.in_(own), HarvestRecord.source_id != source_id)
        .distinct()
    ).all()


def _forget(source_id: str) -> None:
    own = sa.select(HarvestRecord.package_id).where(HarvestRecord.source_id == source_id)
    runs = sa.select(HarvestRun.job_id).where(HarvestRun.source_id == source_id)
    either = sa.or_(DuplicateDecision.first.in_(own), DuplicateDecision.second.in_(own))
    _drop(DuplicateDecision, either, DuplicateDecision.decided_by == "")
    # Also what runs of other sources have kept of its records: taking those back would bring them here as known.
    _drop(HarvestBefore, sa.or_(HarvestBefore.source_id == source_id, HarvestBefore.job_id.in_(runs)))
    _drop(HarvestIssue, HarvestIssue.job_id.in_(runs))
    for table in (HarvestApproval, HarvestRun, RecordMark, RecordProfile, HarvestRecord):
        _drop(table, table.source_id == source_id)


def _drop(table: Any, *conditions: sa.ColumnElement[bool]) -> None:
    model.Session.execute(sa.delete(table).where(*conditions).execution_options(synchronize_session=False))
