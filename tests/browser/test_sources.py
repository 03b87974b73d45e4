"""The way of an administrator through the pages of the sources, in English and in Croatian."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import ckan.plugins.toolkit as tk
import pytest
from ckan.tests import factories

from tests.browser.conftest import Findings, met
from tests.browser.plan import WIDTHS, visit
from tests.harvest.portal import act, record, register, running
from tests.harvest.servers import Server

pytestmark = [pytest.mark.browser, pytest.mark.walk]

LOCALES = ("en", "hr")
WALKS = (
    "list", "source", "run", "collect", "end", "new", "wrong", "rehearse", "save",
    "settings", "unsaved", "compare", "undo", "missing", "words", "owners", "mail", "count",
)  # fmt: skip
EVERYWHERE = [(locale, width) for locale in LOCALES for width in WIDTHS]

READ = {
    "h1": "h1",
    "cards": "article .rs-card__title",
    "result": ".rs-badge",
    "progress": "#progress [role=status]",
    "messages": ".flash-messages .alert",
    "errors": ".rs-error",
    "count": "#would-come-in [role=status]",
    "lines": "main ul:not([class]) > li",
}
TEST, REHEARSE, SAVE = (f"button[value={step}]" for step in ("test", "rehearse", "save"))
UNDO = "main a[href$='/undo']"
START, END = "form[action$='/start'] button", "form[action$='/cancel'] button"


LONG = "Posti disponibili per comune, anno educativo e tipo di gestione, con le liste d'attesa. " * 8

STRANGE = [{"key": "frequency", "value": "a caso"}]
NAMELESS = {"title": "", "notes": "", "maintainer": "Anna", "maintainer_email": "anna@example.org"}


class Catalogue:
    """A source that was collected twice, one that lost most of its records, for each walk one that was not and a portal to add, and an administrator."""

    def __init__(self) -> None:
        self.token = ""
        self.job = ""
        self.changed = ""
        self.portals: dict[str, Server] = {}
        self.stack = contextlib.ExitStack()

    def create(self) -> None:
        """Fill the catalogue of the tests."""
        administrator = factories.UserWithToken()
        self.token = administrator["token"]
        organisation = factories.Organization(users=[{"name": administrator["name"], "capacity": "admin"}])
        with (
            running([record("1", extras=STRANGE), record("2", **NAMELESS)]) as (portal, server),
            allowed(server.pair),
        ):
            source = register(server, organisation["id"])
            self.job = act("resilient_harvest_run", id=source["id"])["job"]
            portal.records[0] = record(
                "1", title="Asili nido di Bari", license_id="cc-zero", notes=LONG, extras=STRANGE
            )
            self.changed = act("resilient_harvest_run", id=source["id"])["job"]
        with running([record(str(key)) for key in range(40, 62)]) as (portal, server), allowed(server.pair):
            source = register(server, organisation["id"], name="shrunken")
            act("resilient_harvest_run", id=source["id"])
            del portal.records[1:]
            act("resilient_harvest_run", id=source["id"])
        for locale, width in EVERYWHERE:
            with running([]) as (_, server):
                register(server, organisation["id"], name=f"walk-{locale}-{width}")
            _, self.portals[f"{locale} {width}"] = self.stack.enter_context(running([record("3")]))

    def options(self) -> dict[str, str]:
        """The portals of the walks may be read."""
        pairs = " ".join(server.pair for server in self.portals.values())
        return {"ckanext.resilient.http.allowed_private_hosts": pairs}

    def visits(self) -> list[dict[str, Any]]:
        """What is visited; whoever has the token is signed in."""
        walks = {
            "list": ("/sources", "", ()),
            "source": ("/sources/portal", self.token, ()),
            "run": (f"/sources/portal/runs/{self.job}", self.token, ()),
            "new": ("/sources/new?q=a", self.token, ()),
            "settings": ("/sources/portal/edit", self.token, ()),
            "unsaved": ("/sources/portal/edit", self.token, (("#field-recipients", "nobody"), SAVE)),
            "compare": (f"/sources/portal/runs/{self.changed}/changes", self.token, ()),
            "undo": (f"/sources/portal/runs/{self.changed}", self.token, (UNDO,)),
            "words": ("/sources/portal/words", self.token, ()),
            "owners": (f"/sources/portal/runs/{self.job}/owners", self.token, ()),
            "mail": (f"/sources/portal/runs/{self.job}/owners", self.token, ("main tbody a",)),
            # Typing in another field leaves the first one, which is when its change counts.
            "count": ("/sources/portal/edit", self.token, (("#field-limit", "7"), "#field-title")),
            "missing": ("/sources/shrunken", self.token, ("#missing ~ details summary",)),
            "wrong": ("/sources/new", self.token, (("#field-url", "nowhere"), TEST)),
        }
        found: list[dict[str, Any]] = []
        for locale, width in EVERYWHERE:
            own = {
                "collect": (f"/sources/walk-{locale}-{width}", self.token, (START,)),
                "end": (f"/sources/walk-{locale}-{width}", self.token, ("main a.rs-button", END)),
            }
            url = self.portals[f"{locale} {width}"].url
            rehearsed = (("#field-url", url), TEST, REHEARSE)
            saved = (*rehearsed, ("#field-title", f"Portal {locale} {width}"), SAVE)
            own |= {
                "rehearse": ("/sources/new", self.token, rehearsed),
                "save": ("/sources/new", self.token, saved),
            }
            found += [
                one(f"{name} {locale} {width}", f"/{locale}{path}", WIDTHS[width], token, clicks)
                for name, (path, token, clicks) in (walks | own).items()
            ]
        # A run is started before it is ended: both walks lead over the same source.
        return sorted(found, key=lambda entry: entry["name"].startswith(("end", "save")))


def one(name: str, path: str, width: int, token: str, clicks: tuple[Any, ...]) -> dict[str, Any]:
    """A visit of somebody with a token, or of nobody in particular."""
    headers = {"Authorization": token} if token else {}
    return visit(name, path, width, *clicks) | {"read": READ, "headers": headers}


@contextlib.contextmanager
def allowed(pair: str) -> Iterator[None]:
    """This address may be read although it is on this machine."""
    with patch.dict(tk.config, {"ckanext.resilient.http.allowed_private_hosts": [pair]}):
        yield


_catalogue = Catalogue()


@pytest.fixture
def source_findings(request: pytest.FixtureRequest, tmp_path: Path) -> Findings:
    """What was met on the pages of the sources."""
    with _catalogue.stack:
        return met("sources", _catalogue.create, _catalogue.visits, request, tmp_path, _catalogue.options)


def texts(found: dict[str, Any], key: str) -> list[str]:
    return [entry["text"] for entry in found["texts"][key] if entry["text"]]


@pytest.mark.parametrize(("locale", "width"), EVERYWHERE)
@pytest.mark.parametrize("walk", WALKS)
def test_the_pages_are_accessible_and_fit_every_screen(
    source_findings: Findings, walk: str, locale: str, width: str
) -> None:
    found = source_findings[f"{walk} {locale} {width}"]
    assert found["status"] == 200
    assert found["violations"] == []
    assert found["overflow"] == 0
    assert (found["foreign"], found["console"]) == ([], [])
    assert found["lang"] == locale


@pytest.mark.parametrize(("locale", "width"), EVERYWHERE)
def test_a_changed_choice_is_counted_without_loading_the_page(
    source_findings: Findings, locale: str, width: str
) -> None:
    # The portal of this source has gone: instead of a number stands why there is none.
    assert texts(source_findings[f"settings {locale} {width}"], "count") == []
    assert len(texts(source_findings[f"count {locale} {width}"], "count")) == 1


@pytest.mark.parametrize(("locale", "width"), EVERYWHERE)
def test_a_run_that_was_started_shows_how_far_it_is(
    source_findings: Findings, locale: str, width: str
) -> None:
    found = source_findings[f"collect {locale} {width}"]
    assert f"/{locale}/sources/walk-{locale}-{width}/runs/" in found["url"]
    assert len(texts(found, "progress")) == 1


@pytest.mark.parametrize(("locale", "width"), EVERYWHERE)
def test_a_run_that_was_ended_says_so_and_shows_no_progress(
    source_findings: Findings, locale: str, width: str
) -> None:
    found = source_findings[f"end {locale} {width}"]
    assert texts(found, "progress") == []
    assert texts(found, "result")[0] == {"en": "Ended by hand", "hr": "Ručno prekinuto"}[locale]


@pytest.mark.parametrize(("locale", "width"), EVERYWHERE)
def test_a_source_is_added_without_a_shell(source_findings: Findings, locale: str, width: str) -> None:
    (card,) = texts(source_findings[f"rehearse {locale} {width}"], "cards")
    assert card.startswith("Asili nido 3")
    saved = source_findings[f"save {locale} {width}"]
    assert texts(saved, "h1") == [f"Portal {locale} {width}"]
    assert len(texts(saved, "messages")) == 1


@pytest.mark.parametrize(("locale", "width"), EVERYWHERE)
def test_what_is_wrong_stands_at_its_field(source_findings: Findings, locale: str, width: str) -> None:
    assert len(texts(source_findings[f"wrong {locale} {width}"], "errors")) == 1


@pytest.mark.parametrize(("locale", "width"), EVERYWHERE)
def test_settings_that_are_wrong_are_not_saved(source_findings: Findings, locale: str, width: str) -> None:
    found = source_findings[f"unsaved {locale} {width}"]
    assert len(texts(found, "errors")) == 1
    assert found["url"].endswith("/edit")


@pytest.mark.parametrize(("locale", "width"), EVERYWHERE)
def test_a_run_is_not_taken_back_before_it_was_said_what_will_happen(
    source_findings: Findings, locale: str, width: str
) -> None:
    found = source_findings[f"undo {locale} {width}"]
    assert found["url"].endswith("/undo")
    assert any(text.startswith("1 ") for text in texts(found, "lines"))
