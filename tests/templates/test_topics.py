"""Pages of topics: what they gather, their one address, and where they lead on."""

from __future__ import annotations

import pytest
from ckan.tests.helpers import CKANTestApp
from lxml import html

from ckanext.resilient.svrc.vocabularies import codes
from tests.templates.conftest import Visit

TOPICS = ("/scenario/s1-public-services", "/need/ageing-care", "/region/it-veneto", "/country/ita")


def blocks(document: html.HtmlElement) -> dict[str, list[str]]:
    """Addresses of the cards by type of content."""
    found = document.xpath("//section[starts-with(@aria-labelledby, 'resilient-block-')]")
    return {
        part.get("aria-labelledby").removeprefix("resilient-block-"): part.xpath(".//article//h3/a/@href")
        for part in found
    }


@pytest.mark.parametrize("path", TOPICS)
def test_a_topic_gathers_all_types_that_carry_its_term(
    topic_catalogue: None, visit: Visit, path: str
) -> None:
    found = blocks(visit(f"/it{path}"))
    assert found["dataset"] == ["/it/dataset/day-centres"]
    assert found["cluster"] == ["/it/cluster/care-cluster"]
    assert "/it/use-case/care-portal" in found["use-case"]
    assert "/it/portal/regional-portal" in found["portal"]
    assert found["data-request"] == ["/it/data-request/open-request"]


@pytest.mark.parametrize("path", TOPICS)
def test_every_link_of_a_topic_leads_somewhere(
    topic_catalogue: None, visit: Visit, app: CKANTestApp, path: str
) -> None:
    links = {link.partition("#")[0] for link in visit(f"/el{path}").xpath("//main//a/@href")}
    assert {link for link in links if link and app.get(link).status_code != 200} == set()


def test_training_stands_with_its_need(topic_catalogue: None, visit: Visit) -> None:
    assert blocks(visit("/it/need/ageing-care"))["training"] == ["/it/training/first-steps"]


def test_a_topic_shows_the_text_that_is_about_it(topic_catalogue: None, visit: Visit) -> None:
    document = visit("/it/scenario/s1-public-services")
    assert document.xpath("//h1")[0].text_content().strip() == "Servizi migliori"
    assert document.xpath("//p[@class='rs-lead']")[0].text_content() == "Servizi per nuovi bisogni."
    assert document.xpath("//div[@class='rs-prose']//strong/text()") == ["significa"]


def test_a_topic_without_a_text_and_without_entries_has_its_page(topic_catalogue: None, visit: Visit) -> None:
    document = visit("/hr/need/housing")
    assert document.xpath("//h1")[0].text_content().strip()
    assert blocks(document) == {}
    assert document.xpath("//main//a[@class='rs-button']/@href") == ["/hr/take-part"]


def test_a_country_has_one_address(topic_catalogue: None, app: CKANTestApp) -> None:
    for written in ("ITA", "Ita"):
        answer = app.get(f"/it/country/{written}", follow_redirects=False)
        assert answer.status_code == 301
        assert answer.headers["Location"].endswith("/it/country/ita")
    assert app.get("/it/country/ita", follow_redirects=False).status_code == 200


@pytest.mark.parametrize(
    "path", ["/country/xyz", "/country/eur", "/region/nowhere", "/need/nothing", "/scenario/s9", "/collection/none",
             "/collection/about", "/nothing/ageing-care"],
)  # fmt: skip
def test_an_unknown_topic_is_not_found_in_our_design(
    topic_catalogue: None, app: CKANTestApp, path: str
) -> None:
    answer = app.get(f"/el{path}", status=404)
    assert html.fromstring(answer.body).xpath("//header[@class='rs-header']")


def test_a_place_names_its_neighbours_and_its_gaps(topic_catalogue: None, visit: Visit) -> None:
    region, country = visit("/it/region/it-veneto"), visit("/it/country/ita")
    assert "/it/country/ita" in region.xpath("//main//dd//a/@href")
    assert "/it/region/it-emilia-romagna" in country.xpath("//main//dd//a/@href")
    gaps = country.xpath("//section[@aria-labelledby='resilient-gaps']//a/@href")
    assert "/it/need/housing" in gaps
    assert "/it/need/ageing-care" not in gaps


def test_a_need_says_where_else_there_is_data(topic_catalogue: None, visit: Visit) -> None:
    assert "/it/dataset/?vocab_social_need=ageing-care&vocab_country=ITA" in visit(
        "/it/need/ageing-care"
    ).xpath("//main//dd//a/@href")


def test_a_collection_gathers_what_it_names_before_what_fits(topic_catalogue: None, visit: Visit) -> None:
    document = visit("/it/collection/care-and-ageing")
    assert document.xpath("//h1")[0].text_content().strip() == "Invecchiamento e cura"
    assert blocks(document)["dataset"] == ["/it/dataset/vineyards", "/it/dataset/day-centres"]
    assert "/it/need/ageing-care" in document.xpath("//main//dd//a/@href")


@pytest.mark.parametrize(
    ("kind", "vocabulary"),
    [("need", "social_need"), ("scenario", "macro_scenario"), ("region", "partner_region")],
)
def test_a_list_names_every_topic(topic_catalogue: None, visit: Visit, kind: str, vocabulary: str) -> None:
    links = visit(f"/sl/{kind}").xpath("//main//a/@href")
    assert {f"/sl/{kind}/{code}" for code in codes(vocabulary)} <= set(links)


def test_the_list_of_collections_shows_their_sentence(topic_catalogue: None, visit: Visit) -> None:
    (card,) = visit("/it/collection").xpath("//main//section")
    assert "Dati per chi cura." in card.text_content()
    assert card.xpath(".//a/@href") == ["/it/collection/care-and-ageing"]


def test_the_countries_stand_in_the_list_of_regions(
    topic_catalogue: None, app: CKANTestApp, visit: Visit
) -> None:
    assert app.get("/it/country", follow_redirects=False).headers["Location"].endswith("/it/region")
    assert len(visit("/it/region").xpath("//main//h2/a[contains(@href, '/country/')]")) == 8


def test_short_addresses_lead_to_their_pages(topic_catalogue: None, app: CKANTestApp) -> None:
    answer = app.get("/it/quality", follow_redirects=False)
    assert answer.headers["Location"].endswith("/it/page/how-we-rate")
    assert app.get("/it/quality").status_code == 200


def test_about_is_the_editors_page_and_a_text_of_ours_without_it(topic_catalogue: None, visit: Visit) -> None:
    document = visit("/it/about")
    assert document.xpath("//h1")[0].text_content().strip() == "Chi siamo"
    assert "Un progetto di otto paesi." in document.text_content()


def test_about_has_a_text_where_the_editors_wrote_none(clean: None, visit: Visit) -> None:
    assert len(visit("/it/about").xpath("//main//p")) > 2


def test_a_visitor_who_takes_part_is_led_to_a_form_by_way_of_the_login(
    topic_catalogue: None, visit: Visit, app: CKANTestApp
) -> None:
    links = visit("/it/take-part").xpath("//main//a/@href")
    assert "/it/user/login?came_from=/it/dataset/new" in links
    assert {link for link in links if app.get(link).status_code != 200} == set()


def test_the_menu_has_five_parts_and_says_where_one_is(topic_catalogue: None, visit: Visit) -> None:
    entries = visit("/it/need/ageing-care").xpath("//nav[@class='rs-nav']//a")
    assert [entry.get("href") for entry in entries] == [
        "/it/dataset/", "/it/use-case/", "/it/training/start", "/it/take-part", "/it/portal/",
    ]  # fmt: skip
    assert [entry.get("aria-current") for entry in entries] == ["true", None, None, None, None]
