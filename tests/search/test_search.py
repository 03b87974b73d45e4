"""A word in any of the nine languages, in any of its forms, finds the data."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import CKANTestApp, call_action

from ckanext.resilient.search import fields, query


@pytest.fixture
def catalogue(clean: None) -> None:
    user = factories.Sysadmin()
    organisation = factories.Organization()

    def make(name: str, title: dict[str, str], **values: Any) -> None:
        call_action(
            "package_create",
            {"user": user["name"]},
            type="dataset",
            name=name,
            title_translated=title,
            owner_org=organisation["id"],
            **values,
        )

    make("greek", {"el": "Ανοικτά δεδομένα για τα σχολεία"})
    make("italian", {"it": "Qualità della città e comunità"}, social_need=["ageing-care"])
    make("catalan", {"ca": "Llars d'infants"}, tags_translated={"ca": ["educació"]})
    make("slovenian", {"sl": "Občina in šole"})
    make("croatian", {"hr": "Škole u Istri"}, notes_translated={"hr": "Popis otpada"})
    make("portuguese", {"pt": "Municípios do Alentejo"})


def found(app: CKANTestApp, words: str, locale: str = "en") -> list[str]:
    answer = app.get(f"/{locale}/api/3/action/package_search", query_string={"q": words})
    return [dataset["name"] for dataset in answer.json["result"]["results"]]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("δεδομένων", "greek"),
        ("ΔΕΔΟΜΕΝΑ", "greek"),
        ("δεδομενα σχολειων", "greek"),
        ("qualita citta", "italian"),
        ("comunità", "italian"),
        ("EDUCACIO", "catalan"),
        ("obcine", "slovenian"),
        ("školama", "croatian"),
        ("otpadom", "croatian"),
        ("municipio", "portuguese"),
    ],
)
def test_a_word_is_found_in_another_form(app: CKANTestApp, catalogue: None, words: str, name: str) -> None:
    assert found(app, words) == [name]


@pytest.mark.parametrize("words", ["starenje", "starenja", "γήρανση", "vieillissement", "envelhecimento"])
def test_a_need_in_one_language_finds_data_in_another(app: CKANTestApp, catalogue: None, words: str) -> None:
    assert found(app, words) == ["italian"]


def test_the_name_of_a_place_in_any_language_finds_its_data(app: CKANTestApp, clean: None) -> None:
    user = factories.Sysadmin()
    organisation = factories.Organization()
    nuts = "http://data.europa.eu/nuts/code/"
    places = {"bari": f"{nuts}ITF47", "crete": f"{nuts}EL43", "istria": f"{nuts}HR036", "town": ""}
    for name, uri in places.items():
        call_action(
            "package_create",
            {"user": user["name"]},
            name=name,
            title_translated={"en": "Beds"},
            owner_org=organisation["id"],
            spatial_coverage=[{"uri": uri} if uri else {"text": "Vrgorac"}],
        )
    for words in ("Puglia", "Pouilles", "Apulia", "Απουλία", "Apulija", "Púlia", "Bari"):
        assert found(app, words) == ["bari"], words
    for words in ("Κρήτης", "Crète", "Kreta", "Creta", "Grčka", "Greece", "Ελλάδας", "Greqia"):
        assert found(app, words) == ["crete"], words
    for words in ("Istria", "Istra", "Istrie", "Hrvatska", "Kroacia"):
        assert found(app, words) == ["istria"], words
    assert found(app, "Vrgorac") == ["town"]


def test_a_title_in_the_readers_language_comes_first(app: CKANTestApp, clean: None) -> None:
    user = factories.Sysadmin()
    organisation = factories.Organization()
    for name, language in (("a-spanish", "es"), ("b-italian", "it"), ("c-portuguese", "pt")):
        call_action(
            "package_create",
            {"user": user["name"]},
            name=name,
            title_translated={language: "Scuola"},
            owner_org=organisation["id"],
        )
    # Made in turn, so that the newest is the Portuguese one.
    assert found(app, "", "it")[0] == "b-italian"
    assert found(app, "*:*", "es")[0] == "a-spanish"
    assert found(app, "", "fr")[0] == "c-portuguese"
    assert found(app, "scuola", "it")[0] == "b-italian"
    assert found(app, "scuola", "pt_PT")[0] == "c-portuguese"


def test_own_fields_weigh_more_and_callers_may_choose_others(clean: None) -> None:
    own = query.query_fields("el").split()
    assert {"title_txt_el^8", "text_txt_el^3", "title_txt_it^4", "text_txt_it^1"} <= set(own)
    assert query.in_all_languages({"q": "scuola", "qf": "name"}) == {"q": "scuola", "qf": "name"}


def test_texts_go_into_the_field_of_their_language_and_machine_text_with_it() -> None:
    record = {
        "title_translated": {"it": "A", "ca": "B", "el-t-it": "C"},
        "notes_translated": {"sq": "D\x00"},
        "tags_translated": {"it": ["e", "f"]},
        "resources": [{"name_translated": {"hr": "G"}}],
        "social_need": ["ageing-care"],
    }
    made = fields.of_record(record, {"social_need": "social_need"}, ["notes_translated"])
    assert made["title_txt_it"] == ["A"]
    assert made["title_txt_icu"] == ["B"]
    assert made["title_txt_el"] == ["C"]
    assert made["text_txt_sq"][0] == "D"
    assert made["text_txt_it"][:2] == ["e", "f"]
    assert made["text_txt_hr"][0] == "G"
    assert "Ageing and care of dependent people" in made["text_txt_en"]
