"""The twenty records that were read by hand: what the page says of each is what is computed from its payload."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import pytest
from ckan.tests.helpers import call_action

from ckanext.resilient.quality.findings import Checks
from ckanext.resilient.quality.score import score
from tests.payloads import all_payloads
from tests.shared import REPOSITORY

PAGE = (REPOSITORY / "docs/scores-by-hand.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.count("|") == 7 and "/" in line.split("|")[1]
]
PAYLOADS = {payload.name: payload for payload in all_payloads()}

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("with_plugins", "with_request_context")]


@cache
def rehearsed(name: str, portal: str) -> list[dict[str, Any]]:
    payload = PAYLOADS[name]
    with payload.served() as server:
        return call_action(
            "resilient_harvest_rehearse",
            {"resilient_private_hosts": [server.pair]},
            url=payload.start(server),
            protocol=payload["protocol"],
            portal=portal,
            options=payload.options,
            languages=payload.speaks,
        )["datasets"]


def test_ten_are_italian_and_ten_spanish() -> None:
    italian = [row[0] for row in ROWS if row[2].startswith("it-")]
    assert (len(ROWS), len(italian)) == (20, 10)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1])
def test_the_points_are_those_of_the_page(row: list[str]) -> None:
    name, title, portal, points, level, _ = row
    (dataset,) = [
        one for one in rehearsed(name, portal) if one["title"].startswith(title.removesuffix("…").strip())
    ]
    found = score(dataset, Checks(), dt.date(2026, 11, 30)).assessment
    assert (found.points, found.band) == (int(points), level)


@pytest.mark.parametrize("title", ["Water quantity", "Record of COVID-19", "Remuneration"])
def test_the_columns_that_catalonia_explains_are_explained(title: str) -> None:
    (row,) = [row for row in ROWS if row[1].startswith(title)]
    (dataset,) = [one for one in rehearsed(row[0], row[2]) if one["title"].startswith(title)]
    answers = score(dataset, Checks(), dt.date(2026, 11, 30)).as_dict()["aspects"]
    explained = next(one for one in answers if one["id"] == "explained")
    assert explained["message"] == "Columns are explained, but not how the data were made."
