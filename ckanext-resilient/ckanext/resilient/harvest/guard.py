"""When a run must stop before it writes, and what may count as vanished. Pure rules.

The thresholds follow what lost catalogues elsewhere: an empty answer taken for "all deleted",
a listing that broke off taken for complete.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ckanext.resilient.errors import StopHarvest
from ckanext.resilient.harvesters.protocols.base import ListingEnd
from ckanext.resilient.svrc.issues import Issue

MISSING_FLOOR = 20
MISSING_SHARE = 0.1
RUNS_BEFORE_DELETION = 2


@dataclass(frozen=True, slots=True)
class Known:
    """What we hold of a record from earlier runs.

    `duplicate_of` is the package id of another source's record that stands for it here, else empty.
    """

    package_id: str
    content_hash: str
    deleted: bool = False
    missing_runs: int = 0
    duplicate_of: str = ""

    @property
    def shown(self) -> bool:
        """Whether the record has a dataset of its own here."""
        return not self.deleted and not self.duplicate_of


@dataclass(frozen=True, slots=True)
class Vanished:
    """Records that the source no longer lists: those still waited for, and those to delete now."""

    waiting: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many records of ours the source no longer lists."""
        return len(self.waiting) + len(self.delete)


def check_source(listed: int, usable: int, end: ListingEnd) -> None:
    """Passes when the source gave something to work with, or was asked for changes and had none.

    Raises:
        StopHarvest: it listed nothing, or nothing that could be used.
    """
    if end.partial:
        return
    if listed == 0:
        raise StopHarvest(Issue("source-empty", params={"declared": str(end.declared or 0)}))
    if usable == 0:
        raise StopHarvest(Issue("nothing-usable", params={"listed": str(listed)}))


def find_vanished(
    known: Mapping[str, Known], seen: Collection[str], end: ListingEnd, *, accept: bool = False
) -> Vanished:
    """What of ours the source no longer lists; nothing when its listing is not complete.

    Args:
        known: what we hold, by guid.
        seen: every guid the source listed, also of records it listed but we rejected.
        end: how the listing ended.
        accept: an administrator has agreed that many records vanish.

    Raises:
        StopHarvest: more would vanish than max(20 records, 10 %).
    """
    if not end.complete:
        return Vanished()
    active = {guid: record for guid, record in known.items() if not record.deleted}
    missing = sorted(set(active) - set(seen))
    if len(missing) > max(MISSING_FLOOR, MISSING_SHARE * len(active)) and not accept:
        raise StopHarvest(
            Issue("too-much-vanished", params={"missing": str(len(missing)), "held": str(len(active))})
        )
    due = tuple(guid for guid in missing if accept or active[guid].missing_runs + 1 >= RUNS_BEFORE_DELETION)
    return Vanished(waiting=tuple(guid for guid in missing if guid not in set(due)), delete=due)
