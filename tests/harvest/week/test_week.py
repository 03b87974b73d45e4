"""A week of hourly runs over portals that fail by chance; at its end the catalogue is what it must be.

Without more its first two days are played. `WEEK_HOURS=168` plays all of it, `WEEK_SEED` another
one, `WEEK_PROTOCOLS=all` one with every protocol.
"""

from __future__ import annotations

import contextlib
import os
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp

from ckanext.resilient.mail import language
from resilient_ops.mailbox import Mailbox
from tests.harvest.portal import act
from tests.harvest.week import killed
from tests.harvest.week.portals import Kind, Source
from tests.harvest.week.world import World
from tests.mail.conftest import mailbox, post

__all__ = ["mailbox", "post"]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600), pytest.mark.usefixtures("clean", "clean_redis")]

DAY = 24
HOURS = int(os.environ.get("WEEK_HOURS", 2 * DAY))
SEED = int(os.environ.get("WEEK_SEED", "6"))
FAULTY = 0.45
"""Share of the hours in which a portal plays a fault."""
SHARED = (90001, 90002)
SOME = (
    Kind("ckan", "delete", records=7, shared=SHARED),
    Kind("dcat", "stale", records=7, shared=SHARED),
    Kind("dcat_us", "archive", records=30),
    Kind("csw", "keep", "DAILY", records=7),
)
OTHERS = (
    Kind("opendatasoft", "delete", pause=0.02),
    Kind("socrata", "stale"),
    Kind("pxweb", "archive", "DAILY"),
    Kind("dkan", "keep"),
    Kind("udata", "delete"),
    Kind("opendata_al", "archive"),
    Kind("datosgobes", "stale"),
    Kind("ine_pt", "delete", "DAILY"),
)
KINDS = (*SOME, *OTHERS) if os.environ.get("WEEK_PROTOCOLS") == "all" else SOME
LOSES, FINDS, LOSES_AGAIN, APPROVED, RETURNS = 30, 36, 60, 64, 110
"""Hours in which the large portal loses most of its records, and what comes of it."""

KILLED = {17: killed.while_it_reads, 130: killed.while_it_writes}
"""Hours in which a worker of the large portal dies."""


@pytest.fixture
def sources(
    clean: None, organisation: dict[str, Any], app: CKANTestApp, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Sequence[Source]]:
    """The portals, running and registered."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(app.flask_app.test_request_context("/"))
        # No number may stand in an identifier of another record: 4000 and 8000 are in every UUID of theirs.
        made = [Source(kind, 1000 * place + 1100) for place, kind in enumerate(KINDS)]
        for source in made:
            stack.enter_context(source.running(organisation["id"]))
        pairs = [source.server.pair for source in made]
        monkeypatch.setitem(tk.config, "ckanext.resilient.http.allowed_private_hosts", pairs)
        monkeypatch.setitem(tk.config, "ckanext.resilient.harvest.full_every", 3)
        monkeypatch.setitem(tk.config, "ckanext.resilient.harvest.keep_runs", 20)
        yield made


def _person(organisation: str, role: str) -> dict[str, Any]:
    user = factories.User()
    act("organization_member_create", id=organisation, username=user["name"], role=role)
    language.keep(model.User.get(user["id"]), "en")
    return user


def _large(sources: Sequence[Source], hour: int) -> None:
    """What becomes of the portal that loses most of its records: they are back, or an administrator agrees."""
    large = max(sources, key=lambda one: one.kind.records)
    if hour in (LOSES, LOSES_AGAIN):
        large.truth.lose(26)
    elif hour in (FINDS, RETURNS):
        large.truth.find_again(hour)
    elif APPROVED <= hour < RETURNS and large.model.asked and not large.model.approved:
        act("resilient_harvest_approve", id=large.id)
        large.model.approved = set(large.model.asked)


def test_after_a_week_of_faults_the_catalogue_is_right(
    sources: Sequence[Source],
    organisation: dict[str, Any],
    mailbox: Mailbox,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    print(f"The week of seed {SEED}")  # noqa: T201 - what a failure is played again with
    chance = random.Random(SEED)  # noqa: S311 - no secret
    _person(organisation["id"], "admin")
    world = World(sources, _person(organisation["id"], "editor")["name"], chance, monkeypatch)
    large = max(sources, key=lambda one: one.kind.records)
    for hour in range(HOURS):
        evening = hour % DAY >= DAY - 4
        _large(sources, hour)
        for source in sources:
            quiet = evening or hour == 0 or (source is large and LOSES - 4 <= hour <= LOSES)
            is_lost = source is large and (
                LOSES - 4 <= hour < FINDS or LOSES_AGAIN - 4 <= hour < APPROVED + 4
            )
            moves = hour > 0 and not evening and not is_lost
            source.next_hour(chance, hour, 0 if quiet else FAULTY, moves=moves)
        if hour in KILLED:
            large.truth.change_some(chance, hour)
            large.be_well()
            KILLED[hour](large, tmp_path, monkeypatch)
        world.hour()
        world.is_right()
        if hour and chance.random() < 0.25:
            world.somebody_edits()
        if hour % DAY == DAY - 1:
            _at_the_end_of_a_day(world, mailbox)
    assert world.runs >= HOURS


def _at_the_end_of_a_day(world: World, mailbox: Mailbox) -> None:
    assert all(source.is_certain() for source in world.sources if source.kind.frequency == "ALWAYS")
    world.edits_are_right()
    world.index_agrees()
    world.nothing_is_orphaned()
    world.shared_are_single(SHARED)
    assert len(mailbox.all()) == sum(source.model.mails for source in world.sources)
    act("resilient_harvest_prune")
