"""Clusters side by side, chosen with boxes that work without a script; clusters nearby."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.tests.helpers import CKANTestApp
from lxml import html

from ckanext.resilient.pages.compare import lines
from ckanext.resilient.pages.values import Value
from tests.content import new_types
from tests.templates.conftest import Call
from tests.templates.test_pages import page

PATH = "/cluster/compare"


@pytest.fixture
def clusters(stored: None, call: Call) -> None:
    """Five more clusters in two regions."""
    for number in range(5):
        call(
            "package_create",
            type="cluster",
            name=f"c-{number}",
            title_translated={"en": f"Cluster {number}"},
            owner_org=new_types.ORGANIZATION["name"],
            partner_region=["hr-istria" if number % 2 else "it-veneto"],
            spatial_coverage=[{"uri": f"{new_types.NUTS}/{'HR036' if number % 2 else 'ITH3'}"}],
            cluster_formality="cooperative-led",
            social_need=["unemployment"],
        )


def compared(app: CKANTestApp, *names: str) -> html.HtmlElement:
    return page(app, f"{PATH}?{'&'.join(f'cluster={name}' for name in names)}")


def columns(shown: html.HtmlElement) -> list[str]:
    return [link.rsplit("/", 1)[-1] for link in shown.xpath("//thead/tr/th/a/@href")]


def row(shown: html.HtmlElement, name: str) -> html.HtmlElement:
    # A word of the glossary stands within a mark of its own, before its explanation.
    (found,) = [line for line in shown.xpath("//tbody/tr") if line.xpath("./th//text()")[0].strip() == name]
    return found


@pytest.mark.usefixtures("clusters")
def test_the_boxes_of_the_list_lead_to_the_comparison(app: CKANTestApp) -> None:
    shown = page(app, "/cluster/")
    (form,) = [form for form in shown.forms if (form.action or "").endswith(PATH)]
    assert form.method == "GET"
    boxes = form.xpath(".//input[@type='checkbox']")
    assert {box.get("value") for box in boxes} >= {"c-0", "c-1", "social-network"}
    label = boxes[0].getparent()
    assert label.tag == "label"
    assert len(label.text_content().split(":")[1].strip()) > 0
    assert columns(compared(app, "c-0", "social-network")) == ["c-0", "social-network"]


@pytest.mark.usefixtures("clusters")
def test_a_row_says_in_a_word_whether_the_clusters_differ(app: CKANTestApp) -> None:
    shown = compared(app, "c-0", "social-network")
    assert row(shown, "Degree of formality").xpath(".//*[contains(@class, 'rs-badge')]/text()") == [
        "the same"
    ]
    need = row(shown, "Social need")
    assert need.xpath(".//*[contains(@class, 'rs-badge')]/text()") == ["different"]
    assert [cell.text_content().strip() for cell in need.xpath("./td")] == [
        "Unemployment",
        "Ageing and care of dependent people",
    ]
    assert "not stated" in row(shown, "Activity area").xpath("./td")[0].text_content()
    assert shown.xpath("//div[@role='region' and @tabindex='0']/table")


@pytest.mark.usefixtures("clusters")
def test_a_cluster_can_be_taken_away_and_another_added(app: CKANTestApp) -> None:
    shown = compared(app, "c-0", "c-1")
    (without,) = [
        link for link in shown.xpath("//thead//a[contains(@class, 'rs-chip')]/@href") if "c-0" not in link
    ]
    assert columns(page(app, without)) == ["c-1"]
    suggested = shown.xpath("//ul[@class='rs-needs']//a")
    reasons = {
        link.get("href").rsplit("=", 1)[-1]: link.xpath("./span[@class='rs-count']/text()")[0]
        for link in suggested
    }
    assert reasons == {"c-2": "same region", "c-3": "same region", "c-4": "same region"}
    assert columns(page(app, suggested[0].get("href")))[:2] == ["c-0", "c-1"]
    (back,) = shown.xpath("//a[contains(@href, 'ext_cluster')]/@href")
    ticked = page(app, back).xpath("//input[@type='checkbox'][@checked]/@value")
    assert set(ticked) == {"c-0", "c-1"}


@pytest.mark.usefixtures("clusters")
def test_what_is_not_fit_to_compare_gets_a_sentence(app: CKANTestApp) -> None:
    five = compared(app, "c-0", "c-1", "c-2", "c-3", "c-4")
    assert columns(five) == ["c-0", "c-1", "c-2", "c-3"]
    assert "up to four" in five.xpath("//*[@role='status']")[0].text_content()
    assert "not here any more" in compared(app, "c-0", "c-1", "gone").text_content()
    assert "at least two" in compared(app).text_content()
    assert "at least two" in compared(app, "c-0", "c-0").text_content()
    assert columns(compared(app, 'c-0" OR name:"c-1')) == []


@pytest.mark.usefixtures("clusters")
def test_near_me_leads_to_the_clusters_of_a_region_or_country(app: CKANTestApp) -> None:
    shown = page(app, "/cluster/")
    options = {o.get("value"): o.text for o in shown.xpath("//select[@name='place']//option")}
    assert options["hr-istria"] == "Istria (2)"
    assert options["ITA"] == "Italy (3)"
    assert "al-albania" not in options
    for place, name, count in (("hr-istria", "partner_region", 2), ("ITA", "country", 3)):
        answer = app.get(f"/cluster/near?place={place}", follow_redirects=False)
        assert answer.headers["Location"].endswith(f"/cluster/?vocab_{name}={place}")
        found = page(app, f"/cluster/?vocab_{name}={place}")
        assert len(found.xpath("//*[@id='search-results']//article")) == count
        chip = found.xpath("//*[@class='rs-active']//a")[0].text_content()
        assert "vocab" not in chip
        assert place not in chip
    assert (
        app.get("/cluster/near?place=nowhere", follow_redirects=False)
        .headers["Location"]
        .endswith("/cluster/")
    )


def test_rows_of_several_tables_keep_their_order() -> None:
    def table(*names: str) -> list[tuple[str, list[Any]]]:
        return [(name, [Value(name)]) for name in names]

    found = lines([table("a", "c", "e"), table("b", "c", "d"), table("e")])
    assert [line.name for line in found] == ["b", "a", "c", "d", "e"]
    assert [line.name for line in found if line.same] == []
    assert lines([table("a"), table("a")])[0].same
