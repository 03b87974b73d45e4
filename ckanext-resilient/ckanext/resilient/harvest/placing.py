"""Giving one record its dataset here, or letting another dataset stand for it."""

from __future__ import annotations

import json

from ckan import model

from ckanext.resilient.harvest import stock, store, writer
from ckanext.resilient.harvest.duplicates import store as duplicate_store
from ckanext.resilient.harvest.stock_types import Object
from ckanext.resilient.svrc.issues import Issue


def place(obj: Object) -> str:
    """Write the dataset of a staged or kept object; gives its id. The caller commits.

    One that a person has deleted stays deleted, and the run tells of it.

    Raises:
        RejectRecord: the record cannot be stored.
    """
    # Read before writing: after a rollback these attributes would need the session again.
    source_id, guid, job_id = obj.harvest_source_id, obj.guid, obj.harvest_job_id
    content = json.loads(obj.content or "{}")
    package_id = store.package_id(source_id, guid)
    # What the harvest itself deletes, it notes with the record: there nothing has a dataset any more.
    stays_deleted = writer.is_deleted(package_id) and store.is_shown(source_id, guid)
    dataset = writer.as_dataset(content["package"], package_id, stock.owner_org(obj.source), content["title"])
    # Before the write, so that the index finds the source of the dataset when it builds the document.
    model.Session.commit()
    writer.write(dataset, stays_deleted=stays_deleted)
    stock.set_current(obj, package_id, current=True)
    store.remember(source_id, guid, content["hash"])
    if stays_deleted:
        store.add_issues(job_id, [Issue("deleted-here", record=content["title"])])
    else:
        duplicate_store.took_place(package_id)
    return package_id


def stand_behind(obj: Object) -> None:
    """Let the dataset that the object names stand for its record; a dataset of its own goes. The caller commits."""
    content = json.loads(obj.content or "{}")
    package_id = store.package_id(obj.harvest_source_id, obj.guid)
    was_here = writer.delete(package_id)
    stock.set_current(obj, package_id if was_here else None, current=True)
    store.remember(obj.harvest_source_id, obj.guid, content["hash"], content["duplicate_of"])
    duplicate_store.stands_for(content["duplicate_of"], package_id)
