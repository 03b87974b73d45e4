"""Visits to a portal with the shipped content: every template in nine languages, and the journeys of its users."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ckan.tests import factories

from tests.browser.plan import DESKTOP, PHONE, WIDTHS
from tests.crawl.leaks import LOCALES

PAGES = json.loads(Path(__file__).with_name("pages.json").read_text("utf-8"))
TEMPLATES: dict[str, str] = PAGES["templates"]
"""One page for each template that a visitor meets."""
FORMS: dict[str, str] = PAGES["forms"]
FORM_LOCALES = ("en", "el")

TITLE = {"h1": "h1", "cards": "#search-results .rs-card__title a", "columns": "thead th > a"}
JOURNEY_LOCALES = ("el", "hr", "sq", "en")

_NEAR = (("#resilient-near", "gr-east-macedonia-thrace"), ".rs-near button")
_TICKS = (
    ".rs-choose input[value=sociolab]",
    ".rs-choose input[value=urban-prod]",
    "form[action$='/cluster/compare'] button",
)

JOURNEYS: dict[str, tuple[Any, ...]] = {
    "find a cluster near me": (
        ".rs-intents a[href$='/cluster/']",
        *_NEAR,
        "#search-results .rs-card__title a",
    ),
    "compare two": (".rs-intents a[href$='/cluster/']", *_TICKS),
    "read a training item": ("main .rs-card__title a[href*='/training/']",),
    "open a fact sheet": (".rs-nav a[href$='/portal/']", "#search-results .rs-card__title a"),
    "follow a scenario to its datasets": (
        ".rs-scenario a[href*='/scenario/s1-public-services']",
        "main a.rs-button",
    ),
}
"""From the home page, click by click."""


def visits() -> list[dict[str, Any]]:
    """All visits. Forms are visited as an editor."""
    editor = {"Authorization": factories.SysadminWithToken()["token"]}
    return [
        *(_page(name, locale, "desktop") for name in TEMPLATES for locale in LOCALES),
        *(_page(name, "el", "phone", dark=True) for name in TEMPLATES),
        *(_page(name, locale, "desktop", headers=editor) for name in FORMS for locale in FORM_LOCALES),
        *(
            _journey(name, locale, width)
            for name in JOURNEYS
            for locale in JOURNEY_LOCALES
            for width in WIDTHS
        ),
        {
            **_journey("compare two", "el", "phone"),
            "name": "compare two without scripts",
            "javascript": False,
        },
    ]


def _page(name: str, locale: str, width: str, **more: Any) -> dict[str, Any]:
    path = {**TEMPLATES, **FORMS}[name]
    return {**_visit(f"{name} {locale} {width}", f"/{locale}{path}", WIDTHS[width], ()), **more}


def _journey(name: str, locale: str, width: str) -> dict[str, Any]:
    return _visit(f"{name} {locale} {width}", f"/{locale}/", WIDTHS[width], JOURNEYS[name])


def _visit(name: str, path: str, width: int, clicks: tuple[Any, ...]) -> dict[str, Any]:
    assert width in (DESKTOP, PHONE)
    return {"name": name, "path": path, "width": width, "javascript": True, "click": clicks, "read": TITLE}
