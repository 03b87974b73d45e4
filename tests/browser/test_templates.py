"""Every template in nine languages: accessible, whole, light, and nothing from other sites."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.shipped_plan import FORM_LOCALES, FORMS, TEMPLATES
from tests.browser.test_pages import MOST_BYTES
from tests.crawl.leaks import LOCALES, base

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.walk, pytest.mark.timeout(2500)]

FOR_VISITORS = [f"{name} {locale} desktop" for name in TEMPLATES for locale in LOCALES]
DARK = [f"{name} el phone" for name in TEMPLATES]
FOR_EDITORS = [f"{name} {locale} desktop" for name in FORMS for locale in FORM_LOCALES]


@pytest.fixture(params=[*FOR_VISITORS, *DARK, *FOR_EDITORS])
def met(request: pytest.FixtureRequest, shipped_findings: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """What was met on one page."""
    return {"name": request.param, **shipped_findings[request.param]}


def test_a_page_is_whole_and_for_everybody(met: dict[str, Any]) -> None:
    name, locale, _ = met["name"].split()
    expected = 404 if name == "missing" else 200
    assert met["status"] == expected
    assert base(met["lang"]) == base(locale.replace("_", "-"))
    assert met["violations"] == []
    assert met["foreign"] == []
    assert met["overflow"] == 0
    assert [text for text in met["console"] if "404" not in text or expected == 200] == []
    assert [entry for entry in met["texts"]["h1"] if entry["text"]]
    if name not in FORMS:
        assert met["bytes"] <= MOST_BYTES
