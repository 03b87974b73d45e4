"""Editorial pages: their text, and what of each type belongs to their topics."""

from __future__ import annotations

import pytest
from ckan.tests.helpers import CKANTestApp

from tests.templates.test_pages import page


@pytest.mark.usefixtures("stored")
def test_a_page_shows_its_text_and_how_much_there_is_for_each_topic(app: CKANTestApp) -> None:
    shown = page(app, "/page/care-and-ageing-example")
    assert shown.xpath("//div[@class='rs-prose']//strong/text()") == ["live longer"]
    (topics,) = shown.xpath("//section[@aria-labelledby='resilient-belonging']")
    links = {link.text: link.get("href") for link in topics.xpath(".//dt[1]/following-sibling::dd[1]/a")}
    assert links["Data: 2"] == "/dataset/?vocab_social_need=ageing-care"
    assert links["Clusters: 1"] == "/cluster/?vocab_social_need=ageing-care"
    assert not [text for text in links if text.startswith("Pages")]
    assert "Topic of the data" not in topics.text_content()
    for address in topics.xpath(".//a/@href"):
        assert page(app, address).xpath("//*[@id='search-results']//article"), address
