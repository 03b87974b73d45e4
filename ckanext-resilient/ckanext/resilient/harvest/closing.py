"""Taking a source away: it is read no more, and its datasets stay as they are or go with it."""

from __future__ import annotations

import logging

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan import model
from ckan.types import Context

from ckanext.resilient.errors import PauseHarvest, RejectRecord
from ckanext.resilient.harvest import leases, registry, stock, store, writer
from ckanext.resilient.harvest.duplicates.store import forget_profile
from ckanext.resilient.harvest.duplicates.succession import succeed
from ckanext.resilient.harvest.model import HarvestRecord

log = logging.getLogger(__name__)

_LONGEST = 6 * 3600
"""Seconds that deleting the datasets of one source may take."""


def close(source_id: str, context: Context, *, with_datasets: bool) -> int:
    """Take a source away; gives how many datasets it has. They are deleted by the background worker.

    Args:
        source_id: the source.
        context: of whoever does it.
        with_datasets: its datasets go, too; repeated, it deletes those that are left.

    Raises:
        tk.ValidationError: it is being collected now.
    """
    registry.refuse_second_run(source_id)
    datasets = store.record_counts([source_id]).get(source_id, 0)
    tk.get_action("harvest_source_delete")(context, {"id": source_id})
    if with_datasets:
        tk.enqueue_job(
            delete_datasets,
            [source_id],
            title="Datasets of a source that was taken away",
            rq_kwargs={"timeout": _LONGEST},
        )
    return datasets


def delete_datasets(source_id: str) -> int:
    """Delete what is held of a source, never purging; gives how many records that were.

    A dataset that another source lists, too, is shown as that source's. Nothing goes when the source is there again.

    Raises:
        SourceBusyError: a run of it is at work.
        PauseHarvest: the search index does not answer; what is deleted by then stays so.
    """
    held = sa.select(HarvestRecord.guid).where(
        HarvestRecord.source_id == source_id, HarvestRecord.deleted.is_(False)
    )
    done = 0
    with leases.hold(source_id):
        source = stock.find_source(source_id)
        if source is not None and source.active:
            return 0
        for guid in model.Session.scalars(held.order_by(HarvestRecord.guid)).all():
            try:
                _delete(source_id, guid)
            except PauseHarvest:
                raise
            except RejectRecord as rejection:
                log.warning("%s of source %s was not deleted: %s", guid, source_id, rejection)
                model.Session.rollback()
                continue
            model.Session.commit()
            done += 1
    return done


def _delete(source_id: str, guid: str) -> None:
    package_id = store.package_id(source_id, guid)
    writer.delete(package_id)
    current = stock.current_object(source_id, guid)
    if current is not None:
        current.current = False
    store.mark_deleted(source_id, guid)
    forget_profile(source_id, guid)
    succeed(package_id)
