"""The portals of the week as servers, each registered as a source, and the faults that are played on them."""

from __future__ import annotations

import contextlib
import datetime
import json
import re
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from random import Random

from ckanext.resilient.harvesters.protocols import all_protocols
from tests.faults.catalogue import FAULTS, GROUPS
from tests.faults.conversations import CONVERSATIONS, Conversation
from tests.faults.entries import WELL, Entry
from tests.faults.model import Expect, Fault, Scene, stopped, well
from tests.harvest.portal import act
from tests.harvest.servers import Answer, Asked, Respond, Server, serving
from tests.harvest.week.rules import Model
from tests.harvest.week.truth import Truth
from tests.harvesters.protocols.habits import Paged


def _too_late(respond: Respond) -> Respond:
    def late(asked: Asked) -> Answer:
        time.sleep(0.3)
        return respond(asked)

    return late


_SLOW = Fault(
    "answers-too-late",
    "Every answer takes longer than we wait.",
    lambda conversation: Scene(_too_late(conversation.holding(WELL).respond), settings={"read_timeout": 0.1}),
    stopped("timed-out"),
)
_OF_RECORDS = {
    "title-missing",
    "no-text-at-all",
    "date-impossible",
    "many-keywords",
    "script-in-texts",
    "invisible-characters",
}
_LONG = {"gzip-bomb", "endless-body", "record-of-ten-megabytes", "always-503", "many-files"}
_LEAVES_OUT = "record-removed-while-reading"
_PASSES = {"error-once"}
"""What is wrong with the first answer only."""
_OF_SIX = {"next-beyond-end", "record-added-while-reading"}
"""What counts the pages of six records, or adds one to them."""


def _fits(fault: Fault, conversation: Conversation) -> bool:
    """Whether a fault can be played all week: it says nothing of which records there are."""
    expect = fault.expected(conversation.protocol)
    if fault.empty_cell(conversation) or fault.name in _LONG | _OF_SIX or expect.new:
        return False
    if expect.vanished and fault.name != _LEAVES_OUT:
        return False
    if fault.name == "empty-after-full" and all_protocols()[conversation.protocol].incremental:
        return False  # nothing has changed: that is a good answer there
    return fault not in (*GROUPS["record"], *GROUPS["attack"]) or fault.name in _OF_RECORDS


@dataclass
class Playing:
    """What a portal plays in one hour; without a fault it is well."""

    scene: Scene
    fault: Fault | None = None

    def endings(self, protocol: str) -> set[str]:
        """How a run may end."""
        ending = (self.fault.expected(protocol) if self.fault else Expect("complete")).ending
        if ending == "complete":
            return {"complete", "partial"}
        incremental = all_protocols()[protocol].incremental
        # Changes may be so few that the page is never asked for which cannot be read.
        if ending == "incomplete" and incremental:
            return {ending, "partial"}
        # A portal that cannot be asked for changes is asked for everything, and then all may be well.
        if self.name in _PASSES and incremental:
            return {ending, "complete", "partial"}
        return {ending}

    @property
    def name(self) -> str:
        return self.fault.name if self.fault else "well"

    @property
    def leaves_out(self) -> bool:
        """Whether one record, nobody knows which, is on no page."""
        return self.name == _LEAVES_OUT

    @property
    def spoils(self) -> bool:
        """Whether it makes something else of one record."""
        return self.name in _OF_RECORDS


@dataclass(frozen=True)
class Kind:
    """A source of the week: what it speaks, and how it is looked after."""

    protocol: str
    removal: str
    frequency: str = "ALWAYS"
    records: int = 8
    grace_days: int = 1
    pause: float = 0.0
    shared: tuple[int, ...] = ()


_SINCE = {
    "ckan": re.compile(r"metadata_modified:\[(\S+) TO"),
    "datosgobes": re.compile(r"/modified/begin/([^/]+)/end/"),
}
"""Asked for what changed, these portals give no more than that; where the time stands in a request."""


class Source:
    """A portal of the week, registered, and what must be held of it."""

    def __init__(self, kind: Kind, base: int) -> None:
        self.kind = kind
        self.truth = Truth.of(base, kind.records, kind.shared)
        self.model = Model(kind.removal, kind.grace_days, kind.shared)
        own = CONVERSATIONS[kind.protocol]
        self._paged = well(own)
        self._conversation = replace(own, holding=self._holding)
        self.faults = [_SLOW, *(one for one in FAULTS if _fits(one, self._conversation) and self._plays(one))]
        self.hour = 0
        self.unsure = False
        self.be_well()
        self.id = ""
        self.server: Server

    def _plays(self, fault: Fault) -> bool:
        scene = fault.play(CONVERSATIONS[self.kind.protocol])
        return bool(scene.respond) and scene.allowed and not scene.url and not scene.held

    def _holding(self, given: Sequence[object]) -> Paged:
        entries = self.truth.played(given)
        paged = CONVERSATIONS[self.kind.protocol].holding(entries)
        return replace(paged, respond=self._filtering(paged.respond, entries))

    def _filtering(self, respond: Respond, entries: Sequence[object]) -> Respond:
        """A portal that gives what changed since a time when it is asked for that, where its protocol can be."""
        protocol = self.kind.protocol

        def filtered(asked: Asked) -> Answer:
            text = asked.path + asked.body.decode("utf-8", "replace") + " ".join(asked.query.get("fq", []))
            since = _SINCE[protocol].search(text) if protocol in _SINCE else None
            if since is None:
                return respond(asked)
            now = datetime.datetime.now(datetime.timezone.utc)
            ago = (
                now - datetime.datetime.fromisoformat(since[1].replace("Z", "+00:00"))
            ).total_seconds() / 3600
            fresh = self.truth.since(self.hour - ago)
            some = [one for one in entries if not isinstance(one, Entry) or one.number in fresh]
            # The played portals know no filter: what passes it is all that they hold then.
            path = asked.path.partition("/modified/begin/")[0]
            return CONVERSATIONS[protocol].holding(some).respond(replace(asked, path=path))

        return filtered

    @contextlib.contextmanager
    def running(self, owner_org: str) -> Generator[None, None, None]:
        """Serve it, and register it with its rule."""
        with serving(self._respond) as server:
            self.server = server
            self.id = self._register(owner_org)
            yield

    def _respond(self, asked: Asked) -> Answer:
        time.sleep(self.kind.pause)
        respond = self.playing.scene.respond
        assert respond is not None
        return respond(asked)

    def _register(self, owner_org: str) -> str:
        config = {
            "protocol": self.kind.protocol,
            "languages": ["it"],
            "options": dict(self._paged.options),
            "removal": self.kind.removal,
            "grace_days": self.kind.grace_days,
        }
        name = f"{self.kind.protocol}-{self.kind.removal}".replace("_", "-")
        return act(
            "harvest_source_create",
            name=name,
            title=name,
            url=self.server.url + self._paged.path,
            source_type="resilient",
            owner_org=owner_org,
            frequency=self.kind.frequency,
            config=json.dumps(config),
        )["id"]

    @contextlib.contextmanager
    def answering(self, change: Callable[[Respond], Respond]) -> Generator[None, None, None]:
        """Let what it plays be answered otherwise for a while."""
        before, respond = self.playing, self.playing.scene.respond
        assert respond is not None
        self.playing = replace(before, scene=replace(before.scene, respond=change(respond)))
        try:
            yield
        finally:
            self.playing = before

    def be_well(self) -> None:
        """No fault this hour."""
        respond = self._conversation.holding(WELL).respond
        self.playing = Playing(Scene(respond))

    def next_hour(self, chance: Random, hour: int, share: float, *, moves: bool) -> None:
        """What the portal holds and plays in an hour: something may happen to it, and `share` of the hours go wrong."""
        self.hour = hour
        if moves:
            self.truth.happens(chance, hour, self.is_certain, may_go=not self.unsure)
        self.be_well()
        if chance.random() >= share:
            return
        fault = chance.choice(self.faults)
        playing = Playing(fault.play(self._conversation), fault)
        if playing.leaves_out and (self.unsure or not self.is_certain()):
            return
        if playing.spoils:
            # What a portal says otherwise than before, it has changed; and so when it takes that back.
            self.truth.changed[self.truth.odd] = hour + 1
        self.playing = playing

    def is_certain(self, number: int | None = None) -> bool:
        """Whether it is known what is held of one record, or of all of them."""
        records = self.model.single()
        if number is not None:
            return number in self.kind.shared or (number in records and records[number].is_certain)
        return all(one.is_certain for one in records.values())
