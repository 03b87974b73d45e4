"""A catalogue with its sources while time passes: the clock starts what is due, and nobody looks for a week."""

from __future__ import annotations

import json
from collections.abc import Sequence
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.tests.helpers import call_action
from ckanext.harvest import queue

from ckanext.resilient.harvest import config, leases, run, stock, store
from ckanext.resilient.harvest.http import HttpSettings
from ckanext.resilient.harvest.model import HarvestRecord
from tests.faults.play import QUICK
from tests.harvest.portal import act
from tests.harvest.week.portals import Source
from tests.harvest.week.rules import FIELDS, Edit, Ending

_TIMES = (
    "resilient_harvest_record",
    "resilient_harvest_run",
    "resilient_harvest_approval",
    "resilient_harvest_before",
    "resilient_harvest_notice",
    "resilient_overlay",
    "harvest_source",
    "harvest_job",
    "harvest_object",
)
_STORED_AS = {"title": "title_translated", "description": "notes_translated"}


def an_hour_passes() -> None:
    """Let everything that the harvest remembers be an hour older: for it, that is as if an hour had passed."""
    columns = model.Session.execute(
        sa.text(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_name = ANY(:tables) AND data_type LIKE 'timestamp%'"
        ),
        {"tables": list(_TIMES)},
    ).all()
    for table in _TIMES:
        older = ", ".join(f"{row[1]} = {row[1]} - interval '1 hour'" for row in columns if row[0] == table)
        assert older, table
        model.Session.execute(sa.text(f"UPDATE {table} SET {older}"))  # noqa: S608 - names from the catalogue
    model.Session.commit()
    model.Session.expire_all()


class World:
    """The sources, the person who edits, and what every hour brings.

    Args:
        sources: registered.
        editor: name of a person who may edit their datasets.
        chance: what decides.
        monkeypatch: sets the patience of the client for each run.
    """

    def __init__(
        self, sources: Sequence[Source], editor: str, chance: Random, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.sources = sources
        self._editor = editor
        self._chance = chance
        self._monkeypatch = monkeypatch
        self._pairs = frozenset(source.server.pair for source in sources)
        self._known: dict[tuple[str, int], tuple[str, str]] = {}
        self.runs = 0
        self.log: list[str] = []

    def hour(self) -> None:
        """One beat of the clock: what is due is started, collected, and finished."""
        an_hour_passes()
        act("harvest_jobs_run")
        consumer = queue.get_gather_consumer()
        ran: list[tuple[Source, str]] = []
        while (delivered := consumer.basic_get(queue.get_gather_queue_name()))[2] is not None:
            job_id = json.loads(delivered[2])["harvest_job_id"]
            source = self._source_of(job_id)
            self._be_patient(source)
            queue.gather_callback(consumer, *delivered)
            ran.append((source, job_id))
        act("harvest_jobs_run")
        for source, job_id in ran:
            self.runs += 1
            self._tell(source, job_id)
        self._nothing_is_left()

    def _source_of(self, job_id: str) -> Source:
        job = model.Session.get_one(stock.HarvestJob, job_id)
        return next(source for source in self.sources if source.id == job.source_id)

    def _be_patient(self, source: Source) -> None:
        settings = HttpSettings(self._pairs, **{**QUICK, **source.playing.scene.settings})
        self._monkeypatch.setattr(run, "http_settings", lambda: settings)

    def _tell(self, source: Source, job_id: str) -> None:
        """Compare how a run ended with how it must, and tell the model."""
        playing, truth = source.playing, source.truth
        done = store.runs([job_id])[job_id]
        ending = _ending(done)
        endings = playing.endings(source.kind.protocol)
        where = f"hour {source.hour}, {source.kind.protocol}, {playing.name}"
        self.log.append(f"{where}: {ending} {done.stopped_by} {done.counts}")
        if "complete" in endings and not done.partial and source.model.guard_stops(truth.held):
            assert done.stopped_by == "too-much-vanished", (where, done.counts)
        else:
            assert ending in endings, (where, done.stopped_by, done.counts)
        if ending == "stopped":
            source.model.stopped_by(done.stopped_by)
        else:
            source.model.lacked(_gaps(job_id, ending), ending)
        spoilt = {truth.odd} if playing.spoils else set[int]()
        source.model.after(ending, truth.held, spoilt, source.hour)
        if ending == "complete":
            source.unsure = playing.leaves_out
        elif ending != "stopped":
            source.unsure = source.unsure or playing.leaves_out

    def _nothing_is_left(self) -> None:
        """No job runs, no object waits, no lease is held."""
        jobs = sa.select(stock.HarvestJob.id).where(stock.HarvestJob.status != "Finished")
        assert model.Session.scalars(jobs).all() == []
        at_work = stock.HarvestObject.state.not_in(("COMPLETE", "ERROR"))
        assert model.Session.scalars(sa.select(stock.HarvestObject.state).where(at_work)).all() == []
        assert leases.unended(config.lease()) == []

    def is_right(self) -> None:
        """Every source's datasets are what the model says, under the ids and addresses that they always had."""
        for source in self.sources:
            found = self._held(source)
            for number, record in source.model.single().items():
                here = found.pop(number, None)
                where = (source.hour, source.kind.protocol, number, record, here, self.log[-12:])
                assert (here[0] if here else "absent") in record.states, where
                if here and here[0] != "deleted" and record.said:
                    assert here[1] in record.texts(), where
            assert found.keys() <= set(source.kind.shared), (source.kind.protocol, found)

    def _held(self, source: Source) -> dict[int, tuple[str, tuple[str, str]]]:
        """State and texts of the datasets of a source, by number."""
        model.Session.expire_all()
        rows = model.Session.execute(
            sa.select(model.Package, HarvestRecord.gone)
            .join(HarvestRecord, HarvestRecord.package_id == model.Package.id)
            .where(HarvestRecord.source_id == source.id)
        ).all()
        found: dict[int, tuple[str, tuple[str, str]]] = {}
        for package, gone in rows:
            number = self._number(source, package)
            assert number not in found, (source.kind.protocol, number)
            found[number] = (_state(package, gone), _texts(package))
        return found

    def _number(self, source: Source, package: model.Package) -> int:
        """Which record a dataset is; known by its id from then on, which never changes, nor does its address."""
        known = {id_and_name: key[1] for key, id_and_name in self._known.items() if key[0] == source.id}
        if (number := known.get((package.id, package.name))) is not None:
            return number
        words = f"{package.title} {package.notes} {package.extras.get('source_guid', '')}"
        (number,) = {
            one
            for one in (*source.truth.held, *source.truth.away)
            if str(one) in words.replace("-", " ").split()
        } or {source.truth.odd}
        assert (source.id, number) not in self._known, (source.kind.protocol, number, package.name)
        self._known[source.id, number] = (package.id, package.name)
        return number

    def somebody_edits(self) -> None:
        """A person changes a title or a description, or decides about one that its source has changed."""
        source = self._chance.choice(self.sources)
        certain = [
            number
            for number, record in source.model.single().items()
            if record.is_certain and record.states == {"shown"} and number != source.truth.odd
        ]
        if not certain:
            return
        number = self._chance.choice(sorted(certain))
        record, (package_id, _) = source.model.records[number], self._known[source.id, number]
        field = self._chance.choice(FIELDS)
        context = {"user": self._editor, "ignore_auth": False}
        if field in record.edits:
            keep = self._chance.choice(("mine", "source"))
            call_action(
                "resilient_overlay_decide", dict(context), id=package_id, field=_STORED_AS[field], keep=keep
            )
            edit = record.edits[field]
            edit.base, edit.is_open = edit.source, False
            if keep == "source":
                del record.edits[field]
            return
        ((title, description),) = record.said
        said = {"title": title, "description": description}[field]
        value = f"{said} (redazione, ora {source.hour})"
        call_action("package_patch", dict(context), id=package_id, **{_STORED_AS[field]: {"it": value}})
        record.edits[field] = Edit(value, said, said)

    def edits_are_right(self) -> None:
        """Those edits ask for a look whose source has said something new, and no others."""
        for source in self.sources:
            asked = {
                (one["id"], one["field"])
                for one in act("resilient_overlay_list", state="review", limit=1000)
                if one["id"] in {known[0] for key, known in self._known.items() if key[0] == source.id}
            }
            due = {
                (self._known[source.id, number][0], _STORED_AS[field])
                for number, record in source.model.single().items()
                for field, edit in record.edits.items()
                if edit.is_open
            }
            assert asked == due, (source.hour, source.kind.protocol)

    def index_agrees(self) -> None:
        """The index holds what the database holds, and readers find what is public."""
        check = act("resilient_harvest_check")
        assert (check["missing"], check["orphaned"], check["outdated"]) == ([], [], [])
        public = sa.select(sa.func.count()).where(
            model.Package.type == "dataset", model.Package.state == "active", model.Package.private.is_(False)
        )
        assert act("package_search", fq="type:dataset")["count"] == model.Session.scalar(public)

    def nothing_is_orphaned(self) -> None:
        """Every dataset has its record, and every record that is held the one object that says what it last said."""
        of_record = sa.exists().where(HarvestRecord.package_id == model.Package.id)
        strangers = sa.select(model.Package.name).where(model.Package.type == "dataset", ~of_record)
        assert model.Session.scalars(strangers).all() == []
        current = sa.select(stock.HarvestObject.harvest_source_id, stock.HarvestObject.guid).where(
            stock.HarvestObject.current.is_(True)
        )
        held = sa.select(HarvestRecord.source_id, HarvestRecord.guid).where(HarvestRecord.deleted.is_(False))
        found = sorted(tuple(row) for row in model.Session.execute(current))
        assert found == sorted(tuple(row) for row in model.Session.execute(held))

    def shared_are_single(self, numbers: Sequence[int]) -> None:
        """Of a record that two portals list, one dataset is shown; it is not one that its own portal has dropped."""
        for number in numbers:
            listing = [source for source in self.sources if number in source.truth.held]
            found = [
                (source, held[number][0])
                for source in self.sources
                if number in source.kind.shared and number in (held := self._held(source))
            ]
            shown = [source for source, state in found if state in ("shown", "stale")]
            assert len(shown) == (1 if listing else len(shown)), (number, found, self.log[-12:])
            if listing:
                assert shown[0] in listing, (number, [(one.kind.protocol, state) for one, state in found])


def _ending(done: Any) -> Ending:
    if done.stopped_by:
        return "stopped"
    return "complete" if done.complete else "partial" if done.partial else "incomplete"


def _gaps(job_id: str, ending: Ending) -> set[tuple[str, str, str]]:
    """What cost a record or, where it was not read to its end, a part of the listing."""
    return {
        (issue.code, issue.field, issue.record)
        for issue in store.run_issues(job_id)
        if issue.severity == "error"
        or (issue.severity == "warning" and not issue.record and ending == "incomplete")
    }


def _state(package: model.Package, gone: str) -> str:
    if package.state != "active":
        return "deleted"
    marked = "source_vanished" in package.extras
    assert marked == bool(gone), (package.name, gone)
    return "private" if package.private else "stale" if marked else "shown"


def _texts(package: model.Package) -> tuple[str, str]:
    def text(name: str) -> str:
        values = package.extras[name]
        values = json.loads(values) if isinstance(values, str) else values
        return next(iter(values.values()), "")

    return text("title_translated"), text("notes_translated")
