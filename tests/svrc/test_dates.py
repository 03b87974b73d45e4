"""Dates in every form that portals were seen to write."""

from __future__ import annotations

import pytest

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
        ("Mon, 05 Mar 2018 10:00:00 GMT", "2018-03-05T10:00:00"),
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
    ],
)
def test_month_names_are_read_in_nine_languages(written: str, read: str) -> None:
    assert read_date(written) == read


@pytest.mark.parametrize(
    ("written", "read"), [("2019", "2019"), ("2019-05", "2019-05"), ("marzo 2020", "2020-03")]
)
def test_a_date_gets_no_more_precise_than_it_was(written: str, read: str) -> None:
    assert read_date(written) == read


@pytest.mark.parametrize("written", ["", "0", "null", "  ", "None", "0000-00-00"])
def test_what_stands_for_no_date_is_none(written: str) -> None:
    assert read_date(written) == ""


@pytest.mark.parametrize("written", ["yesterday", "2020-02-31", "31/31/2020", "99", "2020-13", "5 Foo 2020"])
def test_what_is_no_date_is_told_apart_from_no_date(written: str) -> None:
    assert read_date(written) is None
