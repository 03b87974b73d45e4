"""The glossary on a page, hints beside words that need one, and no such word without."""

from __future__ import annotations

import re

import pytest

from ckanext.resilient.svrc.glossary import words
from ckanext.resilient.svrc.vocabularies import LANGUAGES
from tests.templates.conftest import Visit
from tools import translations

LOCALES = [translations.LOCALES[LANGUAGES.index(language)] for language in LANGUAGES]
JARGON = re.compile(r"\b(SVRCs?|4-helix|RIS3|DCAT\S*|metadata|harvest\w*|distributions?)\b", re.IGNORECASE)
EXPLAINED_IN_THE_SENTENCE = "regional strategy (RIS3)"
TECHNICAL = (
    "harvesters/",
    "ckanext-resilient/ckanext/resilient/harvest/",
    "ckanext-resilient/ckanext/resilient/svrc/kinds/",
    "templates/resilient/catalogue/",
)
"""Parts that only people meet who run the collecting of data, or write programs."""


@pytest.mark.parametrize("locale", LOCALES)
def test_every_word_has_an_anchor_and_stands_in_the_readers_language(
    topic_catalogue: None, visit: Visit, locale: str
) -> None:
    document = visit(f"/{locale}/glossary")
    language = LANGUAGES[LOCALES.index(locale)]
    for word in words().values():
        (entry,) = document.xpath(f"//main//*[@id='{word.code}']")
        assert word.labels[language] in entry.text_content()
        assert word.definitions[language] in entry.text_content()
    anchors = document.xpath("//main//nav//a/@href[starts-with(., '#')]")
    assert {anchor.lstrip("#") for anchor in anchors} == set(words())


def test_words_stand_in_the_order_of_the_alphabet_without_accents(
    topic_catalogue: None, visit: Visit
) -> None:
    labels = [label.text_content() for label in visit("/el/glossary").xpath("//dfn")]
    places = [
        labels.index(label) for label in ("Άδεια", "Ανοικτά δεδομένα", "Συνεταιρισμός", "Σύνολο δεδομένων")
    ]
    assert places == sorted(places)


def test_a_hint_opens_without_a_script_and_says_what_the_word_means(
    topic_catalogue: None, visit: Visit
) -> None:
    document = visit("/it/cluster/explained")
    hints = {}
    for button in document.xpath("//th//button[@popovertarget]"):
        (hint,) = document.xpath(f"//*[@id='{button.get('popovertarget')}'][@popover]")
        assert button.get("aria-label")
        hints[hint.xpath(".//a/@href")[0]] = hint.text_content()
    assert set(hints) == {"/it/glossary#ris3", "/it/glossary#four-helix"}
    assert words()["ris3"].definitions["it"] in hints["/it/glossary#ris3"]


@pytest.mark.parametrize("locale", LOCALES)
def test_names_of_criteria_that_need_a_hint_have_one_in_every_language(
    topic_catalogue: None, visit: Visit, locale: str
) -> None:
    document = visit(f"/{locale}/cluster/explained")
    assert len(document.xpath("//th//button[@popovertarget]")) >= 2
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_our_texts_hold_words_that_need_explaining_only_where_they_are_explained() -> None:
    unexplained = {
        text: [place for place, _line in message.locations]
        for message in translations.our_messages()
        for text in (message.id if isinstance(message.id, tuple) else (message.id,))
        if JARGON.search(text.replace(EXPLAINED_IN_THE_SENTENCE, ""))
        and not all(place.startswith(TECHNICAL) for place, _line in message.locations)
    }
    assert unexplained == {}
