"""The vocabularies as pages: in the reader's language, with what is described with each term."""

from __future__ import annotations

import pytest
from ckan.tests.helpers import CKANTestApp

from tests.templates.conftest import Visit


def test_the_list_leads_to_every_vocabulary_and_its_terms(clean: None, visit: Visit) -> None:
    document = visit("/it/vocabulary")
    links = document.xpath("//main//h2/a/@href")
    assert "/it/vocabulary/social_need" in links
    assert "/it/vocabulary/glossary" in links
    terms = visit("/it/vocabulary/social_need").xpath("//main//li/a")
    assert ("Casa e alloggi", "/it/vocabulary/social_need/housing") in {
        (a.text_content(), a.get("href")) for a in terms
    }


def test_a_term_says_what_is_described_with_it(topic_catalogue: None, visit: Visit) -> None:
    document = visit("/el/vocabulary/social_need/ageing-care")
    links = document.xpath("//main//dd/a/@href")
    assert "/el/dataset/?vocab_social_need=ageing-care" in links
    assert "/el/need/ageing-care" in links
    names = document.xpath("//main//dd/span[@lang='sq']/text()")
    assert len(names) == 1


def test_a_term_of_another_publisher_is_marked_with_its_language(clean: None, visit: Visit) -> None:
    document = visit("/hr/vocabulary/glossary/cooperative")
    (match,) = document.xpath("//main//a[@href='http://eurovoc.europa.eu/227']")
    assert match.get("lang") == "en"
    (theme,) = visit("/hr/vocabulary/od_category/environment").xpath(
        "//main//a[contains(@href, 'data-theme')]"
    )
    assert (theme.text_content(), theme.get("lang")) == ("Okoliš", None)


@pytest.mark.parametrize(
    "path", ["/vocabulary/no-such-one", "/vocabulary/social_need/no-such-term", "/vocabulary/no-such-one.ttl"]
)
def test_what_is_not_there_is_said_to_be_missing(clean: None, app: CKANTestApp, path: str) -> None:
    assert app.get(path).status_code == 404
    assert app.get(path, headers={"Accept": "text/turtle"}).status_code == 404
