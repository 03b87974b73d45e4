"""What a fault is: a name, what it does to a source that is well, and how a harvest has to end."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ckanext.resilient.harvest.addresses import Resolver
from ckanext.resilient.harvest.stages import Bounds
from tests.faults.conversations import Conversation
from tests.faults.entries import WELL
from tests.harvest.servers import Respond
from tests.harvesters.protocols.habits import RECORDS, Habit, Paged

Ending = Literal["complete", "incomplete", "stopped"]


@dataclass(frozen=True)
class Scene:
    """What is set up for one harvest.

    Args:
        respond: how the server answers; None when nobody listens.
        connection: takes over a connection instead, below HTTP.
        url: an address to harvest instead of the server's; `{pair}` stands for its host and port.
        resolver: how names become addresses.
        settings: of the HTTP client, such as a shorter patience.
        allowed: whether the server may be read although it is on this machine.
        held: how many more records of this source we hold than it has when it is well.
        bounds: where reading ends.
    """

    respond: Respond | None = None
    connection: Callable[[socket.socket], None] | None = None
    url: str = ""
    resolver: Resolver | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    allowed: bool = True
    held: int = 0
    bounds: Bounds | None = None


@dataclass(frozen=True)
class Expect:
    """How a harvest ends that finds six records held.

    Args:
        ending: read to its end, read in part, or stopped before anything could be written.
        told: codes of issues, one of which is told; empty when nothing has to be.
        unchanged: records that are as they were.
        changed: records that the fault made other ones.
        new: records that nobody knows.
        rejected: records that cannot be used.
        vanished: records that are no longer listed.
    """

    ending: Ending
    told: tuple[str, ...] = ()
    unchanged: int = 0
    changed: int = 0
    new: int = 0
    rejected: int = 0
    vanished: int = 0


def stopped(*told: str, **counts: int) -> Expect:
    """Nothing is written, whatever could be read."""
    return Expect("stopped", told, **counts)


def whole(*told: str, **counts: int) -> Expect:
    """Everything was read."""
    return Expect("complete", told, **{"unchanged": RECORDS, **counts})


def spoils_one(*told: str, **counts: int) -> Expect:
    """Everything was read; one record is another than it was."""
    return Expect("complete", told, **{"unchanged": RECORDS - 1, "changed": 1, **counts})


def rejects_one(*told: str, **counts: int) -> Expect:
    """Everything was read; one record cannot be used."""
    return Expect("complete", told, **{"unchanged": RECORDS - 1, "rejected": 1, **counts})


def in_part(unchanged: int, *told: str, **counts: int) -> Expect:
    """Some of it was read, and nothing is taken for vanished."""
    return Expect("incomplete", told, unchanged, **counts)


Play = Callable[[Conversation], Scene]


@dataclass(frozen=True, eq=False)
class Fault:
    """One thing that sources get wrong or that attackers make them do.

    Args:
        name: stable key.
        says: what the source does, in a sentence for the table.
        play: sets it up for a source that is well.
        expect: how the harvest ends.
        but: protocols whose harvest ends otherwise, and how.
        needs: what a protocol must have so that this can happen to it, keys of `NEEDS`.
        only: the protocols that it can happen to; empty for all.
        cannot: why it cannot happen to others than `only`.
        seen: where it was met.
    """

    name: str
    says: str
    play: Play
    expect: Expect
    but: Mapping[str, Expect] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    only: frozenset[str] = frozenset()
    cannot: str = ""
    seen: str = ""

    def expected(self, protocol: str) -> Expect:
        """How a harvest by a protocol ends."""
        return self.but.get(protocol, self.expect)

    def empty_cell(self, conversation: Conversation) -> str:
        """Why this cannot happen to a protocol; empty when it can."""
        if self.only and conversation.protocol not in self.only:
            return self.cannot
        return conversation.lacks(self.needs)


def answering(change: Callable[[Respond], Respond]) -> Play:
    """A source that is well but for what `change` makes of its answers."""
    return lambda conversation: Scene(change(conversation.holding(WELL).respond))


def paging(habit: Habit) -> Play:
    """A source that is well but for how it pages."""
    return lambda conversation: Scene(habit(conversation.holding(WELL)))


def holding(entries: Sequence[object]) -> Play:
    """A source that is well and holds these records."""
    return lambda conversation: Scene(conversation.holding(entries).respond)


def always(respond: Respond) -> Play:
    """A server that answers everything in one way."""
    return lambda conversation: Scene(respond)


def well(conversation: Conversation) -> Paged:
    """The source of a protocol that is well."""
    return conversation.holding(WELL)
