"""Taking back the last run of a source: every record is as it was before.

What a person changed afterwards is hers: such a dataset stays as it is, and is named. A record that cannot be
restored (Solr is gone) stays in the list, so that the undo can be repeated.
"""

from __future__ import annotations

import datetime
import json
from typing import Any

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model

from ckanext.resilient.errors import PauseHarvest, RejectRecord
from ckanext.resilient.harvest import stock, writer
from ckanext.resilient.harvest.duplicates import store as duplicate_store
from ckanext.resilient.harvest.model import HarvestRecord, HarvestRun
from ckanext.resilient.harvest.overlay import store as overlay
from ckanext.resilient.harvest.undo.before import WORTH, Key, state_of, stated
from ckanext.resilient.harvest.undo.model import HarvestBefore
from ckanext.resilient.harvest.wording import sentence
from ckanext.resilient.svrc.profile import profile_of


def undo(source_id: str, user: str, expected: str = "") -> dict[str, Any]:
    """Take back the last run that changed something; gives `job`, `restored`, and what was `edited` or `failed`.

    Args:
        source_id: the source.
        user: who takes it back.
        expected: the run that is meant; empty for whichever it is.

    Raises:
        ValidationError: the source is being harvested now, there is nothing to take back, or another run is the last.
    """
    job_id = _undoable(source_id, expected)
    run: HarvestRun = model.Session.get_one(HarvestRun, job_id)
    # Before the first record: from now on the next run must not take anything of this one for granted.
    run.undone, run.undone_by = datetime.datetime.now(datetime.timezone.utc), user
    model.Session.commit()
    edited: list[dict[str, str]] = []
    failed: list[dict[str, str]] = []
    restored: list[str] = []
    for key in _keys(job_id):
        row: HarvestBefore = model.Session.get_one(HarvestBefore, (job_id, *key))
        if _is_edited(row):
            edited.append(_named(row))
            model.Session.delete(row)
            model.Session.commit()
            continue
        named = _named(row)
        try:
            _restore(row)
            restored.append(named["id"])
        except (RejectRecord, PauseHarvest) as rejection:
            failed.append({**named, "error": sentence(rejection.issue)})
    # At the end, when none is shown any more that stood in for another.
    for package_id in restored:
        duplicate_store.took_place(package_id)
    model.Session.commit()
    return {"job": job_id, "restored": len(restored), "edited": edited, "failed": failed}


def last_kept(source_id: str) -> tuple[str, datetime.datetime] | None:
    """The run that `undo` would take back, and when it last kept a record; None where there is none."""
    found = model.Session.execute(
        sa.select(HarvestBefore.job_id, sa.func.max(HarvestBefore.taken).label("taken"))
        .join(HarvestRun, HarvestRun.job_id == HarvestBefore.job_id)
        .where(HarvestRun.source_id == source_id)
        .group_by(HarvestBefore.job_id)
        .order_by(*WORTH)
    ).first()
    return (found.job_id, found.taken) if found else None


def preview(source_id: str) -> dict[str, Any]:
    """What `undo` would do, in one query however many records: `job`, and how many datasets …

    … go `back` to what they were, are `deleted` because the run created them, or stay because a person has `edited`
    them since.

    Raises:
        ValidationError: there is nothing to take back.
    """
    job_id, _ = _known(source_id)
    package = model.Package
    rows = model.Session.execute(
        sa.select(
            (HarvestBefore.package == {}).label("created"),
            HarvestBefore.after,
            package.metadata_modified,
            package.state,
        )
        .outerjoin(package, package.id == HarvestBefore.package_id)
        .where(HarvestBefore.job_id == job_id, HarvestBefore.package.is_not(None))
    ).all()
    edited = [
        row for row in rows if row.after is not None and stated(row.metadata_modified, row.state) != row.after
    ]
    created = sum(row.created for row in rows) - sum(row.created for row in edited)
    back = len(rows) - len(edited) - created
    return {"job": job_id, "back": back, "deleted": created, "edited": len(edited)}


def _known(source_id: str) -> tuple[str, datetime.datetime]:
    found = last_kept(source_id)
    if found is None:
        raise tk.ValidationError({"id": [tk._("There is no run of this source that can be taken back.")]})
    return found


def _undoable(source_id: str, expected: str) -> str:
    job = stock.last_job(source_id)
    if job is not None and job.status == "Running":
        raise tk.ValidationError({"id": [tk._("This source is being harvested now. Wait until it is done.")]})
    job_id, taken = _known(source_id)
    if expected not in {"", job_id}:
        raise tk.ValidationError({"run": [tk._("Another run is the last one now. Look at it first.")]})
    later = sa.and_(HarvestBefore.source_id == source_id, HarvestBefore.taken > taken)
    model.Session.execute(sa.delete(HarvestBefore).where(later))
    return job_id


def _keys(job_id: str) -> list[Key]:
    rows = model.Session.execute(
        sa.select(HarvestBefore.source_id, HarvestBefore.guid)
        .where(HarvestBefore.job_id == job_id)
        .order_by(HarvestBefore.source_id, HarvestBefore.guid)
    )
    return [(row.source_id, row.guid) for row in rows]


def _is_edited(row: HarvestBefore) -> bool:
    """Whether the dataset is no longer as the run left it. A run that broke off left none that it had finished."""
    return row.package is not None and row.after is not None and state_of(row.package_id) != row.after


def _named(row: HarvestBefore) -> dict[str, str]:
    package = model.Session.get(model.Package, row.package_id)
    return {"id": row.package_id, "guid": row.guid, "title": package.title if package else ""}


def _restore(row: HarvestBefore) -> None:
    """One record, its dataset and its place in the index, in one transaction.

    Raises:
        RejectRecord: the dataset cannot be stored.
    """
    source_id, guid, package_id = row.source_id, row.guid, row.package_id
    if row.package is not None:
        _restore_dataset(package_id, row.package)
        _restore_object(row)
    if row.edits is not None:
        overlay.put_back(package_id, row.edits)
    _restore_record(row)
    _restore_recognition(row)
    model.Session.execute(
        sa.delete(HarvestBefore).where(
            HarvestBefore.job_id == row.job_id,
            HarvestBefore.source_id == source_id,
            HarvestBefore.guid == guid,
        )
    )
    model.Session.commit()


def _restore_dataset(package_id: str, before: dict[str, Any]) -> None:
    if before:
        writer.restore(before)
    else:
        writer.delete(package_id)


def _restore_record(row: HarvestBefore) -> None:
    own = sa.and_(HarvestRecord.source_id == row.source_id, HarvestRecord.guid == row.guid)
    model.Session.execute(sa.delete(HarvestRecord).where(own))
    if row.record is not None:
        # The type of the table reads its own JSON: columns that come later need nothing here.
        model.Session.execute(
            sa.text(
                "INSERT INTO resilient_harvest_record SELECT (jsonb_populate_record("
                "NULL::resilient_harvest_record, CAST(:record AS jsonb))).*"
            ),
            {"record": json.dumps(row.record)},
        )


def _restore_object(row: HarvestBefore) -> None:
    """Let the harvest object that held the record before hold it again, if it was not cleaned away."""
    if row.object_id is None:
        current = stock.current_object(row.source_id, row.guid)
        if current is not None:
            current.current = False
        return
    obj = stock.find_object(row.object_id)
    if obj is not None:
        stock.set_current(obj, obj.package_id, current=True)


def _restore_recognition(row: HarvestBefore) -> None:
    """By what the record is recognised at other sources, and what was decided because of it."""
    if row.record is None or row.record["deleted"]:
        duplicate_store.forget_profile(row.source_id, row.guid)
        found = duplicate_store.decisions_on([row.package_id])
        duplicate_store.forget_decisions([one.id for one in found if not one.decided_by])
        return
    obj = stock.find_object(row.object_id) if row.object_id else None
    if obj is not None and obj.content:
        profile = profile_of(json.loads(obj.content)["package"])
        duplicate_store.save_profiles(row.source_id, {row.guid: profile})
