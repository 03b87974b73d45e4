"""Texts get the language that their source means."""

from __future__ import annotations

import pytest

from ckanext.resilient.svrc.record import SourceDataset
from ckanext.resilient.svrc.values import Findings
from ckanext.resilient.svrc.wording import TITLE_LIMIT, UndeclaredLanguage, Wording, undeclared_language

ITALIAN = "http://publications.europa.eu/resource/authority/language/ITA"
CATALAN = "Llista d'equipaments de serveis socials de la ciutat amb l'adreça"


@pytest.fixture
def wording() -> Wording:
    return Wording("it", Findings("record"))


def record(title: str, *languages: str) -> SourceDataset:
    return SourceDataset("guid", title={"und": title}, languages=list(languages))


def test_the_records_single_language_counts() -> None:
    assert undeclared_language(record("Some words in English here", ITALIAN), ("es",)) == UndeclaredLanguage(
        "it"
    )


def test_the_portals_language_counts_when_the_record_is_silent() -> None:
    assert undeclared_language(record("Asili nido"), ("it",)) == UndeclaredLanguage("it")


def test_a_catalan_record_of_a_spanish_portal_is_recognised() -> None:
    assert undeclared_language(record(CATALAN), ("es",)) == UndeclaredLanguage("ca", detected=True)


def test_in_doubt_the_portals_first_language_counts() -> None:
    assert undeclared_language(record("Museos"), ("es", "ca")) == UndeclaredLanguage("es")


def test_of_several_declared_languages_the_text_decides() -> None:
    language = undeclared_language(
        record("Elenco degli asili nido comunali con indirizzo", "de", "it"), ("de",)
    )
    assert language == UndeclaredLanguage("it", detected=True)


def test_a_language_of_which_nothing_is_known_is_marked_as_detected() -> None:
    assert undeclared_language(record("Κατάλογος δομών κοινωνικής φροντίδας"), ()) == UndeclaredLanguage(
        "el", detected=True
    )


def test_a_tagged_text_goes_before_an_untagged_one_which_is_not_lost(wording: Wording) -> None:
    assert wording.line({"und": "Senza lingua", "it": "Con lingua"}, "dct:title") == {"it": "Con lingua"}
    assert wording.spare == {"dct:title (und)": "Senza lingua"}


def test_the_same_text_with_and_without_a_tag_is_one(wording: Wording) -> None:
    assert wording.line({"it-IT": "Asili", "und": "Asili"}, "dct:title") == {"it": "Asili"}
    assert wording.spare == {}


def test_empty_translations_are_left_out(wording: Wording) -> None:
    assert wording.line({"it": "Asili", "de": " ", "en": "<br>"}, "dct:title") == {"it": "Asili"}


def test_a_title_that_is_a_text_is_cut_and_told(wording: Wording) -> None:
    title = wording.line({"it": "parola " * 500}, "dct:title")["it"]
    assert len(title) <= TITLE_LIMIT
    assert title.endswith("parola…")
    assert [issue.code for issue in wording.findings.issues] == ["text-shortened"]


def test_keywords_come_once_whatever_their_case(wording: Wording) -> None:
    keywords = {"und": ["Asili", "bambini", ""], "it": ["asili"], "en": ["children"]}
    assert wording.keywords(keywords) == {"it": ["asili", "bambini"], "en": ["children"]}


def test_declared_languages_become_eu_addresses(wording: Wording) -> None:
    no_language = "http://publications.europa.eu/resource/authority/language/ZXX"
    assert wording.language_uris(["it", "Italiano", no_language, "xx-klingon"], "dct:language") == [
        ITALIAN,
        no_language,
    ]
    assert [issue.code for issue in wording.findings.issues] == ["language-unknown"]


def test_an_untagged_text_that_repeats_a_tagged_one_is_in_its_language() -> None:
    source = SourceDataset(
        guid="1",
        title={"und": "Dataset", "it": "Dataset", "de": "Datensatz"},
        languages=["DEU", "ITA"],
    )
    assert undeclared_language(source, ()).code == "it"
