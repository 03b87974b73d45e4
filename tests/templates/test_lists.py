"""Lists of each type: introduction, facets, cards with what matters there, tabs with results only."""

from __future__ import annotations

import pytest
from ckan.tests.helpers import CKANTestApp

from tests.content import new_types
from tests.templates.conftest import Call
from tests.templates.test_pages import page

ON_THE_CARD = {
    "training": ("15 minutes", "Technical staff (social area)", "Beginner"),
    "portal": ("National", "Open data portal"),
    "use-case": ("Pilot", "East Macedonia and Thrace"),
    "data-request": ("Answered", "East Macedonia and Thrace"),
    "cluster": ("One or two of the four groups of actors", "East Macedonia and Thrace"),
    "page": ("All about care.",),
}


@pytest.mark.usefixtures("stored")
def test_each_list_has_an_introduction_facets_and_its_own_facts_on_the_cards(app: CKANTestApp) -> None:
    for content_type, facts in ON_THE_CARD.items():
        shown = page(app, f"/{content_type}/")
        assert len(shown.xpath("//p[@class='rs-lead']")[0].text.split()) > 5, content_type
        (card,) = shown.xpath("//*[@id='search-results']//article")
        for fact in facts:
            assert fact in card.text_content(), content_type
        titles = [title.text for title in shown.xpath("//*[@id='search-facets']//summary/h3")]
        assert titles, content_type
        assert not [title for title in titles if "vocab" in title]
        values = [value.text or "" for value in shown.xpath("//*[@id='search-facets']//li/a/span[1]")]
        assert not [value for value in values if "-" in value and value.islower()], content_type


@pytest.mark.usefixtures("stored")
def test_tabs_lead_to_the_kinds_that_have_results_and_pages_are_none(app: CKANTestApp, call: Call) -> None:
    def tabs(path: str) -> list[str]:
        links = page(app, path).xpath("//ul[@class='rs-tabs']//a/@href")
        return [link.split("/")[1] for link in links]

    every = ["dataset", "use-case", "cluster", "training", "portal", "data-request"]
    assert tabs("/cluster/") == every
    call("package_delete", id="free-care-places")
    assert tabs("/cluster/") == every[:-1]
    assert tabs("/data-request/") == every


@pytest.mark.usefixtures("stored")
def test_a_filter_that_is_no_facet_of_its_list_has_a_name(app: CKANTestApp) -> None:
    shown = page(app, "/portal/?vocab_beneficiary=older-people")
    (chip,) = shown.xpath("//*[@class='rs-active']//a")
    assert "Older people" in chip.text_content()
    assert "vocab" not in chip.text_content()


@pytest.mark.usefixtures("stored")
def test_a_long_list_names_the_way_to_its_next_page(app: CKANTestApp, call: Call) -> None:
    for number in range(21):
        owner = new_types.ORGANIZATION["name"]
        title = {"en": f"Page {number}"}
        call("package_create", type="training", name=f"t-{number}", title_translated=title, owner_org=owner)
    (pages,) = page(app, "/training/").xpath("//nav[@aria-label='Pages of results']")
    (following,) = pages.xpath(".//a[text()='Next']/@href")
    assert page(app, following).xpath("//nav[@aria-label='Pages of results']//a[text()='Previous']")
