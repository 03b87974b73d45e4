"""The page of an example of use."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import pytest
from ckan.tests.helpers import CKANTestApp

from tests.templates.conftest import Call
from tests.templates.test_pages import page

PATH = "/use-case/care-register"


@pytest.mark.usefixtures("stored")
def test_it_tells_the_story_in_its_order(app: CKANTestApp) -> None:
    shown = page(app, PATH)
    headings = [heading.text_content().strip() for heading in shown.xpath("//h2")]
    order = [
        "The need", "What was done with data", "The result", "What to adapt elsewhere", "Institutions and rules it needs",
        "Do it in my region", "Who works together",
    ]  # fmt: skip
    assert [heading for heading in headings if heading in order] == order
    numbers = [" ".join(item.text_content().split()) for item in shown.xpath("//ul[@class='rs-proof']/li")]
    assert numbers == ["350 institutions", "32 000 services"]
    assert shown.xpath("//header//*[@class='rs-chip']/text()")[0] == "Pilot"


@pytest.mark.usefixtures("stored")
def test_do_it_in_my_region_leads_to_data_about_the_need_and_to_a_person(app: CKANTestApp) -> None:
    links = page(app, PATH).xpath("//section[@aria-labelledby='resilient-transfer']//a/@href")
    assert links[0] == "/dataset/?vocab_social_need=ageing-care"
    assert links[1].startswith("mailto:office@example.org?subject=A%20register")
    assert page(app, links[0]).xpath("//*[@id='search-results']//article")


@pytest.mark.usefixtures("stored")
def test_an_entry_that_is_not_confirmed_says_so(app: CKANTestApp, call: Call) -> None:
    warning = "This entry is still to be confirmed by the partner."
    assert warning in page(app, PATH).text_content()
    call("package_patch", id="care-register", confirmation="confirmed")
    assert warning not in page(app, PATH).text_content()


@pytest.mark.usefixtures("stored")
def test_who_took_part_leads_to_their_entries_and_websites(app: CKANTestApp) -> None:
    (helix,) = page(app, PATH).xpath("//ul[@class='rs-helix']")
    assert helix.xpath(".//a[text()='Town of Example']/@href") == ["/organization/town-of-example"]
    assert helix.xpath(".//a[text()='University of Example']/@href") == ["https://example.org/uni"]
    groups = [item.xpath(".//strong")[0].text for item in helix.xpath("./li")]
    assert "Others" in groups
    assert len(helix.xpath("./li[@class='rs-absent']")) == 2


@pytest.mark.usefixtures("stored")
def test_a_picture_of_another_site_is_not_fetched(app: CKANTestApp, call: Call) -> None:
    assert not page(app, PATH).xpath("//main//img")
    call("package_patch", id="care-register", image_url=f"{tk.config['ckan.site_url']}/register.png")
    assert page(app, PATH).xpath("//main//img/@alt") == ["The search page"]


@pytest.mark.usefixtures("stored")
def test_what_has_no_text_in_the_readers_language_is_marked(app: CKANTestApp) -> None:
    shown = page(app, "/el" + PATH)
    assert "Κανείς δεν ήξερε" in shown.text_content()
    (adapt,) = [
        div for div in shown.xpath("//div[@class='rs-prose']") if "Use the codes" in div.text_content()
    ]
    assert adapt.get("lang") == "en"
