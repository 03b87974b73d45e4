"""The public list of sources: what everybody reads there, and what it costs."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from ckan import model
from ckan.tests.helpers import CKANTestApp

from ckanext.resilient.harvest import overview
from ckanext.resilient.harvest.outcome import freshness, outcome
from tests.harvest.portal import act, record
from tests.harvesters.pages.conftest import Harvested, Open, text

NOW = datetime.datetime(2026, 11, 29, tzinfo=datetime.timezone.utc)


@pytest.mark.parametrize(
    ("status", "stopped_by", "read", "rejected", "expected"),
    [
        ("", "", False, 0, "never"),
        ("New", "", False, 0, "waiting"),
        ("Running", "source-empty", True, 3, "running"),
        ("Aborted", "", True, 0, "cancelled"),
        ("Finished", "cancelled", True, 0, "cancelled"),
        ("Finished", "source-empty", True, 0, "stopped"),
        ("Finished", "", False, 0, "incomplete"),
        ("Finished", "", True, 1, "flawed"),
        ("Finished", "", True, 0, "fine"),
    ],
)
def test_a_run_ends_in_one_word(
    status: str, stopped_by: str, read: bool, rejected: int, expected: str
) -> None:
    assert outcome(status, stopped_by=stopped_by, read=read, counts={"rejected": rejected}) == expected


def test_a_record_that_could_not_be_written_is_a_flaw() -> None:
    assert outcome("Finished", stopped_by="", read=True, counts={}, failed=1) == "flawed"


@pytest.mark.parametrize(
    ("days", "frequency", "expected"),
    [
        (2, "DAILY", "fresh"),
        (3, "DAILY", "late"),
        (14, "WEEKLY", "fresh"),
        (15, "WEEKLY", "late"),
        (400, "MANUAL", "unplanned"),
    ],
)
def test_a_source_is_late_after_twice_its_promised_time(days: int, frequency: str, expected: str) -> None:
    assert freshness(NOW - datetime.timedelta(days=days), frequency, NOW) == expected


def test_a_source_that_was_never_read_is_not_late() -> None:
    assert freshness(None, "DAILY", NOW) == "never"


def test_everybody_reads_what_came_from_a_source_and_how_its_last_run_went(
    source: Harvested, see: Open
) -> None:
    source.run()
    (card,) = see("/sources").xpath("//article")
    words = text(card)
    assert "Portale" in words
    assert "1 dataset" in words
    assert "Collected, with gaps" in words
    assert source.url in card.xpath(".//a/@href")


def test_the_list_speaks_the_readers_language(source: Harvested, see: Open) -> None:
    source.run()
    (card,) = see("/hr/sources").xpath("//article")
    assert "Collected" not in text(card)
    assert "1 skup podataka" in text(card)


def test_only_whoever_looks_after_a_source_is_led_to_its_runs(source: Harvested, see: Open) -> None:
    leads = {
        who: f"/sources/{source.name}" in see("/sources", who).xpath("//article//a/@href")
        for who in ("visitor", "editor", "other-admin", "admin", "sysadmin")
    }
    assert leads == {
        "visitor": False, "editor": False, "other-admin": False, "admin": True, "sysadmin": True,
    }  # fmt: skip


def test_sources_that_need_attention_are_listed_alone(
    source_with: Callable[..., Harvested], app: CKANTestApp
) -> None:
    source_with([record("1")], "gut").run()
    empty = source_with([], "leer")
    empty.run()
    whole, troubled = (app.get(f"/sources{query}").body for query in ("", "?show=attention"))
    assert "/sources?show=attention" in whole
    assert (whole.count("<article"), troubled.count("<article")) == (2, 1)
    assert empty.url in troubled


def test_sources_stand_under_their_country(
    clean: None, organisation: dict[str, Any], app: CKANTestApp
) -> None:
    act("resilient_portal_register", key="hr-data-gov")
    act("resilient_portal_register", key="it-dati-gov")
    body = app.get("/fr/sources").body
    assert body.index("Croatie</h2>") < body.index("Italie</h2>")


def test_the_list_is_in_the_menu_of_every_page(clean: None, app: CKANTestApp) -> None:
    assert 'href="/it/sources"' in app.get("/it/organization/").body


def test_the_number_of_queries_does_not_grow_with_the_number_of_sources(
    source_with: Callable[..., Harvested],
) -> None:
    asked: list[str] = []

    def counted() -> int:
        asked.clear()
        model.Session.expire_all()
        overview.status()
        return len(asked)

    engine = model.Session.get_bind()
    source_with([record("1")], "one").run()
    sa.event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    with_one = counted()
    for name in ("two", "three"):
        source_with([record("1")], name).run()
    assert counted() == with_one
