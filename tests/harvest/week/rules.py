"""What the catalogue must hold of a portal, told from the rules alone: nothing here asks the code under test.

Where a portal was read in part, both what it said before and what it says now may be held: the model
keeps what is possible, and a run that reads to the end leaves one possibility.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

from tests.faults.entries import Entry

State = Literal["absent", "shown", "stale", "private", "deleted"]
Ending = Literal["complete", "partial", "incomplete", "stopped"]
FIELDS = ("title", "description")
MISSING_RUNS = 2
MISSING_DAYS = 7
HOURS = 24


@dataclass
class Edit:
    """One field as a person wants it: `base` is what the source said when she decided."""

    value: str
    base: str
    source: str
    is_open: bool = False

    def hear(self, said: str) -> None:
        """The source says this now."""
        if said == self.source:
            return
        self.source = said
        settled = said in (self.base, self.value)
        self.base, self.is_open = (said, False) if settled else (self.base, True)


@dataclass
class Held:
    """One record: what its dataset may say, and what may have become of it."""

    said: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    states: set[State] = field(default_factory=lambda: {"absent"})
    missing: int = 0
    missing_since: int = 0
    gone: Literal["", "stale", "private"] = ""
    gone_since: int = 0
    edits: dict[str, Edit] = field(default_factory=dict[str, Edit])

    @property
    def is_certain(self) -> bool:
        """Whether there is one possibility."""
        return len(self.said) == len(self.states) == 1

    def texts(self) -> set[tuple[str, str]]:
        """What title and description may be."""
        if not self.edits:
            return self.said
        edited = {name: one.value for name, one in self.edits.items()}
        return {(edited.get("title", title), edited.get("description", text)) for title, text in self.said}


def texts_of(one: Entry) -> tuple[str, str]:
    """Title and description."""
    return str(one.title), str(one.description)


class Model:
    """What is held of one portal.

    Args:
        rule: what becomes of a record that vanished.
        grace_days: between mark and archive.
        apart: numbers that are not looked at one by one.
    """

    def __init__(self, rule: str, grace_days: int, apart: Collection[int]) -> None:
        self._rule = rule
        self._grace = grace_days * HOURS
        self._apart = frozenset(apart)
        self.records: dict[int, Held] = {}
        self.approved: set[int] = set()
        self.asked: set[int] = set()
        self.told: set[str] = set()
        self.gaps: set[tuple[str, str, str]] = set()
        self.mails = 0

    def guard_stops(self, held: Mapping[int, Entry]) -> bool:
        """Whether a run that reads everything must ask before it goes on."""
        active = {number: one for number, one in self.records.items() if "deleted" not in one.states}
        going = {
            number
            for number, one in active.items()
            if number not in held and number not in self.approved and not one.gone and self._rule != "keep"
        }
        stops = len(going) > max(20, 0.1 * len(active))
        self.asked = going if stops else set()
        return stops

    def after(self, ending: Ending, held: Mapping[int, Entry], spoilt: Collection[int], hour: int) -> None:
        """A run has ended that could find this.

        Args:
            ending: how.
            held: what the portal held.
            spoilt: records of which a fault made something else.
            hour: of the week.
        """
        if ending == "stopped":
            return
        self.told.clear()
        for number, one in held.items():
            self._listed(self.records.setdefault(number, Held()), one, ending, is_spoilt=number in spoilt)
        if ending == "complete":
            for number, record in self.records.items():
                if number not in held:
                    self._missed(record, number in self.approved, hour)
            self.approved, self.asked = set(), set()

    def _listed(self, record: Held, one: Entry, ending: Ending, *, is_spoilt: bool) -> None:
        said = texts_of(one)
        if ending == "incomplete":
            if record.said or record.states == {"absent"}:  # else a fault may have made anything of it
                record.said = record.said | {said}
            record.states = record.states | {"shown"}
            return
        if is_spoilt:
            record.said, record.states = set(), {"shown"}
        else:
            record.said, record.states = {said}, {"shown"}
            for name, text in zip(FIELDS, said, strict=True):
                if name in record.edits:
                    record.edits[name].hear(text)
        record.gone = ""
        if ending == "complete":
            record.missing = 0

    def _missed(self, record: Held, is_approved: bool, hour: int) -> None:
        if record.states == {"deleted"}:
            return
        record.missing += 1
        record.missing_since = hour if record.missing == 1 else record.missing_since
        is_old = hour - record.missing_since >= MISSING_DAYS * HOURS
        if not (is_approved or record.missing >= MISSING_RUNS or is_old):
            return
        if self._rule == "delete":
            record.states, record.missing = {"deleted"}, 0
        elif self._rule in ("stale", "archive") and not record.gone:
            record.states, record.gone, record.gone_since = {"stale"}, "stale", hour
        elif self._rule == "archive" and record.gone == "stale" and hour - record.gone_since >= self._grace:
            record.states, record.gone = {"private"}, "private"

    def stopped_by(self, code: str) -> None:
        """A run stopped for this: those who look after the source are told once, until it works again."""
        if code not in self.told:
            self.told.add(code)
            self.mails += 1

    def lacked(self, gaps: set[tuple[str, str, str]], ending: Ending) -> None:
        """A run that wrote lacked this: one mail with the whole list where something on it is new."""
        if gaps - self.gaps:
            self.mails += 1
        self.gaps = gaps if ending == "complete" else self.gaps | gaps

    def single(self) -> Mapping[int, Held]:
        """The records that are looked at one by one."""
        return {number: one for number, one in self.records.items() if number not in self._apart}
