"""Three poor datasets of an organisation, one of another, and an editor of the first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.tests import factories
from ckan.tests.helpers import call_action

from tests.community.conftest import member

Dataset = dict[str, Any]


def made(name: str, owner: str, **fields: Any) -> Dataset:
    """A dataset of which hardly anything is known."""
    title = {"it": f"Titolo {name}"}
    return call_action(
        "package_create", context={"user": factories.Sysadmin()["name"]}, type="dataset", name=name,
        owner_org=owner, **{"title_translated": title, **fields},
    )  # fmt: skip


def stored(name: str) -> Dataset:
    """A dataset as it is now."""
    return call_action("package_show", context={"ignore_auth": True, "use_cache": False}, id=name)


@contextmanager
def queries() -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    asked: list[str] = []

    def note(*call: Any) -> None:
        asked.append(call[2])

    engine = model.Session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def datasets(organisation: dict[str, Any]) -> list[Dataset]:
    """Two without a topic, and one that has one."""
    return [
        made("povero-1", organisation["id"]),
        made("povero-2", organisation["id"], tags_translated={"it": ["asili"]}),
        made("ricco", organisation["id"], od_category=["health-social-services"]),
    ]


@pytest.fixture
def elsewhere(clean: None) -> Dataset:
    """A poor dataset of another organisation."""
    return made("altrui", factories.Organization(name="altro", title="Altro")["id"])


@pytest.fixture
def editor(organisation: dict[str, Any]) -> dict[str, Any]:
    """Somebody who edits the datasets of the organisation."""
    return member(organisation, "editor")
