"""The fact sheet of a source."""

from __future__ import annotations

import pytest
from ckan.tests.helpers import CKANTestApp

from tests.content import new_types
from tests.templates.conftest import Call
from tests.templates.test_pages import page

PATH = "/portal/gr-data-gov"


@pytest.mark.usefixtures("stored")
def test_it_says_what_is_there_how_to_search_it_and_how_easy_it_is(app: CKANTestApp) -> None:
    shown = page(app, PATH)
    assert len(shown.xpath("//section[h2='How to search it, in three steps']//ol/li")) == 3
    ease = shown.xpath("//section[@aria-labelledby='resilient-ease']")[0].text_content()
    assert "4 of 5: easy" in ease
    assert "There is a search box" in ease
    assert shown.xpath("//a[contains(@class, 'rs-button')]/@href")[0] == "https://data.example.org/"
    facts = shown.xpath("//section[@aria-labelledby='resilient-facts']")[0].text_content()
    for fact in ("1,234 (on May 31, 2024)", "CSV, JSON", "CC BY 4.0", "Greek", "Υπουργείο", "June 2024"):
        assert fact in facts
    assert shown.xpath("//dt[text()='Needs an account']/following-sibling::dd[1]")[0].text_content() == "No"
    assert "pilots of the project" in shown.text_content()


@pytest.mark.usefixtures("stored")
def test_it_counts_the_datasets_that_were_collected_from_it(app: CKANTestApp, call: Call) -> None:
    assert not page(app, PATH).xpath("//*[@id='resilient-collected']")
    for number in range(2):
        call(
            "package_create",
            name=f"collected-{number}",
            title_translated={"en": "Collected"},
            owner_org=new_types.ORGANIZATION["name"],
            source_portal="gr-data-gov",
        )
    (section,) = page(app, PATH).xpath("//section[@aria-labelledby='resilient-collected']")
    (datasets,) = section.xpath(".//a[text()='2 datasets']/@href")
    assert section.xpath(".//a[text()='Town of Example']/@href") == ["/organization/town-of-example"]
    assert len(page(app, datasets).xpath("//*[@id='search-results']//article")) == 2
