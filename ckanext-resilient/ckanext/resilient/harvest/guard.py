"""When a run must stop before it writes, and what may count as vanished. Pure rules.

The thresholds follow what lost catalogues elsewhere: an empty answer taken for "all deleted",
a listing that broke off taken for complete.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from ckanext.resilient.errors import StopHarvest
from ckanext.resilient.harvest.removal.rule import DELETE, KEEP, VANISHED, Removal, step_of
from ckanext.resilient.harvesters.protocols.base import ListingEnd
from ckanext.resilient.svrc.issues import Issue

MISSING_FLOOR = 20
MISSING_SHARE = 0.1

_REMOVED = Removal(DELETE)


@dataclass(frozen=True, slots=True)
class Known:
    """What we hold of a record from earlier runs.

    `duplicate_of` is the package id of another source's record that stands for it here, else empty.
    `missing_since` is when it was first missing, `gone` what was done about it, at `gone_since`.
    """

    package_id: str
    content_hash: str
    deleted: bool = False
    missing_runs: int = 0
    duplicate_of: str = ""
    missing_since: datetime.datetime | None = None
    gone: str = ""
    gone_since: datetime.datetime | None = None

    @property
    def shown(self) -> bool:
        """Whether the record has a dataset of its own here."""
        return not self.deleted and not self.duplicate_of


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a record counts as vanished, and what then becomes of it.

    Args:
        now: the time of the run.
        removal: the rule of the source.
        runs: missing in so many complete runs in a row, it has vanished …
        days: … and also when it has been missing for so many days.
        accept: an administrator has agreed that all that is missing goes.
        approved: guids of which an administrator has agreed that they go.
    """

    now: datetime.datetime
    removal: Removal = field(default_factory=Removal)
    runs: int = 2
    days: int = 7
    accept: bool = False
    approved: Collection[str] = frozenset[str]()

    def is_due(self, guid: str, record: Known) -> bool:
        """Whether a missing record is certain to have vanished."""
        if self.accept or guid in self.approved or record.missing_runs + 1 >= self.runs:
            return True
        since = record.missing_since
        return since is not None and since + datetime.timedelta(days=self.days) <= self.now


@dataclass(frozen=True, slots=True)
class Vanished:
    """Records that the source does not offer any more.

    `missing` are all of them, `waiting` those of which that is not certain yet. `steps` says by guid what to do
    about the others: `vanished`, `stale` or `archive`.
    """

    missing: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    steps: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def count(self) -> int:
        """How many records are waited for or done something about."""
        return len(self.waiting) + len(self.steps)


class TooMuchVanishedError(StopHarvest):
    """So much is missing that an administrator has to agree; `guids` names it."""

    def __init__(self, guids: Collection[str], held: int) -> None:
        params = {"missing": str(len(guids)), "held": str(held)}
        super().__init__(Issue("too-much-vanished", params=params))
        self.guids = tuple(sorted(guids))


def check_source(listed: int, usable: int, end: ListingEnd) -> None:
    """Passes when the source gave something to work with, or was asked for changes: those may be none.

    Where its own count of them says otherwise, the listing is not complete, and the next run asks for everything.

    Args:
        listed: records that it listed.
        usable: those of them that are not rejected.
        end: how its listing ended.

    Raises:
        StopHarvest: it listed nothing, or nothing that could be used.
    """
    if end.partial or end.only_changes:
        return
    if listed == 0:
        raise StopHarvest(Issue("source-empty", params={"declared": str(end.declared or 0)}))
    if usable == 0:
        raise StopHarvest(Issue("nothing-usable", params={"listed": str(listed)}))


def find_vanished(
    known: Mapping[str, Known],
    seen: Collection[str],
    end: ListingEnd,
    terms: Terms,
    listed: Collection[str] = (),
) -> Vanished:
    """What of ours the source no longer offers; nothing when its listing is not complete.

    Args:
        known: what we hold, by guid.
        seen: every guid the source offers, also of records that we rejected.
        end: how the listing ended.
        terms: when a record counts as vanished, and what then becomes of it.
        listed: every guid the source lists, also of what it marks as private and of what is not chosen. Of
            those it would not be true to say that the source lists them no more: they go, whatever the rule.

    Raises:
        TooMuchVanishedError: more would change than max(20 records, 10 %).
    """
    if not end.complete:
        return Vanished()
    active = {guid: record for guid, record in known.items() if not record.deleted}
    missing = sorted(set(active) - set(seen))
    rules = {
        guid: terms.removal if active[guid].shown and guid not in listed else _REMOVED for guid in missing
    }
    _check_share(active, rules, terms)
    due = [guid for guid in missing if terms.is_due(guid, active[guid])]
    steps = {guid: _step(rules[guid], active[guid], terms) for guid in due}
    waiting = set(missing).difference(due)
    return Vanished(
        tuple(missing),
        tuple(guid for guid in missing if guid in waiting and rules[guid].rule != KEEP),
        {guid: step for guid, step in steps.items() if step},
    )


def _step(rule: Removal, record: Known, terms: Terms) -> str:
    return step_of(rule, record.gone, record.gone_since, terms.now)


def _check_share(active: Mapping[str, Known], rules: Mapping[str, Removal], terms: Terms) -> None:
    """Stops when too much would change at once; what was marked in an earlier run was judged then."""
    if terms.accept:
        return
    changing = [guid for guid in _to_change(active, rules, terms.now) if guid not in terms.approved]
    if len(changing) > max(MISSING_FLOOR, MISSING_SHARE * len(active)):
        raise TooMuchVanishedError(changing, len(active))


def _to_change(
    active: Mapping[str, Known], rules: Mapping[str, Removal], now: datetime.datetime
) -> Iterable[str]:
    for guid, rule in rules.items():
        record = active[guid]
        step = step_of(rule, record.gone, record.gone_since, now)
        if step == VANISHED or (step and not record.gone):
            yield guid
