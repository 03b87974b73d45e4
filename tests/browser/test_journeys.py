"""What visitors come for, from the home page, on a desk and on a phone, in four languages."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.plan import WIDTHS
from tests.browser.shipped_plan import JOURNEY_LOCALES, JOURNEYS

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.walk, pytest.mark.timeout(2500)]

Findings = dict[str, dict[str, Any]]

EVERYWHERE = [(locale, width) for locale in JOURNEY_LOCALES for width in WIDTHS]


def texts(met: dict[str, Any], key: str) -> list[str]:
    return [entry["text"] for entry in met["texts"][key] if entry["text"]]


@pytest.mark.parametrize(("locale", "width"), EVERYWHERE)
@pytest.mark.parametrize("journey", JOURNEYS)
def test_a_journey_takes_few_clicks_and_ends_on_a_page_for_everybody(
    shipped_findings: Findings, journey: str, locale: str, width: str
) -> None:
    met = shipped_findings[f"{journey} {locale} {width}"]
    assert met["status"] == 200
    assert met["url"].startswith(f"/{locale}/")
    assert met["violations"] == []
    assert met["overflow"] == 0
    assert texts(met, "h1")


@pytest.mark.parametrize(("locale", "width"), EVERYWHERE)
def test_the_cluster_near_me_is_the_one_of_my_region(
    shipped_findings: Findings, locale: str, width: str
) -> None:
    met = shipped_findings[f"find a cluster near me {locale} {width}"]
    assert met["url"] == f"/{locale}/cluster/social-cooperative-network-emt"


@pytest.mark.parametrize(("locale", "width"), EVERYWHERE)
def test_the_two_that_were_ticked_stand_beside_each_other(
    shipped_findings: Findings, locale: str, width: str
) -> None:
    met = shipped_findings[f"compare two {locale} {width}"]
    assert sorted(texts(met, "columns")) == ["SocioLab", "Urban Prod"]


def test_clusters_are_compared_without_scripts(shipped_findings: Findings) -> None:
    met = shipped_findings["compare two without scripts"]
    assert sorted(texts(met, "columns")) == ["SocioLab", "Urban Prod"]


@pytest.mark.parametrize(("locale", "width"), EVERYWHERE)
def test_training_and_fact_sheets_open_in_the_readers_language(
    shipped_findings: Findings, locale: str, width: str
) -> None:
    for journey, folder in (("read a training item", "training"), ("open a fact sheet", "portal")):
        met = shipped_findings[f"{journey} {locale} {width}"]
        assert met["url"].startswith(f"/{locale}/{folder}/"), journey
        assert {entry["lang"] for entry in met["texts"]["h1"]} == {locale}, journey


@pytest.mark.parametrize(("locale", "width"), EVERYWHERE)
def test_a_scenario_leads_to_its_datasets(shipped_findings: Findings, locale: str, width: str) -> None:
    met = shipped_findings[f"follow a scenario to its datasets {locale} {width}"]
    assert met["url"].startswith(f"/{locale}/dataset/")
    assert "s1-public-services" in met["url"]
    assert len(texts(met, "cards")) >= 5
