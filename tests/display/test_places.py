"""Places by the names that readers know."""

from __future__ import annotations

from ckanext.resilient.display.licences import stated_licence
from ckanext.resilient.display.places import place_names

GREECE = {"uri": "http://publications.europa.eu/resource/authority/country/GRC"}
ATHENS = {"uri": "http://data.europa.eu/nuts/code/EL303"}


def test_a_country_has_its_name_in_the_readers_language() -> None:
    assert place_names([GREECE], "it") == ["Grecia"]
    assert place_names([GREECE], "el") == ["Ελλάδα"]


def test_a_region_is_in_latin_letters_but_for_greek_readers() -> None:
    assert place_names([ATHENS], "it") == ["Kentrikos Tomeas Athinon"]
    assert place_names([ATHENS], "el") == ["Κεντρικός Τομέας Αθηνών"]


def test_a_region_of_the_project_has_its_name_in_the_readers_language() -> None:
    assert place_names([{"uri": "http://data.europa.eu/nuts/code/HR036"}], "it") == ["Istria"]
    assert place_names([{"uri": "http://data.europa.eu/nuts/code/HR036"}], "sl") == ["Istra"]


def test_other_places_keep_the_name_that_the_source_gives() -> None:
    assert place_names([{"text": "Quartiere Nord"}, {"text": "Quartiere Nord"}, {"geom": "{}"}], "it") == [
        "Quartiere Nord"
    ]


def test_a_datasets_own_licence_holds() -> None:
    assert stated_licence({"license_id": "CC0", "resources": [{"license": "CC_BY_4_0"}]}) == "CC0"


def test_a_licence_that_all_files_share_holds_for_the_dataset() -> None:
    files = [{"license": "CC_BY_4_0"}, {"license": "CC_BY_4_0"}]
    assert stated_licence({"license_id": "notspecified", "resources": files}) == "CC_BY_4_0"


def test_files_with_different_licences_say_nothing_of_the_whole() -> None:
    assert stated_licence({"resources": [{"license": "CC_BY_4_0"}, {}]}) == ""
    assert stated_licence({}) == ""
