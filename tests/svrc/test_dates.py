"""Dates in every form that portals were seen to write."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.resilient.svrc.dates import read_date


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-04-28", "2026-04-28"),
        ("2024-04-15T09:08:02+02:00", "2024-04-15T09:08:02+02:00"),
        ("2013-04-26T00:00:00Z", "2013-04-26T00:00:00+00:00"),
        ("2016-12-14T19:01:24.184120", "2016-12-14T19:01:24.184120"),
        ("2023-01-09T15:04:41", "2023-01-09T15:04:41"),
        ("2019-09-30 22:00:00", "2019-09-30T22:00:00"),
        ("2021-04-20T16:10:28+0000", "2021-04-20T16:10:28+00:00"),
        ("2025-01-15+01:00", "2025-01-15"),
        ("20200131", "2020-01-31"),
        ("31/12/2020", "2020-12-31"),
        ("31-12-2020", "2020-12-31"),
        ("31.12.2020.", "2020-12-31"),
        ("2020/12/31", "2020-12-31"),
        ("jeu, 19/12/2019 - 03:00", "2019-12-19T03:00:00"),
        ("Date changed  jeu, 19/12/2019 - 03:00", "2019-12-19T03:00:00"),
        ("mar, 10/12/2019 - 09:23", "2019-12-10T09:23:00"),
        ("Friday, 19 December 2025", "2025-12-19"),
        ("Mon, 05 Mar 2018 10:00:00 GMT", "2018-03-05T10:00:00+00:00"),
        ("Mon, 15 Apr 2024 09:08:02 GMT+0000", "2024-04-15T09:08:02+00:00"),
        (
            "Mon Apr 15 2024 09:08:02 GMT+0200 (Central European Summer Time)",
            "2024-04-15T09:08:02+02:00",
        ),
        ("Mon Apr 15 09:08:02 CEST 2024", "2024-04-15T09:08:02"),
        ("Mon Apr 15 09:08:02 UTC 2024", "2024-04-15T09:08:02+00:00"),
        ("2024-04-15T09:08:02Z[UTC]", "2024-04-15T09:08:02+00:00"),
        ("2024-04-15 09:08:02 UTC", "2024-04-15T09:08:02+00:00"),
        ("2020-12-31T23:59:59.999999999Z", "2020-12-31T23:59:59.999999+00:00"),
        ("Apr 15, 2024 9:08 PM", "2024-04-15T21:08:00"),
        ("4/15/2024 12:05 a.m.", "2024-04-15T00:05:00"),
        ("Thu, 12/19/2019 - 03:00", "2019-12-19T03:00:00"),
        ("2024.04.15.", "2024-04-15"),
        ("20240415090802", "2024-04-15T09:08:02"),
        ("15 avril 2024 à 09:08", "2024-04-15T09:08:00"),
        ("1.5778368E9", "2020-01-01T00:00:00+00:00"),
        ("1577836800.0", "2020-01-01T00:00:00+00:00"),
        ("19-12-2025", "2025-12-19"),
        ("2024-4-5", "2024-04-05"),
        ("December 19, 2025", "2025-12-19"),
        ("1577836800", "2020-01-01T00:00:00+00:00"),
        ("1577836800000", "2020-01-01T00:00:00+00:00"),
    ],
)
def test_a_date_is_read_in_the_form_that_portals_write(written: str, read: str) -> None:
    assert read_date(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("5 March 2021", "2021-03-05"),
        ("5 de março de 2021", "2021-03-05"),
        ("5 de marzo de 2021", "2021-03-05"),
        ("5 mars 2021", "2021-03-05"),
        ("5 marzo 2021", "2021-03-05"),
        ("5 Μαρτίου 2021", "2021-03-05"),
        ("5. ožujka 2021.", "2021-03-05"),
        ("5. marec 2021", "2021-03-05"),
        ("1er janvier 2020", "2020-01-01"),
        ("5 qershor 2021", "2021-06-05"),
        ("3. listopada 2022.", "2022-10-03"),
        ("15 de juny de 2024", "2024-06-15"),
        ("1 d’agost de 2024", "2024-08-01"),
        ("15 Απρ 2024", "2024-04-15"),
    ],
)
def test_month_names_are_read_in_the_languages_of_the_portals(written: str, read: str) -> None:
    assert read_date(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2019", "2019"),
        ("2023.", "2023"),
        ("leto 2023", "2023"),
        ("1999-00-00", "1999"),
        ("2019-05", "2019-05"),
        ("2010-05-00", "2010-05"),
        ("2023M05", "2023-05"),
        ("marzo 2020", "2020-03"),
        ("desembre 2023", "2023-12"),
    ],
)
def test_a_date_gets_no_more_precise_than_it_was(written: str, read: str) -> None:
    assert read_date(written) == read


@pytest.mark.parametrize(
    "written",
    [
        *("", "0", "null", "  ", "None", "0000-00-00", "0001-01-01", "0001-01-01T00:00:00Z", "-62135596800"),
        *("9999-12-31", "9999-12-31T23:59:59", "n.d.", "s/d", "unknown", "present", "[]"),
    ],
)
def test_what_stands_for_no_date_is_none(written: str) -> None:
    assert read_date(written) == ""


@pytest.mark.parametrize(
    "written", ["yesterday", "2020-02-31", "31/31/2020", "99", "2020-13", "5 Foo 2020", "15/04/24", "2023-T1"]
)
def test_what_is_no_date_is_told_apart_from_no_date(written: str) -> None:
    assert read_date(written) is None


@given(st.datetimes(datetime.datetime(1000, 1, 2), datetime.datetime(2999, 12, 31)))
def test_every_moment_in_iso_8601_is_read_as_itself(moment: datetime.datetime) -> None:
    read = read_date(moment.isoformat())
    assert read is not None
    assert datetime.datetime.fromisoformat(read) == moment


@given(
    st.dates(datetime.date(1000, 1, 2), datetime.date(2999, 12, 31)),
    st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%d. %m. %Y."]),
)
def test_the_day_stands_before_the_month(day: datetime.date, form: str) -> None:
    assert read_date(day.strftime(form)) == day.isoformat()


@given(st.one_of(st.text(max_size=120), st.from_regex(r"[0-9TZ:/. +-]{1,30}", fullmatch=True)))
def test_any_text_is_a_date_none_or_unreadable(text: str) -> None:
    read = read_date(text)
    assert not read or datetime.date.fromisoformat((read + "-01-01")[:10] if len(read) < 8 else read[:10])
