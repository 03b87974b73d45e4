"""The public pages in Italian and in Greek, on a desk and on a phone."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.resilient.svrc.vocabularies import codes, label
from tests.browser.plan import LOCALES, PAGES, WIDTHS

pytestmark = [pytest.mark.browser, pytest.mark.walk]

MOST_BYTES = 300 * 1024
ON_CKANS_STYLE = {"login"}

Findings = dict[str, dict[str, Any]]


@pytest.fixture(
    params=[f"{page} {locale} {width}" for page in PAGES for locale in LOCALES for width in WIDTHS]
)
def met(request: pytest.FixtureRequest, findings: Findings) -> dict[str, Any]:
    """What was met on one page in one language at one width."""
    return {"name": request.param, **findings[request.param]}


def texts(met: dict[str, Any], key: str) -> list[str]:
    return [entry["text"] for entry in met["texts"][key] if entry["text"]]


def test_a_page_is_accessible(met: dict[str, Any]) -> None:
    assert met["violations"] == []


def test_a_page_asks_no_other_site_for_anything(met: dict[str, Any]) -> None:
    assert met["foreign"] == []


def test_a_page_runs_without_errors(met: dict[str, Any]) -> None:
    expected = 404 if met["name"].startswith("missing") else 200
    assert met["status"] == expected
    assert [text for text in met["console"] if "404" not in text or expected == 200] == []


def test_a_page_never_scrolls_sideways(met: dict[str, Any]) -> None:
    assert met["overflow"] == 0


def test_a_page_is_light(met: dict[str, Any]) -> None:
    if met["name"].split()[0] not in ON_CKANS_STYLE:
        assert met["bytes"] <= MOST_BYTES


def test_a_page_says_its_language_and_offers_the_others_by_their_own_names(met: dict[str, Any]) -> None:
    assert met["lang"] == met["name"].split()[1]
    offered = {entry["lang"]: entry["text"] for entry in met["texts"]["languages"]}
    assert list(offered) == ["en", "pt-PT", "es", "fr", "it", "el", "hr", "sl", "sq"]


@pytest.mark.parametrize("locale", LOCALES)
def test_facets_show_labels_in_the_readers_language(findings: Findings, locale: str) -> None:
    values = texts(findings[f"search {locale} desktop"], "facet-values")
    assert label("social_need", "elderly-isolation", locale) in values
    assert not set(values) & {*codes("social_need"), *codes("od_category"), *codes("macro_scenario")}


def test_facets_stand_open_on_a_desk_and_folded_on_a_phone(findings: Findings) -> None:
    desk = findings["search el desktop"]["texts"]["facet-values"]
    phone = findings["search el phone"]["texts"]["facet-values"]
    assert desk[0]["visible"]
    assert not any(entry["visible"] for entry in phone)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_text_in_another_language_is_marked_as_such(findings: Findings, width: str) -> None:
    met = findings[f"italian-dataset el {width}"]
    notice = met["texts"]["notice"]
    assert [entry["visible"] for entry in notice] == [True]
    assert "Ιταλικά" in notice[0]["text"]
    assert {entry["lang"] for entry in met["texts"]["h1"] if entry["text"].endswith("comune")} == {"it"}
    assert findings[f"italian-dataset it {width}"]["texts"]["notice"] == []


def test_a_list_marks_only_titles_in_other_languages(findings: Findings) -> None:
    titles = {entry["text"]: entry["lang"] for entry in findings["search it desktop"]["texts"]["titles"]}
    assert titles["Asili nido"] == "it"
    assert titles["Κέντρα Ανοικτής Προστασίας Ηλικιωμένων ανά δημοτική κοινότητα"] == "el"
    assert any("greco" in mark for mark in texts(findings["search it desktop"], "marks"))


def test_what_may_be_done_is_said_only_when_the_licence_is_known(findings: Findings) -> None:
    assert len(texts(findings["italian-dataset it desktop"], "answers")) == 3
    assert texts(findings["unlicensed-dataset it desktop"], "answers") == []


def test_files_have_formats_in_plain_words_of_the_readers_language(findings: Findings) -> None:
    assert texts(findings["italian-dataset el desktop"], "files")[0].startswith("Πίνακας (CSV)")


@pytest.mark.parametrize("journey", ["choose a facet", "choose a facet on a phone"])
def test_a_facet_is_chosen_without_loading_the_page_anew(findings: Findings, journey: str) -> None:
    met = findings[journey]
    assert met["url"] == "/el/dataset?vocab_social_need=elderly-isolation"
    assert met["documents"] == 1
    assert label("social_need", "elderly-isolation", "el") in texts(met, "filters")[0]
    assert len(texts(met, "titles")) == 2
    assert met["violations"] == []


def test_a_facet_is_chosen_without_scripts(findings: Findings) -> None:
    met = findings["choose a facet without scripts"]
    assert met["documents"] == 2
    assert len(texts(met, "titles")) == 2


def test_a_filter_is_taken_back(findings: Findings) -> None:
    met = findings["take a filter back"]
    assert texts(met, "filters") == []
    assert len(texts(met, "titles")) == 4


def test_changing_the_language_keeps_the_page_and_its_filters(findings: Findings) -> None:
    met = findings["change the language"]
    assert (met["url"], met["lang"]) == ("/el/dataset?vocab_social_need=elderly-isolation", "el")
    assert label("social_need", "elderly-isolation", "el") in texts(met, "filters")[0]


def test_changing_the_language_on_a_phone_keeps_the_page(findings: Findings) -> None:
    met = findings["change the language on a phone"]
    assert (met["url"], met["lang"]) == ("/it/dataset/posti-letto", "it")
    assert met["texts"]["notice"] == []
