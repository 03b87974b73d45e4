"""How far a rehearsal reads: what vanished is known only of all records, and nobody reads a portal in a web worker."""

from __future__ import annotations

import time
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.resilient.harvest import stock
from tests.harvest.portal import Make, Portal, act


class Slow(list[dict[str, Any]]):
    """Records that a portal takes long to find."""

    def __getitem__(self, place: Any) -> Any:
        time.sleep(0.6)
        return super().__getitem__(place)


@pytest.fixture
def portal(portal_with: Make, monkeypatch: pytest.MonkeyPatch) -> Portal:
    """A portal that was read and has lost one of its four records since; a rehearsal reads two."""
    made = portal_with(4, options={"page_size": 1})
    act("resilient_harvest_run", id="portal", full=True)
    made.records.pop()
    monkeypatch.setitem(tk.config, "ckanext.resilient.harvest.rehearse_records", 2)
    return made


def asked() -> dict[str, Any]:
    source = stock.find_source(act("harvest_source_show", id="portal")["id"])
    return {"url": source.url, "protocol": "ckan", "languages": ["it"], "options": {"page_size": 1}}


def rehearsed_by(user: dict[str, Any], **data: Any) -> dict[str, Any]:
    context = {"user": user["name"], "ignore_auth": False}
    return call_action("resilient_harvest_rehearse", context, **asked(), **data)


def read(result: dict[str, Any]) -> tuple[int, int, bool]:
    return result["counts"]["listed"], result["counts"]["vanished"], result["complete"]


@pytest.mark.usefixtures("portal")
def test_who_is_no_system_administrator_reads_so_many_records_at_most(organisation: dict[str, Any]) -> None:
    admin = factories.User()
    act("organization_member_create", id=organisation["id"], username=admin["name"], role="admin")
    assert read(rehearsed_by(admin)) == (2, 0, False)
    assert read(rehearsed_by(admin, limit=3)) == (2, 0, False)
    assert read(rehearsed_by(admin, limit=1)) == (1, 0, False)


@pytest.mark.usefixtures("portal")
def test_system_administrators_and_the_command_learn_what_vanished() -> None:
    sysadmin = factories.Sysadmin()
    assert read(rehearsed_by(sysadmin)) == (3, 1, True)
    assert read(act("resilient_harvest_rehearse", **asked())) == (3, 1, True)


def test_a_slow_portal_is_read_for_some_seconds_only(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    portal.records = Slow(portal.records)
    monkeypatch.setitem(tk.config, "ckanext.resilient.harvest.rehearse_seconds", 1)
    listed, vanished, is_complete = read(rehearsed_by(factories.Sysadmin(), limit=3))
    assert (0 < listed < 3, vanished, is_complete) == (True, 0, False)
