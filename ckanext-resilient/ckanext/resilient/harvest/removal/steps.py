"""Deleting, marking or putting away the dataset of a record that its source lists no more; the caller commits.

A marked dataset keeps its content, its address and the harvest object that holds what the source last said:
when its source lists it again, it is written anew and the mark is gone.
"""

from __future__ import annotations

from ckanext.resilient.harvest import stock, store, writer
from ckanext.resilient.harvest.duplicates.store import forget_profile, records_behind
from ckanext.resilient.harvest.duplicates.succession import succeed
from ckanext.resilient.harvest.removal.rule import ARCHIVED, STALE
from ckanext.resilient.harvest.stock_types import Object

FIELD = "source_vanished"
"""Field of a dataset: the day since when its source no longer lists it."""


def vanish(obj: Object) -> None:
    """Delete the dataset, never purged, and show the best of the records for which it stood."""
    source_id, guid = obj.harvest_source_id, obj.guid
    package_id = store.package_id(source_id, guid)
    was_here = writer.delete(package_id)
    stock.set_current(obj, package_id if was_here else None, current=False)
    store.mark_deleted(source_id, guid)
    forget_profile(source_id, guid)
    succeed(package_id)


def mark(obj: Object) -> None:
    """Mark the dataset; one that another source still lists is shown as that source's instead.

    Raises:
        RejectRecord: the dataset cannot be stored.
    """
    # Read before writing: after a rollback these attributes would need the session again.
    source_id, guid = obj.harvest_source_id, obj.guid
    package_id = store.package_id(source_id, guid)
    if records_behind(package_id):
        vanish(obj)
        return
    obj.package_id = package_id
    writer.change(package_id, {FIELD: store.missing_since(source_id, guid).date().isoformat()})
    store.mark_gone(source_id, guid, STALE)


def put_away(obj: Object) -> None:
    """Show the marked dataset to the members of its organisation only; any of them can show it again.

    Raises:
        RejectRecord: the dataset cannot be stored.
    """
    source_id, guid = obj.harvest_source_id, obj.guid
    package_id = store.package_id(source_id, guid)
    obj.package_id = package_id
    writer.change(package_id, {"private": True})
    store.mark_gone(source_id, guid, ARCHIVED)
