"""The hours and days in which a source is read by itself: over midnight, in the site's time, when clocks change."""

from __future__ import annotations

import datetime
import zoneinfo
from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan import model

from ckanext.resilient.errors import StopHarvest
from ckanext.resilient.harvest import stock
from ckanext.resilient.harvest.model import WaitingSource
from ckanext.resilient.harvest.outcome import freshness
from ckanext.resilient.harvest.schedule import clock
from ckanext.resilient.harvest.schedule.window import Window, due_time, window_of
from tests.harvest.portal import act, record, register, running

ZAGREB = zoneinfo.ZoneInfo("Europe/Zagreb")
UTC = datetime.timezone.utc


def local(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=ZAGREB)


@pytest.mark.parametrize(
    ("hours", "inside", "outside"),
    [
        ((22, 5), (22, 23, 0, 4), (5, 12, 21)),
        ((8, 17), (8, 16), (7, 17, 0)),
        ((0, 6), (0, 5), (6, 23)),
        ((22, 0), (22, 23), (0, 21)),
    ],
)
def test_the_hours_hold_their_beginning_and_not_their_end(
    hours: tuple[int, int], inside: tuple[int, ...], outside: tuple[int, ...]
) -> None:
    window = Window(*hours)
    day = datetime.datetime(2026, 5, 1)
    assert [hour for hour in inside if not window.holds(day.replace(hour=hour, minute=59))] == []
    assert [hour for hour in outside if window.holds(day.replace(hour=hour))] == []


@pytest.mark.parametrize(
    ("hours", "moment", "expected"),
    [
        # Within the hours: their opening, also that of the evening before.
        ((22, 5), "2026-05-02T22:40", "2026-05-02T22:00"),
        ((22, 5), "2026-05-03T04:59", "2026-05-02T22:00"),
        # Outside of them: the next opening.
        ((22, 5), "2026-05-02T05:00", "2026-05-02T22:00"),
        ((8, 17), "2026-05-02T17:00", "2026-05-03T08:00"),
        ((8, 17), "2026-05-02T03:00", "2026-05-02T08:00"),
        # On 29 March the clock goes from 2 to 3: there is no such hour, the night after has it.
        ((2, 3), "2026-03-28T12:00", "2026-03-30T02:00"),
        # On 25 October the hour from 2 to 3 is there twice.
        ((2, 3), "2026-10-24T12:00", "2026-10-25T02:00"),
    ],
)
def test_a_source_is_due_at_the_opening_of_its_hours(
    hours: tuple[int, int], moment: str, expected: str
) -> None:
    due = due_time(Window(*hours), local(moment).astimezone(UTC), ZAGREB)
    assert due == local(expected).astimezone(UTC)


@pytest.mark.parametrize(
    ("settings", "field", "code"),
    [
        ({"window_from": 22}, "window_until", "window-not-hours"),
        ({"window_until": 5}, "window_from", "window-not-hours"),
        ({"window_from": 24, "window_until": 5}, "window_from", "window-not-hours"),
        ({"window_from": 1, "window_until": "late"}, "window_until", "window-not-hours"),
        ({"window_from": True, "window_until": 5}, "window_from", "window-not-hours"),
        ({"window_from": 5, "window_until": 5}, "window_until", "window-empty"),
    ],
)
def test_hours_that_are_none_are_refused_at_their_field(
    settings: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(StopHarvest) as refused:
        window_of(settings)
    assert (refused.value.issue.field, refused.value.issue.code) == (field, code)


def test_without_hours_a_source_is_read_at_any_time() -> None:
    assert window_of({}) is None
    assert window_of({"window_from": 0, "window_until": 5}) == Window(0, 5)


FRIDAY_NIGHT = Window(22, 5, frozenset({4}))
MONDAY_AND_THURSDAY = Window(days=frozenset({0, 3}))


@pytest.mark.parametrize(
    ("window", "inside", "outside"),
    [
        # 1 May 2026 is a Friday; its night ends on Saturday.
        (FRIDAY_NIGHT, ("2026-05-01T22:00", "2026-05-02T04:59"), ("2026-05-01T04:59", "2026-05-02T22:00")),
        (MONDAY_AND_THURSDAY, ("2026-05-04T00:00", "2026-05-07T23:59"), ("2026-05-05T12:00",)),
    ],
)
def test_days_hold_with_the_night_that_begins_on_them(
    window: Window, inside: tuple[str, ...], outside: tuple[str, ...]
) -> None:
    assert [moment for moment in inside if not window.holds(local(moment))] == []
    assert [moment for moment in outside if window.holds(local(moment))] == []


@pytest.mark.parametrize(
    ("window", "moment", "expected"),
    [
        (FRIDAY_NIGHT, "2026-05-02T05:00", "2026-05-08T22:00"),
        (FRIDAY_NIGHT, "2026-05-02T04:00", "2026-05-01T22:00"),
        (MONDAY_AND_THURSDAY, "2026-05-05T10:00", "2026-05-07T00:00"),
        # The Sunday on which clocks are put forward has no such hour: the next one has.
        (Window(2, 3, frozenset({6})), "2026-03-28T12:00", "2026-04-05T02:00"),
    ],
)
def test_a_source_with_days_is_due_at_the_opening_of_the_next_one(
    window: Window, moment: str, expected: str
) -> None:
    assert due_time(window, local(moment).astimezone(UTC), ZAGREB) == local(expected).astimezone(UTC)


def test_a_day_that_is_none_is_refused_at_its_field() -> None:
    with pytest.raises(StopHarvest) as refused:
        window_of({"weekdays": ["MON", "Tag"]})
    assert (refused.value.issue.field, refused.value.issue.code) == ("weekdays", "weekday-unknown")


def test_a_source_of_one_day_a_week_is_not_overdue_before_two_weeks() -> None:
    assert FRIDAY_NIGHT.longest_gap == 7
    assert MONDAY_AND_THURSDAY.longest_gap == 4
    now = local("2026-05-10T12:00")
    read = now - datetime.timedelta(days=5)
    assert freshness(read, "DAILY", now) == "late"
    assert freshness(read, "DAILY", now, FRIDAY_NIGHT.longest_gap) == "fresh"


Tick = Callable[[str], set[str]]


@pytest.fixture
def tick(
    clean: None, clean_redis: None, ckan_config: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> Tick:
    """Let the clock run once at a time of Zagreb; gives the sources that it started."""
    monkeypatch.setitem(tk.config, "ckan.display_timezone", "Europe/Zagreb")

    def it_is(moment: str) -> datetime.datetime:
        now = local(moment).astimezone(UTC).replace(tzinfo=None)
        monkeypatch.setattr(clock, "_now", lambda: now)
        return now

    it_is("2026-04-01T12:00")  # when the sources are made

    def run(moment: str) -> set[str]:
        now = it_is(moment)
        held = set(clock.hold_back())
        planned = clock._planned(
            (stock.HarvestSource.next_run <= now) | stock.HarvestSource.next_run.is_(None)
        )
        assert held.isdisjoint(source.id for source in planned)
        return {source.id for source in planned}

    return run


def daily(organisation: dict[str, Any], name: str, **settings: Any) -> str:
    """The id of a source that is read every day; nobody listens at its address."""
    with running([record("1")]) as (_, server):
        made = register(server, organisation["id"], name=name, settings=settings)
    act("resilient_harvest_source_update", id=made["id"], frequency="DAILY")
    return made["id"]


def test_the_clock_starts_a_source_only_within_its_hours(organisation: dict[str, Any], tick: Tick) -> None:
    night = daily(organisation, "night", window_from=22, window_until=5)
    always = daily(organisation, "always")
    assert tick("2026-05-02T12:00") == {always}
    assert tick("2026-05-02T21:59") == {always}
    assert tick("2026-05-02T22:00") == {night, always}
    assert tick("2026-05-03T04:59") == {night, always}


def test_the_time_of_day_does_not_creep_out_of_the_hours(organisation: dict[str, Any], tick: Tick) -> None:
    night = daily(organisation, "night", window_from=22, window_until=5)
    source = stock.find_source(night)
    assert source is not None
    # A run that began at 4:59; ckanext-harvest adds a day to it.
    assert tick("2026-05-03T04:59") == {night}
    source.next_run = local("2026-05-04T04:59").astimezone(UTC).replace(tzinfo=None)
    model.Session.commit()
    clock.plan_ahead()
    assert source.next_run == local("2026-05-03T22:00").astimezone(UTC).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("frequency", "settings", "started", "expected"),
    [
        ("HOURLY", {}, "2026-05-04T10:07", "2026-05-04T11:00"),
        ("SIX_HOURLY", {}, "2026-05-04T22:07", "2026-05-05T04:00"),
        ("SIX_HOURLY", {"window_from": 22, "window_until": 5}, "2026-05-04T22:00", "2026-05-05T04:00"),
        ("SIX_HOURLY", {"window_from": 22, "window_until": 5}, "2026-05-05T04:00", "2026-05-05T22:00"),
        ("HOURLY", {"weekdays": ["MON"]}, "2026-05-04T23:10", "2026-05-11T00:00"),
        ("DAILY", {"weekdays": ["MON", "THU"]}, "2026-05-04T00:00", "2026-05-07T00:00"),
    ],
)
def test_how_often_and_on_which_days_a_source_is_read_next(
    organisation: dict[str, Any],
    tick: Tick,
    frequency: str,
    settings: dict[str, Any],
    started: str,
    expected: str,
) -> None:
    source = stock.find_source(daily(organisation, "often"))
    assert source is not None
    act("resilient_harvest_source_update", id=source.id, frequency=frequency, **settings)
    assert act("resilient_harvest_source_show", id=source.id)["frequency"] == frequency
    assert tick(started) == {source.id}
    # What ckanext-harvest says of a daily source that it has started.
    source.next_run = local(started).astimezone(UTC).replace(tzinfo=None) + datetime.timedelta(days=1)
    model.Session.commit()
    for _ in range(2):  # the clock looks again every minute
        clock.plan_ahead()
        assert source.next_run == local(expected).astimezone(UTC).replace(tzinfo=None)


def test_a_source_that_was_read_every_hour_can_be_read_every_week(
    organisation: dict[str, Any], tick: Tick
) -> None:
    source_id = daily(organisation, "often")
    for frequency in ("HOURLY", "WEEKLY"):
        act("resilient_harvest_source_update", id=source_id, frequency=frequency)
    assert act("resilient_harvest_source_show", id=source_id)["frequency"] == "WEEKLY"
    source = stock.find_source(source_id)
    assert source is not None
    assert "every_hours" not in stock.source_config(source)


def test_the_clock_of_ckanext_harvest_keeps_the_hours(
    organisation: dict[str, Any], clean: None, clean_redis: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = datetime.datetime.now(UTC).hour
    monkeypatch.setitem(tk.config, "ckan.display_timezone", "UTC")
    # Two hours of margin, so that the hour may turn while the test runs.
    closed = daily(organisation, "closed", window_from=(hour + 2) % 24, window_until=(hour + 22) % 24)
    opened = daily(organisation, "opened", window_from=(hour + 22) % 24, window_until=(hour + 2) % 24)
    act("harvest_jobs_run")
    assert stock.last_job(closed) is None
    assert stock.last_job(opened) is not None


def test_a_source_that_is_made_outside_its_hours_is_not_due_for_a_moment(
    organisation: dict[str, Any], clean: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The clock may be between looking at the hours and starting what is due.
    now = datetime.datetime.now(UTC)
    monkeypatch.setitem(tk.config, "ckan.display_timezone", "UTC")
    first, last = (now.hour + 2) % 24, (now.hour + 22) % 24
    closed = daily(organisation, "closed", window_from=first, window_until=last)
    due = model.Session.get_one(stock.HarvestSource, closed).next_run
    assert due is not None
    assert due > now.replace(tzinfo=None)


def test_a_source_that_waits_for_approval_is_put_off_and_due_when_it_is_approved(
    organisation: dict[str, Any], clean: None, clean_redis: None
) -> None:
    waits = daily(organisation, "waits")
    model.Session.add(WaitingSource(source_id=waits, asked_by="somebody"))
    model.Session.commit()
    act("harvest_jobs_run")
    assert stock.last_job(waits) is None
    act("resilient_harvest_source_approve", id=waits)
    act("harvest_jobs_run")
    assert stock.last_job(waits) is not None
