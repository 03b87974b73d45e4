"""Training: the page of an item, and the paths of "Who are you?"."""

from __future__ import annotations

import pytest
from ckan.tests.helpers import CKANTestApp

from ckanext.resilient.pages import paths
from tests.content import new_types
from tests.templates.conftest import Call
from tests.templates.test_pages import page

PATH = "/training/search-and-download"
GROUP = "technical-staff-social"


@pytest.mark.usefixtures("stored")
def test_an_item_shows_time_readers_outcome_practice_and_answers(app: CKANTestApp) -> None:
    shown = page(app, PATH)
    head = " ".join(shown.xpath("//header[h1]")[0].text_content().split())
    assert "Time it takes: 15 minutes" in head
    assert "For whom: Technical staff (social area)" in head
    assert "Licence: Free use" in head
    assert shown.xpath("//section[h2='You will be able to']//li/text()") == ["find a table", "open it"]
    assert shown.xpath("//section[@aria-labelledby='resilient-practice']//h3/a/@href") == [
        "/dataset/care-places"
    ]
    (question,) = shown.xpath("//section[@aria-labelledby='resilient-quiz']//details")
    assert question.xpath("./summary")[0].text_content().strip() == "What is CSV?"
    assert question.xpath(".//strong/text()") == ["table"]
    assert shown.xpath("//a[text()='Register']/@href") == ["https://example.org/r"]


@pytest.mark.usefixtures("stored")
def test_the_languages_of_the_text_lead_to_the_page_in_them(app: CKANTestApp) -> None:
    links = page(app, PATH).xpath("//header//a[@hreflang]")
    found = {link.get("hreflang"): link.get("href") for link in links if PATH in link.get("href")}
    in_head = page(app, PATH).xpath("//article//header//a[@hreflang]")
    assert {link.get("hreflang") for link in in_head} == {"en", "el"}
    assert found["el"] == f"/el{PATH}"
    assert "Ανοίξτε την αναζήτηση" in page(app, found["el"]).text_content()


@pytest.mark.usefixtures("stored")
def test_who_chooses_a_group_gets_its_items_in_order_with_the_time(app: CKANTestApp, call: Call) -> None:
    owner = new_types.ORGANIZATION["name"]
    for name, following in (("z-last", []), ("a-middle", ["z-last"]), ("m-first", ["a-middle"])):
        call(
            "package_create",
            type="training",
            name=name,
            title_translated={"en": name},
            owner_org=owner,
            training_target_group=[GROUP],
            training_minutes="m30",
            next_item=following,
        )
    call("package_create", type="training", name="other", title_translated={"en": "Other"}, owner_org=owner)
    shown = page(app, f"/training/start?for={GROUP}")
    path = [link.rsplit("/", 1)[-1] for link in shown.xpath("//ol[contains(@class, 'rs-list')]//h3/a/@href")]
    assert path.index("m-first") + 2 == path.index("a-middle") + 1 == path.index("z-last")
    assert "other" not in path
    assert "search-and-download" in path
    assert "About 105 minutes in all" in shown.text_content()
    assert shown.xpath("//a[@aria-current='true' and contains(@href, 'for=')]")
    assert len(page(app, "/training/start").xpath("//a[contains(@href, 'for=')]")) == 4


@pytest.mark.usefixtures("stored")
def test_an_unknown_group_is_no_choice_and_no_error(app: CKANTestApp) -> None:
    assert not page(app, "/training/start?for=nobody").xpath("//*[@id='resilient-path']")


def test_a_circle_of_items_is_entered_at_its_first() -> None:
    items = [{"name": "b", "next_item": ["a"]}, {"name": "a", "next_item": ["b"]}, {"name": "c"}]
    assert [item["name"] for item in paths.in_order(items)] == ["c", "b", "a"]


def test_an_item_that_two_paths_lead_to_comes_once_after_the_first_of_them() -> None:
    items = [
        {"name": "end"},
        {"name": "x", "next_item": ["end", "gone"]},
        {"name": "y", "next_item": ["end"]},
    ]
    assert [item["name"] for item in paths.in_order(items)] == ["x", "end", "y"]
