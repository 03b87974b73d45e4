"""The home page: its blocks in order, what they lead to, and that it stays light."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

from ckan.lib.search.query import PackageSearchQuery
from ckan.tests.helpers import CKANTestApp
from lxml import html

from ckanext.resilient.svrc.vocabularies import vocabulary
from tests.templates.conftest import Visit

MOST_SEARCHES = 6
MOST_BYTES = 100_000
HEADINGS = (
    "resilient-intents", "resilient-scenarios", "resilient-needs", "resilient-pilots", "resilient-examples",
    "resilient-lessons", "resilient-part", "resilient-newest", "resilient-sources",
)  # fmt: skip


def block(document: html.HtmlElement, name: str) -> html.HtmlElement:
    (found,) = document.xpath(f"//*[@aria-labelledby='resilient-{name}']")
    return found


def labels(part: html.HtmlElement, path: str = ".//a") -> list[str]:
    return [" ".join(link.text_content().split()) for link in part.xpath(path)]


def test_the_blocks_stand_in_their_order(topic_catalogue: None, visit: Visit) -> None:
    ids = visit("/it/").xpath("//h2[starts-with(@id, 'resilient-')]/@id")
    assert [name for name in ids if name in HEADINGS] == list(HEADINGS)


def test_the_page_needs_few_searches_and_few_bytes(topic_catalogue: None, app: CKANTestApp) -> None:
    with patch.object(
        PackageSearchQuery, "run", autospec=True, side_effect=PackageSearchQuery.run
    ) as searches:
        body = app.get("/el/").body
    assert searches.call_count <= MOST_SEARCHES
    assert len(body.encode()) < MOST_BYTES


def test_every_intent_and_every_other_link_leads_somewhere(
    topic_catalogue: None, visit: Visit, app: CKANTestApp
) -> None:
    document = visit("/it/")
    intents = labels(block(document, "intents"), ".//li/a")
    assert intents == [
        term.label("it") for term in vocabulary("finder_intent") if not term.attributes.get("standalone")
    ]
    links = {link.partition("#")[0] for link in document.xpath("//main//a/@href")}
    assert {link for link in links if app.get(link).status_code != 200} == set()


def test_one_who_is_new_finds_where_to_begin(topic_catalogue: None, visit: Visit) -> None:
    links = block(visit("/it/"), "intents").xpath(".//p/a/@href")
    assert links == ["/it/training/start", "/it/page/what-is-open-data"]


def test_a_scenario_has_a_short_name_its_sentence_and_its_counts(topic_catalogue: None, visit: Visit) -> None:
    first = block(visit("/it/"), "scenarios").xpath(".//article")[0]
    assert labels(first, ".//h3") == ["Servizi innovativi"]
    assert labels(first, ".//p") == ["Servizi per nuovi bisogni."]
    assert labels(first, ".//li//strong") == ["1", "1", "1"]
    assert first.xpath(".//li/a/@href") == [
        f"/it/{name}/?vocab_macro_scenario=s1-public-services" for name in ("dataset", "use-case", "cluster")
    ]
    assert first.xpath(".//h3/a/@href") == ["/it/scenario/s1-public-services"]


def test_the_strip_shows_six_needs_by_short_names(topic_catalogue: None, visit: Visit) -> None:
    needs = block(visit("/el/"), "needs").xpath(".//li/a")
    assert len(needs) == 6
    assert needs[0].get("href") == "/el/need/ageing-care"
    assert needs[0].text_content().split() == ["Γήρανση", "και", "φροντίδα", "1"]


def test_pilots_are_named_with_their_place(topic_catalogue: None, visit: Visit) -> None:
    assert labels(block(visit("/it/"), "pilots"), ".//article//p[1]") == ["Veneto"]
    assert labels(block(visit("/it/"), "pilots"), ".//article//h3") == ["Pilota in Veneto"]


def test_an_example_shows_its_result_in_numbers(topic_catalogue: None, visit: Visit) -> None:
    example = block(visit("/it/"), "examples").xpath(".//li[contains(@class, 'rs-example')]")[0]
    assert "1,200" in example.text_content()
    assert "persone aiutate" in example.text_content()
    assert "Portale della cura" in example.text_content()


def test_short_lessons_come_first_and_groups_of_learners_are_named(
    topic_catalogue: None, visit: Visit
) -> None:
    part = block(visit("/it/"), "lessons")
    assert labels(part, ".//article//h3") == ["Primi passi", "Un corso lungo"]
    groups = [term.label("it") for term in vocabulary("training_target_group")]
    assert labels(part, "./div/ul[contains(@class, 'rs-needs')]//a") == groups


def test_the_newest_answered_request_is_shown_and_no_open_one(topic_catalogue: None, visit: Visit) -> None:
    text = block(visit("/it/"), "part").text_content()
    assert "Cerco centri diurni" in text
    assert "Posti letto" not in text


def test_national_sources_come_first(topic_catalogue: None, visit: Visit) -> None:
    sources = block(visit("/it/"), "sources").xpath(".//li/a/@href")
    assert sources == ["/it/portal/national-portal", "/it/portal/regional-portal"]


def test_the_numbers_are_real(topic_catalogue: None, visit: Visit) -> None:
    (proof,) = visit("/it/").xpath("//ul[contains(@class, 'rs-proof')]")
    assert labels(proof, "./li/a/strong") == ["2", "2", "1"]
    assert proof.xpath("./li/a/@href") == ["/it/dataset/", "/it/portal/", "/it/region"]


def test_an_empty_catalogue_shows_no_empty_block(clean: None, visit: Visit) -> None:
    document = visit("/it/")
    shown = [name for name in document.xpath("//h2/@id") if name in HEADINGS]
    assert shown == ["resilient-intents", "resilient-needs", "resilient-part"]
    assert not document.xpath("//ul[contains(@class, 'rs-proof')]")


def first_visit(app: CKANTestApp, path: str, languages: str) -> Any:
    return app.get(path, headers={"Accept-Language": languages}, follow_redirects=False)


def test_a_first_visit_begins_in_the_browsers_language(clean: None, app: CKANTestApp) -> None:
    for languages, place in {
        "el-GR,el;q=0.9,en;q=0.5": "/el/",
        "pt-BR, en": "/pt_PT/",
        "de, sq;q=0.2": "/sq/",
    }.items():
        answer = first_visit(app, "/", languages)
        assert answer.status_code == 302, languages
        assert answer.headers["Location"].endswith(place)
        assert "Accept-Language" in answer.headers["Vary"]


def test_what_was_asked_for_is_kept_on_the_way(clean: None, app: CKANTestApp) -> None:
    assert (
        first_visit(app, "/?utm_source=letter", "it").headers["Location"].endswith("/it/?utm_source=letter")
    )
    for query in ("locale=it", "_scheme=ftp&_external=1", "a=1&a=2"):
        answer = first_visit(app, f"/?{query}", "el")
        assert answer.status_code == 302, query
        assert answer.headers["Location"].endswith(f"/el/?{query}")
        assert not answer.headers["Location"].startswith("ftp")


def test_a_language_that_is_not_offered_or_not_named_changes_nothing(clean: None, app: CKANTestApp) -> None:
    for languages in ("de", "en-GB, it;q=0.5", "*", "it;q=0", ""):
        answer = first_visit(app, "/", languages)
        assert answer.status_code == 200, languages
        assert "Accept-Language" in answer.headers["Vary"]


def test_an_address_with_a_language_keeps_it(topic_catalogue: None, app: CKANTestApp) -> None:
    for path in ("/en/", "/it/", "/dataset/day-centres", "/glossary"):
        answer = first_visit(app, path, "el")
        assert answer.status_code == 200, path
        assert "Accept-Language" not in answer.headers.get("Vary", "")
