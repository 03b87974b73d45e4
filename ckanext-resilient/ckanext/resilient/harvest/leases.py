"""One run per source at a time, and a sign of life that outlives the process that gives it.

The lock is PostgreSQL's own and belongs to a connection of the run: when the process dies, however it
dies, the lock is free. The lease is a row that says what the process was at.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import logging
import os
import socket
import time
from collections.abc import Generator, Sequence
from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError

from ckanext.resilient.errors import ResilientError
from ckanext.resilient.harvest.model import HarvestLease

log = logging.getLogger(__name__)

QUEUED, GATHER, IMPORT = "queued", "gather", "import"
"""How far a run is."""

IN_QUEUE = "queue"
"""Owner of a run that waits for a worker."""

BEAT_SECONDS = 5.0


# Not `now()`, which is the time at which the transaction began.
_now = sa.func.clock_timestamp


class SourceBusyError(ResilientError):
    """Another process works on this source: begin nothing."""


class LeaseLostError(ResilientError):
    """The run belongs to another process by now, or has ended: write nothing more."""


@contextlib.contextmanager
def hold(source_id: str) -> Generator[Lock, None, None]:
    """The only right to work on a source, as long as the block runs.

    Raises:
        SourceBusyError: another process has it.
    """
    lock = Lock(source_id)
    lock.take()
    try:
        yield lock
    finally:
        lock.free()


class Lock:
    """The right to work on a source, and the connection that holds it."""

    def __init__(self, source_id: str) -> None:
        self.source_id = source_id
        digest = hashlib.sha256(f"resilient_harvest\n{source_id}".encode()).digest()
        self._key = int.from_bytes(digest[:8], "big", signed=True)
        self._connection: sa.Connection | None = None

    def take(self) -> None:
        """Open the connection and lock.

        Raises:
            SourceBusyError: another process has the lock.
        """
        connection = model.Session.get_bind().engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        # Of its own: closed it is really closed, and the lock goes with it.
        connection.detach()
        if not connection.scalar(sa.select(sa.func.pg_try_advisory_lock(self._key))):
            connection.close()
            raise SourceBusyError(self.source_id)
        self._connection = connection

    def free(self) -> None:
        """Unlock, and close the connection; a broken one is closed already, and its lock gone."""
        if self._connection is not None:
            # PostgreSQL ends a closed connection when it gets round to it: the next run must not find it locked.
            if not self._connection.invalidated:
                with contextlib.suppress(DBAPIError):  # it broke unnoticed
                    self._connection.execute(sa.select(sa.func.pg_advisory_unlock(self._key)))
            self._connection.close()
            self._connection = None

    def execute(self, statement: Any) -> Sequence[sa.Row[Any]]:
        """Run a statement at once, outside of the session's transaction, on the connection that holds the lock.

        Raises:
            LeaseLostError: the connection broke, and another process has locked the source since.
        """
        try:
            return self._rows(statement)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            log.warning("The connection that locks source %s broke; locking it anew", self.source_id)
        self.free()
        try:
            self.take()
        except SourceBusyError as busy:
            raise LeaseLostError(self.source_id) from busy
        return self._rows(statement)

    def _rows(self, statement: Any) -> Sequence[sa.Row[Any]]:
        if self._connection is None:
            raise LeaseLostError(self.source_id)
        result = self._connection.execute(statement)
        return result.all() if result.returns_rows else ()


class Lease:
    """The lease of one run, kept by the process that holds its source."""

    def __init__(self, lock: Lock, job_id: str) -> None:
        self._lock = lock
        self._job_id = job_id
        # A process may take up a run that it has lost itself: its number alone does not tell.
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{time.monotonic_ns()}"
        self._next_beat = 0.0

    def begin(self) -> str:
        """Take the run, and give the phase at which it goes on: `import` if everything is staged, else `gather`."""
        values = {"owner": self._owner, "heartbeat": _now()}
        row = {"job_id": self._job_id, "source_id": self._lock.source_id, "phase": GATHER, **values}
        phase = sa.case((HarvestLease.phase == IMPORT, IMPORT), else_=GATHER)
        taken = (
            insert(HarvestLease)
            .values(**row)
            .on_conflict_do_update(index_elements=["job_id"], set_={**values, "phase": phase})
        )
        return self._lock.execute(taken.returning(HarvestLease.phase))[0].phase

    def beat(self, *, now: bool = False) -> None:
        """Give a sign of life and make sure that the run is still ours; every few seconds, or `now`.

        Raises:
            LeaseLostError: it is not.
        """
        if not now and time.monotonic() < self._next_beat:
            return
        if not self._lock.execute(self._update(heartbeat=_now()).returning(HarvestLease.job_id)):
            raise LeaseLostError(self._job_id)
        self._next_beat = time.monotonic() + BEAT_SECONDS

    def begin_import(self) -> None:
        """Note that everything is staged, in the transaction of the session: the caller commits both as one.

        Raises:
            LeaseLostError: the run is not ours any more.
        """
        self.beat(now=True)
        noted = model.Session.execute(self._update(phase=IMPORT).returning(HarvestLease.job_id))
        if noted.first() is None:
            raise LeaseLostError(self._job_id)

    def rest(self) -> None:
        """Leave the run to whoever takes it up next."""
        self._lock.execute(self._update(owner=""))

    def end(self) -> None:
        """The run has ended."""
        self._lock.execute(sa.delete(HarvestLease).where(HarvestLease.job_id == self._job_id))

    def _update(self, **values: Any) -> sa.Update:
        own = (HarvestLease.job_id == self._job_id, HarvestLease.owner == self._owner)
        return sa.update(HarvestLease).where(*own).values(**values)


def unended(patience: datetime.timedelta, source_id: str = "") -> Sequence[sa.Row[Any]]:
    """Runs that have not ended, the longest silent first: `job_id`, `source_id`, `owner`, `phase`, `is_silent`.

    Args:
        patience: a run that gave no sign of life for longer is silent; one that rests is, too.
        source_id: only those of this source.
    """
    silent = sa.or_(HarvestLease.owner == "", HarvestLease.heartbeat < _now() - patience)
    wanted = sa.select(
        HarvestLease.job_id,
        HarvestLease.source_id,
        HarvestLease.owner,
        HarvestLease.phase,
        silent.label("is_silent"),
    )
    if source_id:
        wanted = wanted.where(HarvestLease.source_id == source_id)
    return model.Session.execute(wanted.order_by(HarvestLease.heartbeat)).all()


def wait(job_id: str, source_id: str, silent: str = "") -> bool:
    """Note that a run is about to be handed to the queue; False where a process works on it. The caller commits.

    Args:
        job_id: the run.
        source_id: its source.
        silent: the owner of its lease that gives no sign of life; empty where it has none.
    """
    values = {"owner": IN_QUEUE, "heartbeat": _now()}
    row = insert(HarvestLease).values(job_id=job_id, source_id=source_id, phase=QUEUED, **values)
    is_free = HarvestLease.owner.in_(["", silent])
    noted = row.on_conflict_do_update(index_elements=["job_id"], set_=values, where=is_free)
    return model.Session.execute(noted.returning(HarvestLease.job_id)).first() is not None


def forget(job_id: str) -> None:
    """Drop the lease of a run that has ended. The caller holds the source, and commits."""
    model.Session.execute(sa.delete(HarvestLease).where(HarvestLease.job_id == job_id))


def is_known(job_id: str) -> bool:
    """Whether a run has a lease: it is at work, or waits."""
    return model.Session.get(HarvestLease, job_id) is not None
