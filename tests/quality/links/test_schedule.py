"""When a link is tried again, and from when on it is broken."""

from __future__ import annotations

import datetime as dt

from ckanext.resilient.quality.links.schedule import Found, Standing, after

START = dt.datetime(2026, 11, 1, 3, tzinfo=dt.timezone.utc)
DAY = dt.timedelta(days=1)
NEW = Standing(next_check=START)
GONE = Found(404, "error-status", "text/html")


def test_each_success_earns_a_week_more_up_to_four() -> None:
    standing, pauses = NEW, []
    for _ in range(6):
        later = after(standing, Found(200, media_type="text/csv", size=12), START)
        pauses.append((later.next_check - START).days)
        standing = later
    assert pauses == [7, 14, 21, 28, 28, 28]
    assert (standing.status, standing.media_type, standing.size, standing.checked) == (
        200,
        "text/csv",
        12,
        START,
    )


def test_a_link_is_broken_after_three_failures_over_three_days() -> None:
    good = after(NEW, Found(200), START)
    standing = good
    for day in range(1, 4):
        standing = after(standing, GONE, START + day * DAY)
        assert (standing.status, standing.usable) == (200, True), f"day {day}"
        assert standing.next_check == START + (day + 1) * DAY
    standing = after(standing, GONE, START + 4 * DAY)
    assert (standing.status, standing.usable, standing.problem) == (404, False, "error-status")
    assert standing.failing_since == START + DAY


def test_many_failures_on_one_day_are_not_enough() -> None:
    standing = NEW
    for hour in range(10):
        standing = after(standing, GONE, START + dt.timedelta(hours=hour))
    assert standing.status is None
    assert standing.usable


def test_one_success_ends_a_bad_spell() -> None:
    standing = NEW
    for day in range(5):
        standing = after(standing, GONE, START + day * DAY)
    assert not standing.usable
    mended = after(standing, Found(200), START + 6 * DAY)
    assert (mended.status, mended.usable, mended.problem, mended.failures) == (200, True, "", 0)
    assert mended.failing_since is None
    assert mended.next_check == START + 13 * DAY


def test_a_busy_server_has_not_failed_and_is_left_alone_as_long_as_it_asks() -> None:
    held = after(NEW, Found(200), START)
    for seconds, pause in ((7200, dt.timedelta(hours=2)), (0, dt.timedelta(hours=1)), (10**9, DAY)):
        standing = after(held, Found(0, wait=seconds), START)
        assert standing.next_check == START + pause
        assert (standing.status, standing.failures, standing.checked) == (200, 0, START)


def test_what_is_no_address_need_not_be_tried_again_to_be_known() -> None:
    standing = after(NEW, Found(1300, "not-an-address"), START)
    assert (standing.status, standing.usable, standing.problem) == (1300, False, "not-an-address")


def test_a_server_that_refuses_head_keeps_readers_happy_but_not_the_eu() -> None:
    standing = after(NEW, Found(405, "head-refused"), START)
    assert (standing.status, standing.usable, standing.problem) == (405, True, "head-refused")
