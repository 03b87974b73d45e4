"""What becomes of the records for which a dataset stood, when it goes."""

from __future__ import annotations

import logging

from ckan import model

from ckanext.resilient.errors import RejectRecord
from ckanext.resilient.harvest import leases, stock
from ckanext.resilient.harvest import store as record_store
from ckanext.resilient.harvest.duplicates import store
from ckanext.resilient.harvest.duplicates.recognise import Place, places
from ckanext.resilient.harvest.duplicates.store import Held
from ckanext.resilient.harvest.placing import place
from ckanext.resilient.svrc.sameness import rank

log = logging.getLogger(__name__)


def succeed(package_id: str) -> str:
    """Show the best of the records for which a dataset stood, and let it stand for the others.

    Gives the id of the dataset that took the place, "" when there was no record, or none could be
    written at once: then each of them is written when its own source is harvested next.
    """
    known = places()
    waiting = sorted(
        store.records_behind(package_id),
        key=lambda held: rank(held.profile, known.get(held.source_id, Place("")).gathers),
        reverse=True,
    )
    for held in waiting:
        if bring_back(held, package_id):
            return held.package_id
    return ""


def bring_back(held: Held, gone: str = "") -> bool:
    """Give a record its own dataset again; False when that has to wait until its source is harvested.

    Args:
        held: the record.
        gone: the dataset in whose place it is shown, for all records for which that one stood.
    """
    obj = stock.current_object(held.source_id, held.guid)
    try:
        if obj is not None:
            # A run of its source could be about to write something newer.
            with leases.hold(held.source_id):
                place(obj)
                if gone:
                    store.stands_for(held.package_id, gone)
                model.Session.commit()
            return True
    except RejectRecord as rejection:
        log.warning("%s waits for its next harvest: %s", held.package_id, rejection)
    except leases.SourceBusyError:
        log.info("%s waits for its next harvest: its source is at work", held.package_id)
    # Held as deleted, it is new when its source lists it again.
    record_store.mark_deleted(held.source_id, held.guid)
    model.Session.commit()
    return False
