"""The tables of CKAN and of every plugin that is switched on, as `ckan db upgrade` makes them."""

from __future__ import annotations

from ckan import model
from ckan.cli.db import _migrate_plugins


def make_tables() -> None:
    """Make the tables that are not there yet; asked of the migrations, so that no plugin is forgotten."""
    model.repo.init_db()
    _migrate_plugins(apply=True)
