"""The search by place: a list for everybody, a map where there is room; both outlive what htmx swaps."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.plan import VENETO, area_visits

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.walk, pytest.mark.timeout(2500)]

Findings = dict[str, dict[str, Any]]

IN_VENETO = ["Posti letto nelle case di riposo per comune"]
REGIONS = 10


def texts(met: dict[str, Any], key: str) -> list[str]:
    return [entry["text"] for entry in met["texts"][key] if entry["text"]]


def visible(met: dict[str, Any], key: str) -> int:
    return sum(entry["visible"] for entry in met["texts"][key])


@pytest.mark.parametrize("name", [entry["name"] for entry in area_visits()])
def test_the_page_is_for_everybody(findings: Findings, name: str) -> None:
    met = findings[name]
    assert met["status"] == 200
    assert met["violations"] == []
    assert met["overflow"] == 0
    assert met["foreign"] == []
    assert met["console"] == []


@pytest.mark.parametrize("name", ["choose an area", "choose an area without scripts"])
def test_a_region_of_the_list_leaves_the_data_about_it(findings: Findings, name: str) -> None:
    met = findings[name]
    assert texts(met, "titles") == IN_VENETO
    assert texts(met, "area") == ["Veneto"]
    assert [text for text in texts(met, "filters") if "Veneto" in text] == texts(met, "filters") != []
    assert len(met["texts"]["area-frame"]) == 1


def test_the_list_speaks_the_readers_language(findings: Findings) -> None:
    assert texts(findings["choose an area in Greek"], "area") == ["Βένετο"]


@pytest.mark.parametrize(
    "name",
    ["choose an area, then a facet", "choose an area after a facet with keys", "choose an area on a phone"],
)
def test_area_and_facet_hold_together(findings: Findings, name: str) -> None:
    met = findings[name]
    assert len(texts(met, "filters")) == 2
    assert texts(met, "titles") == IN_VENETO
    assert "elderly-isolation" in met["url"]
    assert VENETO[1] in met["url"].replace("%2C", ",")


def test_the_map_is_there_where_there_is_room_also_after_a_swap(findings: Findings) -> None:
    assert visible(findings["choose an area, then a facet"], "area-map") == REGIONS
    assert visible(findings["choose an area on a phone"], "area-map") == 0


def test_an_area_is_taken_back_and_a_later_search_does_not_bring_it_back(findings: Findings) -> None:
    met = findings["take an area back"]
    assert len(texts(met, "titles")) == 4
    assert texts(met, "filters") == []


def test_a_box_of_ones_own_is_kept_by_the_next_search(findings: Findings) -> None:
    met = findings["a box of one's own"]
    assert texts(met, "titles") == IN_VENETO
    assert texts(met, "area") == ["Area sulla mappa"]


def test_a_box_that_is_none_is_no_error_of_the_server(findings: Findings) -> None:
    assert texts(findings["a box that is none"], "titles") == []
