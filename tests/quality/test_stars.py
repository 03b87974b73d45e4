"""Stars are given for what a file really holds, and only with an open licence."""

from __future__ import annotations

import pytest

from ckanext.resilient.quality.description import describe
from ckanext.resilient.quality.findings import Checks, FileProfile
from ckanext.resilient.quality.stars import Stars, stars
from tests.quality.test_mqa import FULL, without


@pytest.mark.parametrize(
    ("declared", "count"),
    [("PDF", 1), ("XLS", 2), ("CSV", 3), ("RDF_TURTLE", 4), ("JSON_LD", 4)],
)
def test_the_declared_format_gives_the_stars_while_nobody_looked(declared: str, count: int) -> None:
    assert stars(describe(without(format=declared)), Checks()) == Stars(count, looked_into=False)


def test_the_content_found_counts_more_than_what_is_declared() -> None:
    checks = Checks(profiles={"f": FileProfile(format="PDF")})
    assert stars(describe(FULL), checks) == Stars(1, looked_into=True)


@pytest.mark.parametrize("licence", ["", "CC_BYNC_4_0", "CC_BYND_4_0"])
def test_without_an_open_licence_there_is_no_star(licence: str) -> None:
    assert stars(describe(FULL | {"license_id": licence}), Checks()).count == 0


def test_the_best_file_counts() -> None:
    pdf, csv = FULL["resources"][0] | {"id": "g", "format": "PDF"}, FULL["resources"][0]
    assert stars(describe(FULL | {"resources": [pdf, csv]}), Checks()).count == 3
    assert stars(describe(FULL | {"resources": []}), Checks()) == Stars(0, looked_into=False)
