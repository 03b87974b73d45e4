"""What people say, on a desk and on a phone, in English and in Greek: read, rated, suggested, decided."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action

from tests.browser.conftest import Findings, met
from tests.browser.plan import WIDTHS, visit

pytestmark = [pytest.mark.browser, pytest.mark.walk]

LOCALES = ("en", "el")
EVERYWHERE = [(locale, width) for locale in LOCALES for width in WIDTHS]
PAGES = (
    "dataset", "kinds", "parts", "value", "ticks", "entry", "upload", "open", "mine", "moderation", "report", "all",
)  # fmt: skip
LICENCE = {"about": "better-licence", "field": "license_id", "value": "CC_BY_4_0"}
READ = {"h1": "h1", "said": ".rs-said", "messages": ".flash-messages .alert", "trap": ".rs-nobody input"}
WITHOUT_SCRIPTS = "rate without scripts"


class Catalogue:
    """A dataset that was rated and for which something was suggested, and the administrator of its organisation."""

    def __init__(self) -> None:
        self.token, self.reported = "", ""

    def create(self) -> None:
        """Fill the catalogue of the tests."""
        administrator = factories.UserWithToken()
        self.token = administrator["token"]
        organisation = factories.Organization(users=[{"name": administrator["name"], "capacity": "admin"}])
        call_action(
            "package_create", {"user": administrator["name"]},
            type="dataset", name="asili", owner_org=organisation["id"], title_translated={"it": "Asili nido"},
            resources=[{"url": "https://example.org/posti.csv", "format": "CSV"}],
        )  # fmt: skip
        words = {"need": "housing", "comment": "Good for our plan of the district.", "name": "Ana"}
        self._say("resilient_rating_set", value=5, **words)
        self.reported = self._say("resilient_rating_set", value=2, comment="Old numbers.")
        call_action("resilient_statement_report", id=self.reported)
        self._say("resilient_suggestion_create", **LICENCE, note="It is on their page.")
        own = {"user": administrator["name"], "ignore_auth": False}
        call_action("resilient_suggestion_create", own, id="asili", **LICENCE)

    def _say(self, action: str, **said: Any) -> str:
        reader = {"user": factories.User()["name"], "ignore_auth": False}
        return call_action(action, reader, id="asili", **said)["id"]

    def visits(self) -> list[dict[str, Any]]:
        """What is visited, and a rating without scripts."""
        form = "/dataset/asili/suggest"
        pages = {
            "dataset": ("/dataset/asili", (".rs-voices summary >> nth=1",)),
            "kinds": (form, ()),
            "parts": (f"{form}?about=wrong-value", ()),
            "value": (f"{form}?about=better-licence", ()),
            "ticks": (f"{form}?about=wrong-value&field=beneficiary", ()),
            "entry": (f"{form}?about=wrong-value&field=contact/new", ()),
            "upload": (f"{form}?about=corrected-file", ()),
            "open": ("/suggestions", ()),
            "mine": ("/suggestions/mine", ()),
            "moderation": ("/moderation", ()),
            "report": (f"/voices/{self.reported}/report", ()),
            "all": ("/dataset/asili/voices", ()),
        }
        signed_in = {"Authorization": self.token}
        found = [
            visit(f"{name} {locale} {width}", f"/{locale}{path}", WIDTHS[width], *clicks)
            | {"read": READ, "headers": {} if name in ("value", "kinds") else signed_in}
            for locale, width in EVERYWHERE
            for name, (path, clicks) in pages.items()
        ]
        clicks = (".rs-voices summary >> nth=1", "input[name=value][value='4']", "button[value=save]")
        walk = visit(WITHOUT_SCRIPTS, "/en/dataset/asili", WIDTHS["phone"], *clicks, javascript=False)
        return [*found, walk | {"read": READ, "headers": signed_in}]


_catalogue = Catalogue()


@pytest.fixture
def voices(request: pytest.FixtureRequest, tmp_path: Path) -> Findings:
    """What was met on the pages of what people say."""
    return met("voices", _catalogue.create, _catalogue.visits, request, tmp_path)


@pytest.mark.parametrize(("locale", "width"), EVERYWHERE)
@pytest.mark.parametrize("page", PAGES)
def test_the_pages_are_accessible_and_fit_every_screen(
    voices: Findings, page: str, locale: str, width: str
) -> None:
    found = voices[f"{page} {locale} {width}"]
    assert found["status"] == 200
    assert found["violations"] == []
    assert found["overflow"] == 0
    assert (found["foreign"], found["console"]) == ([], [])
    assert found["lang"] == locale


@pytest.mark.parametrize(("locale", "width"), EVERYWHERE)
def test_a_reported_text_is_not_on_the_page_of_its_dataset(voices: Findings, locale: str, width: str) -> None:
    said = " ".join(entry["text"] for entry in voices[f"dataset {locale} {width}"]["texts"]["said"])
    assert "Good for our plan" in said
    assert "Old numbers" not in said
    assert "Old numbers" in voices[f"moderation {locale} {width}"]["texts"]["said"][0]["text"]


def test_rating_works_without_scripts(voices: Findings) -> None:
    messages = [entry["text"] for entry in voices[WITHOUT_SCRIPTS]["texts"]["messages"]]
    assert any("Your answer was kept" in message for message in messages)
