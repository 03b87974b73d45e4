"""The quality of an organisation's datasets: on one sheet of paper, and mended for many datasets at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from ckan import model
from ckan.tests import factories
from ckan.tests.helpers import _get_test_app, call_action

from ckanext.resilient.quality import store
from ckanext.resilient.quality.model import QualityHistory
from tests.browser.conftest import Findings, met
from tests.browser.plan import WIDTHS, Step, visit

pytestmark = [pytest.mark.browser, pytest.mark.walk]

LOCALES = ("en", "el")
EVERYWHERE = [(locale, width) for locale in LOCALES for width in WIDTHS]
LONG = "Γενική Διεύθυνση Κοινωνικής Αλληλεγγύης και Καταπολέμησης της Φτώχειας της Περιφέρειας Κεντρικής Μακεδονίας"
PUBLIC = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
MANY = 101
"""Datasets that do not stand on one page."""
READ = {
    "h1": "h1",
    "chosen": "#datasets ~ p",
    "gaps": "#gaps ~ div tbody tr",
    "course": ".rs-course path",
    "gains": ".rs-notice",
}
PAGES = ("overview", "report", "whole report", "set", "contact", "looked at", "batch", "second page")


class Catalogue:
    """Datasets that lack nearly everything: twelve of one organisation, and many of another; an editor who mends some."""

    def __init__(self) -> None:
        self.token, self.batch = "", ""

    def create(self) -> None:
        """Fill the catalogue of the tests."""
        editor = factories.UserWithToken()
        self.token = editor["token"]
        organisation = factories.Organization(
            name="perifereia", title=LONG, users=[{"name": editor["name"], "capacity": "editor"}]
        )
        for number in range(12):
            call_action(
                "package_create", {"user": editor["name"]}, type="dataset", name=f"domes-{number}",
                owner_org=organisation["id"], title_translated={"el": f"Δομές φροντίδας ηλικιωμένων {number}"},
            )  # fmt: skip
        factories.Organization(name="many", users=[{"name": editor["name"], "capacity": "editor"}])
        for number in range(MANY):
            call_action(
                "package_create", {"user": editor["name"]}, type="dataset", name=f"many-{number}",
                owner_org="many", title_translated={"el": f"Δομές {number}"},
            )  # fmt: skip
        store.record_day()
        today = dt.datetime.now(dt.timezone.utc).date()
        day = {"scope": "organization", "key": organisation["id"], "datasets": 12, "bands": {}}
        for ago in range(10, 400, 30):
            model.Session.add(
                QualityHistory(day=today - dt.timedelta(days=ago), points=40.0 + ago % 9, **day)
            )
        model.Session.commit()
        asked = {"user": editor["name"], "ignore_auth": False, "resilient_progress": lambda _: None}
        with _get_test_app().flask_app.test_request_context():
            made = call_action("resilient_quality_batch_create", asked, field="frequency", value="ANNUAL")
        self.batch = made["id"]

    def visits(self) -> list[dict[str, Any]]:
        """What is visited."""
        here = "/quality/organization/perifereia"
        look: tuple[Step, ...] = (("#field-access_rights", PUBLIC), "button[value=look]")
        pages: dict[str, tuple[str, tuple[Step, ...]]] = {
            "overview": (here, ()),
            "report": (f"{here}/report", ()),
            "whole report": ("/quality/all/report", ()),
            "set": (f"{here}/set/od_category", ()),
            "contact": (f"{here}/set/contact", ()),
            "looked at": (f"{here}/set/access_rights", look),
            "batch": (f"/quality/batch/{self.batch}", ()),
            "second page": (
                "/quality/organization/many/set/od_category",
                ("#datasets ~ div input[type=checkbox]", "nav button[value='2']"),
            ),
        }
        return [
            visit(f"{name} {locale} {width}", f"/{locale}{path}", WIDTHS[width], *clicks)
            | {"read": READ, "headers": {"Authorization": self.token}, "print": "report" in name}
            for locale, width in EVERYWHERE
            for name, (path, clicks) in pages.items()
        ]


_catalogue = Catalogue()


@pytest.fixture
def quality(request: pytest.FixtureRequest, tmp_path: Path) -> Findings:
    """What was met on the pages of quality."""
    return met("quality", _catalogue.create, _catalogue.visits, request, tmp_path)


@pytest.mark.parametrize(("locale", "width"), EVERYWHERE)
@pytest.mark.parametrize("page", PAGES)
def test_the_pages_are_accessible_and_fit_every_screen(
    quality: Findings, page: str, locale: str, width: str
) -> None:
    found = quality[f"{page} {locale} {width}"]
    assert found["status"] == 200
    assert found["violations"] == []
    assert found["overflow"] == 0
    assert (found["foreign"], found["console"]) == ([], [])
    assert found["lang"] == locale


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("page", ["report", "whole report"])
def test_the_report_is_printed_on_one_sheet(quality: Findings, page: str, locale: str) -> None:
    found = quality[f"{page} {locale} desktop"]
    assert len(found["texts"]["gaps"]) == 5
    assert found["sheets"] == 1
    assert quality[f"report {locale} desktop"]["texts"]["course"], "the course is on the sheet, too"


@pytest.mark.parametrize("locale", LOCALES)
def test_one_sees_what_a_value_would_bring(quality: Findings, locale: str) -> None:
    texts = quality[f"looked at {locale} desktop"]["texts"]
    assert any("180" in gain["text"] for gain in texts["gains"]), "12 datasets, 15 points each"


@pytest.mark.parametrize(("locale", "width"), EVERYWHERE)
def test_what_is_left_out_on_one_page_is_left_out_on_the_next(
    quality: Findings, locale: str, width: str
) -> None:
    (chosen, *_) = quality[f"second page {locale} {width}"]["texts"]["chosen"]
    assert {str(MANY - 1), str(MANY)} <= set(chosen["text"].replace(".", " ").split())
