"""Fixtures for tests on a running CKAN: real PostgreSQL, Solr and Redis, all plugins of the suite."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ckan import model
from ckan.tests import factories

from tests import loaded_once

loaded_once.install()

MIGRATED_PLUGINS = (
    "activity",
    "harvest",
    "resilient_catalogue",
    "resilient_community",
    "resilient_harvest",
    "resilient_mail",
    "resilient_quality",
    "resilient_schema",
)

_migrated: set[str] = set()


def migrated() -> bool:
    """Whether the tables were made in this run."""
    return bool(_migrated)


@pytest.fixture
def clean(
    with_plugins: None,
    reset_db: Callable[[], None],
    migrate_db_for: Callable[[str], None],
    clean_index: None,
) -> None:
    """An empty catalogue: all plugins loaded, tables there and empty, nothing in the index."""
    if not _migrated:
        # Core's tables first: the plugins' migrations refer to them, and emptying needs all of them.
        model.repo.init_db()
    for plugin in MIGRATED_PLUGINS:
        if plugin not in _migrated:
            migrate_db_for(plugin)
            _migrated.add(plugin)
    reset_db()


@pytest.fixture
def organisation(clean: None) -> dict[str, Any]:
    """An organisation to own datasets."""
    return factories.Organization()


@pytest.fixture
def sysadmin_headers(clean: None) -> dict[str, str]:
    """Headers of a request by a system administrator."""
    return {"Authorization": factories.SysadminWithToken()["token"]}
