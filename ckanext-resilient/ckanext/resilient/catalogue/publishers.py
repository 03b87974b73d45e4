"""When an organisation changed last: its name is in the descriptions of what it publishes, whose dates it leaves."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from ckan import model
from ckan.model.system_info import system_info_table
from sqlalchemy.dialects.postgresql import insert

_TABLE = system_info_table
_KEY = "ckanext.resilient.catalogue.publishers_changed"

KEPT: sa.ScalarSelect[str | None] = sa.select(_TABLE.c.value).where(_TABLE.c.key == _KEY).scalar_subquery()
"""The moment as it is kept, for a statement that asks for more."""


def note_change(connection: sa.Connection) -> None:
    """Keep that an organisation changes now, in this transaction."""
    now = {"value": dt.datetime.now(dt.timezone.utc).isoformat()}
    statement = insert(_TABLE).values(key=_KEY, state="active", **now)
    connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=now))


def read(kept: str | None) -> dt.datetime | None:
    """The moment, of what is kept; None when no organisation ever changed."""
    return dt.datetime.fromisoformat(kept) if kept else None


def last_change() -> dt.datetime | None:
    """When an organisation changed last; None when none ever did."""
    return read(model.Session.execute(sa.select(KEPT)).scalar())
