"""The eight questions: every state with its sentence, and the boundaries between them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ckanext.resilient.quality.aspects import ASPECTS, Answer
from ckanext.resilient.quality.description import describe
from ckanext.resilient.quality.findings import Checks, FileProfile, LinkResult, State
from tests.quality.test_mqa import FULL, REACHED, without

TODAY = dt.date(2025, 1, 1)
MEASURES = {name: measure for name, _, measure in ASPECTS}
PAGE, FILE = REACHED
FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
DESCRIBED = FULL | {"notes_translated": {"it": "Posti autorizzati per comune."}}
SECOND = FULL["resources"][0] | {
    "id": "g",
    "access_url": "https://dati.example/g",
    "download_url": "https://dati.example/g.csv",
}
COLUMNS = without(columns=[{"name": "posti", "meaning": {"it": "Posti autorizzati"}}])
HALF_EXPLAINED = without(columns=[{"name": "posti", "meaning": {"it": "Posti"}}, {"name": "asl"}])


def answer(aspect: str, package: dict[str, Any], checks: Checks | None = None) -> Answer:
    return MEASURES[aspect](describe(package), checks or Checks(), TODAY)


def promised(frequency: str, modified: str = "2024-12-31") -> dict[str, Any]:
    return {"id": "d", "frequency": FREQUENCY + frequency, "modified": modified}


def cells(share: float | None, *empty: str) -> Checks:
    return Checks(profiles={"f": FileProfile("CSV", share, empty)})


def columns(*names: str) -> Checks:
    return Checks(profiles={"f": FileProfile("CSV", 0, header=True, names=names)})


def links(**statuses: int) -> Checks:
    found = {"first": FILE, "second": "https://dati.example/g.csv"}
    return Checks(links={found[name]: LinkResult(status, "2025-01-01") for name, status in statuses.items()})


@pytest.mark.parametrize(
    ("aspect", "package", "checks", "state", "begins"),
    [
        ("findable", DESCRIBED, None, State.PASS, "Well described"),
        ("findable", FULL, None, State.PARTIAL, "Described in part"),
        ("findable", without("theme"), None, State.PARTIAL, "Described in part"),
        ("findable", without("theme", "tags_translated"), None, State.FAIL, "Little description"),
        ("opens", FULL | {"resources": []}, None, State.FAIL, "There is no file"),
        ("opens", without(access_url="", download_url=""), None, State.FAIL, "There is no file"),
        ("opens", FULL, None, State.NOT_CHECKED, "Nobody has tried"),
        ("opens", FULL, Checks(links=REACHED), State.PASS, "All files"),
        ("opens", FULL, links(first=404), State.FAIL, "{broken} of {files}"),
        ("combines", FULL, None, State.PASS, "A common format"),
        ("combines", without(format="XLS"), None, State.PARTIAL, "Programs can read it"),
        ("combines", without(format=""), None, State.FAIL, "The format of the files is not known"),
        ("combines", without(format="PDF"), None, State.FAIL, "No format"),
        ("combines", FULL, Checks(profiles={"f": FileProfile("PDF")}), State.FAIL, "No format"),
        ("reusable", FULL, None, State.PASS, "Free to use; the source"),
        ("reusable", FULL | {"license_id": "CC0"}, None, State.PASS, "Free to use."),
        ("reusable", FULL | {"license_id": ""}, None, State.FAIL, "What you may do"),
        ("reusable", FULL | {"license_id": "CC_BYNC_4_0"}, None, State.PARTIAL, "It may be used, but"),
        ("reusable", FULL | {"license_id": "of-their-own"}, None, State.PARTIAL, "It has terms"),
        ("explained", FULL, None, State.FAIL, "Columns and method are not"),
        ("explained", HALF_EXPLAINED, None, State.FAIL, "Columns and method are not"),
        ("explained", COLUMNS, None, State.PARTIAL, "Columns are explained, but"),
        ("explained", FULL | {"provenance": {"it": "Censimento"}}, None, State.PARTIAL, "How the data"),
        ("explained", COLUMNS | {"provenance": {"it": "Censimento"}}, None, State.PASS, "Columns and method"),
        ("explained", COLUMNS, columns("Posti"), State.PARTIAL, "Columns are explained, but"),
        ("explained", COLUMNS, columns("posti", "asl"), State.PARTIAL, "Some columns are explained"),
        (
            "explained",
            COLUMNS | {"documentation": ["x"]},
            columns("asl"),
            State.PARTIAL,
            "Columns are explained",
        ),
        ("explained", FULL | {"documentation": ["x"]}, None, State.PARTIAL, "There is documentation"),
        ("explained", without(documentation=["x"]), None, State.PARTIAL, "There is documentation"),
        (
            "explained",
            FULL | {"documentation": ["x"], "provenance": {"it": "C"}},
            None,
            State.PASS,
            "How the data were made is explained, and",
        ),
        ("current", promised("DAILY"), None, State.PASS, "Renewed as promised"),
        ("current", promised("NEVER"), None, State.PASS, "Complete as it is"),
        ("current", promised("IRREG"), None, State.PASS, "Renewed when"),
        ("current", promised("DAILY", "2024-12-29"), None, State.PARTIAL, "The renewal is a little late"),
        ("current", promised("DAILY", "2024-12-01"), None, State.FAIL, "Not renewed"),
        ("current", promised("DAILY", ""), None, State.FAIL, "It does not say when it was last"),
        ("current", FULL, None, State.FAIL, "It does not say how often"),
        ("complete", FULL, None, State.NOT_CHECKED, "Nobody has looked"),
        ("complete", FULL, cells(None), State.NOT_CHECKED, "The files hold no table"),
        ("complete", FULL, cells(0.05), State.PASS, "Hardly any"),
        ("complete", FULL, cells(0.051), State.PARTIAL, "{share} of the cells are empty."),
        ("complete", FULL, cells(0.2), State.PARTIAL, "{share} of the cells are empty."),
        ("complete", FULL, cells(0.201), State.FAIL, "{share} of the cells are empty."),
        ("complete", FULL, cells(0.01, "asl"), State.PARTIAL, "{share} of the cells are empty; nothing"),
        ("serves", FULL | {"social_need": ["N1"]}, None, State.PASS, "Says which"),
        ("serves", FULL | {"beneficiary": ["B1"]}, None, State.PARTIAL, "Says whom"),
        ("serves", FULL | {"activity_area": ["A1"]}, None, State.PARTIAL, "Says whom"),
        ("serves", FULL, None, State.FAIL, "Not linked"),
    ],
)
def test_each_question_has_its_answers(
    aspect: str, package: dict[str, Any], checks: Checks | None, state: State, begins: str
) -> None:
    found = answer(aspect, package, checks)
    assert (found.aspect, found.state) == (aspect, state)
    assert found.sentence.startswith(begins)
    assert bool(found.fix) == bool(found.field) == (state in (State.PARTIAL, State.FAIL))
    found.sentence.format(**found.params)  # every placeholder has its value


def test_one_broken_file_of_two_is_said_with_the_day() -> None:
    two = FULL | {"resources": [FULL["resources"][0], SECOND]}
    found = answer("opens", two, links(first=200, second=404))
    assert found.state is State.PARTIAL
    assert found.params == {"broken": 1, "files": 2, "date": "2025-01-01"}
    assert answer("opens", two, links(first=404, second=410)).state is State.FAIL


def test_a_page_that_is_not_the_file_does_not_open() -> None:
    checks = Checks(links={FILE: LinkResult(200, "2025-01-01", usable=False)})
    assert answer("opens", FULL, checks).state is State.FAIL


def test_the_title_of_each_question_is_its_own() -> None:
    assert len({title for _, title, _ in ASPECTS}) == len(MEASURES) == 8
