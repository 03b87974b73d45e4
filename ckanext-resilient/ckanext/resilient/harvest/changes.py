"""Whether a run may ask for changes only, and since when. Pure rules.

A record that is invalid for good must not make every run a full one; what our own side failed
to write must, because the source would not list it again.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ckanext.resilient.harvest.answers import Validators
from ckanext.resilient.harvest.plan import Plan


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier run of a source.

    Args:
        started: when it began to read.
        complete: it read everything.
        partial: it read all changes.
        is_settled: it was not stopped, and all that it staged was written or refused for good.
        settings: what it was asked with, as one word.
        documents: what the documents that it read said of their state.
    """

    started: datetime.datetime
    complete: bool
    partial: bool
    is_settled: bool
    settings: str
    documents: Mapping[str, Validators] = field(default_factory=dict[str, Validators])


@dataclass(frozen=True, slots=True)
class Asking:
    """What a run asks for: changes since a time, documents that changed; empty asks for everything."""

    since: str = ""
    documents: Mapping[str, Validators] = field(default_factory=dict[str, Validators])

    def of(self, plan: Plan) -> Plan:
        """The plan with this asked for, as far as its protocol can."""
        since = self.since if plan.protocol.incremental else ""
        return replace(plan, endpoint=replace(plan.endpoint, since=since, documents=self.documents))


EVERYTHING = Asking()


def what_to_ask(
    past: Sequence[Past], settings: str, *, full_every: int, margin: datetime.timedelta
) -> Asking:
    """What the next run asks for.

    Args:
        past: the runs of the source, newest first.
        settings: what the next run would be asked with; other settings want everything anew.
        full_every: of so many runs in a row, one reads everything; 1 always does.
        margin: so much earlier than the start of the last run: clocks differ, indexes lag behind.
    """
    partial_in_a_row = 0
    for run in past:
        if not run.is_settled or run.settings != settings or not (run.complete or run.partial):
            return EVERYTHING
        if run.complete:
            break
        partial_in_a_row += 1
    else:
        return EVERYTHING
    if partial_in_a_row + 1 >= full_every:
        return EVERYTHING
    since = (past[0].started - margin).astimezone(datetime.timezone.utc)
    return Asking(since.strftime("%Y-%m-%dT%H:%M:%SZ"), past[0].documents)
