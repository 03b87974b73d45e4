"""An administrator's whole way without a shell, from signing in to taking a source away, by protocol and language."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ckan.tests import factories

from tests.browser.conftest import Findings, met
from tests.browser.plan import DESKTOP, Step, visit
from tests.faults.conversations import CONVERSATIONS
from tests.faults.entries import Entry, File, entry
from tests.harvest.kills.child import Child
from tests.harvest.portal import act
from tests.harvest.servers import Server, serving

pytestmark = [pytest.mark.browser, pytest.mark.walk]

LOCALES = ("en", "hr")
PROTOCOLS = tuple(os.environ.get("WALK_PROTOCOLS", ",".join(CONVERSATIONS)).split(","))
"""Which of them are walked: `WALK_PROTOCOLS=csw,pxweb` chooses others."""
WALKS = [(protocol, locale) for protocol in PROTOCOLS for locale in LOCALES]
GOOD, BAD = 3, 1
NAME, PASSWORD = "overseer", "a-long-password-of-hers"
ALIKE = {"Plan"}
"""Words that both languages share."""
CHOSEN = {"opendata_al", "datosgobes", "ine_pt"}
"""Protocols of one portal each: at another address they are chosen, not found out."""
ADDRESSES = {"dcat_us": "/data.json"}
"""Where the catalogue is not at the portal's own address."""
LOOKED_AT = "ckan"
"""The walk on which every page is looked at closely; the pages are the same for all protocols."""

READ = {
    "h1": "h1",
    "known": ".rs-notice[role=status] li",
    "coming": "[aria-labelledby=what-comes-in] > p[role=status]",
    "cards": "article .rs-card__title",
    "counts": ".rs-counts div",
    "result": "main .rs-badge",
    "causes": ".rs-cause h3",
    "sources": "main .rs-grid h3",
    "messages": ".flash-messages .alert",
    "errors": ".rs-error",
    "words": "main h2, main label.rs-field, main legend, main button, .rs-steps li, main dt, .rs-cause summary, main legend",
}
STATIONS = (
    "begun",
    "tested",
    "rehearsed",
    "saved",
    "started",
    "collected",
    "asked",
    "taken back",
)


def button(step: str) -> str:
    return f"button[value={step}]"


def way(title: str, url: str, chosen: str) -> tuple[Step, ...]:
    """Every step, and where it is looked what is met."""
    choice: tuple[Step, ...] = ("main details:has(#field-chosen) summary", ("#field-chosen", chosen))
    return (
        ("#field-login", NAME),
        ("#field-password", PASSWORD),
        "form[action$='/user/login'] button[type=submit], main form button[type=submit]",
        "footer a[href$='/sources'], a[href$='/sources']",
        "main a[href$='/sources/new']",
        {"keep": "begun"},
        ("#field-url", url),
        *(choice if chosen else ()),
        button("test"),
        {"keep": "tested"},
        ("#field-limit", "50"),
        button("rehearse"),
        {"keep": "rehearsed"},
        ("#field-title", title),
        ("#field-frequency", "DAILY"),
        ("#field-window_from", "22"),
        ("#field-window_until", "5"),
        "input[name=removal][value=archive]",
        ("#field-grace_days", "14"),
        ("#field-recipients", "data@town.example"),
        button("save"),
        {"keep": "saved"},
        "form[action$='/start'] button",
        {"keep": "started"},
        {"until": "main:not(:has(#progress)) .rs-counts"},
        ".rs-cause summary",
        {"keep": "collected"},
        "main a[href$='/undo']",
        {"keep": "asked"},
        "form[action$='/undo'] button",
        {"keep": "taken back"},
        ".rs-breadcrumb a[href*='/sources/']",
        "main a[href$='/close']",
        {"keep": "to go"},
        "form[action$='/close'] button",
        {"keep": "gone"},
    )


class Catalogue:
    """A portal of each protocol for each language, and an administrator."""

    def __init__(self) -> None:
        self.portals: dict[tuple[str, str], str] = {}
        self.servers: list[Server] = []
        self.stack = contextlib.ExitStack()

    def create(self) -> None:
        """Serve the portals, and let the administrator be there."""
        factories.Sysadmin(name=NAME, password=PASSWORD)
        factories.Organization(title="Comune")
        for place, walk in enumerate(WALKS):
            paged = CONVERSATIONS[walk[0]].holding(list(records(100 * place + 100)))
            server = self.stack.enter_context(serving(paged.respond))
            self.servers.append(server)
            self.portals[walk] = server.url + ADDRESSES.get(walk[0], paged.path)

    @property
    def pairs(self) -> str:
        """All portals as the configuration names them."""
        return " ".join(server.pair for server in self.servers)

    def options(self) -> dict[str, str]:
        """The portals may be read."""
        return {"ckanext.resilient.http.allowed_private_hosts": self.pairs}

    def visits(self) -> list[dict[str, Any]]:
        """One walk for each protocol and language."""
        return [
            visit(
                f"{protocol} {locale}",
                f"/{locale}/user/login",
                DESKTOP,
                *way(f"Portal {protocol} {locale}", url, protocol if protocol in CHOSEN else ""),
            )
            | {"read": READ, "unchecked": protocol != LOOKED_AT}
            for (protocol, locale), url in self.portals.items()
        ]


def records(base: int) -> Iterator[Entry]:
    """Some records that can be used, and one that says nothing."""
    for number in range(base, base + GOOD):
        yield replace(
            entry(number),
            title=f"Servizi sociali {number}",
            page=f"https://dati.example/servizi/{number}",
            files=(File(f"https://dati.example/file/{number}.csv"),),
        )
    yield replace(entry(base + GOOD), title=None, description=None)


@contextlib.contextmanager
def clock() -> Iterator[None]:
    """What `harvester run` does every minute, every second."""
    stop = threading.Event()

    def tick() -> None:
        while not stop.wait(1):
            act("harvest_jobs_run")

    ticking = threading.Thread(target=tick, daemon=True)
    ticking.start()
    try:
        yield
    finally:
        stop.set()
        ticking.join()


_catalogue = Catalogue()
_found: dict[str, Findings] = {}


@pytest.fixture
def walked(request: pytest.FixtureRequest, tmp_path: Path) -> Findings:
    """What was met on all walks; a worker and the clock are at work meanwhile, as in an installation."""
    if "all" not in _found:
        request.getfixturevalue("clean")
        request.getfixturevalue("clean_redis")
        worker = ("harvester", "gather-consumer")

        def create() -> None:
            _catalogue.create()
            _catalogue.stack.enter_context(Child(tmp_path, worker, _catalogue.pairs))
            _catalogue.stack.enter_context(clock())

        with _catalogue.stack:
            _found["all"] = met("whole way", create, _catalogue.visits, request, tmp_path, _catalogue.options)
    return _found["all"]


def texts(found: dict[str, Any], station: str, key: str) -> list[str]:
    return [one["text"] for one in found["kept"][station]["texts"][key] if one["text"]]


@pytest.mark.parametrize(("protocol", "locale"), WALKS)
def test_a_portal_of_each_protocol_is_added_collected_and_taken_back(
    walked: Findings, protocol: str, locale: str
) -> None:
    found = walked[f"{protocol} {locale}"]
    assert (found["foreign"], found["console"]) == ([], [])
    known = texts(found, "tested", "known")
    assert len(known) >= 3, known
    assert "Servizi sociali" in known[-1]
    assert len(texts(found, "rehearsed", "cards")) == GOOD
    assert texts(found, "saved", "h1") == [f"Portal {protocol} {locale}"]
    assert len(texts(found, "saved", "messages")) == 1
    assert any(str(GOOD) in count for count in texts(found, "collected", "counts"))
    assert texts(found, "collected", "causes")
    assert len(texts(found, "taken back", "messages")) == 1
    assert len(texts(found, "gone", "messages")) == 1
    assert f"Portal {protocol} {locale}" not in texts(found, "gone", "sources")
    assert all(texts(found, station, "errors") == [] for station in STATIONS)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("station", STATIONS)
def test_every_page_of_the_way_is_accessible_and_in_the_readers_language(
    walked: Findings, station: str, locale: str
) -> None:
    met_here = walked[f"{LOOKED_AT} {locale}"]["kept"][station]
    assert met_here["violations"] == []
    assert met_here["overflow"] == 0
    assert met_here["lang"] == locale


@pytest.mark.parametrize("station", STATIONS)
def test_nothing_on_the_way_is_left_in_english(walked: Findings, station: str) -> None:
    english, croatian = (walked[f"{LOOKED_AT} {locale}"] for locale in LOCALES)
    same = {*texts(english, station, "words")} & {*texts(croatian, station, "words")}
    assert same <= ALIKE
